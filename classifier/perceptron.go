package classifier

import (
	"context"
	"fmt"
	"math"
	"math/rand/v2"

	"github.com/saccade-go/saccade/internal/kernel"
	"github.com/saccade-go/saccade/tensor"
)

// A Perceptron is Rosenblatt's: a unit for each class c, whose step function says whether a sample x (D) is of that class or
// of any other (one against the rest). With t[c] = 1 for the unit of the sample's class and −1 for the others,
//
//	a[c] = w[c]·x + b[c]
//	w[c] += LR·t[c]·x, b[c] += LR·t[c]   where the unit is mistaken: t[c]·a[c] ≤ 0
//
// for one sample after the other. At a = 0 the step says neither yes nor no and the unit is mistaken in any case, so that
// units of zeros, which all are in the beginning, learn from their first sample. LR scales the weights and, as they begin at
// 0, changes no answer but by rounding.
//
// If a unit of weights (w, b) of length 1 has t·(w·x + b) ≥ γ for all samples, and these have |x|² + 1 ≤ R², then the
// rule is mistaken (R/γ)² times at most, however often it sees them (Novikoff 1962). Without such a unit it never comes to
// rest. With two classes one unit is the other's negative. The numbers are those of scikit-learn's Perceptron without a penalty.
//
// Source: F. Rosenblatt, The perceptron: a probabilistic model for information storage and organization in the brain,
// Psychological Review 65 (1958).
//
// Predict and Network are safe for concurrent use as long as nothing is learned.
type Perceptron struct {
	// LR is the learning rate, above 0.
	LR float64
	// Average makes Predict and Network use the mean of the weights that stood after each sample, which is less at the
	// mercy of the last ones (Freund & Schapire, Large margin classification using the perceptron algorithm, 1999). It is set
	// before the first sample comes.
	Average bool

	net   *Network
	w, b  []float32 // net's: C×D and C
	a     []float32 // activations of the sample in work (C)
	next  []float32 // a unit's weights as they are about to be (D)
	seen  int       // samples so far
	early []float64 // if Average: Σ (samples before s)·(what w and b gained by s) over the samples s, C×D and C
}

// NewPerceptron returns a perceptron of zeros for samples of so many features, with a learning rate of 1. A bad size is a
// *tensor.ParamError.
func NewPerceptron(inputs, classes int) (*Perceptron, error) {
	if err := (Config{}).checkNetwork(inputs, classes); err != nil {
		return nil, err
	}
	net, err := FromParams([]Param{
		{weightName(0), []int{classes, inputs}, make([]float32, classes*inputs)},
		{biasName(0), []int{classes}, make([]float32, classes)},
	}, ReLU)
	if err != nil {
		return nil, err
	}
	params := net.Params()
	return &Perceptron{
		LR: 1, net: net, w: params[0].Data, b: params[1].Data,
		a: make([]float32, classes), next: make([]float32, inputs),
	}, nil
}

// PartialFit learns from the samples x (N×D) with their labels (N) in the order given, and returns how many of them at
// least one unit was mistaken about. It goes on from where it was.
//
// Samples that can't be used are a *DataError with the row, before anything is learned. It is one, too, if the weights or an
// activation would leave the finite numbers: then the samples before that row have been learned from, and the weights
// are finite. A bad LR is a *tensor.ParamError.
func (p *Perceptron) PartialFit(x Matrix, labels []int) (mistakes int, err error) {
	if err := p.check(x, labels); err != nil {
		return 0, err
	}
	return p.learn(context.Background(), x, labels, nil)
}

// Fit goes through the samples x (N×D) with their labels (N) in epochs, in an order that depends on the seed, the epoch and
// N alone, until an epoch has no mistake, or so many epochs are done. It returns the mistakes of each epoch: if the last
// is 0, the units tell all samples apart. Errors are those of PartialFit; when ctx is done, which is looked at every few
// samples, the error is ctx's. The mistakes returned with an error are those of the complete epochs.
func (p *Perceptron) Fit(ctx context.Context, x Matrix, labels []int, epochs int, seed uint64) (mistakes []int, err error) {
	if epochs < 1 {
		return nil, &tensor.ParamError{Op: "perceptron", Param: "epochs", Want: "at least 1", Got: epochs}
	}
	if err := p.check(x, labels); err != nil {
		return nil, err
	}
	for epoch := 1; epoch <= epochs; epoch++ {
		r := rand.New(rand.NewPCG(seed, uint64(epoch)))
		n, err := p.learn(ctx, x, labels, r.Perm(len(labels)))
		if err != nil {
			return mistakes, err
		}
		if mistakes = append(mistakes, n); n == 0 {
			break
		}
	}
	return mistakes, nil
}

