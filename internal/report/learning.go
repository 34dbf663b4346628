package report

import (
	"fmt"
	"math"

	"gonum.org/v1/plot"
	"gonum.org/v1/plot/plotter"
	"gonum.org/v1/plot/vg"

	"github.com/saccade-go/saccade/classifier"
)

// dashes are those of what was measured on held-out samples.
var dashes = []vg.Length{vg.Points(5), vg.Points(2.5)}

// learningCharts show how a training went: loss, accuracy and learning rate. A history without epochs has none.
func learningCharts(h classifier.History) ([]*Chart, error) {
	epochs := thin(h.Epochs)
	if len(epochs) == 0 {
		return nil, nil
	}
	loss, err := scoreChart(epochs, h.Best, "Loss", "loss", "t-loss", func(s classifier.Score) float64 { return s.Loss }, fourDigits)
	if err != nil {
		return nil, err
	}
	accuracy, err := scoreChart(epochs, h.Best, "Accuracy", "accuracy %", "t-accuracy", func(s classifier.Score) float64 { return 100 * s.Accuracy },
		func(v float64) string { return figure(v, "%.2f %%") })
	if err != nil {
		return nil, err
	}
	rate, err := rateChart(epochs)
	if err != nil {
		return nil, err
	}
	var all []*Chart
	for _, c := range []*Chart{loss, accuracy, rate} {
		if c != nil {
			all = append(all, c)
		}
	}
	return all, nil
}

// thin leaves at most mostCurve epochs, the first and the last one among them.
func thin(epochs []classifier.EpochStats) []classifier.EpochStats {
	if len(epochs) <= mostCurve {
		return epochs
	}
	kept := make([]classifier.EpochStats, mostCurve)
	for i := range kept {
		kept[i] = epochs[i*(len(epochs)-1)/(mostCurve-1)]
	}
	return kept
}

func scoreChart(epochs []classifier.EpochStats, best int, title, axis, id string, of func(classifier.Score) float64, write func(float64) string) (*Chart, error) {
	p := newChart("epoch", axis)
	c := &Chart{Title: title, Legend: []Key{{"line-accent", "training, while the weights change"}},
		Table: Table{Heads: []string{"Epoch", "Training"}}}
	var train, held plotter.XYs
	for _, e := range epochs {
		row := []string{fmt.Sprint(e.Epoch), write(of(e.Train))}
		train = append(train, plotter.XY{X: float64(e.Epoch), Y: of(e.Train)})
		if e.Val != nil {
			held = append(held, plotter.XY{X: float64(e.Epoch), Y: of(*e.Val)})
			row = append(row, write(of(*e.Val)))
		}
		c.Table.Rows = append(c.Table.Rows, row)
	}
	if err := addLine(p, train, accentMark); err != nil {
		return nil, err
	}
	if held != nil {
		c.Legend = append(c.Legend, Key{"line-bad", "held-out images"})
		c.Table.Heads = append(c.Table.Heads, "Held out")
		if err := addLine(p, held, badMark, dashes...); err != nil {
			return nil, err
		}
	}
	if !sensible(p) {
		return nil, nil
	}
	if b := float64(best); held != nil && b >= p.X.Min && b <= p.X.Max {
		c.Legend = append(c.Legend, Key{"line-soft", fmt.Sprintf("epoch %d, whose weights the model has", best)})
		if err := addMark(p, b, p.Y.Min, b, p.Y.Max, softMark); err != nil {
			return nil, err
		}
	}
	epochAxis(p)
	c.Alt = title + " over the epochs of the training. The table below has the numbers."
	var err error
	c.SVG, err = svg(p, id, c.Alt)
	return c, err
}

// sensible reports whether there is something to draw, and gives a curve that is flat room above and below.
func sensible(p *plot.Plot) bool {
	if math.IsInf(p.Y.Min, 0) || math.IsInf(p.Y.Max, 0) || math.IsInf(p.X.Min, 0) || math.IsInf(p.X.Max, 0) {
		return false
	}
	if room := math.Abs(p.Y.Max) / 100; p.Y.Max-p.Y.Min < room {
		p.Y.Min, p.Y.Max = p.Y.Min-room, p.Y.Max+room
	}
	return true
}

// epochAxis has ticks at whole numbers.
func epochAxis(p *plot.Plot) {
	if p.X.Min == p.X.Max {
		p.X.Min, p.X.Max = p.X.Min-1, p.X.Max+1
	}
	p.X.Tick.Marker = niceTicks{n: 8, least: 1}
}

// rateChart is nil where there is no rate, as with lbfgs.
func rateChart(epochs []classifier.EpochStats) (*Chart, error) {
	c := &Chart{Title: "Learning rate", Table: Table{Heads: []string{"Epoch", "Learning rate"}}, Legend: []Key{{"line-accent", "at the end of the epoch"}}}
	var points plotter.XYs
	for _, e := range epochs {
		if e.LR > 0 {
			points = append(points, plotter.XY{X: float64(e.Epoch), Y: e.LR})
			c.Table.Rows = append(c.Table.Rows, []string{fmt.Sprint(e.Epoch), fmt.Sprintf("%.4g", e.LR)})
		}
	}
	p := newChart("epoch", "learning rate")
	if err := addLine(p, points, accentMark); err != nil {
		return nil, err
	}
	if !sensible(p) {
		return nil, nil
	}
	epochAxis(p)
	p.Y.Min = min(p.Y.Min, 0)
	c.Alt = "The learning rate over the epochs of the training. The table below has the numbers."
	var err error
	c.SVG, err = svg(p, "t-rate", c.Alt)
	return c, err
}
