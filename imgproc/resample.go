package imgproc

import (
	"sync"

	"github.com/saccade-go/saccade/internal/kernel"
	"github.com/saccade-go/saccade/internal/scratch"
	"github.com/saccade-go/saccade/tensor"
)

// A scaling is a window, w columns from x on and h rows from y on, into an image that is scaled across and down, on up to so
// many goroutines.
type scaling struct {
	across, down axis
	x, y, w, h   int
	workers      int
}

func (s scaling) copies() bool { return s.across.copies() && s.down.copies() }

func (s scaling) nearest() bool { return s.across.filter == Nearest }

// A resampler scales planes of one type with its kernels; W is the type of their weights.
type resampler[T uint8 | float32, W int32 | float32] struct {
	rows         func(dst, src []T, dstStride, srcStride, rows int, t kernel.Taps[W])
	column       func(dst, src []T, stride int, weights []W)
	blending     *blending[T]
	pool         *scratch.Pool[T]
	across, down tapsCache[W] // for rows and for columns
	sharings     sync.Pool    // *sharing[T, W]
}

var (
	resampler8 = resampler[uint8, int32]{
		rows: kernel.ResampleRowsUint8, column: kernel.ResampleColumnUint8,
		blending: &blending8, pool: &scratch.Uint8,
		across: tapsCache[int32]{quantise: fixedPoint, prepare: kernel.PackRows},
		down:   tapsCache[int32]{quantise: fixedPoint},
	}
	resampler32 = resampler[float32, float32]{
		rows: kernel.ResampleRowsFloat32, column: kernel.ResampleColumnFloat32,
		blending: &blending32, pool: &scratch.Float32,
		across: tapsCache[float32]{quantise: singlePrecision},
		down:   tapsCache[float32]{quantise: singlePrecision},
	}
)

// image scales all planes of an image.
func (r *resampler[T, W]) image(dst, src []T, spec tensor.Spec, s scaling) {
	if !spec.Space.HasAlpha() || s.nearest() || s.copies() {
		r.planes(dst, src, spec.C, s)
		return
	}
	r.blending.image(dst, src, spec.C, func(dst, src []T) { r.planes(dst, src, 1, s) })
}

// plane scales one plane.
func (r *resampler[T, W]) plane(dst, src []T, s scaling) {
	width := s.across.in
	switch {
	case s.copies():
		for y := range s.h {
			copy(dst[y*s.w:][:s.w], src[(s.y+y)*width+s.x:])
		}
	case s.nearest():
		nearest(dst, src, s)
	case s.down.copies():
		r.rows(dst, src[s.y*width:], s.w, width, s.h, r.horizontal(s))
	case s.across.copies():
		r.columns(dst, src[s.x:], s.w, s.w, width, 0, r.vertical(s))
	case s.down.skips():
		r.rowsApart(dst, src, s)
	default:
		r.rowsThenColumns(dst, src, s)
	}
}

func (r *resampler[T, W]) horizontal(s scaling) kernel.Taps[W] {
	return r.across.get(s.across).Slice(s.x, s.x+s.w)
}

func (r *resampler[T, W]) vertical(s scaling) kernel.Taps[W] {
	return r.down.get(s.down).Slice(s.y, s.y+s.h)
}

// columns makes rows of the given width from those of src, of which the first is the plane's row top.
func (r *resampler[T, W]) columns(dst, src []T, width, dstStride, srcStride, top int, t kernel.Taps[W]) {
	for y := range t.Len() {
		first, weights := t.Run(y)
		r.column(dst[y*dstStride:][:width], src[(first-top)*srcStride:], srcStride, weights)
	}
}

// stripValues is about how many values rowsThenColumns has between its passes. It bounds memory and keeps
// them in the cache.
const stripValues = 1 << 20

// rowsThenColumns scales rows, but only those that the second pass reads, and in strips of so few columns that the
// values between the passes stay few.
func (r *resampler[T, W]) rowsThenColumns(dst, src []T, s scaling) {
	horizontal, vertical := r.horizontal(s), r.vertical(s)
	top, bottom := vertical.Span()
	rows := bottom - top
	strip := min(s.w, max(1, stripValues/rows))
	between := r.pool.Get(rows * strip)
	defer r.pool.Put(between)
	for x := 0; x < s.w; x += strip {
		width := min(strip, s.w-x)
		r.rows(between.S, src[top*s.across.in:], width, s.across.in, rows, horizontal.Slice(x, x+width))
		r.columns(dst[x:], between.S, width, s.w, width, top, vertical)
	}
}

// rowsApart is rowsThenColumns where no row of the source goes into two of the result, and many go into none.
func (r *resampler[T, W]) rowsApart(dst, src []T, s scaling) {
	horizontal, vertical := r.horizontal(s), r.vertical(s)
	between := r.pool.Get(vertical.Stride * s.w)
	defer r.pool.Put(between)
	for y := range s.h {
		first, weights := vertical.Run(y)
		r.rows(between.S, src[first*s.across.in:], s.w, s.across.in, len(weights), horizontal)
		r.column(dst[y*s.w:][:s.w], between.S, s.w, weights)
	}
}

// nearest picks the pixel under the centre of each result pixel.
func nearest[T uint8 | float32](dst, src []T, s scaling) {
	buf := scratch.Int32.Get(s.h + s.w)
	defer scratch.Int32.Put(buf)
	rows, columns := buf.S[:s.h], buf.S[s.h:]
	s.down.nearest(rows, s.y)
	s.across.nearest(columns, s.x)
	for y, row := range rows {
		from, to := src[int(row)*s.across.in:][:s.across.in], dst[y*s.w:][:s.w]
		for x, column := range columns {
			to[x] = from[column]
		}
	}
}

// nearest fills index with ⌊from+(i+½)·scale⌋ for i = start, start+1, …. It adds up the steps, as Pillow does, because the
// rounding of the sum decides where a centre falls on the border of two pixels.
func (a axis) nearest(index []int32, start int) {
	step := a.scale()
	at := a.from + step*0.5
	for range start {
		at += step
	}
	for i := range index {
		index[i] = int32(min(int(at), a.in-1))
		at += step
	}
}
