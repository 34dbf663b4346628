package tensor

import (
	"encoding/json"
	"math"
	"slices"
	"testing"
)

func TestTensorJSON(t *testing.T) {
	x := New(Spec{DType: Float32, C: 2, H: 1, W: 3})
	copy(x.F32, []float32{0.1, -1e-30, 3, math.MaxFloat32, math.SmallestNonzeroFloat32, 1.0 / 3})
	b, err := json.Marshal(x)
	if err != nil {
		t.Fatal(err)
	}
	var back Tensor
	if err := json.Unmarshal(b, &back); err != nil || back.Spec != x.Spec || !slices.Equal(back.F32, x.F32) {
		t.Errorf("%s became %v %v, %v", b, back.Spec, back.F32, err)
	}
}

func TestTensorJSONEmpty(t *testing.T) {
	b, err := json.Marshal(Tensor{})
	if want := `{"shape":[0,0,0],"data":[]}`; err != nil || string(b) != want {
		t.Errorf("got %s, %v", b, err)
	}
	var back Tensor
	if err := json.Unmarshal(b, &back); err != nil || back.Len() != 0 {
		t.Error(back, err)
	}
}

func TestTensorJSONRefuses(t *testing.T) {
	for _, text := range []string{`{"shape":[1,2,2],"data":[1,2,3]}`, `{"shape":[-1,1,-1],"data":[1]}`, `{"shape":[0,-5,0],"data":[]}`,
		`{"shape":[4294967296,4294967296,4294967296],"data":[]}`, `{"shape":[1,1,1],"data":["a"]}`, `{"shape":[1,1,1],"data":[1e40]}`, `[1]`, `{"shape":[1,1],"data":[1]}`} {
		back := Tensor{Spec: VectorSpec(1), F32: []float32{5}}
		if json.Unmarshal([]byte(text), &back) == nil {
			t.Errorf("%s was read as %v", text, back)
		}
		if back.Spec != VectorSpec(1) || back.F32[0] != 5 {
			t.Errorf("%s changed the tensor", text)
		}
	}
	for _, x := range []*Tensor{New(Spec{C: 1, H: 1, W: 1}), Vector([]float32{float32(math.NaN())})} {
		if b, err := json.Marshal(x); err == nil {
			t.Errorf("%v was written as %s", x.Spec, b)
		}
	}
}

func FuzzTensorJSON(f *testing.F) {
	f.Add([]byte(`{"shape":[1,2,2],"data":[1,2,3,4]}`))
	f.Fuzz(func(t *testing.T, b []byte) {
		var x, y Tensor
		if json.Unmarshal(b, &x) != nil {
			return
		}
		if err := x.Expect("json", x.Spec); err != nil {
			t.Fatal(err)
		}
		again, err := json.Marshal(&x)
		if err != nil {
			t.Fatal(err)
		}
		if err := json.Unmarshal(again, &y); err != nil || y.Spec != x.Spec || !slices.Equal(x.F32, y.F32) {
			t.Errorf("%s: %v, then %v, %v", b, x.Spec, y.Spec, err)
		}
	})
}
