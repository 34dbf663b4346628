// Package weightmap lays the weights of a network's first layer back over what its features were made of: pixels, or the cells of a
// HOG.
package weightmap

import (
	"fmt"
	"math"
	"reflect"
	"slices"

	"github.com/saccade-go/saccade/features"
	"github.com/saccade-go/saccade/imgproc"
	"github.com/saccade-go/saccade/pipeline"
	"github.com/saccade-go/saccade/tensor"
)

// A Map leads from a part of a feature vector back to what that part was made of.
type Map struct {
	// Of is the picture whose pixels, as they are or as any steps before made them, are features; for HOG, its cells:
	// orientations×rows×columns.
	Of tensor.Spec
	// HOG is nil for pixels.
	HOG *features.HOG

	length int // of the feature vector
	backs  []back
	in     tensor.Spec // of the HOG
}

// A back takes numbers that belong to the values that a linear step made, and returns those for the values that it was given: it
// multiplies by the step's matrix, transposed.
type back func(v []float32) []float32

// Of returns the maps of a fitted pipeline for images of spec in, in the order of the features. Steps that aren't linear, but for
// HOG, end the way back: there is no map of what stands before them.
func Of(p *pipeline.Pipeline, in tensor.Spec) []Map {
	out, ok := specs(p.Steps, in)
	if !ok || !out[len(out)-1].Known() {
		return nil
	}
	return follow(p.Steps, out, out[len(out)-1].Len(), nil)
}

// specs are those before each step and behind the last one.
func specs(steps []tensor.Step, in tensor.Spec) (all []tensor.Spec, ok bool) {
	all = []tensor.Spec{in}
	for _, s := range steps {
		out, err := s.OutSpec(all[len(all)-1])
		if err != nil {
			return nil, false
		}
		all = append(all, out)
	}
	return all, true
}

// follow goes from the end of steps to their beginning. specs are those of [specs]; backs, the last step's
// first, lead from the feature vector, which has so many values, to what the steps make.
func follow(steps []tensor.Step, specs []tensor.Spec, length int, backs []back) []Map {
	for i := len(steps) - 1; i >= 0; i-- {
		in, out := specs[i], specs[i+1]
		if !in.Known() {
			return pixels(out, length, backs)
		}
		switch s := plain(steps[i]).(type) {
		case features.HOG:
			return hog(s, in, length, backs)
		case features.Concat:
			return branches(s, in, length, backs)
		}
		b, ok := linear(steps[i], in)
		if !ok {
			return pixels(out, length, backs)
		}
		if b != nil {
			backs = append(slices.Clone(backs), b)
		}
	}
	return pixels(specs[0], length, backs)
}

// pixels is the map of a picture, or nothing if s is none that can be drawn.
func pixels(s tensor.Spec, length int, backs []back) []Map {
	if !s.Known() || s.H < 2 || s.W < 2 || s.C > 4 {
		return nil
	}
	return []Map{{Of: s, length: length, backs: backs}}
}

func hog(h features.HOG, in tensor.Spec, length int, backs []back) []Map {
	out, err := h.OutSpec(in)
	if err != nil {
		return nil
	}
	cells, err := h.Cells(in, make([]float32, out.Len()))
	if err != nil {
		return nil
	}
	return []Map{{Of: cells.Spec, HOG: &h, length: length, backs: backs, in: in}}
}

// branches follows each branch, to which its own part of what goes back to the concat leads.
func branches(c features.Concat, in tensor.Spec, length int, backs []back) []Map {
	var all []Map
	at := 0
	for _, steps := range c.Branches {
		out, ok := specs(steps, in)
		if !ok {
			return nil
		}
		end := out[len(out)-1]
		if !end.Known() {
			return nil
		}
		first, last := at, at+end.Len()
		cut := func(v []float32) []float32 { return v[first:last] }
		all = append(all, follow(steps, out, length, append(slices.Clone(backs), cut))...)
		at = last
	}
	return all
}

// linear returns the way back through a step that is linear, but for a constant, on what in says; nil if values stay as they are.
func linear(s tensor.Step, in tensor.Spec) (b back, ok bool) {
	switch s := plain(s).(type) {
	case features.Flatten, imgproc.ToFloat:
		return nil, true // of uint8 it divides all by 255, which no picture shows
	case imgproc.Normalize:
		return divide(s.Std, in), true
	case features.Standardized:
		return divide(s.Std.F32, in), true
	case features.PCA:
		return transposed(s.Components, whitening(s)), true
	case features.Projection:
		return transposed(s.Components, nil), true
	}
	_, random := s.(pipeline.Random)
	_, still := s.(pipeline.Still)
	return nil, random && !still // left out where the model answers
}

// plain is the step that s may point to: a fitter makes pointers, a file values.
func plain(s tensor.Step) any { return reflect.Indirect(reflect.ValueOf(s)).Interface() }

// divide goes back through a division by std: one number for all, one for each channel, or one for each value.
func divide(std []float32, in tensor.Spec) back {
	size := in.Len() / len(std)
	return func(v []float32) []float32 {
		out := make([]float32, len(v))
		for i, x := range v {
			out[i] = x / std[min(i/max(size, 1), len(std)-1)]
		}
		return out
	}
}

// whitening are the deviations that a whitening PCA divides by, with the bound of [features.PCA]; nil without it.
func whitening(p features.PCA) []float32 {
	if !p.Whiten {
		return nil
	}
	variances := p.ExplainedVariance.F32
	std := make([]float32, len(variances))
	for i, v := range variances {
		if std[i] = float32(max(math.Sqrt(float64(v)), math.Sqrt(float64(variances[0]))*0x1p-23)); std[i] == 0 {
			std[i] = 1
		}
	}
	return std
}

// transposed goes back through a product with components, 1×k×d, whose results were divided by std, if there is one.
func transposed(components tensor.Tensor, std []float32) back {
	d := components.W
	return func(v []float32) []float32 {
		out := make([]float32, d)
		for k, x := range v {
			if std != nil {
				x /= std[k]
			}
			for i, c := range components.F32[k*d:][:d] {
				out[i] += x * c
			}
		}
		return out
	}
}

// Lay returns the weights w, one for each feature of the vector, as a picture of Of: each value is how much the weighted sum of the
// features grows with this pixel, up to a factor that all have in common. For a HOG it is the sum of the weights of each cell and
// orientation over the blocks that the cell is in.
func (m Map) Lay(w []float32) (*tensor.Tensor, error) {
	if len(w) != m.length {
		return nil, &tensor.ParamError{Op: "weights", Param: "length", Want: fmt.Sprint(m.length), Got: len(w)}
	}
	v := w
	for _, b := range m.backs {
		v = b(v)
	}
	if m.HOG != nil {
		return m.HOG.Cells(m.in, v)
	}
	t := tensor.New(tensor.Spec{DType: tensor.Float32, Space: m.Of.Space, C: m.Of.C, H: m.Of.H, W: m.Of.W})
	copy(t.F32, v)
	return t, nil
}
