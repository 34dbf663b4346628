package imgproc

import (
	"math"
	"math/rand/v2"

	"github.com/saccade-go/saccade/tensor"
)

// RandomErasing overwrites a random rectangle of an image with probability P, as torchvision.transforms.RandomErasing does
// (Z. Zhong et al., "Random erasing data augmentation", 2020). P is above 0 and at most 1; 0, its zero value, means ½.
//
// The rectangle's share of the area is drawn evenly from Scale, two numbers from 0.000001 to 1, [0.02, 0.33] if not given; the
// logarithm of its height over its width evenly from that of Ratio, two numbers from 0.001 to 1000, [0.3, 3.3] if not given;
// its place evenly from all. A rectangle as high or as wide as the image is drawn anew, up to ten times, and then nothing
// is erased.
//
// Value and Noise are as in [Erase]: the value of each channel or of all, 0 if not given, or with Noise random values.
// The spec stays.
type RandomErasing struct {
	P     float64   `json:"p,omitzero"`
	Scale []float64 `json:"scale,omitzero"`
	Ratio []float64 `json:"ratio,omitzero"`
	Value []float32 `json:"value,omitzero"`
	Noise bool      `json:"noise,omitzero"`
}

// OutSpec returns in.
func (e RandomErasing) OutSpec(in tensor.Spec) (tensor.Spec, error) {
	if err := checkProbability("random_erasing", e.P); err != nil {
		return tensor.Spec{}, err
	}
	if err := checkShapes("random_erasing", e.Scale, e.Ratio); err != nil {
		return tensor.Spec{}, err
	}
	return in, checkErasing("random_erasing", e.Value, e.Noise, in)
}

// checkShapes reports ranges for the area and the aspect ratio of rectangles that make no sense.
func checkShapes(op string, scale, ratio []float64) error {
	if len(scale) > 0 && !(len(scale) == 2 && 1e-6 <= scale[0] && scale[0] <= scale[1] && scale[1] <= 1) {
		return &tensor.ParamError{Op: op, Param: "scale", Want: "[min, max] from 0.000001 to 1", Got: scale}
	}
	if len(ratio) > 0 && !(len(ratio) == 2 && 1e-3 <= ratio[0] && ratio[0] <= ratio[1] && ratio[1] <= 1e3) {
		return &tensor.ParamError{Op: op, Param: "ratio", Want: "[min, max] from 0.001 to 1000", Got: ratio}
	}
	return nil
}

// Draw returns an [Erase] or [Identity]. If OutSpec refuses in, or its size isn't known, the stage fails with the reason.
func (e RandomErasing) Draw(r *rand.Rand, in tensor.Spec) tensor.Stage {
	if _, err := e.OutSpec(in); err != nil {
		return refusal{err}
	}
	if !in.Known() {
		return refusal{&tensor.SpecError{Op: "random_erasing", Want: "a known size", Got: in}}
	}
	if r.Float64() >= orHalf(e.P) {
		return Identity{}
	}
	for range drawnShapes {
		h, w := drawShape(r, in, orRange(e.Scale, 0.02, 0.33), orRange(e.Ratio, 0.3, 3.3))
		if h >= in.H || w >= in.W {
			continue
		}
		if h == 0 || w == 0 {
			break
		}
		box := Crop{X: place(r, in.W, w), Y: place(r, in.H, h), Width: w, Height: h}
		erase := Erase{Boxes: []Crop{box}, Value: e.Value}
		if e.Noise {
			erase.Noise = max(r.Uint64(), 1)
		}
		return erase
	}
	return Identity{}
}

// drawnShapes is how often a shape is drawn at most.
const drawnShapes = 10

// drawShape draws two sides whose product is a share of in's area and of which the first one is ratio times the second one.
func drawShape(r *rand.Rand, in tensor.Spec, scale, ratio [2]float64) (first, second int) {
	area := float64(in.H) * float64(in.W) * (scale[0] + r.Float64()*(scale[1]-scale[0]))
	from, to := math.Log(ratio[0]), math.Log(ratio[1])
	aspect := math.Exp(from + r.Float64()*(to-from))
	return int(math.RoundToEven(math.Sqrt(area * aspect))), int(math.RoundToEven(math.Sqrt(area / aspect)))
}

// orRange returns the range, or the operation's own if there is none.
func orRange(given []float64, lo, hi float64) [2]float64 {
	if len(given) == 0 {
		return [2]float64{lo, hi}
	}
	return [2]float64{given[0], given[1]}
}
