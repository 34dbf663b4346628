package report

import (
	"bytes"
	"fmt"
	"html/template"
	"image/color"
	"math"
	"strings"

	"gonum.org/v1/plot"
	"gonum.org/v1/plot/font"
	"gonum.org/v1/plot/plotter"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
	"gonum.org/v1/plot/vg/vgsvg"
)

// A Chart is a drawing with its legend and, for who can't see it, what it shows as a table.
type Chart struct {
	Title, About string
	SVG          template.HTML
	Alt          string
	Legend       []Key
	Table        Table
}

// A Key is an entry of a legend. Style is a CSS class: of a line or an area.
type Key struct{ Style, Name string }

// A Table is numbers under heads.
type Table struct {
	Heads []string
	Rows  [][]string
}

// Size of a chart in points. On a page it is as wide as there is room, and its text grows with it.
const (
	chartWidth  = 340
	chartHeight = 228
	chartText   = 12
)

// The plots' colours stand for variables of the page's style, which differ between light and dark; svg puts the variables in.
var (
	inkMark    = color.RGBA{1, 1, 1, 0xff}
	softMark   = color.RGBA{2, 2, 2, 0xff}
	gridMark   = color.RGBA{3, 3, 3, 0xff}
	accentMark = color.RGBA{4, 4, 4, 0xff}
	badMark    = color.RGBA{5, 5, 5, 0xff}
	barMark    = color.RGBA{6, 6, 6, 0xff}

	variables = strings.NewReplacer("#010101", "var(--ink)", "#020202", "var(--soft)", "#030303", "var(--grid)", "#040404", "var(--accent)",
		"#050505", "var(--bad)", "#060606", "var(--bar)", "\n\t", " ")
)

// newChart returns a plot of nothing yet.
func newChart(x, y string) *plot.Plot {
	p := plot.New()
	p.BackgroundColor = color.Transparent
	p.X.Label.Text, p.Y.Label.Text = x, y
	for _, a := range []*plot.Axis{&p.X, &p.Y} {
		a.Color, a.Tick.Color = softMark, softMark
		a.Width, a.Tick.Width = vg.Points(0.7), vg.Points(0.7)
		a.Tick.Marker = niceTicks{n: 5}
		for _, s := range []*draw.TextStyle{&a.Label.TextStyle, &a.Tick.Label} {
			s.Color, s.Font = softMark, font.Font{Typeface: "Liberation", Variant: "Sans", Size: chartText}
		}
	}
	grid := plotter.NewGrid()
	grid.Vertical.Color, grid.Horizontal.Color = gridMark, gridMark
	grid.Vertical.Width, grid.Horizontal.Width = vg.Points(0.7), vg.Points(0.7)
	p.Add(grid)
	return p
}

// svg draws the plot. The element's title is to be found under id.
func svg(p *plot.Plot, id, alt string) (template.HTML, error) {
	canvas := vgsvg.New(chartWidth, chartHeight)
	p.Draw(draw.Crop(draw.New(canvas), 0, -6, 0, -6)) // labels of the last ticks reach over the axes
	var b bytes.Buffer
	if _, err := canvas.WriteTo(&b); err != nil {
		return "", err
	}
	_, drawn, ok := strings.Cut(b.String(), "<svg ")
	if ok {
		_, drawn, ok = strings.Cut(drawn, ">")
	}
	if !ok {
		return "", fmt.Errorf("chart: wanted an SVG element, found %.40q", b.String())
	}
	head := fmt.Sprintf(`<svg viewBox="0 0 %d %d" role="img" aria-labelledby="%s"><title id="%s">%s</title>`, chartWidth, chartHeight, id, id,
		template.HTMLEscapeString(alt))
	return template.HTML(head + variables.Replace(drawn)), nil
}

// addLine adds a curve, with its points if there are few. Points that can't be drawn are left out.
func addLine(p *plot.Plot, points plotter.XYs, c color.Color, dashes ...vg.Length) error {
	points = drawable(points)
	if len(points) == 0 {
		return nil
	}
	line, err := plotter.NewLine(points)
	if err != nil {
		return err
	}
	line.LineStyle = draw.LineStyle{Color: c, Width: vg.Points(1.7), Dashes: dashes}
	p.Add(line)
	if len(points) > 30 {
		return nil
	}
	dots, err := plotter.NewScatter(points)
	if err != nil {
		return err
	}
	dots.GlyphStyle = draw.GlyphStyle{Color: c, Radius: vg.Points(2), Shape: draw.CircleGlyph{}}
	p.Add(dots)
	return nil
}

// mostDrawn bounds what is drawn: a model file may have any number in its history, and axes want to add and divide.
const mostDrawn = 1e12

func drawable(points plotter.XYs) plotter.XYs {
	var kept plotter.XYs
	for _, p := range points {
		if math.Abs(p.X) <= mostDrawn && math.Abs(p.Y) <= mostDrawn { // false for NaN, too
			kept = append(kept, p)
		}
	}
	return kept
}

// addBox adds a rectangle.
func addBox(p *plot.Plot, x0, y0, x1, y1 float64, c color.Color) error {
	box, err := plotter.NewPolygon(plotter.XYs{{X: x0, Y: y0}, {X: x1, Y: y0}, {X: x1, Y: y1}, {X: x0, Y: y1}})
	if err != nil {
		return err
	}
	box.Color, box.LineStyle.Width = c, 0
	p.Add(box)
	return nil
}

// addMark adds a thin line between two points.
func addMark(p *plot.Plot, x0, y0, x1, y1 float64, c color.Color) error {
	line, err := plotter.NewLine(plotter.XYs{{X: x0, Y: y0}, {X: x1, Y: y1}})
	if err != nil {
		return err
	}
	line.LineStyle = draw.LineStyle{Color: c, Width: vg.Points(1), Dashes: []vg.Length{vg.Points(4), vg.Points(3)}}
	p.Add(line)
	return nil
}

// niceTicks are at most n at multiples of 1, 2 or 5 times a power of ten, and of at least least.
type niceTicks struct{ n, least float64 }

// Ticks returns those from lo to hi.
func (t niceTicks) Ticks(lo, hi float64) []plot.Tick {
	span := hi - lo
	if !(span > 0) || math.IsInf(span, 0) {
		return nil
	}
	step := t.least
	for e := math.Floor(math.Log10(span / t.n)); step*t.n < span; e++ {
		for _, m := range []float64{1, 2, 5} {
			if s := m * math.Pow(10, e); s >= step && s*t.n >= span {
				step = s
				break
			}
		}
	}
	if step == 0 {
		return nil
	}
	var ticks []plot.Tick
	for i := math.Ceil(lo / step); i*step <= hi+step*1e-9; i++ {
		ticks = append(ticks, plot.Tick{Value: i * step, Label: fmt.Sprintf("%.6g", i*step)})
	}
	return ticks
}
