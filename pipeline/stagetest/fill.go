package stagetest

import (
	"math"
	"math/rand/v2"
	"slices"

	"github.com/saccade-go/saccade/tensor"
)

// Fill returns a tensor of spec with reproducible random values: uint8 of the whole range, float32 in 0..1.
func Fill(spec tensor.Spec, seed uint64) *tensor.Tensor {
	r := rand.New(rand.NewPCG(seed, 0))
	t := tensor.New(spec)
	for i := range t.U8 {
		t.U8[i] = uint8(r.Uint32())
	}
	for i := range t.F32 {
		t.F32[i] = r.Float32()
	}
	return t
}

// hostile returns tensors of spec with values that arithmetic stumbles over.
func hostile(spec tensor.Spec) []*tensor.Tensor {
	if spec.DType == tensor.Uint8 {
		return []*tensor.Tensor{constant(spec, 0), constant(spec, 255)}
	}
	inf := float32(math.Inf(1))
	nan := float32(math.NaN())
	all := []*tensor.Tensor{constant(spec, 0), constant(spec, nan), constant(spec, inf), constant(spec, math.MaxFloat32)}
	mixed := Fill(spec, 2)
	values := []float32{nan, inf, -inf, math.MaxFloat32, -math.MaxFloat32, math.SmallestNonzeroFloat32, float32(math.Copysign(0, -1))}
	for i := range mixed.F32 {
		if i%3 == 0 {
			mixed.F32[i] = values[i/3%len(values)]
		}
	}
	return append(all, mixed)
}

func constant(spec tensor.Spec, v float32) *tensor.Tensor {
	t := tensor.New(spec)
	for i := range t.U8 {
		t.U8[i] = uint8(v)
	}
	for i := range t.F32 {
		t.F32[i] = v
	}
	return t
}

// Equal reports whether two tensors have the same spec and the same bits.
func Equal(a, b *tensor.Tensor) bool {
	return a.Spec == b.Spec && slices.Equal(a.U8, b.U8) &&
		slices.EqualFunc(a.F32, b.F32, func(x, y float32) bool { return math.Float32bits(x) == math.Float32bits(y) })
}

// poison fills t with bytes that a stage is to overwrite.
func poison(t *tensor.Tensor, with uint8) {
	for i := range t.U8 {
		t.U8[i] = with
	}
	for i := range t.F32 {
		t.F32[i] = math.Float32frombits(0x01010101 * uint32(with))
	}
}
