package classifier

import "math"

// A count is all that the scores of a class need of a confusion matrix.
type count struct {
	right     int // samples of the class predicted as it
	predicted int // samples predicted as it
	support   int // samples of the class
}

// counts are those of each class. What their methods return is defined where those of [Confusion] are.
type counts []count

// countsOf counts samples with these labels and predictions.
func countsOf(classes int, truth, predicted []int) counts {
	t := make(counts, classes)
	for i, y := range truth {
		t[y].support++
		t[predicted[i]].predicted++
		if y == predicted[i] {
			t[y].right++
		}
	}
	return t
}

func (t count) scores() Scores {
	return Scores{
		Precision: ratio(float64(t.right), float64(t.predicted)),
		Recall:    ratio(float64(t.right), float64(t.support)),
		F1:        ratio(2*float64(t.right), float64(t.predicted+t.support)),
	}
}

func (t counts) total() (n, right int) {
	for _, k := range t {
		n, right = n+k.support, right+k.right
	}
	return n, right
}

func (t counts) accuracy() float64 {
	n, right := t.total()
	return ratio(float64(right), float64(n))
}

// average is the weighted mean of the classes' scores.
func (t counts) average(weight func(count) float64) Scores {
	sum, total := Scores{}, 0.0
	for _, k := range t {
		w, s := weight(k), k.scores()
		sum.Precision += w * s.Precision
		sum.Recall += w * s.Recall
		sum.F1 += w * s.F1
		total += w
	}
	return Scores{ratio(sum.Precision, total), ratio(sum.Recall, total), ratio(sum.F1, total)}
}

func (t counts) macro() Scores {
	return t.average(func(k count) float64 { return math.Min(1, float64(k.predicted+k.support)) })
}

func (t counts) weighted() Scores {
	return t.average(func(k count) float64 { return float64(k.support) })
}

func (t counts) micro() Scores {
	a := t.accuracy()
	return Scores{a, a, a}
}

func (t counts) balanced() float64 {
	return t.average(func(k count) float64 { return math.Min(1, float64(k.support)) }).Recall
}

func (t counts) mcc() float64 {
	n, right := t.total()
	both, predicted2, true2 := 0.0, 0.0, 0.0
	for _, k := range t {
		both += float64(k.predicted) * float64(k.support)
		predicted2 += float64(k.predicted) * float64(k.predicted)
		true2 += float64(k.support) * float64(k.support)
	}
	n2 := float64(n) * float64(n)
	return ratio(float64(right)*float64(n)-both, math.Sqrt((n2-predicted2)*(n2-true2)))
}

func (t counts) kappa() float64 {
	n, right := t.total()
	chance := 0.0
	for _, k := range t {
		chance += float64(k.predicted) * float64(k.support)
	}
	n2 := float64(n) * float64(n)
	return ratio(float64(right)*float64(n)-chance, n2-chance)
}
