package imgproc

import (
	"math"

	"github.com/saccade-go/saccade/internal/scratch"
	"github.com/saccade-go/saccade/tensor"
)

// Gabor correlates with a wave in a Gaussian window (D. Gabor, 1946; J. Daugman, 1985): with u = x·cos θ + y·sin θ and
// v = −x·sin θ + y·cos θ,
//
//	exp(−(u² + Gamma²·v²)/(2·Sigma²)) · cos(2π·u/Wavelength + Phase)
//
// for x and y from the middle of the kernel, as cv2.getGaborKernel has it, whose kernel has both axes turned round. Sigma and
// Wavelength, in pixels, are required. Angle is θ, and Phase the phase, in degrees; 0 if not given. Gamma is above 0, ½ if not given.
// Size, an odd number, is the kernel's; if not given, it reaches as far as 3 standard deviations. Border is [Reflect] if not given.
//
// It gives float32; uint8 counts as v/255. All spaces, every channel; the result has the space none. The time is in
// proportion to the square of Size.
type Gabor struct {
	Sigma      float64 `json:"sigma,omitzero"`
	Wavelength float64 `json:"wavelength,omitzero"`
	Angle      float64 `json:"angle,omitzero"`
	Phase      float64 `json:"phase,omitzero"`
	Gamma      float64 `json:"gamma,omitzero"`
	Size       int     `json:"size,omitzero"`
	Border     Border  `json:"border,omitzero"`
}

// OutSpec returns in as float32 without a space.
func (g Gabor) OutSpec(in tensor.Spec) (tensor.Spec, error) {
	for _, p := range [...]struct {
		name  string
		value float64
		least float64
	}{{"sigma", g.Sigma, 1e-3}, {"wavelength", g.Wavelength, 1e-3}, {"gamma", g.gamma(), 1e-3}} {
		if !(p.value >= p.least && p.value <= 1000) {
			return tensor.Spec{}, &tensor.ParamError{Op: "gabor", Param: p.name, Want: "a number above 0, at most 1000", Got: p.value}
		}
	}
	if err := checkFinite("gabor", "angle", g.Angle); err != nil {
		return tensor.Spec{}, err
	}
	if err := checkFinite("gabor", "phase", g.Phase); err != nil {
		return tensor.Spec{}, err
	}
	if n := g.size(); n < 1 || n%2 == 0 || n > 255 {
		return tensor.Spec{}, &tensor.ParamError{Op: "gabor", Param: "size", Want: "an odd number of pixels from 1 to 255", Got: n}
	}
	if err := checkBorder("gabor", "border", g.Border); err != nil {
		return tensor.Spec{}, err
	}
	return response("gabor", in)
}

func (g Gabor) gamma() float64 {
	if g.Gamma == 0 {
		return 0.5
	}
	return g.Gamma
}

func (g Gabor) size() int {
	if g.Size != 0 {
		return g.Size
	}
	return 2*int(math.Ceil(3*g.Sigma*max(1, 1/g.gamma()))) + 1
}

// Apply writes the filtered src to dst.
func (g Gabor) Apply(dst, src *tensor.Tensor) error {
	out, err := g.OutSpec(src.Spec)
	if err := ready("gabor", dst, src, out, err); err != nil {
		return err
	}
	n := g.size()
	taps := scratch.Float32.Get(n * n)
	defer scratch.Float32.Put(taps)
	g.fill(taps.S, n)
	f := correlator{taps: taps.S, h: n, w: n, border: g.Border.or(filterBorder), units: true}
	for c := range src.C {
		f.channel(dst.Plane32(c), src, c)
	}
	return nil
}

func (g Gabor) fill(taps []float32, n int) {
	sin, cos := math.Sincos(g.Angle * math.Pi / 180)
	along, beside := -0.5/(g.Sigma*g.Sigma), -0.5*g.gamma()*g.gamma()/(g.Sigma*g.Sigma)
	wave, phase := 2*math.Pi/g.Wavelength, g.Phase*math.Pi/180
	for i := range taps {
		x, y := float64(n/2-i%n), float64(n/2-i/n)
		u, v := x*cos+y*sin, -x*sin+y*cos
		taps[i] = float32(math.Exp(along*u*u+beside*v*v) * math.Cos(wave*u+phase))
	}
}
