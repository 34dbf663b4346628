package imgproc

import (
	"github.com/saccade-go/saccade/internal/kernel"
	"github.com/saccade-go/saccade/internal/scratch"
	"github.com/saccade-go/saccade/tensor"
)

// LaplacianOfGaussian is the Laplacian of a Gaussian: the sum of the second derivatives of [GaussianBlur] with Sigma, which is required, by
// correlating with those of the Gaussian,
//
//	g″(x) = (x²/Sigma² − 1)/Sigma² · g(x)        |x| ≤ ⌊4·Sigma + ½⌋
//
// as scipy.ndimage.gaussian_laplace does, whose border is [Symmetric]. Border is [Reflect] if not given.
//
// It gives float32; uint8 counts as v/255. All spaces, every channel; the result has the space none.
type LaplacianOfGaussian struct {
	Sigma  float64 `json:"sigma,omitzero"`
	Border Border  `json:"border,omitzero"`
}

// OutSpec returns in as float32 without a space.
func (l LaplacianOfGaussian) OutSpec(in tensor.Spec) (tensor.Spec, error) {
	if err := checkSigma("laplacian_of_gaussian", "sigma", l.Sigma); err != nil {
		return tensor.Spec{}, err
	}
	if err := checkBorder("laplacian_of_gaussian", "border", l.Border); err != nil {
		return tensor.Spec{}, err
	}
	return response("laplacian_of_gaussian", in)
}

// Apply writes the filtered src to dst.
func (l LaplacianOfGaussian) Apply(dst, src *tensor.Tensor) error {
	out, err := l.OutSpec(src.Spec)
	if err := ready("laplacian_of_gaussian", dst, src, out, err); err != nil {
		return err
	}
	g, second := gaussianTaps(l.Sigma, 0, 0), gaussianTaps(l.Sigma, 0, 2)
	border := l.Border.or(filterBorder)
	other := scratch.Float32.Get(src.H * src.W)
	defer scratch.Float32.Put(other)
	for c := range src.C {
		to := dst.Plane32(c)
		separable(second, g, border, true).channel(to, src, c)
		separable(g, second, border, true).channel(other.S, src, c)
		kernel.Add(to, to, other.S)
	}
	return nil
}
