package main

import (
	"fmt"
	"image/color"
	"os"

	"gonum.org/v1/plot"
	"gonum.org/v1/plot/font"
	"gonum.org/v1/plot/plotter"
	"gonum.org/v1/plot/plotutil"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
	"gonum.org/v1/plot/vg/vgsvg"
)

// curveFile is the picture of a table's curves, in docs.
func (t table) curveFile() string { return "accuracy_" + t.name + ".svg" }

// draw draws how the rows' first seeds got better over the epochs, as parts of them, into docs. It reports if there is a row to draw.
func (t table) draw(r results) (bool, error) {
	plot.DefaultFont = font.Font{Typeface: "Liberation", Variant: "Sans"}
	p := plot.New()
	p.Title.Text, p.X.Label.Text, p.Y.Label.Text = t.title, "part of the epochs", "accuracy %"
	if t.errors {
		p.Y.Label.Text = "error %"
		p.Y.Scale, p.Y.Tick.Marker = plot.LogScale{}, errorTicks()
	}
	p.X.Min, p.X.Max = 0, 1
	legend := plot.NewLegend() // beside the plot, where it hides no curve
	legend.Top, legend.Left, legend.Padding, legend.ThumbnailWidth = true, true, vg.Points(3), vg.Points(20)
	p.Add(plotter.NewGrid())
	drawn, widest := 0, vg.Length(0)
	for _, row := range t.rows {
		if len(r[row.name]) == 0 || len(r[row.name][0].Curve) < 2 {
			continue
		}
		curve := r[row.name][0].Curve
		line, err := plotter.NewLine(t.points(curve))
		if err != nil {
			return false, err
		}
		line.LineStyle = draw.LineStyle{Color: plotutil.Color(drawn), Width: vg.Points(1.2), Dashes: plotutil.Dashes(drawn / len(plotutil.DefaultColors))}
		p.Add(line)
		label := fmt.Sprintf("%s (%d epochs)", row.title, len(curve))
		legend.Add(label, line)
		widest = max(widest, legend.TextStyle.Width(label))
		drawn++
	}
	if drawn == 0 {
		return false, nil
	}
	forLegend := legend.ThumbnailWidth + widest + vg.Centimeter
	canvas := vgsvg.New(16*vg.Centimeter+forLegend, 12*vg.Centimeter)
	c := draw.New(canvas)
	c.SetColor(color.White)
	c.Fill(c.Rectangle.Path())
	p.Draw(draw.Crop(c, 3*vg.Millimeter, -forLegend, 3*vg.Millimeter, -3*vg.Millimeter))
	legend.Draw(draw.Crop(c, c.Max.X-forLegend+3*vg.Millimeter, 0, 0, -8*vg.Millimeter))
	f, err := os.Create("docs/" + t.curveFile())
	if err != nil {
		return false, err
	}
	if _, err := canvas.WriteTo(f); err != nil {
		f.Close()
		return false, err
	}
	return true, f.Close()
}

// errorTicks are for a logarithmic axis of per cent.
func errorTicks() plot.ConstantTicks {
	var ticks plot.ConstantTicks
	for _, v := range []float64{0.3, 0.5, 0.7, 1, 1.5, 2, 3, 5, 7, 10, 15, 20, 30, 50} {
		ticks = append(ticks, plot.Tick{Value: v, Label: fmt.Sprint(v)})
	}
	return ticks
}

func (t table) points(curve []float64) plotter.XYs {
	xys := make(plotter.XYs, len(curve))
	for i, a := range curve {
		xys[i] = plotter.XY{X: float64(i+1) / float64(len(curve)), Y: t.value(outcome{Accuracy: a})}
	}
	return xys
}
