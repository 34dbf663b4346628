package pipeline

import (
	"errors"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/saccade-go/saccade/features"
	"github.com/saccade-go/saccade/imageio"
	"github.com/saccade-go/saccade/imgproc"
	"github.com/saccade-go/saccade/tensor"
)

func TestCompileReportsAllMistakesAtOnce(t *testing.T) {
	p := New(
		imgproc.Resize{Shorter: -5}, // wrong whatever comes in
		imgproc.ToFloat{},
		Plus{By: -1}, // likewise
		features.Flatten{},
	)
	_, err := p.Compile(p.Input())
	if err == nil {
		t.Fatal("compiled")
	}
	for _, want := range []string{"stage 1 resize", "-5", "stage 3 plus", "by: wanted 0 or more, found -1"} {
		if !strings.Contains(err.Error(), want) {
			t.Errorf("error doesn't say %q:\n%v", want, err)
		}
	}
	if n := strings.Count(err.Error(), "stage "); n != 2 {
		t.Errorf("%d stages named, want only the two with mistakes of their own:\n%v", n, err)
	}
}

func TestStageErrorNamesStageAndInput(t *testing.T) {
	p := New(Plus{1})
	_, err := p.Compile(p.Input())
	var stage *StageError
	if !errors.As(err, &stage) || stage.Number != 1 || stage.Name != "plus" || stage.In != p.Input() {
		t.Fatalf("error %v, want a StageError of stage 1 plus on %v", err, p.Input())
	}
	if want := "stage 1 plus, given uint8 rgb 3×?×?: plus: wanted float32, found uint8 rgb 3×?×?"; err.Error() != want {
		t.Errorf("error %q, want %q", err, want)
	}
}

type onlySpec struct{}

func (onlySpec) OutSpec(in tensor.Spec) (tensor.Spec, error) { return in, nil }

type badSpec struct{ Plus }

func (badSpec) OutSpec(in tensor.Spec) (tensor.Spec, error) { in.C = -3; return in, nil }

type crashSpec struct{ Plus }

func (crashSpec) OutSpec(tensor.Spec) (tensor.Spec, error) { panic("no") }

func TestCompileContainsForeignMistakes(t *testing.T) {
	for _, step := range []Step{nil, onlySpec{}, badSpec{}, crashSpec{}} {
		p := floats(step)
		if _, err := p.Compile(p.Input()); err == nil {
			t.Errorf("%T compiles", step)
		}
	}
	p := &Pipeline{Decode: imageio.Options{Background: "mauve"}}
	if _, err := p.Compile(p.Input()); err == nil || !strings.Contains(err.Error(), "mauve") {
		t.Errorf("a wrong decode option gives %v", err)
	}
}

func TestAbsurdSizesAreRefusedBeforeMemoryIsTaken(t *testing.T) {
	huge := imgproc.Resize{Height: 60000, Width: 60000}
	for _, p := range []*Pipeline{
		New(huge),
		New(imgproc.Resize{Height: 20000, Width: 20000}, imgproc.ToFloat{}),
		New(features.Concat{Branches: [][]Step{{huge, imgproc.CenterCrop{Height: 1, Width: 1}, features.Flatten{}}}}),
	} {
		if _, err := p.Compile(p.Input()); err == nil || !strings.Contains(err.Error(), "GiB") && !strings.Contains(err.Error(), "memory") {
			t.Errorf("%+v: %v, want an error about memory", p.Steps, err)
		}
	}
	plan := mustCompile(t, New(imgproc.Resize{Shorter: 60000}))
	if err := plan.Run(new(tensor.Tensor), tensor.New(tensor.Spec{Space: tensor.RGB, C: 3, H: 2, W: 2})); err == nil {
		t.Error("an absurd size is found by nobody at run time")
	}
}

