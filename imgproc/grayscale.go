package imgproc

import "github.com/saccade-go/saccade/tensor"

// Grayscale makes each pixel gray,
//
//	gray = 0.2989 R + 0.587 G + 0.114 B
//
// where uint8 is cut off behind the decimal point, as torchvision.transforms.functional.rgb_to_grayscale does. The picture stays
// RGB with three equal channels, so that it can be used at random; [colorspace.Convert] to gray leaves one channel, in
// float32 and rounded.
//
// The input is gray or RGB; gray and alpha stay. The spec stays.
//
// [colorspace.Convert]: https://pkg.go.dev/github.com/saccade-go/saccade/colorspace#Convert
type Grayscale struct{}

// OutSpec returns in.
func (Grayscale) OutSpec(in tensor.Spec) (tensor.Spec, error) {
	return in, checkPicture("grayscale", in)
}

// Apply writes the gray src to dst.
func (g Grayscale) Apply(dst, src *tensor.Tensor) error {
	out, err := g.OutSpec(src.Spec)
	if err := ready("grayscale", dst, src, out, err); err != nil {
		return err
	}
	copy(dst.U8, src.U8)
	copy(dst.F32, src.F32)
	if colours(src.Spec) == 1 {
		return nil
	}
	if src.DType == tensor.Uint8 {
		r, g, b, gray := src.Plane8(0), src.Plane8(1), src.Plane8(2), dst.Plane8(0)
		for i := range gray {
			gray[i] = uint8(luma(float32(r[i]), float32(g[i]), float32(b[i])))
		}
		copy(dst.Plane8(1), gray)
		copy(dst.Plane8(2), gray)
		return nil
	}
	red, green, blue, gray := src.Plane32(0), src.Plane32(1), src.Plane32(2), dst.Plane32(0)
	for i := range gray {
		gray[i] = luma(red[i], green[i], blue[i])
	}
	copy(dst.Plane32(1), gray)
	copy(dst.Plane32(2), gray)
	return nil
}
