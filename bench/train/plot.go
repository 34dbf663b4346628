package main

import (
	"fmt"
	"image/color"
	"io"
	"math"
	"os"

	"gonum.org/v1/plot"
	"gonum.org/v1/plot/font"
	"gonum.org/v1/plot/plotter"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
	"gonum.org/v1/plot/vg/vgsvg"
)

var (
	blue   = color.RGBA{R: 31, G: 119, B: 180, A: 255}
	orange = color.RGBA{R: 255, G: 127, B: 14, A: 255}
	grey   = color.Gray{Y: 96}
)

// draw writes the curves to an SVG file: both losses above, their difference below.
func (l *losses) draw(path string) error {
	plot.DefaultFont = font.Font{Typeface: "Liberation", Variant: "Sans"}
	above, err := l.lossPlot()
	if err != nil {
		return err
	}
	below, err := l.differencePlot()
	if err != nil {
		return err
	}
	canvas := vgsvg.New(18*vg.Centimeter, 16*vg.Centimeter)
	c := draw.New(canvas)
	c.SetColor(color.White)
	c.Fill(c.Rectangle.Path())
	tiles := draw.Tiles{Rows: 2, Cols: 1, PadX: vg.Millimeter, PadY: 5 * vg.Millimeter,
		PadTop: 3 * vg.Millimeter, PadBottom: 3 * vg.Millimeter, PadLeft: 3 * vg.Millimeter, PadRight: 5 * vg.Millimeter}
	plots := [][]*plot.Plot{{above}, {below}}
	for row, canvases := range plot.Align(plots, tiles, c) {
		plots[row][0].Draw(canvases[0])
	}
	return save(path, canvas)
}

func save(path string, picture io.WriterTo) error {
	f, err := os.Create(path)
	if err != nil {
		return err
	}
	if _, err := picture.WriteTo(f); err != nil {
		f.Close()
		return err
	}
	return f.Close()
}

// newPlot returns a plot over the steps.
func newPlot() *plot.Plot {
	p := plot.New()
	p.X.Label.Text, p.X.Min, p.X.Max = "step", 0, curveSteps
	var ticks []plot.Tick
	for step := 0; step <= curveSteps; step += curveSteps / 4 {
		ticks = append(ticks, plot.Tick{Value: float64(step), Label: fmt.Sprint(step)})
	}
	p.X.Tick.Marker = plot.ConstantTicks(ticks)
	return p
}

// lossPlot has PyTorch's curve as a broad line and ours as a narrow one upon it, because they are the same.
func (l *losses) lossPlot() (*plot.Plot, error) {
	p := newPlot()
	p.Title.Text = fmt.Sprintf("MNIST, perceptron 784-512-10, batch %d", curveBatch)
	p.Y.Label.Text, p.Y.Min = "loss", 0
	p.Legend.Top, p.Legend.Padding, p.Legend.ThumbnailWidth = true, vg.Points(2), vg.Points(30)
	p.Add(plotter.NewGrid())
	for _, curve := range []struct {
		name   string
		losses []float64
		style  draw.LineStyle
	}{
		{torch, l.theirs, draw.LineStyle{Color: orange, Width: vg.Points(4)}},
		{ours, l.ours, draw.LineStyle{Color: blue, Width: vg.Points(1)}},
	} {
		line, err := plotter.NewLine(points(curve.losses))
		if err != nil {
			return nil, err
		}
		line.LineStyle = curve.style
		p.Add(line)
		p.Legend.Add(curve.name, line)
	}
	return p, nil
}

func points(values []float64) plotter.XYs {
	xys := make(plotter.XYs, len(values))
	for i, v := range values {
		xys[i] = plotter.XY{X: float64(i + 1), Y: v}
	}
	return xys
}

// floorOfPlot is where differences of 0 are drawn, which have no logarithm.
const floorOfPlot = 1e-9

func (l *losses) differencePlot() (*plot.Plot, error) {
	differences := make([]float64, len(l.ours))
	for i := range differences {
		differences[i] = max(math.Abs(l.ours[i]-l.theirs[i]), floorOfPlot)
	}
	dots, err := plotter.NewScatter(points(differences))
	if err != nil {
		return nil, err
	}
	dots.GlyphStyle = draw.GlyphStyle{Color: grey, Radius: vg.Points(1.5), Shape: draw.CircleGlyph{}}
	p := newPlot()
	p.Y.Label.Text, p.Y.Scale, p.Y.Tick.Marker = "|difference|", plot.LogScale{}, plot.LogTicks{Prec: 1}
	p.Add(plotter.NewGrid(), dots)
	p.Y.Min, p.Y.Max = floorOfPlot, 1e-4
	return p, nil
}
