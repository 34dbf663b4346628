// Package scratch lends memory for the length of one call, so that hot paths allocate nothing in the steady
// state. Buffers come back with whatever they held before.
package scratch

import (
	"sync"

	"github.com/saccade-go/saccade/tensor"
)

// A Buffer is lent by Get and given back by Put.
type Buffer[T any] struct{ S []T }

// A Pool lends buffers of one element type. The zero Pool is ready to use.
type Pool[T any] struct{ pool sync.Pool }

// Pools for the types that kernels use.
var (
	Complex Pool[complex128]
	Float32 Pool[float32]
	Float64 Pool[float64]
	Uint8   Pool[uint8]
	Int16   Pool[int16]
	Int32   Pool[int32]
)

// keep is the largest buffer, in elements, that a pool keeps: one huge image doesn't hold its memory for ever.
const keep = 64 << 20

// Get lends a buffer of n elements, which are not defined.
func (p *Pool[T]) Get(n int) *Buffer[T] {
	b, _ := p.pool.Get().(*Buffer[T])
	if b == nil {
		b = new(Buffer[T])
	}
	if cap(b.S) < n {
		b.S = make([]T, n)
	}
	b.S = b.S[:n]
	return b
}

// Put takes b back; the caller doesn't touch it any more.
func (p *Pool[T]) Put(b *Buffer[T]) {
	if cap(b.S) <= keep {
		p.pool.Put(b)
	}
}

var tensors sync.Pool

// Tensor lends a tensor of spec, its values not defined. Give it back with PutTensor.
func Tensor(spec tensor.Spec) *tensor.Tensor {
	t, _ := tensors.Get().(*tensor.Tensor)
	if t == nil {
		t = new(tensor.Tensor)
	}
	t.Reset(spec)
	return t
}

// PutTensor takes t back; the caller doesn't touch it any more.
func PutTensor(t *tensor.Tensor) {
	if t.Cap() <= keep {
		tensors.Put(t)
	}
}
