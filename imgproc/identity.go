package imgproc

import "github.com/saccade-go/saccade/tensor"

// Identity changes nothing. It is what a random stage draws when it leaves an image alone.
type Identity struct{}

// OutSpec returns in.
func (Identity) OutSpec(in tensor.Spec) (tensor.Spec, error) { return in, checkIn("identity", in) }

// Apply copies src to dst.
func (i Identity) Apply(dst, src *tensor.Tensor) error {
	out, err := i.OutSpec(src.Spec)
	if err := ready("identity", dst, src, out, err); err != nil {
		return err
	}
	if src.DType == tensor.Uint8 {
		copy(dst.U8, src.U8)
	} else {
		copy(dst.F32, src.F32)
	}
	return nil
}
