package imageio

import (
	"github.com/saccade-go/saccade/internal/scratch"
	"github.com/saccade-go/saccade/tensor"
)

// Adapt brings src, a picture in memory, to the space, dtype and treatment of alpha that opt asks for, and
// writes it into dst, whose memory is used again. src is Gray, RGB, GrayAlpha or RGBA, uint8 or float32 in
// 0..1; anything else is a *[tensor.SpecError]. dst and src don't share memory.
//
// uint8 becomes float32 by v/255. float32 becomes uint8 by rounding 255·v to nearest; what is out of range is
// clipped, NaN becomes 0. If either side is float32, blending and luma are computed in float32, and rounding
// comes last.
//
// [Decode] ends with this.
func Adapt(dst, src *tensor.Tensor, opt Options) error {
	if err := opt.Check(); err != nil {
		return err
	}
	if err := checkPicture(src); err != nil {
		return err
	}
	want := opt.spec(src.Space)
	want.H, want.W = src.H, src.W
	switch {
	case want.DType == src.DType:
		recolour(dst, src, want, opt)
	case want.Space == src.Space && src.DType == tensor.Uint8:
		toFloat(dst, src)
	case want.Space == src.Space:
		toBytes(dst, src)
	default:
		between := scratch.Tensor(tensor.Spec{})
		defer scratch.PutTensor(between)
		if src.DType == tensor.Uint8 {
			toFloat(between, src)
			recolour(dst, between, want, opt)
		} else {
			inFloat := want
			inFloat.DType = tensor.Float32
			recolour(between, src, inFloat, opt)
			toBytes(dst, between)
		}
	}
	return nil
}

func checkPicture(t *tensor.Tensor) error {
	if err := t.Check("adapt"); err != nil {
		return err
	}
	switch t.Space {
	case tensor.Gray, tensor.RGB, tensor.GrayAlpha, tensor.RGBA:
		return t.Expect("adapt", t.Spec)
	}
	return &tensor.SpecError{Op: "adapt", Want: "gray, rgb, gray_alpha or rgba", Got: t.Spec}
}

// recolour makes dst, of spec want and of src's dtype, from src.
func recolour(dst, src *tensor.Tensor, want tensor.Spec, opt Options) {
	if want == src.Spec {
		dst.CopyFrom(src)
		return
	}
	dst.Reset(want)
	rgb, _ := opt.background() // Check has seen it
	if src.DType == tensor.Uint8 {
		recolourPlanes(bytePlanes(dst), bytePlanes(src), kernels8, rgb, opt.Alpha)
	} else {
		back := [3]float32{}
		for i, v := range rgb {
			back[i] = float32(v) / 255
		}
		recolourPlanes(floatPlanes(dst), floatPlanes(src), kernels32, back, opt.Alpha)
	}
}

// planes is a picture taken apart: one or three planes of colour, and alpha or nil.
type planes[T uint8 | float32] struct {
	colour [3][]T
	n      int // how many of colour there are
	alpha  []T
}

func bytePlanes(t *tensor.Tensor) planes[uint8] { return split(t, t.Plane8) }

func floatPlanes(t *tensor.Tensor) planes[float32] { return split(t, t.Plane32) }

func split[T uint8 | float32](t *tensor.Tensor, plane func(int) []T) planes[T] {
	p := planes[T]{n: t.C}
	if t.Space.HasAlpha() {
		p.n--
		p.alpha = plane(p.n)
	}
	for c := range p.n {
		p.colour[c] = plane(c)
	}
	return p
}

// recolourPlanes writes all of dst from src, which differs in its number of colours, in having alpha, or both.
func recolourPlanes[T uint8 | float32](dst, src planes[T], k kernels[T], back [3]T, alpha Alpha) {
	mask := src.alpha
	if alpha != Blend {
		mask = nil
	}
	switch {
	case dst.n == 1 && src.n == 3:
		k.luma(dst.colour[0], src.colour, mask, back)
	case dst.n == 1:
		k.over(dst.colour[0], src.colour[0], mask, k.gray(back))
	default:
		for c := range dst.n {
			k.over(dst.colour[c], src.colour[min(c, src.n-1)], mask, back[c])
		}
	}
	if dst.alpha != nil {
		k.over(dst.alpha, src.alpha, nil, k.opaque)
	}
}
