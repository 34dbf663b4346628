package imgproc

import (
	"fmt"
	"math/rand/v2"

	"github.com/saccade-go/saccade/tensor"
)

// RandomRotation turns an image by an angle drawn evenly from Degrees, as torchvision.transforms.RandomRotation does.
//
// Degrees is required: two numbers [min, max], or one number d ≥ 0 for −d..d; counter-clockwise. Expand, Center, Border and
// Value are those of [Rotate]; Filter is [Nearest] if not given, as in torchvision. Type, space and channels stay. With
// Expand the size depends on the angle: the step then stands where the size isn't known yet, so before a Resize.
type RandomRotation struct {
	Degrees []float64 `json:"degrees,omitzero"`
	Expand  bool      `json:"expand,omitzero"`
	Center  []float64 `json:"center,omitzero"`
	Filter  Filter    `json:"filter,omitzero"`
	Border  Border    `json:"border,omitzero"`
	Value   []float32 `json:"value,omitzero"`
}

func (r RandomRotation) rotate(angle float64) Rotate {
	return Rotate{Angle: angle, Center: r.Center, Expand: r.Expand, Filter: r.Filter.or(Nearest), Border: r.Border, Value: r.Value}
}

// OutSpec returns in, with Expand without its height and width.
func (r RandomRotation) OutSpec(in tensor.Spec) (tensor.Spec, error) {
	if err := checkRange("random_rotation", "degrees", r.Degrees, maxDegrees); err != nil {
		return tensor.Spec{}, err
	}
	if err := checkCenter("random_rotation", r.Center); err != nil {
		return tensor.Spec{}, err
	}
	if err := r.rotate(0).sampling().check("random_rotation", in); err != nil {
		return tensor.Spec{}, err
	}
	if r.Expand {
		in.H, in.W = 0, 0
	}
	return in, nil
}

// Draw returns a [Rotate]. If OutSpec refuses in, the stage fails with the reason.
func (r RandomRotation) Draw(g *rand.Rand, in tensor.Spec) tensor.Stage {
	if _, err := r.OutSpec(in); err != nil {
		return refusal{err}
	}
	return r.rotate(uniform(g, r.Degrees))
}

// maxDegrees is the largest angle that is drawn.
const maxDegrees = 1e6

// checkRange reports what isn't [min, max], within ±limit, or one number d ≥ 0 for −d..d.
func checkRange(op, param string, values []float64, limit float64) error {
	n := len(values)
	if n < 1 || n > 2 || !within(limit, values...) || n == 1 && values[0] < 0 || n == 2 && values[0] > values[1] {
		want := fmt.Sprintf("[min, max] within ±%v, or one number d for -d..d", limit)
		return &tensor.ParamError{Op: op, Param: param, Want: want, Got: values}
	}
	return nil
}

// interval returns the range that values stand for: [min, max], or one number d for −d..d.
func interval(values []float64) (lo, hi float64) {
	switch len(values) {
	case 0:
		return 0, 0
	case 1:
		return -values[0], values[0]
	}
	return values[0], values[1]
}

// uniform draws evenly from a range.
func uniform(r *rand.Rand, values []float64) float64 {
	lo, hi := interval(values)
	return lo + float64((hi-lo)*r.Float64()) // not fused, so that all processors draw the same
}
