package imgproc

import (
	"math"
	"math/rand/v2"

	"github.com/saccade-go/saccade/tensor"
)

// An augmentation is one of the operations that RandAugment and TrivialAugmentWide choose from.
type augmentation struct {
	name string
	// magnitude is that of bin i of n, for pictures of a size; nil if there is none.
	magnitude func(i, n int, in tensor.Spec) float64
	signed    bool // the magnitude is negative half of the time
	stage     func(magnitude float64, in tensor.Spec, s sampling) tensor.Stage
}

// upTo counts evenly from 0 to top.
func upTo(top float64) func(i, n int, _ tensor.Spec) float64 {
	return func(i, n int, _ tensor.Spec) float64 { return between(0, top, i, n) }
}

// between is number i of n ≥ 2 that go evenly from one to the other, to the bit as torch.linspace has it on processors with FMA:
// a step in float32, of which multiples are counted from the nearer end and rounded once. Translations are cut off to whole
// pixels, so that the last bit matters.
func between(from, to float64, i, n int) float64 {
	first, last := float32(from), float32(to)
	step := float64((last - first) / float32(n-1))
	if i < n/2 {
		return float64(float32(float64(first) + step*float64(i)))
	}
	return float64(float32(float64(last) - step*float64(n-1-i)))
}

// A space is the augmentations of RandAugment, or of TrivialAugmentWide, whose magnitudes go farther.
type space struct {
	shear, turn, colour float64
	move                func(side int) float64
	bits                float64 // that Posterize takes away at most
}

var (
	randSpace    = space{0.3, 30, 0.9, func(side int) float64 { return 150. / 331. * float64(side) }, 4}
	trivialSpace = space{0.99, 135, 0.99, func(int) float64 { return 32 }, 6}
)

func (s space) augmentations() []augmentation {
	return []augmentation{
		{"identity", nil, false, fixed0(Identity{})},
		{"shear_x", upTo(s.shear), true, func(m float64, in tensor.Spec, how sampling) tensor.Stage {
			return affineOf(AffineMap{Shear: [2]float64{degrees(m), 0}, Center: []float64{0, 0}}, in, how)
		}},
		{"shear_y", upTo(s.shear), true, func(m float64, in tensor.Spec, how sampling) tensor.Stage {
			return affineOf(AffineMap{Shear: [2]float64{0, degrees(m)}, Center: []float64{0, 0}}, in, how)
		}},
		{"translate_x", func(i, n int, in tensor.Spec) float64 { return between(0, s.move(in.W), i, n) }, true, func(m float64, in tensor.Spec, how sampling) tensor.Stage {
			return affineOf(AffineMap{Translate: [2]float64{math.Trunc(m), 0}}, in, how)
		}},
		{"translate_y", func(i, n int, in tensor.Spec) float64 { return between(0, s.move(in.H), i, n) }, true, func(m float64, in tensor.Spec, how sampling) tensor.Stage {
			return affineOf(AffineMap{Translate: [2]float64{0, math.Trunc(m)}}, in, how)
		}},
		{"rotate", upTo(s.turn), true, func(m float64, _ tensor.Spec, how sampling) tensor.Stage {
			return Rotate{Angle: m, Filter: how.filter, Border: how.border, Value: how.value}
		}},
		{"brightness", upTo(s.colour), true, func(m float64, _ tensor.Spec, _ sampling) tensor.Stage { return Brightness{Factor: 1 + m} }},
		{"color", upTo(s.colour), true, func(m float64, _ tensor.Spec, _ sampling) tensor.Stage { return Saturation{Factor: 1 + m} }},
		{"contrast", upTo(s.colour), true, func(m float64, _ tensor.Spec, _ sampling) tensor.Stage { return Contrast{Factor: 1 + m} }},
		{"sharpness", upTo(s.colour), true, func(m float64, _ tensor.Spec, _ sampling) tensor.Stage { return Sharpness{Factor: 1 + m} }},
		{"posterize", func(i, n int, _ tensor.Spec) float64 {
			return math.RoundToEven(8 - float64(i)/(float64(max(n-1, 1))/s.bits))
		}, false, func(m float64, _ tensor.Spec, _ sampling) tensor.Stage { return Posterize{Bits: int(m)} }},
		{"solarize", func(i, n int, _ tensor.Spec) float64 { return between(1, 0, i, n) }, false, solarizeFrom},
		{"auto_contrast", nil, false, fixed0(AutoContrast{})},
		{"equalize", nil, false, fixed0(Equalize{})},
	}
}

// fixed0 is an augmentation without a magnitude.
func fixed0(s tensor.Stage) func(float64, tensor.Spec, sampling) tensor.Stage {
	return func(float64, tensor.Spec, sampling) tensor.Stage { return s }
}

func degrees(slope float64) float64 { return math.Atan(slope) * 180 / math.Pi }

func affineOf(a AffineMap, in tensor.Spec, how sampling) tensor.Stage {
	return Affine{Matrix: a.Matrix(in), Filter: how.filter, Border: how.border, Value: how.value}
}

// solarizeFrom inverts from the part m of the range on; from 0 on that is everything.
func solarizeFrom(m float64, in tensor.Spec, _ sampling) tensor.Stage {
	if m == 0 {
		return Invert{}
	}
	return Solarize{Threshold: m * fullScale(in.DType)}
}

// draw chooses an augmentation with its sign; bin says which magnitude it has.
func (s space) draw(r *rand.Rand, in tensor.Spec, bin, bins int, how sampling) tensor.Stage {
	all := s.augmentations()
	a := all[r.IntN(len(all))]
	m := 0.0
	if a.magnitude != nil {
		m = a.magnitude(bin, bins, in)
		if a.signed && r.IntN(2) == 0 {
			m = -m
		}
	}
	return a.stage(m, in, how)
}