func (p *Perceptron) check(x Matrix, labels []int) error {
	if !(p.LR > 0 && p.LR <= math.MaxFloat32) {
		return &tensor.ParamError{Op: "perceptron", Param: "lr", Want: "a finite number above 0", Got: p.LR}
	}
	if len(labels) == 0 && x.Rows == 0 {
		return errNoSamples("perceptron")
	}
	if err := checkMatrix("perceptron", x, len(p.next)); err != nil {
		return err
	}
	return checkLabels("perceptron", labels, x.Rows, len(p.a))
}

// learn takes the rows of x in the order given, or in their own if that is nil.
func (p *Perceptron) learn(ctx context.Context, x Matrix, labels, order []int) (mistakes int, err error) {
	for i := range labels {
		if i%inferRows == 0 && ctx.Err() != nil {
			return mistakes, ctx.Err()
		}
		row := i
		if order != nil {
			row = order[i]
		}
		mistaken, found := p.sample(x.Row(row), labels[row])
		if found != 0 {
			want := "weights and activations that stay finite"
			return mistakes, &DataError{Op: "perceptron", Row: row, Want: want, Got: fmt.Sprint(found)}
		}
		if mistaken {
			mistakes++
		}
	}
	return mistakes, nil
}

// sample learns from one sample and reports whether a unit was mistaken about it. A value that isn't finite is returned, and
// ends the work on the sample.
func (p *Perceptron) sample(x []float32, label int) (mistaken bool, notFinite float32) {
	d := len(x)
	copy(p.a, p.b)
	kernel.Gemm(false, true, 1, len(p.a), d, 1, x, d, p.w, d, 1, p.a, len(p.a), 1)
	if i := kernel.NotFinite(p.a); i >= 0 {
		return false, p.a[i]
	}
	for c, a := range p.a {
		t := float32(-1)
		if c == label {
			t = 1
		}
		if t*a > 0 {
			continue
		}
		mistaken = true
		if v := p.learnUnit(c, float32(p.LR)*t, x); v != 0 {
			return true, v
		}
	}
	p.seen++
	return mistaken, 0
}

// learnUnit adds step·(x, 1) to unit c, or returns a value that isn't finite and changes nothing.
func (p *Perceptron) learnUnit(c int, step float32, x []float32) (notFinite float32) {
	w := p.w[c*len(x):][:len(x)]
	for j, v := range x {
		p.next[j] = w[j] + step*v
	}
	b := p.b[c] + step
	if i := kernel.NotFinite(p.next); i >= 0 {
		return p.next[i]
	}
	if b-b != 0 {
		return b
	}
	copy(w, p.next)
	p.b[c] = b
	if p.Average {
		p.noteEarly(c, float64(step)*float64(p.seen), x)
	}
	return 0
}

// noteEarly adds weight·(x, 1) to what unit c has in early.
func (p *Perceptron) noteEarly(c int, weight float64, x []float32) {
	if p.early == nil {
		p.early = make([]float64, len(p.w)+len(p.b))
	}
	early := p.early[c*len(x):][:len(x)]
	for j, v := range x {
		early[j] += weight * float64(v)
	}
	p.early[len(p.w)+c] += weight
}

// Predict returns for each of the samples x (N×D) the class with the largest activation, the first of equals. Samples that
// can't be used are a *DataError.
func (p *Perceptron) Predict(x Matrix) ([]int, error) {
	if !p.Average {
		return p.net.Predict(x)
	}
	return p.Network().Predict(x)
}

// Network returns a softmax regression with the perceptron's weights, which makes the same predictions and can be saved. It
// shares no memory. Its probabilities are no more than an order: the perceptron knows of none.
func (p *Perceptron) Network() *Network {
	n := p.net.Clone()
	if !p.Average || p.early == nil || p.seen == 0 {
		return n
	}
	params, seen := n.Params(), float64(p.seen)
	meanOf(params[0].Data, p.early, seen)
	meanOf(params[1].Data, p.early[len(p.w):], seen)
	return n
}

// meanOf makes the last weights of n the mean of all. What sample s gained stands in those after s, s+1 … n: in all but s−1.
func meanOf(w []float32, early []float64, n float64) {
	for i, v := range w {
		w[i] = float32(float64(v) - early[i]/n)
	}
}
