package imgproc

import (
	"math"
	"sync"

	"github.com/saccade-go/saccade/tensor"
)

// GaussianBlur smooths with a Gaussian: weights in proportion to
//
//	exp(−x²/(2·Sigma²))        |x| ≤ r
//
// that sum to 1, across and then down. Sigma, in pixels, is required; with SigmaY it is that across, and SigmaY that down. Size,
// an odd number, is how many pixels the kernel has on a side; if it is 0, r = ⌊4·sigma + ½⌋ as in scipy.ndimage.gaussian_filter
// and skimage.filters.gaussian. (With Size it has the weights of torchvision's gaussian_blur and cv2.GaussianBlur.) Border is
// [Reflect] if not given, as in OpenCV and torchvision; scikit-image's is [Edge], SciPy's [Symmetric].
//
// The type stays; uint8 is rounded once, halves to even. All spaces, every channel. The spec stays. It takes time in proportion to
// sigma.
type GaussianBlur struct {
	Sigma  float64 `json:"sigma,omitzero"`
	SigmaY float64 `json:"sigma_y,omitzero"`
	Size   int     `json:"size,omitzero"`
	Border Border  `json:"border,omitzero"`
}

// OutSpec returns in.
func (g GaussianBlur) OutSpec(in tensor.Spec) (tensor.Spec, error) {
	if err := checkSigma("gaussian_blur", "sigma", g.Sigma); err != nil {
		return tensor.Spec{}, err
	}
	if g.SigmaY != 0 {
		if err := checkSigma("gaussian_blur", "sigma_y", g.SigmaY); err != nil {
			return tensor.Spec{}, err
		}
	}
	if g.Size != 0 {
		if err := checkOdd("gaussian_blur", "size", g.Size); err != nil {
			return tensor.Spec{}, err
		}
	}
	if err := checkBorder("gaussian_blur", "border", g.Border); err != nil {
		return tensor.Spec{}, err
	}
	return in, checkIn("gaussian_blur", in)
}

// Apply writes the smoothed src to dst.
func (g GaussianBlur) Apply(dst, src *tensor.Tensor) error {
	out, err := g.OutSpec(src.Spec)
	if err := ready("gaussian_blur", dst, src, out, err); err != nil {
		return err
	}
	g.filter().image(dst, src)
	return nil
}

func (g GaussianBlur) filter() correlator {
	down := g.Sigma
	if g.SigmaY != 0 {
		down = g.SigmaY
	}
	return separable(gaussianTaps(g.Sigma, g.Size, 0), gaussianTaps(down, g.Size, 0), g.Border.or(filterBorder), false)
}

// checkSigma reports a sigma that is no width of a Gaussian, or so large that its kernel would be too.
func checkSigma(op, param string, v float64) error {
	if !(v >= minSigma && v <= maxSigma) {
		return &tensor.ParamError{Op: op, Param: param, Want: "a number of pixels from 0.001 to 500", Got: v}
	}
	return nil
}

const (
	minSigma = 1e-3
	maxSigma = 500
)

// checkOdd reports a size of a kernel that has no middle, or is too large.
func checkOdd(op, param string, n int) error {
	if n < 1 || n > maxKernel || n%2 == 0 {
		return &tensor.ParamError{Op: op, Param: param, Want: "an odd number of pixels from 1 to 4095", Got: n}
	}
	return nil
}

// A gaussianKey is what the taps of a Gaussian depend on.
type gaussianKey struct {
	sigma float64
	size  int
	order int
}

// gaussians has the taps that were wanted last.
var gaussians struct {
	sync.RWMutex
	taps map[gaussianKey][]float32
}

// gaussianTaps returns the taps of the Gaussian, or of its derivative of order 1 or 2 to be correlated with, as SciPy has them:
// the polynomials −x/σ² and (x²/σ² − 1)/σ² times the taps, of which the first is turned round. A size of 0 is SciPy's.
func gaussianTaps(sigma float64, size, order int) []float32 {
	key := gaussianKey{sigma, size, order}
	gaussians.RLock()
	taps, ok := gaussians.taps[key]
	gaussians.RUnlock()
	if ok {
		return taps
	}
	taps = makeGaussian(sigma, size, order)
	gaussians.Lock()
	defer gaussians.Unlock()
	if gaussians.taps == nil || len(gaussians.taps) >= 64 {
		gaussians.taps = map[gaussianKey][]float32{}
	}
	gaussians.taps[key] = taps
	return taps
}

func makeGaussian(sigma float64, size, order int) []float32 {
	if size == 0 {
		size = 2*int(4*sigma+0.5) + 1
	}
	exact, sum := make([]float64, size), 0.0
	for i := range exact {
		x := float64(i - size/2)
		exact[i] = math.Exp(-0.5 * x * x / (sigma * sigma))
		sum += exact[i]
	}
	taps := make([]float32, size)
	for i, v := range exact {
		x, v := float64(i-size/2), v/sum
		switch order {
		case 1:
			v *= x / (sigma * sigma)
		case 2:
			v *= (x*x/(sigma*sigma) - 1) / (sigma * sigma)
		}
		taps[i] = float32(v)
	}
	return taps
}
