package imgproc

import "github.com/saccade-go/saccade/tensor"

// LowPass weakens frequencies above Cutoff: the Fourier transform is multiplied by a Butterworth filter (S.
// Butterworth, "On the theory of filter amplifiers", 1930), squared,
//
//	1/(1 + (f/Cutoff)^(2·Order))
//
// of the frequency f in cycles per pixel in any direction. Cutoff is required, above 0 and at most ½; there the gain is ½. Order is
// 2 if not given; a high one cuts sharply and rings. The picture counts as periodic, so that opposite borders shine through. The
// numbers are those of skimage.filters.butterworth; the transforms are gonum's.
//
// It gives float32; uint8 counts as v/255. All spaces, every channel; the result has the space none. It takes time in proportion
// to H·W·log(H·W), for any size.
type LowPass struct {
	Cutoff float64 `json:"cutoff,omitzero"`
	Order  float64 `json:"order,omitzero"`
}

func (p LowPass) filter() butterworth { return butterworth{"low_pass", p.Cutoff, p.Order, false} }

// OutSpec returns in as float32 without a space.
func (p LowPass) OutSpec(in tensor.Spec) (tensor.Spec, error) { return p.filter().outSpec(in) }

// Apply writes the filtered src to dst.
func (p LowPass) Apply(dst, src *tensor.Tensor) error { return p.filter().apply(dst, src) }
