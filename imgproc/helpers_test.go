package imgproc_test

import (
	"math/rand/v2"
	"testing"

	"github.com/saccade-go/saccade/internal/testdata"
	"github.com/saccade-go/saccade/tensor"
)

// apply runs a stage on src and fails the test if it can't, or if it changes src.
func apply(t testing.TB, s tensor.Stage, src *tensor.Tensor) *tensor.Tensor {
	t.Helper()
	out, err := s.OutSpec(src.Spec)
	if err != nil {
		t.Fatalf("%#v: %v", s, err)
	}
	before := src.Clone()
	dst := tensor.New(out)
	spoil(dst)
	if err := s.Apply(dst, src); err != nil {
		t.Fatalf("%#v: %v", s, err)
	}
	if !same(before, src) {
		t.Errorf("%#v changed its source", s)
	}
	return dst
}

// spoil fills t so that values that a stage leaves unwritten are seen.
func spoil(t *tensor.Tensor) {
	for i := range t.U8 {
		t.U8[i] = 0xA5
	}
	for i := range t.F32 {
		t.F32[i] = -12345
	}
}

// same reports that a and b have the same spec and the same values; NaN is the same as NaN.
func same(a, b *tensor.Tensor) bool {
	if a.Spec != b.Spec {
		return false
	}
	x, y := values(a), values(b)
	for i, v := range x {
		if v != y[i] && (v == v || y[i] == y[i]) {
			return false
		}
	}
	return true
}

// values returns a copy of t's values as float32.
func values(t *tensor.Tensor) []float32 {
	v := make([]float32, t.Len())
	for i := range v {
		if t.DType == tensor.Uint8 {
			v[i] = float32(t.U8[i])
		} else {
			v[i] = t.F32[i]
		}
	}
	return v
}

// spaces has the space of pictures by their number of channels.
var spaces = [...]tensor.Space{1: tensor.Gray, 2: tensor.GrayAlpha, 3: tensor.RGB, 4: tensor.RGBA}

// noise returns an image of random values: 0..255 in uint8, 0..1 in float32.
func noise(d tensor.DType, c, h, w int) *tensor.Tensor {
	spec := tensor.Spec{DType: d, C: c, H: h, W: w}
	if c < len(spaces) {
		spec.Space = spaces[c]
	}
	r := rand.New(rand.NewPCG(uint64(c), uint64(h*1000+w)))
	t := tensor.New(spec)
	for i := range t.U8 {
		t.U8[i] = uint8(r.Uint32())
	}
	for i := range t.F32 {
		t.F32[i] = r.Float32()
	}
	return t
}

// toCHW takes an H×W or H×W×C array apart into planes.
func toCHW(a testdata.Array) testdata.Array {
	h, w, c := a.Shape[0], a.Shape[1], 1
	if len(a.Shape) == 3 {
		c = a.Shape[2]
	}
	planes := make([]float64, len(a.Data))
	for i, v := range a.Data {
		planes[i%c*h*w+i/c] = v
	}
	return testdata.Array{Shape: []int{c, h, w}, Data: planes}
}

// fromHWC makes an image of an H×W or H×W×C array.
func fromHWC(d tensor.DType, a testdata.Array) *tensor.Tensor { return fromCHW(d, toCHW(a)) }

// fromCHW makes an image of a C×H×W array.
func fromCHW(d tensor.DType, a testdata.Array) *tensor.Tensor {
	t := tensor.New(tensor.Spec{DType: d, C: a.Shape[0], H: a.Shape[1], W: a.Shape[2], Space: spaces[a.Shape[0]]})
	for i, v := range a.Data {
		if d == tensor.Uint8 {
			t.U8[i] = uint8(v)
		} else {
			t.F32[i] = float32(v)
		}
	}
	return t
}
