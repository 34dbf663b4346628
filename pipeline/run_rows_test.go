package pipeline_test

import (
	"context"
	"errors"
	"testing"

	"github.com/saccade-go/saccade/features"
	"github.com/saccade-go/saccade/pipeline"
	"github.com/saccade-go/saccade/pipeline/stagetest"
	"github.com/saccade-go/saccade/tensor"
)

// vectors returns rows of values that stagetest draws.
func vectors(rows, cols int) tensor.Matrix {
	m := tensor.NewMatrix(rows, cols)
	for i := range rows {
		copy(m.Row(i), stagetest.Fill(tensor.VectorSpec(cols), uint64(i)).F32)
	}
	return m
}

// matrix is a learned array of 1×rows×cols.
func matrix(rows, cols int) tensor.Tensor {
	return tensor.Tensor{Spec: tensor.Spec{DType: tensor.Float32, C: 1, H: rows, W: cols}, F32: vectors(rows, cols).Data}
}

func TestRunRows(t *testing.T) {
	p := pipeline.New(features.L2Normalize{}, features.Projection{Components: matrix(9, 20)}, features.PowerNormalize{})
	plan, err := p.Compile(tensor.VectorSpec(20))
	if err != nil {
		t.Fatal(err)
	}
	for _, rows := range []int{0, 1, 63, 64, 65, 200} {
		src, dst := vectors(rows, 20), tensor.NewMatrix(rows, 9)
		if err := plan.RunRows(context.Background(), dst, src, 3); err != nil {
			t.Fatal(err)
		}
		for i := range rows {
			var want tensor.Tensor
			if err := plan.Run(&want, &tensor.Tensor{Spec: plan.In, F32: src.Row(i)}); err != nil {
				t.Fatal(err)
			}
			for k, v := range want.F32 {
				if v != dst.Row(i)[k] {
					t.Fatalf("row %d of %d: %v, Run makes %v", i, rows, dst.Row(i), want.F32)
				}
			}
		}
	}
}

func TestRunRowsInPlace(t *testing.T) {
	plan, err := pipeline.New(features.Projection{Components: matrix(20, 20)}).Compile(tensor.VectorSpec(20))
	if err != nil {
		t.Fatal(err)
	}
	src, want := vectors(150, 20), tensor.NewMatrix(150, 20)
	if err := errors.Join(plan.RunRows(context.Background(), want, src, 2), plan.RunRows(context.Background(), src, src, 2)); err != nil {
		t.Fatal(err)
	}
	for i, v := range want.Data {
		if src.Data[i] != v {
			t.Fatalf("value %d is %v in place, %v otherwise", i, src.Data[i], v)
		}
	}
}

// broken refuses vectors that begin with a negative number.
type broken struct{ panics bool }

func (broken) OutSpec(in tensor.Spec) (tensor.Spec, error) { return in, nil }
func (b broken) Apply(dst, src *tensor.Tensor) error {
	if src.F32[0] >= 0 {
		return nil
	}
	if b.panics {
		panic("negative")
	}
	return errors.New("negative")
}

func TestRunRowsErrors(t *testing.T) {
	in := tensor.VectorSpec(3)
	bad := tensor.Matrix{Rows: 2, Cols: 3, Data: []float32{1, 0, 0, -1, 0, 0}}
	for _, panics := range []bool{false, true} {
		plan, err := pipeline.New(broken{panics}).Compile(in)
		if err != nil {
			t.Fatal(err)
		}
		err = plan.RunRows(context.Background(), tensor.NewMatrix(2, 3), bad, 2)
		if _, ok := errors.AsType[*pipeline.StageError](err); !ok {
			t.Errorf("wanted a *StageError, found %v", err)
		}
		for _, m := range []tensor.Matrix{tensor.NewMatrix(2, 4), tensor.NewMatrix(1, 3)} {
			err := plan.RunRows(context.Background(), m, bad, 2)
			if _, ok := errors.AsType[*tensor.SpecError](err); !ok {
				t.Errorf("%d×%d: wanted a *SpecError, found %v", m.Rows, m.Cols, err)
			}
		}
		cancelled, cancel := context.WithCancel(context.Background())
		cancel()
		if err := plan.RunRows(cancelled, tensor.NewMatrix(2, 3), tensor.NewMatrix(2, 3), 2); !errors.Is(err, context.Canceled) {
			t.Errorf("wanted the context's error, found %v", err)
		}
	}
	plan, err := pipeline.New(features.Standardize{}).Compile(in)
	if err != nil {
		t.Fatal(err)
	}
	if err := plan.RunRows(context.Background(), bad, bad, 0); !errors.Is(err, pipeline.ErrNotFitted) {
		t.Errorf("wanted ErrNotFitted, found %v", err)
	}
}
