package report

import (
	"cmp"
	"fmt"
	"math"
	"slices"

	"gonum.org/v1/plot/plotter"

	"github.com/saccade-go/saccade/classifier"
)

// reliabilityChart holds what the model says of its answers against how often they are right (DeGroot & Fienberg 1983).
func reliabilityChart(r *classifier.Report) (*Chart, error) {
	p := newChart("confidence %", "accuracy %")
	p.X.Min, p.X.Max, p.Y.Min, p.Y.Max = 0, 100, 0, 100
	c := &Chart{Title: "Reliability", Legend: []Key{{"area-bar", "accuracy of the answers"}, {"line-ink", "confidence that is right"}},
		About: "Of answers with about 80 % confidence, 80 % should be right. Bars below the line: too sure; above: too modest.",
		Table: Table{Heads: []string{"Confidence", "Images", "Mean confidence", "Accuracy"}}}
	for _, b := range r.Reliability {
		if b.Count == 0 {
			continue
		}
		c.Table.Rows = append(c.Table.Rows, []string{percent(b.Lower) + " to " + percent(b.Upper), fmt.Sprint(b.Count), percent(float64(b.Confidence)),
			percent(float64(b.Accuracy))})
		if err := addBox(p, 100*b.Lower+barGap, 0, 100*b.Upper-barGap, 100*float64(b.Accuracy), barMark); err != nil {
			return nil, err
		}
	}
	if err := addMark(p, 0, 0, 100, 100, inkMark); err != nil {
		return nil, err
	}
	c.Alt = fmt.Sprintf("Reliability diagram: bars of accuracy over confidence; the calibration error is %.4f. The table below has the numbers.", r.ECE)
	var err error
	c.SVG, err = svg(p, "t-reliability", c.Alt)
	return c, err
}

// confidenceChart is the histogram of confidences, right answers below wrong ones.
func confidenceChart(r *classifier.Report) (*Chart, error) {
	p := newChart("confidence %", "images %")
	p.X.Min, p.X.Max, p.Y.Min = 0, 100, 0
	most, n := 0.0, max(float64(r.N), 1)
	c := &Chart{Title: "Confidences", Legend: []Key{{"area-bar", "right"}, {"area-bad", "wrong"}},
		About: "How sure the answers are, and which of them are wrong.", Table: Table{Heads: []string{"Confidence", "Right", "Wrong"}}}
	for _, b := range r.Reliability {
		if b.Count == 0 {
			continue
		}
		right := math.Round(float64(b.Accuracy) * float64(b.Count))
		c.Table.Rows = append(c.Table.Rows, []string{percent(b.Lower) + " to " + percent(b.Upper), fmt.Sprint(int(right)), fmt.Sprint(b.Count - int(right))})
		top, middle := 100*float64(b.Count)/n, 100*right/n
		most = max(most, top)
		if err := addBox(p, 100*b.Lower+barGap, 0, 100*b.Upper-barGap, middle, barMark); err != nil {
			return nil, err
		}
		if err := addBox(p, 100*b.Lower+barGap, middle, 100*b.Upper-barGap, top, badMark); err != nil {
			return nil, err
		}
	}
	p.Y.Max = niceAbove(most)
	c.Alt = "Histogram of the answers' confidences, right ones below wrong ones. The table below has the numbers."
	var err error
	c.SVG, err = svg(p, "t-confidences", c.Alt)
	return c, err
}

// barGap is half of what is free between two bars.
const barGap = 0.3

// niceAbove is a round number of at least v in 0..100, for the end of an axis.
func niceAbove(v float64) float64 {
	for scale := 0.1; scale < 100; scale *= 10 {
		for _, m := range []float64{1, 1.5, 2, 3, 4, 5, 6, 8} {
			if m*scale >= v {
				return m * scale
			}
		}
	}
	return 100
}

// A threshold is what answering only from a confidence on leaves.
type threshold struct{ confidence, coverage, accuracy float64 }

// thresholds are those at which something changes, the highest first: the answers of one confidence come together.
func thresholds(all []Judged) []threshold {
	sorted := slices.Clone(all)
	slices.SortStableFunc(sorted, func(a, b Judged) int { return cmp.Compare(b.Confidence, a.Confidence) })
	var curve []threshold
	right := 0
	for i, j := range sorted {
		if j.Truth == j.Class {
			right++
		}
		if i+1 < len(sorted) && sorted[i+1].Confidence == j.Confidence {
			continue
		}
		curve = append(curve, threshold{float64(j.Confidence), float64(i+1) / float64(len(sorted)), float64(right) / float64(i+1)})
	}
	return curve
}

const mostCurve = 250 // points of a curve

// coverageChart says what rejecting doubtful answers brings (Chow 1970).
func coverageChart(r *classifier.Report, all []Judged) (*Chart, error) {
	curve := thresholds(all)
	if len(curve) < 2 {
		return nil, nil
	}
	p := newChart("answered %", "right of the answered %")
	c := &Chart{Title: "What a threshold brings", Legend: []Key{{"line-accent", "accuracy of the surest"}},
		About: "With --min-confidence, images whose answer is less sure get none. The fewer are answered, the more answers are right.",
		Table: Table{Heads: []string{"Least confidence", "Answered", "Right of them"}}}
	points, lowest := plotter.XYs{}, 100.0
	for i := range min(len(curve), mostCurve) {
		t := curve[i*(len(curve)-1)/max(min(len(curve), mostCurve)-1, 1)]
		points = append(points, plotter.XY{X: 100 * t.coverage, Y: 100 * t.accuracy})
		lowest = min(lowest, 100*t.accuracy)
	}
	p.X.Min, p.X.Max, p.Y.Min, p.Y.Max = 0, 100, 100-niceAbove(100-lowest), 100
	if err := addLine(p, points, accentMark); err != nil {
		return nil, err
	}
	if at := float64(r.MinConfidence); at > 0 {
		c.Legend = append(c.Legend, Key{"line-bad", fmt.Sprintf("the threshold %v", at)})
		if err := addMark(p, 100*r.Coverage, p.Y.Min, 100*r.Coverage, 100, badMark); err != nil {
			return nil, err
		}
	}
	c.Table.Rows = thresholdRows(curve)
	c.Alt = "Curve of the accuracy of the surest answers over the part of images answered. The table below has the numbers."
	var err error
	c.SVG, err = svg(p, "t-coverage", c.Alt)
	return c, err
}

// thresholdRows are for thresholds that people try.
func thresholdRows(curve []threshold) [][]string {
	var rows [][]string
	for _, least := range []float64{0, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 0.99} {
		at := -1
		for i, t := range curve {
			if t.confidence >= least {
				at = i
			}
		}
		if at < 0 {
			rows = append(rows, []string{fmt.Sprint(least), percent(0), "–"})
			continue
		}
		rows = append(rows, []string{fmt.Sprint(least), percent(curve[at].coverage), percent(curve[at].accuracy)})
	}
	return rows
}
