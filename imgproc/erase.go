package imgproc

import (
	"math"
	"math/rand/v2"

	"github.com/saccade-go/saccade/tensor"
)

// Erase overwrites rectangles of an image, as torchvision's functional erase does and as [RandomErasing] and [Cutout] draw it.
// Boxes, at least one, are the rectangles; each must lie inside the image, and they may overlap.
//
// Value is what stands there then, in the range of the tensor (0..255 in uint8, whole numbers): one for each channel, or
// one for all; 0 if not given. With Noise, instead, each pixel of each channel gets a random value of its own: in float32 from
// the normal distribution of mean 0 and variance 1, in uint8 from 0..255 evenly. Noise is the seed, above 0: the same seed
// makes the same values.
//
// Type, space and channels stay; alpha is erased, too.
//
// JSON: "erase": {"boxes": [{"x": 10, "y": 5, "width": 20, "height": 30}]}.
type Erase struct {
	Boxes []Crop    `json:"boxes,omitzero"`
	Value []float32 `json:"value,omitzero"`
	Noise uint64    `json:"noise,omitzero"`
}

// OutSpec returns in.
func (e Erase) OutSpec(in tensor.Spec) (tensor.Spec, error) {
	if len(e.Boxes) == 0 {
		return tensor.Spec{}, &tensor.ParamError{Op: "erase", Param: "boxes", Want: "at least one box", Got: e.Boxes}
	}
	if err := checkErasing("erase", e.Value, e.Noise != 0, in); err != nil {
		return tensor.Spec{}, err
	}
	for _, b := range e.Boxes {
		if _, err := b.outSpec("erase", in); err != nil {
			return tensor.Spec{}, err
		}
	}
	return in, nil
}

// checkErasing reports an input that can't be erased in, or not with value and noise.
func checkErasing(op string, value []float32, noise bool, in tensor.Spec) error {
	if err := checkPadMode(op, Constant, value); err != nil {
		return err
	}
	if noise && len(value) > 0 {
		return &tensor.ParamError{Op: op, Param: "value", Want: "none with noise", Got: value}
	}
	if err := checkIn(op, in); err != nil {
		return err
	}
	return checkPadValue(op, value, in)
}

// Apply writes src without what the boxes cover to dst.
func (e Erase) Apply(dst, src *tensor.Tensor) error {
	out, err := e.OutSpec(src.Spec)
	if err := ready("erase", dst, src, out, err); err != nil {
		return err
	}
	dst.CopyFrom(src)
	var g rand.PCG
	g.Seed(e.Noise, 0)
	for _, b := range e.Boxes {
		for c := range dst.C {
			for y := b.Y; y < b.Y+b.Height; y++ {
				from := y*dst.W + b.X
				if dst.DType == tensor.Uint8 {
					e.row8(dst.Plane8(c)[from:][:b.Width], c, &g)
				} else {
					e.row32(dst.Plane32(c)[from:][:b.Width], c, &g)
				}
			}
		}
	}
	return nil
}

func (e Erase) value(c int) float32 {
	if len(e.Value) == 0 {
		return 0
	}
	return channel(e.Value, c)
}

func (e Erase) row8(row []uint8, c int, g *rand.PCG) {
	if e.Noise == 0 {
		fill(row, uint8(e.value(c)))
		return
	}
	for i := range row {
		row[i] = uint8(g.Uint64() >> 56)
	}
}

func (e Erase) row32(row []float32, c int, g *rand.PCG) {
	if e.Noise == 0 {
		fill(row, e.value(c))
		return
	}
	for len(row) > 1 {
		row[0], row[1] = normal(g)
		row = row[2:]
	}
	if len(row) == 1 {
		row[0], _ = normal(g)
	}
}

// normal draws twice from the normal distribution: G. Box, M. Muller, "A note on the generation of random normal deviates",
// 1958.
func normal(g *rand.PCG) (x, y float32) {
	const unit = 1.0 / (1 << 53)
	u, v := float64(g.Uint64()>>11)*unit, float64(g.Uint64()>>11)*unit
	length := math.Sqrt(-2 * math.Log(1-u))
	sin, cos := math.Sincos(2 * math.Pi * v)
	return float32(length * cos), float32(length * sin)
}
