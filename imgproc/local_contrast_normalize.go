package imgproc

import (
	"math"

	"github.com/saccade-go/saccade/internal/scratch"
	"github.com/saccade-go/saccade/tensor"
)

// LocalContrastNormalize takes the local mean of all channels away and divides by the local standard deviation (K. Jarrett,
// K. Kavukcuoglu, M. Ranzato and Y. LeCun, "What is the best multi-stage architecture for object recognition?", 2009, section 2):
// with G the mean over the C channels, weighed by the Gaussian of [GaussianBlur] with Sigma,
//
//	v = src − G(src)        σ = √G(v²)        dst = v / max(σ, mean of σ)
//
// Sigma is above 0, and 2 if not given, whose kernel has 17×17 values. Floor, 0 if not given, is another lower bound of the divisor, so
// that even parts aren't blown up; where the divisor is 0, so is the result. Border is [Reflect] if not given.
//
// It gives float32; uint8 counts as v/255. All spaces, every channel; the result has the space none.
type LocalContrastNormalize struct {
	Sigma  float64 `json:"sigma,omitzero"`
	Floor  float64 `json:"floor,omitzero"`
	Border Border  `json:"border,omitzero"`
}

// OutSpec returns in as float32 without a space.
func (l LocalContrastNormalize) OutSpec(in tensor.Spec) (tensor.Spec, error) {
	if l.Sigma != 0 {
		if err := checkSigma("local_contrast_normalize", "sigma", l.Sigma); err != nil {
			return tensor.Spec{}, err
		}
	}
	if err := checkFactor("local_contrast_normalize", "floor", l.Floor); err != nil {
		return tensor.Spec{}, err
	}
	if err := checkBorder("local_contrast_normalize", "border", l.Border); err != nil {
		return tensor.Spec{}, err
	}
	return response("local_contrast_normalize", in)
}

// Apply writes the normalized src to dst.
func (l LocalContrastNormalize) Apply(dst, src *tensor.Tensor) error {
	out, err := l.OutSpec(src.Spec)
	if err := ready("local_contrast_normalize", dst, src, out, err); err != nil {
		return err
	}
	sigma := l.Sigma
	if sigma == 0 {
		sigma = 2
	}
	g := gaussianTaps(sigma, 0, 0)
	f := separable(g, g, l.Border.or(filterBorder), false)
	n := src.H * src.W
	mean := tensor.Tensor{Spec: tensor.Spec{DType: tensor.Float32, C: 1, H: src.H, W: src.W}}
	memory := scratch.Float32.Get(2 * n)
	defer scratch.Float32.Put(memory)
	mean.F32 = memory.S[:n]
	local := memory.S[n:]

	toUnits(dst.F32, src)
	meanOverChannels(mean.F32, dst.F32, false)
	f.channel(local, &mean, 0)
	for i := range dst.F32 {
		dst.F32[i] -= local[i%n]
	}
	meanOverChannels(mean.F32, dst.F32, true)
	f.channel(local, &mean, 0)
	sum := 0.0
	for i, v := range local {
		local[i] = float32(math.Sqrt(float64(v)))
		sum += float64(local[i])
	}
	least := max(float32(sum/float64(n)), float32(l.Floor))
	for i, v := range dst.F32 {
		if divisor := max(local[i%n], least); divisor != 0 {
			dst.F32[i] = v / divisor
		} else {
			dst.F32[i] = 0
		}
	}
	return nil
}

// meanOverChannels writes the mean of the values, or of their squares, over the planes of src, each as long as dst.
func meanOverChannels(dst, src []float32, squares bool) {
	clear(dst)
	n := len(dst)
	for at := 0; at < len(src); at += n {
		for i, v := range src[at:][:n] {
			if squares {
				v *= v
			}
			dst[i] += v
		}
	}
	share := 1 / float32(len(src)/n)
	for i := range dst {
		dst[i] *= share
	}
}
