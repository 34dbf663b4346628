package imgproc

import "github.com/saccade-go/saccade/tensor"

// Sobel is the derivative along one axis, smoothed along the other, or the magnitude of both (I. Sobel and G. Feldman, 1968):
//
//	x          (v[y][x+1] − v[y][x−1]), rows weighed by 1 2 1
//	y          (v[y+1][x] − v[y−1][x]), columns weighed by 1 2 1
//	magnitude  √((x² + y²)/2)
//
// Axis is magnitude if not given. The weights are divided by their sum, as in skimage.filters.sobel; with Raw they aren't, as in
// OpenCV and SciPy, and the magnitude is √(x² + y²). Border is [Reflect] if not given, as in OpenCV; scikit-image and SciPy have
// [Symmetric].
//
// It gives float32; uint8 counts as v/255. All spaces, every channel; the result has the space none.
type Sobel struct {
	Axis   string `json:"axis,omitzero"`
	Raw    bool   `json:"raw,omitzero"`
	Border Border `json:"border,omitzero"`
}

func (s Sobel) gradient() gradient {
	return gradient{"sobel", [3]float32{0.25, 0.5, 0.25}, 4, s.Axis, s.Raw, s.Border}
}

// OutSpec returns in as float32 without a space.
func (s Sobel) OutSpec(in tensor.Spec) (tensor.Spec, error) { return s.gradient().outSpec(in) }

// Apply writes the derivative of src to dst.
func (s Sobel) Apply(dst, src *tensor.Tensor) error { return s.gradient().apply(dst, src) }
