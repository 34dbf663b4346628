package features

import (
	"errors"
	"strings"
	"testing"

	"github.com/saccade-go/saccade/colorspace"
	"github.com/saccade-go/saccade/internal/testdata"
	"github.com/saccade-go/saccade/pipeline/stagetest"
	"github.com/saccade-go/saccade/tensor"
)

func TestConcat(t *testing.T) {
	src := stagetest.Fill(tensor.Spec{Space: tensor.RGB, C: 3, H: 32, W: 40}, 1)
	gray := colorspace.Convert{To: tensor.Gray}
	c := Concat{Branches: [][]tensor.Step{
		{gray, HOG{}},
		{ColorHistogram{Space: tensor.HSV}},
		{gray},
		{Concat{Branches: [][]tensor.Step{{Flatten{}}, {gray, Flatten{}}}}},
	}}
	grays := apply(t, gray, src)
	var want []float32
	for _, part := range []*tensor.Tensor{apply(t, HOG{}, grays), apply(t, ColorHistogram{Space: tensor.HSV}, src), grays,
		apply(t, Flatten{}, src), grays} {
		want = append(want, part.F32...)
	}
	got := apply(t, c, src)
	if got.Spec != tensor.VectorSpec(len(want)) {
		t.Errorf("spec %v, want %d values", got.Spec, len(want))
	}
	testdata.Near(t, "branches side by side", got.F32, widen(want), 0)
}

// TestConcatOfInput: an empty branch is the input.
func TestConcatOfInput(t *testing.T) {
	src := stagetest.Fill(tensor.VectorSpec(5), 2)
	got := apply(t, Concat{Branches: [][]tensor.Step{{}, {Flatten{}}}}, src)
	testdata.Near(t, "input twice", got.F32, append(widen(src.F32), widen(src.F32)...), 0)
}

func TestConcatNamesAllErrors(t *testing.T) {
	c := Concat{Branches: [][]tensor.Step{
		{Flatten{}},
		{colorspace.Convert{To: tensor.Gray}, HOG{Cell: 99}},
		{HOG{Norm: "l3"}},
		{},
		{nil},
		{colorspace.Convert{To: tensor.Gray}},
	}}
	_, err := c.OutSpec(tensor.Spec{Space: tensor.RGB, C: 3, H: 30, W: 30})
	if err == nil {
		t.Fatal("no error")
	}
	for _, want := range []string{
		"concat: branch 2, step 2 (features.HOG): hog: wanted at least 297×297 pixels",
		"concat: branch 3, step 1 (features.HOG): hog: norm: wanted",
		"concat: branch 4: concat: wanted a result of float32",
		"concat: branch 5, step 1: wanted a stage, found nothing",
	} {
		if !strings.Contains(err.Error(), want) {
			t.Errorf("%q is not in\n%v", want, err)
		}
	}
	if lines := strings.Count(err.Error(), "\n") + 1; lines != 4 {
		t.Errorf("%d errors, want 4:\n%v", lines, err)
	}
	var p *tensor.ParamError
	if !errors.As(err, &p) || p.Param != "norm" {
		t.Errorf("no *ParamError for norm in %v", err)
	}
}

func TestConcatWithoutBranches(t *testing.T) {
	var p *tensor.ParamError
	if _, err := (Concat{}).OutSpec(tensor.VectorSpec(3)); !errors.As(err, &p) {
		t.Errorf("no branches: %v, want a *ParamError", err)
	}
}

// TestConcatWantsStages: what isn't fitted yet has an OutSpec but can't be applied.
func TestConcatWantsStages(t *testing.T) {
	c := Concat{Branches: [][]tensor.Step{{Flatten{}}, {Flatten{}, Standardize{}}}}
	src := tensor.New(tensor.VectorSpec(4))
	out, err := c.OutSpec(src.Spec)
	if err != nil || out.C != 8 {
		t.Fatalf("%v, %v", out, err)
	}
	err = c.Apply(tensor.New(out), src)
	if want := "concat: branch 2, step 2 (features.Standardize): wanted a stage"; err == nil || !strings.Contains(err.Error(), want) {
		t.Errorf("%v, want %q", err, want)
	}
}

// failing is a stage that fails when it is applied.
type failing struct{ Flatten }

var errFailing = errors.New("failing")

func (failing) Apply(dst, src *tensor.Tensor) error { return errFailing }

func TestConcatPassesErrorsOn(t *testing.T) {
	src := tensor.New(tensor.VectorSpec(4))
	c := Concat{Branches: [][]tensor.Step{{Flatten{}, failing{}}}}
	if err := c.Apply(tensor.New(src.Spec), src); !errors.Is(err, errFailing) {
		t.Errorf("%v", err)
	}
}

func TestConcatDoesNotAllocate(t *testing.T) {
	c := Concat{Branches: [][]tensor.Step{
		{colorspace.Convert{To: tensor.Gray}, HOG{}}, {ColorHistogram{Space: tensor.Lab, Bins: []int{8}}}, {Flatten{}}}}
	src := stagetest.Fill(tensor.Spec{Space: tensor.RGB, C: 3, H: 48, W: 48}, 3)
	dst := apply(t, c, src)
	if n := testing.AllocsPerRun(50, func() { _ = c.Apply(dst, src) }); n >= 1 && !testdata.Race {
		t.Errorf("%v allocations", n)
	}
}
