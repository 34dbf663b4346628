package effects

import (
	"image"
	"math"

	"github.com/disintegration/imaging"

	"github.com/saccade-go/saccade/tensor"
)

// ImagingConvolve is imaging.Convolve3x3 or Convolve5x5: Kernel, which is required, has 3 or 5 rows of as many numbers. With Normalize
// they are divided by their sum, with Abs the absolute value is taken, and Bias, from −255 to 255, is added.
type ImagingConvolve struct {
	Kernel    [][]float64 `json:"kernel,omitzero"`
	Normalize bool        `json:"normalize,omitzero"`
	Abs       bool        `json:"abs,omitzero"`
	Bias      int         `json:"bias,omitzero"`
}

// OutSpec returns in.
func (s ImagingConvolve) OutSpec(in tensor.Spec) (tensor.Spec, error) {
	const op = "imaging_convolve"
	n := len(s.Kernel)
	fits := n == 3 || n == 5
	for _, row := range s.Kernel {
		fits = fits && len(row) == n
		for _, v := range row {
			fits = fits && math.Abs(v) <= 1e6 // not NaN, either
		}
	}
	if !fits {
		return tensor.Spec{}, &tensor.ParamError{Op: op, Param: "kernel", Want: "3 or 5 rows of as many numbers, at most 1e6", Got: s.Kernel}
	}
	if err := within(op, "bias", float64(s.Bias), -255, 255); err != nil {
		return tensor.Spec{}, err
	}
	return check(op, in)
}

// Apply writes what the library makes of src to dst.
func (s ImagingConvolve) Apply(dst, src *tensor.Tensor) error {
	out, err := s.OutSpec(src.Spec)
	options := &imaging.ConvolveOptions{Normalize: s.Normalize, Abs: s.Abs, Bias: s.Bias}
	return apply("imaging_convolve", dst, src, out, err, func(img image.Image) image.Image {
		if len(s.Kernel) == 3 {
			return imaging.Convolve3x3(img, [9]float64(s.flat()), options)
		}
		return imaging.Convolve5x5(img, [25]float64(s.flat()), options)
	})
}

func (s ImagingConvolve) flat() (all []float64) {
	for _, row := range s.Kernel {
		all = append(all, row...)
	}
	return all
}
