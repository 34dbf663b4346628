package tensor

import "fmt"

// A Tensor is an image or a feature vector: C×H×W values, contiguous, plane by plane and in each plane row
// by row, so that the value of channel c at row y and column x is at index (c*H+y)*W+x.
//
// The values are in U8 if DType is Uint8 and in F32 if it is Float32; the other slice is not used (it may
// keep memory for later). The zero Tensor is empty and ready for Reset.
//
// A Tensor is not safe for concurrent writes.
type Tensor struct {
	Spec
	U8  []uint8
	F32 []float32
}

// New returns a tensor of spec, filled with zeros. It panics if a size is negative or the product overflows:
// sizes that come from outside are checked where they come in.
func New(spec Spec) *Tensor {
	t := new(Tensor)
	t.Reset(spec)
	return t
}

// Vector returns a feature vector, a float32 tensor of shape D×1×1, that shares values.
func Vector(values []float32) *Tensor {
	return &Tensor{Spec: VectorSpec(len(values)), F32: values}
}

// Reset gives t the spec and room for its values, and reuses t's memory where it is large enough. The values
// are not defined afterwards, unless the memory is new: then they are zero.
func (t *Tensor) Reset(spec Spec) {
	n := spec.Len()
	t.Spec = spec
	switch spec.DType {
	case Uint8:
		t.U8 = resize(t.U8, n)
		t.F32 = t.F32[:0]
	case Float32:
		t.F32 = resize(t.F32, n)
		t.U8 = t.U8[:0]
	default:
		panic(fmt.Sprintf("tensor: unknown %v", spec.DType))
	}
}

func resize[T uint8 | float32](s []T, n int) []T {
	if cap(s) < n {
		return make([]T, n)
	}
	return s[:n]
}

// Plane8 returns channel c of a uint8 tensor, H×W values that share t's memory.
func (t *Tensor) Plane8(c int) []uint8 {
	n := t.H * t.W
	return t.U8[c*n : (c+1)*n : (c+1)*n]
}

// Plane32 returns channel c of a float32 tensor, H×W values that share t's memory.
func (t *Tensor) Plane32(c int) []float32 {
	n := t.H * t.W
	return t.F32[c*n : (c+1)*n : (c+1)*n]
}

// CopyFrom makes t equal to src and independent of it.
func (t *Tensor) CopyFrom(src *Tensor) {
	t.Reset(src.Spec)
	copy(t.U8, src.U8)
	copy(t.F32, src.F32)
}

// Clone returns a tensor equal to t and independent of it.
func (t *Tensor) Clone() *Tensor {
	c := new(Tensor)
	c.CopyFrom(t)
	return c
}

// Cap returns how many bytes of memory t holds, used or not.
func (t *Tensor) Cap() int { return cap(t.U8) + 4*cap(t.F32) }

// Expect reports, as a *SpecError that names op, if t has not the spec want or not as many values as its
// spec says. Stages call it on their destination.
func (t *Tensor) Expect(op string, want Spec) error {
	if t.Spec != want {
		return &SpecError{Op: op, Want: "a destination of " + want.String(), Got: t.Spec}
	}
	have := len(t.U8)
	if t.DType == Float32 {
		have = len(t.F32)
	}
	if have != want.Len() {
		return &SpecError{Op: op, Want: fmt.Sprintf("%d values in the destination, found %d", want.Len(), have), Got: t.Spec}
	}
	return nil
}

// Range returns the smallest and the largest value. NaN is passed over; of no values they are 0, 0.
func (t *Tensor) Range() (lo, hi float32) {
	if t.DType == Uint8 {
		l, h := bounds(t.U8)
		return float32(l), float32(h)
	}
	return bounds(t.F32)
}

func bounds[T uint8 | float32](s []T) (lo, hi T) {
	first := true
	for _, v := range s {
		switch {
		case v != v:
		case first:
			lo, hi, first = v, v, false
		case v < lo:
			lo = v
		case v > hi:
			hi = v
		}
	}
	return lo, hi
}