func TestRunChecksItsInput(t *testing.T) {
	p := floats(Plus{1})
	in := p.Input()
	in.H, in.W = 4, 5
	plan, err := p.Compile(in)
	if err != nil {
		t.Fatal(err)
	}
	dst := new(tensor.Tensor)
	for _, bad := range []tensor.Spec{
		{DType: tensor.Float32, Space: tensor.RGB, C: 3, H: 5, W: 4},
		{DType: tensor.Uint8, Space: tensor.RGB, C: 3, H: 4, W: 5},
		{DType: tensor.Float32, Space: tensor.Gray, C: 1, H: 4, W: 5},
		{DType: tensor.Float32, Space: tensor.RGB, C: 3},
	} {
		if err := plan.Run(dst, tensor.New(bad)); err == nil {
			t.Errorf("runs on %v, compiled for %v", bad, in)
		}
	}
	if err := plan.Run(dst, &tensor.Tensor{Spec: in}); err == nil {
		t.Error("runs on a tensor without values")
	}
	if err := plan.Run(dst, tensor.New(in)); err != nil || dst.F32[0] != 1 {
		t.Errorf("on the right input: %v", err)
	}
}

func TestRunWithoutStagesCopies(t *testing.T) {
	plan := mustCompile(t, floats())
	src := tensor.New(onePixel)
	src.F32[0] = 5
	dst := new(tensor.Tensor)
	if err := plan.Run(dst, src); err != nil || dst.F32[0] != 5 || &dst.F32[0] == &src.F32[0] {
		t.Errorf("result %v, %v, want a copy", dst, err)
	}
}

func TestFit(t *testing.T) {
	p := floats(Plus{1}, Centre{}, Plus{10}, Centre{})
	plan := mustCompile(t, p)
	if err := plan.Run(new(tensor.Tensor), tensor.New(onePixel)); !errors.Is(err, ErrNotFitted) {
		t.Errorf("an unfitted plan runs: %v", err)
	}
	if p.Fitted() {
		t.Error("Fitted before Fit")
	}
	sources := func(yield func(number) bool) { // mean 2; a failing one is passed over
		_ = yield(1) && yield(-1) && yield(3)
	}
	q, err := Fit(t.Context(), p, p.Input(), sources, Options{})
	if err != nil {
		t.Fatal(err)
	}
	if want := []Step{Plus{1}, Shift{-3}, Plus{10}, Shift{-10}}; !slices.Equal(q.Steps, want) {
		t.Errorf("fitted to %v, want %v", q.Steps, want)
	}
	if !q.Fitted() || p.Fitted() {
		t.Error("Fit changes the pipeline that it is given")
	}
}

func TestFitInBranches(t *testing.T) {
	p := floats(imgproc.Resize{Height: 1, Width: 1}, features.Concat{Branches: [][]Step{{Plus{1}, Centre{}, features.Flatten{}}, {features.Flatten{}}}})
	if p.Fitted() {
		t.Error("a Fitter in a branch isn't seen")
	}
	if err := mustCompile(t, p).Ready(); !errors.Is(err, ErrNotFitted) {
		t.Errorf("a plan with a Fitter in a branch is ready: %v", err)
	}
	q, err := Fit(t.Context(), p, p.Input(), numbers(3), Options{})
	if err != nil {
		t.Fatal(err)
	}
	var got []float32
	for _, r := range Map(t.Context(), mustCompile(t, q), numbers(1), Options{}) {
		got = slices.Clone(r.Tensor.F32)
	}
	if want := []float32{-1, -1, -1, 0, 0, 0}; !slices.Equal(got, want) {
		t.Errorf("branches make %v, want %v", got, want)
	}
	random := floats(imgproc.Resize{Height: 1, Width: 1}, features.Concat{Branches: [][]Step{{Jitter{}, features.Flatten{}}}})
	if _, err := random.Compile(random.Input()); err == nil || !strings.Contains(err.Error(), "branch 1, stage 1 jitter") {
		t.Errorf("a random step in a branch: %v", err)
	}
}

// gradient is a source: an image of 4×4 pixels with the values 0 to 15, times the number.
type gradient float32

func (g gradient) Load(dst *tensor.Tensor, _ imageio.Options) error {
	dst.Reset(tensor.Spec{DType: tensor.Float32, Space: tensor.RGB, C: 3, H: 4, W: 4})
	for i := range dst.F32 {
		dst.F32[i] = float32(g) * float32(i%16)
	}
	return nil
}

