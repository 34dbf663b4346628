package imgproc

import (
	"math"
	"math/rand/v2"

	"github.com/saccade-go/saccade/tensor"
)

// RandomAffine turns, moves, scales and shears an image by random amounts, as torchvision.transforms.RandomAffine does. Each
// amount is drawn evenly from its range; what isn't given is left out:
//
//   - Degrees, the angle clockwise: [min, max], or one number d ≥ 0 for −d..d;
//   - Translate, two fractions of the width and the height, 0..1: the picture is moved by up to so much in each direction,
//     by whole pixels;
//   - Scale, [min, max], above 0;
//   - Shear, in degrees from −89 to 89: [min, max] or one number for the angle parallel to the x axis, or
//     [min x, max x, min y, max y] for both.
//
// The image is turned, scaled and sheared about Center, x and y in pixels from its top left corner, by default its middle.
// Filter is [Nearest] if not given, as in torchvision; Border and Value are those of [Affine]. The spec stays.
type RandomAffine struct {
	Degrees   []float64 `json:"degrees,omitzero"`
	Translate []float64 `json:"translate,omitzero"`
	Scale     []float64 `json:"scale,omitzero"`
	Shear     []float64 `json:"shear,omitzero"`
	Center    []float64 `json:"center,omitzero"`
	Filter    Filter    `json:"filter,omitzero"`
	Border    Border    `json:"border,omitzero"`
	Value     []float32 `json:"value,omitzero"`
}

// OutSpec returns in.
func (a RandomAffine) OutSpec(in tensor.Spec) (tensor.Spec, error) {
	if err := a.check(); err != nil {
		return tensor.Spec{}, err
	}
	return in, sampling{a.Filter, a.Border, a.Value}.check("random_affine", in)
}

func (a RandomAffine) check() error {
	if len(a.Degrees) > 0 {
		if err := checkRange("random_affine", "degrees", a.Degrees, maxDegrees); err != nil {
			return err
		}
	}
	if n := len(a.Translate); n != 0 && n != 2 || !within(1, a.Translate...) || n == 2 && min(a.Translate[0], a.Translate[1]) < 0 {
		return &tensor.ParamError{Op: "random_affine", Param: "translate", Want: "two fractions from 0 to 1", Got: a.Translate}
	}
	if n := len(a.Scale); n != 0 && (n != 2 || !within(1e4, a.Scale...) || a.Scale[0] < 1e-4 || a.Scale[0] > a.Scale[1]) {
		return &tensor.ParamError{Op: "random_affine", Param: "scale", Want: "[min, max] from 0.0001 to 10000", Got: a.Scale}
	}
	if err := a.checkShear(); err != nil {
		return err
	}
	return checkCenter("random_affine", a.Center)
}

func (a RandomAffine) checkShear() error {
	x, y := a.shears()
	for _, s := range [...][]float64{x, y} {
		if len(s) == 0 {
			continue
		}
		if err := checkRange("random_affine", "shear", s, steepest); err != nil {
			return err
		}
	}
	return nil
}

// shears returns the ranges of both angles.
func (a RandomAffine) shears() (x, y []float64) {
	if len(a.Shear) == 4 {
		return a.Shear[:2], a.Shear[2:]
	}
	return a.Shear, nil
}

// Draw returns an [Affine]. If OutSpec refuses in, or its size isn't known, the stage fails with the reason.
func (a RandomAffine) Draw(r *rand.Rand, in tensor.Spec) tensor.Stage {
	if _, err := a.OutSpec(in); err != nil {
		return refusal{err}
	}
	if !in.Known() {
		return refusal{&tensor.SpecError{Op: "random_affine", Want: "a known size", Got: in}}
	}
	m := AffineMap{Angle: uniform(r, a.Degrees), Center: a.Center}
	if len(a.Translate) == 2 {
		for i, side := range [...]int{in.W, in.H} {
			most := a.Translate[i] * float64(side)
			m.Translate[i] = math.RoundToEven(uniform(r, []float64{-most, most}))
		}
	}
	m.Scale = uniform(r, a.Scale)
	x, y := a.shears()
	m.Shear = [2]float64{uniform(r, x), uniform(r, y)}
	return Affine{Matrix: m.Matrix(in), Filter: a.Filter.or(Nearest), Border: a.Border, Value: a.Value}
}
