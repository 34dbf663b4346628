package imgproc

import (
	"math/rand/v2"
	"sync"

	"github.com/saccade-go/saccade/tensor"
)

// AddGaussianNoise adds to each value a number of its own from the normal distribution and clips:
//
//	dst = clip(src + Mean + Sigma·z)        z ~ N(0, 1)
//
// Mean and Sigma are for values in 0..1, in uint8 as well; Mean is 0 if not given, and Sigma, which is above 0, 0.1. The numbers z depend
// on Seed and on the place alone: they are those of math/rand/v2's NormFloat64 on PCG(Seed, 0), value by value, plane by plane. uint8
// is rounded, halves to even. The distribution is that of torchvision.transforms.v2.GaussianNoise and skimage.util.random_noise.
//
// The input is gray or RGB; alpha stays. The spec stays.
type AddGaussianNoise struct {
	Mean  float64 `json:"mean,omitzero"`
	Sigma float64 `json:"sigma,omitzero"`
	Seed  uint64  `json:"seed,omitzero"`
}

func checkNoise(op string, mean, sigma float64) error {
	if !within(1, mean) {
		return &tensor.ParamError{Op: op, Param: "mean", Want: "a number from -1 to 1", Got: mean}
	}
	if !(sigma >= 0 && sigma <= 10) {
		return &tensor.ParamError{Op: op, Param: "sigma", Want: "a number above 0, at most 10", Got: sigma}
	}
	return nil
}

// OutSpec returns in.
func (a AddGaussianNoise) OutSpec(in tensor.Spec) (tensor.Spec, error) {
	if err := checkNoise("add_gaussian_noise", a.Mean, a.Sigma); err != nil {
		return tensor.Spec{}, err
	}
	return in, checkPicture("add_gaussian_noise", in)
}

// Apply writes src with the noise to dst.
func (a AddGaussianNoise) Apply(dst, src *tensor.Tensor) error {
	out, err := a.OutSpec(src.Spec)
	if err := ready("add_gaussian_noise", dst, src, out, err); err != nil {
		return err
	}
	sigma := a.Sigma
	if sigma == 0 {
		sigma = 0.1
	}
	g := lendGenerator(a.Seed, 0)
	defer generators.Put(g)
	if src.DType == tensor.Uint8 {
		to, from := bytes8(dst, src)
		for i, v := range from {
			to[i] = round8(float32(v) + float32(255*float64(a.Mean+float64(sigma*g.NormFloat64()))))
		}
		return nil
	}
	to, from := floats(dst, src)
	for i, v := range from {
		to[i] = unit(v + float32(a.Mean+float64(sigma*g.NormFloat64()))) // not fused: the same on all processors
	}
	return nil
}

// A generator is random numbers with their source.
type generator struct {
	*rand.Rand
	source rand.PCG
}

var generators = sync.Pool{New: func() any {
	g := new(generator)
	g.Rand = rand.New(&g.source)
	return g
}}

// lendGenerator returns PCG(seed, stream), to be given back to generators.
func lendGenerator(seed, stream uint64) *generator {
	g := generators.Get().(*generator)
	g.source.Seed(seed, stream)
	return g
}