func TestFitInPyramids(t *testing.T) {
	of := []Step{Plus{1}, features.Concat{Branches: [][]Step{{Centre{}, Plus{2}, Centre{}, features.Flatten{}}}}}
	p := floats(Plus{10}, features.SpatialPyramid{Of: of, Levels: []int{2}})
	if p.Fitted() {
		t.Error("a Fitter in a pyramid isn't seen")
	}
	in := p.Input()
	in.H, in.W = 4, 4
	plan, err := p.Compile(in)
	if err != nil {
		t.Fatal(err)
	}
	if err := plan.Ready(); !errors.Is(err, ErrNotFitted) {
		t.Errorf("a plan with a Fitter in a pyramid is ready: %v", err)
	}
	if text := plan.Explain(); !strings.Contains(text, "has to learn first") {
		t.Errorf("the plan doesn't say that it has to learn:\n%s", text)
	}
	q, err := Fit(t.Context(), p, in, slices.Values([]gradient{1, 3}), Options{})
	if err != nil {
		t.Fatal(err)
	}
	// The first values of the cells are 0, 2, 8 and 10: 5 in the mean, twice that for both images, and 11 more.
	got := q.Steps[1].(features.SpatialPyramid).Of[1].(features.Concat).Branches[0]
	if want := []Step{Shift{-21}, Plus{2}, Shift{-2}, features.Flatten{}}; !slices.Equal(got, want) {
		t.Errorf("fitted to %v, want %v", got, want)
	}
	if !q.Fitted() || p.Fitted() {
		t.Error("Fit changes the pipeline that it is given")
	}
	learned := floats(features.SpatialPyramid{Of: []Step{features.Standardized{Mean: array(1), Std: array(2)}}})
	config, arrays, err := learned.Split()
	if err != nil || arrays["steps.1.of.1.mean"] == nil || strings.Contains(string(config), "data") {
		t.Errorf("split into %s and %v, %v", config, arrays, err)
	}
	if joined, err := Standard().Join(config, arrays); err != nil || !reflect.DeepEqual(joined, learned) {
		t.Errorf("joined to %+v, %v", joined, err)
	}
}

// TestFitInPyramidsOfAnySize passes over images that are too small for the pyramid.
func TestFitInPyramidsOfAnySize(t *testing.T) {
	p := floats(features.SpatialPyramid{Of: []Step{features.ColorHistogram{}, features.Standardize{}}, Levels: []int{1, 3}})
	if _, err := Fit(t.Context(), p, p.Input(), slices.Values([]gradient{0.01, 0.02}), Options{}); err != nil {
		t.Error(err)
	}
	if _, err := Fit(t.Context(), p, p.Input(), numbers(3), Options{}); err == nil || !strings.Contains(err.Error(), "nothing to learn from") {
		t.Errorf("%v, want that all are too small", err)
	}
	random := floats(features.SpatialPyramid{Of: []Step{Jitter{}, features.ColorHistogram{}}})
	if _, err := random.Compile(random.Input()); err == nil || !strings.Contains(err.Error(), "stage 1 jitter: a random step stands before the pyramid") {
		t.Errorf("a random step in a pyramid: %v", err)
	}
}

func TestPyramidsInPyramidsAreRefused(t *testing.T) {
	text := "spatial_pyramid: {of: [compose: {steps: [{concat: {branches: [["
	p, err := Parse([]byte("steps: [" + strings.Repeat(text, 4) + "flatten" + strings.Repeat("]]}}]}]}", 4) + "]"))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := p.Compile(p.Input()); err == nil || !strings.Contains(err.Error(), "wanted no spatial_pyramid in another one") {
		t.Errorf("%v", err)
	}
}

func TestFitNeedsData(t *testing.T) {
	if _, err := Fit(t.Context(), floats(Centre{}), floats().Input(), numbers(0), Options{}); err == nil {
		t.Error("fits on nothing")
	}
}

// half is a Random that changes the size, and its still stage.
func TestRandomThatChangesTheSpecNeedsAStill(t *testing.T) {
	p := floats(halving{})
	if _, err := p.Compile(p.Input()); err == nil || !strings.Contains(err.Error(), "still") {
		t.Errorf("error %v, want one about the missing still stage", err)
	}
	q := floats(stillHalving{})
	plan := mustCompile(t, q)
	for _, r := range Map(t.Context(), plan, numbers(1), Options{}) {
		if r.Err != nil || r.Tensor.H != 8 {
			t.Errorf("outside training: %v", r.Err)
		}
	}
}

type halving struct{ Jitter }

func (halving) OutSpec(in tensor.Spec) (tensor.Spec, error) { in.H, in.W = 8, 8; return in, nil }

type stillHalving struct{ halving }

func (stillHalving) Still() Stage { return imgproc.Resize{Height: 8, Width: 8} }
