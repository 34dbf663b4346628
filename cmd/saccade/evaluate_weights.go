package main

import (
	"cmp"
	"fmt"
	"image"
	"math"
	"slices"

	"github.com/saccade-go/saccade"
	"github.com/saccade-go/saccade/internal/report"
	"github.com/saccade-go/saccade/internal/weightmap"
	"github.com/saccade-go/saccade/tensor"
)

// How many pictures of weights a page has of each map.
const (
	shownClasses = 48
	shownUnits   = 24
)

// weightPictures draws what the network's first layer looks for, where its features are pixels or a HOG.
func weightPictures(m *saccade.Model) []report.Weights {
	var all []report.Weights
	for _, to := range weightmap.Of(m.Pipeline(), m.Input()) {
		w := report.Weights{Title: "Classes", About: aboutWeights(to, "class")}
		rowsOf := classRows
		if len(m.Network().Hidden()) > 0 {
			w.Title, w.About = "Units of the first layer", aboutWeights(to, "unit")
			rowsOf = unitRows
		}
		rows, n := rowsOf(m)
		if len(rows) < n {
			w.About += fmt.Sprintf(" These are %d of %d.", len(rows), n)
		}
		for _, r := range rows {
			if img := weightPicture(to, r.weights); img != nil {
				w.Shots = append(w.Shots, report.Shot{Image: img, Title: r.name, Alt: "weights of " + r.name})
			}
		}
		if len(w.Shots) > 0 {
			w.Title, w.Broad = w.Title+": "+whatOf(to), to.HOG != nil
			all = append(all, w)
		}
	}
	return all
}

// whatOf says what a map leads to.
func whatOf(to weightmap.Map) string {
	if to.HOG != nil {
		return fmt.Sprintf("HOG, %d×%d cells of %d orientations", to.Of.H, to.Of.W, to.Of.C)
	}
	return fmt.Sprintf("pixels, %s %v", to.Of.Shape(), to.Of.Space)
}

func aboutWeights(to weightmap.Map, what string) string {
	switch {
	case to.HOG != nil:
		return fmt.Sprintf("How each orientation in each cell counts: edges on the left, blue, speak for the %s, those on the right, red, against it.", what)
	case to.Of.Space == tensor.RGB && to.Of.C == 3:
		return fmt.Sprintf("How each pixel counts for the %s, in colours: gray means nothing, a colour that it speaks for the %[1]s.", what)
	}
	return fmt.Sprintf("How each pixel counts: a bright one speaks for the %s where it is blue and against it where it is red; white means nothing.", what)
}

func weightPicture(to weightmap.Map, weights []float32) image.Image {
	t, err := to.Lay(weights)
	switch {
	case err != nil:
		return nil
	case to.HOG != nil:
		return report.StarPicture(t, to.HOG.Signed)
	}
	return report.WeightPicture(t)
}

// A weightRow is the weights of a class or a unit for the features.
type weightRow struct {
	name    string
	weights []float32
	norm    float64
}

// classRows are those of the first classes of n, of a network of one layer.
func classRows(m *saccade.Model) (rows []weightRow, n int) {
	w, inputs := m.Network().Params()[0].Data, m.Network().Inputs()
	for k, class := range m.Classes() {
		if k == shownClasses {
			break
		}
		rows = append(rows, weightRow{name: class, weights: w[k*inputs:][:inputs]})
	}
	return rows, m.Network().Classes()
}

// unitRows are those of the units of n in the first of several layers which matter most: the product of the lengths of the weights that go into a unit and of those
// that come out of it is largest.
func unitRows(m *saccade.Model) (rows []weightRow, n int) {
	params, inputs := m.Network().Params(), m.Network().Inputs()
	first, second := params[0], params[2] // layers.0.weight, layers.0.bias, layers.1.weight
	n = first.Shape[0]
	for u := range n {
		r := weightRow{name: fmt.Sprintf("unit %d", u+1), weights: first.Data[u*inputs:][:inputs]}
		out := 0.0
		for i := u; i < len(second.Data); i += n {
			out += float64(second.Data[i]) * float64(second.Data[i])
		}
		in := 0.0
		for _, v := range r.weights {
			in += float64(v) * float64(v)
		}
		r.norm = math.Sqrt(in * out)
		rows = append(rows, r)
	}
	slices.SortStableFunc(rows, func(a, b weightRow) int { return cmp.Compare(b.norm, a.norm) })
	return rows[:min(n, shownUnits)], n
}
