package imgproc

import (
	"github.com/saccade-go/saccade/colorspace"
	"github.com/saccade-go/saccade/internal/kernel"
	"github.com/saccade-go/saccade/internal/scratch"
	"github.com/saccade-go/saccade/tensor"
)

// byFloats reports whether images of spec in are resized by way of other values than theirs: linear light, or floats that
// aren't clipped between rows and columns.
func (r Resize) byFloats(in tensor.Spec) bool {
	return r.Linear || r.NoAntialias && r.Filter == Bicubic && in.DType == tensor.Uint8
}

// floats resizes by way of float32, and with Linear by linear light: one plane after the other, or all that share alpha.
func (r Resize) floats(dst, src *tensor.Tensor, s scaling) {
	in, out, together, spec := src.H*src.W, s.h*s.w, 1, tensor.Spec{C: 1}
	if src.Space.HasAlpha() {
		together, spec = src.C, src.Spec
	}
	from, to := scratch.Float32.Get(together*in), scratch.Float32.Get(together*out)
	defer scratch.Float32.Put(from)
	defer scratch.Float32.Put(to)
	light := colours(src.Spec)
	if !r.Linear {
		light = 0
	}
	for c := 0; c < src.C; c += together {
		for i := range together {
			loadRows(from.S[i*in:][:in], src, c+i, c+i < light, s)
		}
		resampler32.image(to.S, from.S, spec, s)
		for i := range together {
			fromFloats(dst, to.S[i*out:][:out], c+i, c+i < light)
		}
	}
}

// loadRows makes floats of those rows of channel c that the scaling needs.
func loadRows(to []float32, src *tensor.Tensor, c int, linear bool, s scaling) {
	if s.down.copies() {
		toFloats(to, src, c, s.y, s.y+s.h, linear)
		return
	}
	rows := resampler32.vertical(s)
	if !s.down.skips() {
		top, bottom := rows.Span()
		toFloats(to, src, c, top, bottom, linear)
		return
	}
	for y := range s.h {
		first, weights := rows.Run(y)
		toFloats(to, src, c, first, first+len(weights), linear)
	}
}

// toFloats writes the rows top to bottom−1 of channel c of src as floats, of which 1 is white.
func toFloats(to []float32, src *tensor.Tensor, c, top, bottom int, linear bool) {
	lo, hi := top*src.W, bottom*src.W
	to = to[lo:hi]
	switch {
	case src.DType == tensor.Uint8 && linear:
		kernel.LookupFloat32(to, src.Plane8(c)[lo:hi], light8)
	case src.DType == tensor.Uint8:
		kernel.UnitUint8(to, src.Plane8(c)[lo:hi])
	case linear:
		colorspace.DecodeSRGB(to, src.Plane32(c)[lo:hi])
	default:
		copy(to, src.Plane32(c)[lo:hi])
	}
}

// light8 has the linear light of all values of uint8.
var light8 = func() *[256]float32 {
	var values [256]uint8
	for i := range values {
		values[i] = uint8(i)
	}
	t := new([256]float32)
	kernel.UnitUint8(t[:], values[:])
	colorspace.DecodeSRGB(t[:], t[:])
	return t
}()

// fromFloats is the inverse of toFloats. It changes from.
func fromFloats(dst *tensor.Tensor, from []float32, c int, linear bool) {
	if linear {
		colorspace.EncodeSRGB(from, from)
	}
	if dst.DType == tensor.Float32 {
		copy(dst.Plane32(c), from)
		return
	}
	to := dst.Plane8(c)
	for i, v := range from[:len(to)] {
		to[i] = round8(float32(v * 255))
	}
}
