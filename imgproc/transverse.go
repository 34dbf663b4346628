package imgproc

import "github.com/saccade-go/saccade/tensor"

// Transverse mirrors an image at the diagonal from the top right to the bottom left, as Pillow's TRANSVERSE does:
// dst[c][y][x] = src[c][H−1−x][W−1−y]. It is [Transpose] and half a turn. Type, space and channels stay; height and
// width are exchanged.
//
// JSON: "transverse".
type Transverse struct{}

// OutSpec returns in with height and width exchanged.
func (Transverse) OutSpec(in tensor.Spec) (tensor.Spec, error) { return exchanged("transverse", in) }

// Apply writes the mirrored src to dst.
func (t Transverse) Apply(dst, src *tensor.Tensor) error {
	out, err := t.OutSpec(src.Spec)
	if err := ready("transverse", dst, src, out, err); err != nil {
		return err
	}
	transposePlanes(dst, src, true)
	return nil
}
