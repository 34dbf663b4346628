package imgproc

import (
	"github.com/saccade-go/saccade/internal/kernel"
	"github.com/saccade-go/saccade/tensor"
)

// A RowResizer resizes uint8 pictures whose rows come a few at a time, so that nobody has to keep them: the bytes are those
// of Resize's ApplyWindow. It keeps its memory, some rows as wide as the window for each row of the picture, from
// picture to picture. The zero RowResizer is ready for Begin.
type RowResizer struct {
	scaling
	channels     int
	across, down kernel.Taps[int32]
	top, bottom  int // rows of the picture that the window needs
	between      []uint8
}

// leastStride is how narrow a picture may be: kernels read rows of at least so many values.
const leastStride = 16

// Begin prepares for a picture of spec in, of whose result by resize the given window is wanted. It reports false if
// that is an error, or if ApplyWindow does it better: there must be something to be resized in both directions, with
// weights, and without alpha.
func (r *RowResizer) Begin(resize Resize, in tensor.Spec, window Crop) bool {
	out, err := resize.OutSpec(in)
	if err == nil {
		_, err = window.OutSpec(out)
	}
	switch {
	case err != nil || !in.Known() || in.DType != tensor.Uint8 || in.Space.HasAlpha() || in.C > 3 || resize.Filter == Nearest:
		return false
	case out.H == in.H || out.W == in.W || in.W < leastStride || window.Width > in.W:
		return false
	}
	r.scaling = scaling{
		inH: in.H, inW: in.W, outH: out.H, outW: out.W, filter: resize.Filter,
		x: window.X, y: window.Y, w: window.Width, h: window.Height,
	}
	r.channels, r.across, r.down = in.C, resampler8.horizontal(r.scaling), resampler8.vertical(r.scaling)
	r.top, r.bottom = r.down.Span()
	if n := r.channels * r.plane(); cap(r.between) < n {
		r.between = make([]uint8, n)
	} else {
		r.between = r.between[:n]
	}
	return true
}

// plane is how many values there are of a channel between the two passes.
func (r *RowResizer) plane() int { return (r.bottom - r.top) * r.w }

// TakeRows takes n rows from row y of the picture on: row i of channel c begins at rows[c][i·stride]. It is safe for
// concurrent use with different rows.
func (r *RowResizer) TakeRows(y, n int, rows [3][]uint8, stride int) {
	first, end := max(y, r.top), min(y+n, r.bottom)
	if first >= end {
		return
	}
	for c := range r.channels {
		to := r.between[c*r.plane()+(first-r.top)*r.w:]
		kernel.ResampleRowsUint8(to, rows[c][(first-y)*stride:], r.w, stride, end-first, r.across)
	}
}

// End makes dst the window, when all rows have been taken.
func (r *RowResizer) End(dst *tensor.Tensor, space tensor.Space) {
	dst.Reset(tensor.Spec{DType: tensor.Uint8, Space: space, C: r.channels, H: r.h, W: r.w})
	for c := range r.channels {
		from := r.between[c*r.plane():][:r.plane()]
		resampler8.columns(dst.Plane8(c), from, r.w, r.w, r.w, r.top, r.down)
	}
}

// Cap returns how many bytes are kept for the next picture.
func (r *RowResizer) Cap() int { return cap(r.between) }
