package imgproc

import "github.com/saccade-go/saccade/tensor"

// Prewitt is the derivative along one axis, smoothed along the other, or the magnitude of both (J. Prewitt, 1970):
//
//	x          (v[y][x+1] − v[y][x−1]), rows weighed by 1 1 1
//	y          (v[y+1][x] − v[y−1][x]), columns weighed by 1 1 1
//	magnitude  √((x² + y²)/2)
//
// Axis is magnitude if not given. The weights are divided by their sum, as in skimage.filters.prewitt; with Raw they aren't, as in
// OpenCV and SciPy, and the magnitude is √(x² + y²). Border is [Reflect] if not given, as in OpenCV; scikit-image and SciPy have
// [Symmetric].
//
// It gives float32; uint8 counts as v/255. All spaces, every channel; the result has the space none.
type Prewitt struct {
	Axis   string `json:"axis,omitzero"`
	Raw    bool   `json:"raw,omitzero"`
	Border Border `json:"border,omitzero"`
}

func (s Prewitt) gradient() gradient {
	return gradient{"prewitt", [3]float32{1. / 3, 1. / 3, 1. / 3}, 3, s.Axis, s.Raw, s.Border}
}

// OutSpec returns in as float32 without a space.
func (s Prewitt) OutSpec(in tensor.Spec) (tensor.Spec, error) { return s.gradient().outSpec(in) }

// Apply writes the derivative of src to dst.
func (s Prewitt) Apply(dst, src *tensor.Tensor) error { return s.gradient().apply(dst, src) }
