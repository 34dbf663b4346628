package tensor

import (
	"errors"
	"math"
	"strings"
	"testing"
)

func TestReset(t *testing.T) {
	x := New(Spec{Space: RGB, C: 3, H: 2, W: 5})
	if x.Len() != 30 || len(x.U8) != 30 || len(x.F32) != 0 {
		t.Fatalf("%v has %d and %d values", x.Spec, len(x.U8), len(x.F32))
	}
	first := &x.U8[0]
	x.Reset(Spec{Space: Gray, C: 1, H: 3, W: 3})
	if &x.U8[0] != first || len(x.U8) != 9 {
		t.Error("a smaller tensor took new memory")
	}
	x.Reset(Spec{DType: Float32, Space: Gray, C: 1, H: 3, W: 3})
	if len(x.U8) != 0 || len(x.F32) != 9 || x.Cap() < 30+36 {
		t.Errorf("float32 after uint8: %d, %d values, %d bytes", len(x.U8), len(x.F32), x.Cap())
	}
	x.Reset(Spec{Space: RGB, C: 3, H: 2, W: 5})
	if &x.U8[0] != first {
		t.Error("the memory of the other dtype was not kept")
	}
	if n := testing.AllocsPerRun(10, func() { x.Reset(Spec{Space: Gray, C: 1, H: 2, W: 2}); x.Reset(Spec{DType: Float32, C: 2}) }); n > 0 {
		t.Errorf("%v allocations", n)
	}
}

func TestImpossiblePanics(t *testing.T) {
	for _, spec := range []Spec{{C: -1, H: 1, W: 1}, {C: 1, H: -1, W: -1}, {C: 3, H: math.MaxInt, W: 1},
		{DType: 9, C: 1, H: 1, W: 1}} {
		if err := spec.Check("test"); err == nil {
			t.Errorf("Check accepts %v", spec)
		}
		func() {
			defer func() {
				if recover() == nil {
					t.Errorf("New(%v) does not panic", spec)
				}
			}()
			New(spec)
		}()
	}
}

func TestPlanes(t *testing.T) {
	x, y := New(Spec{C: 2, H: 2, W: 3}), New(Spec{DType: Float32, C: 2, H: 2, W: 3})
	for i := range 12 {
		x.U8[i], y.F32[i] = uint8(i), float32(i)
	}
	p, q := x.Plane8(1), y.Plane32(1)
	if len(p) != 6 || cap(p) != 6 || p[0] != 6 || len(q) != 6 || cap(q) != 6 || q[5] != 11 {
		t.Errorf("planes %v (cap %d), %v (cap %d)", p, cap(p), q, cap(q))
	}
	if p[0] = 99; x.U8[6] != 99 {
		t.Error("a plane does not share memory")
	}
}

func TestClone(t *testing.T) {
	for _, dtype := range []DType{Uint8, Float32} {
		x := New(Spec{DType: dtype, C: 1, H: 2, W: 2})
		c := x.Clone()
		if c.Spec != x.Spec || c.Expect("clone", x.Spec) != nil {
			t.Errorf("clone is %v", c.Spec)
		}
		if dtype == Uint8 {
			x.U8[0] = 7
		} else {
			x.F32[0] = 7
		}
		if _, hi := c.Range(); hi != 0 {
			t.Error("the clone shares memory")
		}
		c.CopyFrom(x)
		if _, hi := c.Range(); hi != 7 {
			t.Error("CopyFrom did not copy")
		}
	}
	if c := new(Tensor).Clone(); c.Len() != 0 {
		t.Error("the clone of an empty tensor has values")
	}
}

func TestExpect(t *testing.T) {
	spec := Spec{DType: Float32, C: 1, H: 2, W: 2}
	for _, x := range []*Tensor{{}, New(Spec{C: 1, H: 2, W: 2}), {Spec: spec, F32: make([]float32, 3)}, {Spec: spec, U8: make([]uint8, 4)}} {
		var e *SpecError
		if err := x.Expect("hog", spec); !errors.As(err, &e) || !strings.HasPrefix(err.Error(), "hog: wanted ") {
			t.Errorf("%v: got %v", x.Spec, err)
		}
	}
	if err := New(spec).Expect("hog", spec); err != nil {
		t.Error(err)
	}
}

func TestVector(t *testing.T) {
	v := Vector([]float32{1, 2, 3})
	if v.Spec != VectorSpec(3) || v.Expect("vector", Spec{DType: Float32, C: 3, H: 1, W: 1}) != nil {
		t.Errorf("got %v", v.Spec)
	}
}

func TestRange(t *testing.T) {
	nan, inf := float32(math.NaN()), float32(math.Inf(1))
	for _, c := range []struct {
		values []float32
		lo, hi float32
	}{
		{nil, 0, 0}, {[]float32{nan}, 0, 0}, {[]float32{nan, 3, nan}, 3, 3}, {[]float32{-1, -2}, -2, -1},
		{[]float32{5, nan, -inf, inf}, -inf, inf},
	} {
		if lo, hi := Vector(c.values).Range(); lo != c.lo || hi != c.hi {
			t.Errorf("%v: got %v, %v", c.values, lo, hi)
		}
	}
	if lo, hi := (&Tensor{Spec: Spec{C: 3, H: 1, W: 1}, U8: []uint8{9, 4, 200}}).Range(); lo != 4 || hi != 200 {
		t.Errorf("got %v, %v", lo, hi)
	}
}
