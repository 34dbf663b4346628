package imgproc

import "github.com/saccade-go/saccade/tensor"

// Laplacian is the sum of the second derivatives. With Size 1, if not given, or 3 it correlates with
//
//	0  1  0      2  0  2
//	1 −4  1      0 −8  0
//	0  1  0      2  0  2
//
// as cv2.Laplacian does; the first is scipy.ndimage.laplace, too, whose border is [Symmetric]. Border is [Reflect] if not given.
//
// It gives float32; uint8 counts as v/255. All spaces, every channel; the result has the space none.
type Laplacian struct {
	Size   int    `json:"size,omitzero"`
	Border Border `json:"border,omitzero"`
}

// laplacians are the kernels of sizes 1 and 3.
var laplacians = [2][]float32{{0, 1, 0, 1, -4, 1, 0, 1, 0}, {2, 0, 2, 0, -8, 0, 2, 0, 2}}

// OutSpec returns in as float32 without a space.
func (l Laplacian) OutSpec(in tensor.Spec) (tensor.Spec, error) {
	if l.Size != 0 && l.Size != 1 && l.Size != 3 {
		return tensor.Spec{}, &tensor.ParamError{Op: "laplacian", Param: "size", Want: "1 or 3", Got: l.Size}
	}
	if err := checkBorder("laplacian", "border", l.Border); err != nil {
		return tensor.Spec{}, err
	}
	return response("laplacian", in)
}

// Apply writes the Laplacian of src to dst.
func (l Laplacian) Apply(dst, src *tensor.Tensor) error {
	out, err := l.OutSpec(src.Spec)
	if err := ready("laplacian", dst, src, out, err); err != nil {
		return err
	}
	f := correlator{taps: laplacians[l.Size/3], h: 3, w: 3, border: l.Border.or(filterBorder), units: true}
	for c := range src.C {
		f.channel(dst.Plane32(c), src, c)
	}
	return nil
}
