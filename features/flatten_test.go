package features

import (
	"testing"

	"github.com/saccade-go/saccade/internal/testdata"
	"github.com/saccade-go/saccade/pipeline/stagetest"
	"github.com/saccade-go/saccade/tensor"
)

func TestFlatten(t *testing.T) {
	src := stagetest.Fill(tensor.Spec{Space: tensor.RGB, C: 3, H: 4, W: 5}, 1)
	got := apply(t, Flatten{}, src)
	if got.Spec != tensor.VectorSpec(60) {
		t.Errorf("spec %v", got.Spec)
	}
	for i, v := range src.U8 {
		if want := float32(v) / 255; got.F32[i] != want {
			t.Errorf("value %d: %v, want %v", i, got.F32[i], want)
		}
	}
	unit := unitOfPicture(src)
	testdata.Near(t, "float32", apply(t, Flatten{}, unit).F32, widen(unit.F32), 0)
}

func TestFlattenRefusals(t *testing.T) {
	for _, in := range []tensor.Spec{{Space: tensor.RGB, C: 3}, {Space: tensor.RGB, C: 3, H: 4}, {}, {C: -1, H: 1, W: 1}} {
		if out, err := (Flatten{}).OutSpec(in); err == nil {
			t.Errorf("%v becomes %v", in, out)
		}
	}
}

func TestFlattenIsAStage(t *testing.T) {
	stagetest.Run(t, Flatten{},
		tensor.Spec{Space: tensor.Gray, C: 1, H: 1, W: 1},
		tensor.Spec{Space: tensor.RGBA, C: 4, H: 3, W: 17},
		tensor.Spec{DType: tensor.Float32, C: 2, H: 3, W: 4},
		tensor.VectorSpec(9))
}
