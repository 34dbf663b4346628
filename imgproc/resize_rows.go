package imgproc

import (
	"github.com/saccade-go/saccade/internal/kernel"
	"github.com/saccade-go/saccade/tensor"
)

// A RowResizer resizes uint8 pictures whose rows come a few at a time, so that nobody has to keep them: the bytes are those
// of Resize's ApplyWindow. It keeps its memory, some rows as wide as the window for each row of the picture, from
// picture to picture. The zero RowResizer is ready for Begin.
type RowResizer struct {
	channels     int
	h, w         int // of the window
	across, down kernel.Taps[int32]
	top, bottom  int // rows of the picture that the window needs
	between      []uint8
}

// leastStride is how narrow a picture may be: kernels read rows of at least so many values.
const leastStride = 16

// Begin prepares for a picture of spec in, of whose result by resize the given window is wanted. It reports false if
// that is an error, or if ApplyWindow does it better: there must be something to be resized in both directions, with
// weights, in uint8 and without alpha.
func (r *RowResizer) Begin(resize Resize, in tensor.Spec, window Crop) bool {
	out, err := resize.OutSpec(in)
	if err == nil {
		_, err = window.OutSpec(out)
	}
	switch {
	case err != nil || !in.Known() || in.DType != tensor.Uint8 || in.Space.HasAlpha() || in.C > 3 || resize.Filter == Nearest || resize.byFloats(in):
		return false
	case out.H == in.H || out.W == in.W || in.W < leastStride || window.Width > in.W:
		return false
	}
	s := resize.scaling(in.H, in.W)
	r.begin(in, window, s.across, s.down)
	return true
}

// BeginPlane prepares for one plane of a picture that is subsampled: h rows of w values, of which the picture is down high
// and across wide. The picture becomes outH×outW, of which the given window is wanted; the filter is resize's. It reports
// false where Begin would, but planes may have the size of the result already.
func (r *RowResizer) BeginPlane(f Filter, h, w int, down, across float64, outH, outW int, window Crop) bool {
	in := tensor.Spec{Space: tensor.Gray, C: 1, H: h, W: w}
	out := tensor.Spec{Space: tensor.Gray, C: 1, H: outH, W: outW}
	if _, err := window.OutSpec(out); err != nil || f == Nearest || w < leastStride {
		return false
	}
	r.begin(in, window, axis{in: w, span: across, out: outW, filter: f}, axis{in: h, span: down, out: outH, filter: f})
	return true
}

func (r *RowResizer) begin(in tensor.Spec, window Crop, across, down axis) {
	r.channels, r.w, r.h = in.C, window.Width, window.Height
	r.across = resampler8.across.get(across).Slice(window.X, window.X+r.w)
	r.down = resampler8.down.get(down).Slice(window.Y, window.Y+r.h)
	r.top, r.bottom = r.down.Span()
	if n := r.channels * r.plane(); cap(r.between) < n {
		r.between = make([]uint8, n)
	} else {
		r.between = r.between[:n]
	}
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
		r.endPlane(dst.Plane8(c), c)
	}
}

// EndPlane makes dst the window of a plane that BeginPlane was called for.
func (r *RowResizer) EndPlane(dst []uint8) { r.endPlane(dst, 0) }

func (r *RowResizer) endPlane(dst []uint8, c int) {
	from := r.between[c*r.plane():][:r.plane()]
	resampler8.columns(dst, from, r.w, r.w, r.w, r.top, r.down)
}

// Cap returns how many bytes are kept for the next picture.
func (r *RowResizer) Cap() int { return cap(r.between) }
