package imgproc

import (
	"github.com/saccade-go/saccade/internal/kernel"
	"github.com/saccade-go/saccade/internal/scratch"
	"github.com/saccade-go/saccade/tensor"
)

// DifferenceOfGaussians is [GaussianBlur] with Low minus that with High, a band of frequencies, as
// skimage.filters.difference_of_gaussians makes it, whose border is [Edge]. Low is required; High is larger, 1.6·Low if not given.
// Border is [Reflect] if not given.
//
// It gives float32; uint8 counts as v/255. All spaces, every channel; the result has the space none.
type DifferenceOfGaussians struct {
	Low    float64 `json:"low,omitzero"`
	High   float64 `json:"high,omitzero"`
	Border Border  `json:"border,omitzero"`
}

// OutSpec returns in as float32 without a space.
func (d DifferenceOfGaussians) OutSpec(in tensor.Spec) (tensor.Spec, error) {
	if err := checkSigma("difference_of_gaussians", "low", d.Low); err != nil {
		return tensor.Spec{}, err
	}
	if err := checkSigma("difference_of_gaussians", "high", d.high()); err != nil {
		return tensor.Spec{}, err
	}
	if d.high() <= d.Low {
		return tensor.Spec{}, &tensor.ParamError{Op: "difference_of_gaussians", Param: "high", Want: "a number of pixels above low", Got: d.High}
	}
	if err := checkBorder("difference_of_gaussians", "border", d.Border); err != nil {
		return tensor.Spec{}, err
	}
	return response("difference_of_gaussians", in)
}

func (d DifferenceOfGaussians) high() float64 {
	if d.High == 0 {
		return 1.6 * d.Low
	}
	return d.High
}

// Apply writes the difference to dst.
func (d DifferenceOfGaussians) Apply(dst, src *tensor.Tensor) error {
	out, err := d.OutSpec(src.Spec)
	if err := ready("difference_of_gaussians", dst, src, out, err); err != nil {
		return err
	}
	low, high := gaussianTaps(d.Low, 0, 0), gaussianTaps(d.high(), 0, 0)
	border := d.Border.or(filterBorder)
	other := scratch.Float32.Get(src.H * src.W)
	defer scratch.Float32.Put(other)
	for c := range src.C {
		to := dst.Plane32(c)
		separable(low, low, border, true).channel(to, src, c)
		separable(high, high, border, true).channel(other.S, src, c)
		kernel.Sub(to, to, other.S)
	}
	return nil
}
