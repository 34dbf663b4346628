package imgproc

import (
	"math/rand/v2"

	"github.com/saccade-go/saccade/tensor"
)

// RandomPerspective shows an image from elsewhere with probability P, as torchvision.transforms.RandomPerspective does: each
// of its corners is moved inwards by 0..⌊Distortion·⌊W/2⌋⌋ columns and 0..⌊Distortion·⌊H/2⌋⌋ rows, each number with the same
// probability. Corners of which three lie on a line are drawn again; an image of one row or column stays as it is.
//
// Distortion is above 0 and at most 1, ½ if not given; P is above 0 and at most 1, ½ if not given. Filter, Border and Value
// are those of [Perspective]. The spec stays.
type RandomPerspective struct {
	Distortion float64   `json:"distortion,omitzero"`
	P          float64   `json:"p,omitzero"`
	Filter     Filter    `json:"filter,omitzero"`
	Border     Border    `json:"border,omitzero"`
	Value      []float32 `json:"value,omitzero"`
}

// OutSpec returns in.
func (p RandomPerspective) OutSpec(in tensor.Spec) (tensor.Spec, error) {
	if !(p.Distortion >= 0 && p.Distortion <= 1) {
		return tensor.Spec{}, &tensor.ParamError{Op: "random_perspective", Param: "distortion", Want: "a part above 0, at most 1", Got: p.Distortion}
	}
	if !(p.P >= 0 && p.P <= 1) {
		return tensor.Spec{}, &tensor.ParamError{Op: "random_perspective", Param: "p", Want: "a probability above 0, at most 1", Got: p.P}
	}
	return in, sampling{p.Filter, p.Border, p.Value}.check("random_perspective", in)
}

// Draw returns a [Perspective] with probability P, otherwise [Identity]. If OutSpec refuses in, or its size isn't known, the
// stage fails with the reason.
func (p RandomPerspective) Draw(r *rand.Rand, in tensor.Spec) tensor.Stage {
	if _, err := p.OutSpec(in); err != nil {
		return refusal{err}
	}
	if !in.Known() {
		return refusal{&tensor.SpecError{Op: "random_perspective", Want: "a known size", Got: in}}
	}
	if r.Float64() >= orHalf(p.P) || in.H < 2 || in.W < 2 {
		return Identity{}
	}
	right, bottom := float64(in.W-1), float64(in.H-1)
	start := Corners{{0, 0}, {right, 0}, {right, bottom}, {0, bottom}}
	// Most corners are good. Very small pictures may have none but the ones that they began with.
	for range 100 {
		end := start
		for i, corner := range start {
			end[i][0] = inwards(r, corner[0], orHalf(p.Distortion), in.W)
			end[i][1] = inwards(r, corner[1], orHalf(p.Distortion), in.H)
		}
		if end.valid() {
			return Perspective{Start: start, End: end, Filter: p.Filter, Border: p.Border, Value: p.Value}
		}
	}
	return Identity{}
}

// inwards moves the first or last of n pixels.
func inwards(r *rand.Rand, at, distortion float64, n int) float64 {
	by := float64(r.IntN(int(distortion*float64(n/2)) + 1))
	if at == 0 {
		return by
	}
	return at - by
}
