package autodiff

import (
	"fmt"
	"math"
)

// A GradError says that a gradient isn't what values say.
type GradError struct {
	Param int     // which one
	Index int     // of the value in its Data
	Want  float64 // by differences
	Got   float64 // by Backward
}

func (e *GradError) Error() string {
	return fmt.Sprintf("gradient of param %d at %d: wanted about %.6g, found %.6g", e.Param, e.Index, e.Want, e.Got)
}

// Check holds the gradients of params of what forward computes, a loss of 1×1, against central differences,
//
//	(loss(p + h) − loss(p − h)) / 2h        h = max(|p|, 1)/256
//
// for each value p of each of them, which may differ by tolerance times the largest gradient of that param or times 1,
// whichever is more. float32 and steps of this size allow a tolerance of 0.01 or so; where the loss isn't smooth, such as at
// a ReLU's corner, no tolerance helps. It returns a [*GradError], or the error of a pass. forward is called once for each pass
// of g, and has to compute the same each time; params have their values again afterwards.
func Check(g *Graph, forward func() *Node, tolerance float64, params ...*Node) error {
	g.Reset()
	if !g.ready("check", params...) {
		return g.err
	}
	for _, p := range params { // some may take no part
		p.Grad.Reset(p.Value.Rows, p.Value.Cols)
		clear(p.Grad.Data)
	}
	if err := g.Backward(forward()); err != nil {
		return err
	}
	var grads [][]float32
	for _, p := range params {
		grads = append(grads, append([]float32(nil), p.Grad.Data...))
	}
	for i, p := range params {
		largest := 1.0
		for _, v := range grads[i] {
			largest = max(largest, math.Abs(float64(v)))
		}
		for j, got := range grads[i] {
			want, err := slope(g, forward, &p.Value.Data[j])
			if err != nil {
				return err
			}
			if !(math.Abs(float64(got)-want) <= tolerance*largest) {
				return &GradError{i, j, want, float64(got)}
			}
		}
	}
	return nil
}

// slope is the central difference of the loss at a value.
func slope(g *Graph, forward func() *Node, at *float32) (float64, error) {
	p := *at
	defer func() { *at = p }()
	h := float32(max(math.Abs(float64(p)), 1) / 256)
	var loss [2]float64
	for side, v := range [2]float32{p - h, p + h} {
		*at = v
		g.Reset()
		loss[side] = forward().Scalar()
		if err := g.Err(); err != nil {
			return 0, err
		}
	}
	return (loss[1] - loss[0]) / float64((p+h)-(p-h)), nil
}
