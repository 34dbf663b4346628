package imageio

import "github.com/saccade-go/saccade/tensor"

// kernels is the arithmetic of one dtype.
type kernels[T uint8 | float32] struct {
	opaque T
	// gray returns the luma of a colour.
	gray func(rgb [3]T) T
	// over lays src over back: dst = mask·src + (1−mask)·back. A nil mask is opaque, a nil src all back.
	over func(dst, src, mask []T, back T)
	// luma writes the luma of a picture laid over back. A nil mask is opaque.
	luma func(dst []T, rgb [3][]T, mask []T, back [3]T)
}

var (
	kernels8  = kernels[uint8]{255, gray8, over8, luma8}
	kernels32 = kernels[float32]{1, gray32, over32, luma32}
)

// luma of Rec. 601 in 16-bit fixed point, as Pillow's convert("L") has it; gray in, the same gray out.
func lumaOf(r, g, b uint8) uint8 {
	return uint8((19595*uint32(r) + 38470*uint32(g) + 7471*uint32(b) + 32768) >> 16)
}

func gray8(rgb [3]uint8) uint8 { return lumaOf(rgb[0], rgb[1], rgb[2]) }

// mix8 is a·v + (255−a)·back, divided by 255 and rounded to nearest.
func mix8(v, back, a uint8) uint8 {
	return uint8((uint32(a)*uint32(v) + uint32(255-a)*uint32(back) + 127) / 255)
}

func over8(dst, src, mask []uint8, back uint8) {
	switch {
	case src == nil:
		fill(dst, back)
	case mask == nil:
		copy(dst, src)
	default:
		src, mask = src[:len(dst)], mask[:len(dst)]
		for i := range dst {
			dst[i] = mix8(src[i], back, mask[i])
		}
	}
}

func luma8(dst []uint8, rgb [3][]uint8, mask []uint8, back [3]uint8) {
	n := len(dst)
	r, g, b := rgb[0][:n], rgb[1][:n], rgb[2][:n]
	if mask == nil {
		for i := range dst {
			dst[i] = lumaOf(r[i], g[i], b[i])
		}
		return
	}
	for i, a := range mask[:n] {
		dst[i] = lumaOf(mix8(r[i], back[0], a), mix8(g[i], back[1], a), mix8(b[i], back[2], a))
	}
}

// The conversions keep compilers from fusing multiplication and addition, which would make results depend on
// the machine.
func lumaOf32(r, g, b float32) float32 {
	return float32(0.299*r) + float32(0.587*g) + float32(0.114*b)
}

func gray32(rgb [3]float32) float32 { return lumaOf32(rgb[0], rgb[1], rgb[2]) }

func mix32(v, back, a float32) float32 { return float32(a*v) + float32((1-a)*back) }

func over32(dst, src, mask []float32, back float32) {
	switch {
	case src == nil:
		fill(dst, back)
	case mask == nil:
		copy(dst, src)
	default:
		src, mask = src[:len(dst)], mask[:len(dst)]
		for i := range dst {
			dst[i] = mix32(src[i], back, mask[i])
		}
	}
}

func luma32(dst []float32, rgb [3][]float32, mask []float32, back [3]float32) {
	n := len(dst)
	r, g, b := rgb[0][:n], rgb[1][:n], rgb[2][:n]
	if mask == nil {
		for i := range dst {
			dst[i] = lumaOf32(r[i], g[i], b[i])
		}
		return
	}
	for i, a := range mask[:n] {
		dst[i] = lumaOf32(mix32(r[i], back[0], a), mix32(g[i], back[1], a), mix32(b[i], back[2], a))
	}
}

func fill[T uint8 | float32](dst []T, v T) {
	for i := range dst {
		dst[i] = v
	}
}

// toFloat makes dst src in float32: v/255.
func toFloat(dst, src *tensor.Tensor) {
	spec := src.Spec
	spec.DType = tensor.Float32
	dst.Reset(spec)
	out := dst.F32[:len(src.U8)]
	for i, v := range src.U8 {
		out[i] = float32(v) / 255
	}
}

// toBytes makes dst src in uint8: 255·v, rounded to nearest and clipped; NaN becomes 0.
func toBytes(dst, src *tensor.Tensor) {
	spec := src.Spec
	spec.DType = tensor.Uint8
	dst.Reset(spec)
	out := dst.U8[:len(src.F32)]
	for i, v := range src.F32 {
		switch {
		case !(v > 0):
			out[i] = 0
		case v >= 1:
			out[i] = 255
		default:
			out[i] = uint8(float64(v)*255 + 0.5)
		}
	}
}
