package imgproc

import (
	"math"

	"github.com/saccade-go/saccade/internal/kernel"
	"github.com/saccade-go/saccade/internal/scratch"
	"github.com/saccade-go/saccade/tensor"
)

// Elastic distorts an image as if seen through water (P. Simard, D. Steinkraus, J. Platt, "Best Practices for Convolutional
// Neural Networks Applied to Visual Document Analysis", 2003, section 2): each pixel (x, y) of the result is taken from
//
//	(x + Alpha/2 · u(x, y), y + Alpha/2 · v(x, y))
//
// where u and v are fields of random numbers, uniform in −1..1, blurred by a Gaussian of standard deviation Sigma. These are
// the displacements of torchvision.transforms.ElasticTransform: its kernel has ⌊8·Sigma+1⌋ pixels, one more if that is even,
// and its picture of 0..W−1 is −1..1, hence the half.
//
// The fields are a function of Seed and the picture's size alone: number i of both, row by row, u first, is made from output
// i of SplitMix64, started with Seed, by 2·(its upper 24 bits)/2^24 − 1. Alpha is above 0, 50 if not given; Sigma is above
// 0 and up to 200, 5 if not given. The spec stays.
//
// Filter is [Nearest], [Bilinear], the default, or [Bicubic]; Border, [Constant] if not given, and Value say what lies
// beyond the border; see [Affine]. The type is kept. The blur costs the more, the larger Sigma is.
type Elastic struct {
	Seed   uint64    `json:"seed,omitzero"`
	Alpha  float64   `json:"alpha,omitzero"`
	Sigma  float64   `json:"sigma,omitzero"`
	Filter Filter    `json:"filter,omitzero"`
	Border Border    `json:"border,omitzero"`
	Value  []float32 `json:"value,omitzero"`
}

func (e Elastic) sampling() sampling { return sampling{e.Filter, e.Border, e.Value} }

// OutSpec returns in.
func (e Elastic) OutSpec(in tensor.Spec) (tensor.Spec, error) {
	if err := checkElastic("elastic", e.Alpha, e.Sigma); err != nil {
		return tensor.Spec{}, err
	}
	return in, e.sampling().check("elastic", in)
}

// checkElastic reports parameters that make no displacements.
func checkElastic(op string, alpha, sigma float64) error {
	if !(alpha >= 0 && alpha <= far) {
		return &tensor.ParamError{Op: op, Param: "alpha", Want: "a number above 0, up to 2^29", Got: alpha}
	}
	if !(sigma >= 0 && sigma <= 200) {
		return &tensor.ParamError{Op: op, Param: "sigma", Want: "a number above 0, up to 200", Got: sigma}
	}
	return nil
}

// Apply writes the distorted src to dst.
func (e Elastic) Apply(dst, src *tensor.Tensor) error {
	out, err := e.OutSpec(src.Spec)
	if err := ready("elastic", dst, src, out, err); err != nil {
		return err
	}
	if e.Alpha == 0 {
		e.Alpha = 50
	}
	if e.Sigma == 0 {
		e.Sigma = 5
	}
	n := out.H * out.W
	xs, ys := scratch.Float32.Get(n), scratch.Float32.Get(n)
	defer scratch.Float32.Put(xs)
	defer scratch.Float32.Put(ys)
	e.displace(xs.S, out.H, out.W, 0)
	e.displace(ys.S, out.H, out.W, uint64(n))
	for y := range out.H {
		row := ys.S[y*out.W:][:out.W]
		for x := range row {
			xs.S[y*out.W+x] += float32(x)
			row[x] += float32(y)
		}
	}
	warp(dst, src, mapGrid{xs.S, ys.S, out.W}, e.sampling())
	return nil
}

// displace makes a field of h×w displacements, in pixels, of the random numbers from number first on. The blur continues
// the field as Reflect does.
func (e Elastic) displace(field []float32, h, w int, first uint64) {
	r := max(int(8*e.Sigma+1)/2, 1)
	weights, tall, wide := scratch.Float32.Get(2*r+1), scratch.Float32.Get((h+2*r)*w), scratch.Float32.Get(w+2*r)
	defer scratch.Float32.Put(weights)
	defer scratch.Float32.Put(tall)
	defer scratch.Float32.Put(wide)
	gaussian(weights.S, e.Sigma)
	for i, middle := 0, tall.S[r*w:][:h*w]; i < h*w; i++ {
		middle[i] = noiseAt(e.Seed, first+uint64(i))
	}
	for y := range tall.S[:r] {
		copy(tall.S[y*w:][:w], tall.S[(r+Reflect.index(y-r, h))*w:])
		copy(tall.S[(r+h+y)*w:][:w], tall.S[(r+Reflect.index(h+y, h))*w:])
	}
	for y := range h {
		kernel.ResampleColumnFloat32(wide.S[r:][:w], tall.S[y*w:], w, weights.S)
		for x := range wide.S[:r] {
			wide.S[x] = wide.S[r+Reflect.index(x-r, w)]
			wide.S[r+w+x] = wide.S[r+Reflect.index(w+x, w)]
		}
		kernel.ResampleColumnFloat32(field[y*w:][:w], wide.S, 1, weights.S)
	}
	for i := range field {
		field[i] *= float32(e.Alpha / 2)
	}
}

// gaussian fills w with an odd number of weights around the middle, which sum to 1.
func gaussian(w []float32, sigma float64) {
	sum, middle := 0., len(w)/2
	for i := range w {
		sum += math.Exp(-0.5 * square(float64(i-middle)/sigma))
	}
	for i := range w {
		w[i] = float32(math.Exp(-0.5*square(float64(i-middle)/sigma)) / sum)
	}
}

func square(v float64) float64 { return v * v }

// noiseAt is number i, −1..1, of the stream of a seed: SplitMix64 (Steele, Lea & Flood, "Fast Splittable Pseudorandom Number
// Generators", 2014), of which any output can be computed at once.
func noiseAt(seed, i uint64) float32 {
	z := seed + (i+1)*0x9e3779b97f4a7c15
	z = (z ^ z>>30) * 0xbf58476d1ce4e5b9
	z = (z ^ z>>27) * 0x94d049bb133111eb
	z ^= z >> 31
	return float32(z>>40)/(1<<23) - 1
}
