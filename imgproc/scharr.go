package imgproc

import "github.com/saccade-go/saccade/tensor"

// Scharr is the derivative along one axis, smoothed along the other, or the magnitude of both (H. Scharr, "Optimale Operatoren in der digitalen Bildverarbeitung", 2000):
//
//	x          (v[y][x+1] − v[y][x−1]), rows weighed by 3 10 3
//	y          (v[y+1][x] − v[y−1][x]), columns weighed by 3 10 3
//	magnitude  √((x² + y²)/2)
//
// Axis is magnitude if not given. The weights are divided by their sum, as in skimage.filters.scharr; with Raw they aren't, as in
// OpenCV and SciPy, and the magnitude is √(x² + y²). Border is [Reflect] if not given, as in OpenCV; scikit-image and SciPy have
// [Symmetric].
//
// It gives float32; uint8 counts as v/255. All spaces, every channel; the result has the space none.
type Scharr struct {
	Axis   string `json:"axis,omitzero"`
	Raw    bool   `json:"raw,omitzero"`
	Border Border `json:"border,omitzero"`
}

func (s Scharr) gradient() gradient {
	return gradient{"scharr", [3]float32{0.1875, 0.625, 0.1875}, 16, s.Axis, s.Raw, s.Border}
}

// OutSpec returns in as float32 without a space.
func (s Scharr) OutSpec(in tensor.Spec) (tensor.Spec, error) { return s.gradient().outSpec(in) }

// Apply writes the derivative of src to dst.
func (s Scharr) Apply(dst, src *tensor.Tensor) error { return s.gradient().apply(dst, src) }
