package scratch

import (
	"testing"

	"github.com/saccade-go/saccade/tensor"
)

func TestSizes(t *testing.T) {
	var p Pool[int]
	for _, n := range []int{5, 0, 100, 7} {
		b := p.Get(n)
		if len(b.S) != n {
			t.Errorf("Get(%d) has %d elements", n, len(b.S))
		}
		p.Put(b)
	}
	spec := tensor.Spec{Space: tensor.RGB, C: 3, H: 4, W: 5}
	x := Tensor(spec)
	if x.Spec != spec || len(x.U8) != 60 {
		t.Errorf("Tensor(%v) is %v with %d values", spec, x.Spec, len(x.U8))
	}
	PutTensor(x)
}

func TestLargeBuffersAreLetGo(t *testing.T) {
	var p Pool[uint8]
	p.Put(&Buffer[uint8]{make([]uint8, keep+1)})
	if b := p.Get(1); cap(b.S) > keep {
		t.Errorf("a buffer of %d elements was kept", cap(b.S))
	}
}
