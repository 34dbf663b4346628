package pipeline_test

import (
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/saccade-go/saccade/colorspace"
	"github.com/saccade-go/saccade/features"
	"github.com/saccade-go/saccade/imgproc"
	"github.com/saccade-go/saccade/internal/testdata"
	"github.com/saccade-go/saccade/pipeline"
	"github.com/saccade-go/saccade/pipeline/stagetest"
	"github.com/saccade-go/saccade/tensor"
)

// randomStep draws a step that often goes with others into a valid pipeline.
func randomStep(r *rand.Rand) pipeline.Step {
	side := func() int { return 1 + r.IntN(24) }
	numbers := func() []float32 { return []float32{r.Float32(), 0.5 + r.Float32(), 1 + r.Float32()}[:1+2*r.IntN(2)] }
	switch r.IntN(16) {
	case 0:
		return imgproc.Resize{Shorter: side(), Filter: imgproc.Filter(r.IntN(11)), Linear: r.IntN(4) == 0}
	case 1:
		return imgproc.Resize{Height: side(), Width: side(), Filter: imgproc.Filter(r.IntN(11)), NoAntialias: r.IntN(4) == 0}
	case 2, 3:
		return imgproc.CenterCrop{Height: side(), Width: side()}
	case 4:
		return imgproc.Crop{X: r.IntN(4), Y: r.IntN(4), Width: side(), Height: side()}
	case 5, 6:
		return imgproc.ToFloat{}
	case 7, 8:
		mean := numbers()
		return imgproc.Normalize{Mean: mean, Std: []float32{0.25, 0.5, 0.75}[:len(mean)]}
	case 9:
		return imgproc.FlipHorizontal{}
	case 10:
		return imgproc.Rotate90{Turns: r.IntN(4)}
	case 11:
		return imgproc.FlipVertical{}
	case 12:
		return imgproc.Transpose{}
	case 13:
		return imgproc.Transverse{}
	}
	return colorspace.Convert{To: []tensor.Space{colorspace.Gray, colorspace.HSV, colorspace.RGB}[r.IntN(3)]}
}

// TestPlanEqualsStagesOneByOne draws pipelines and images: whatever the plan merges, the bytes are those of the stages.
func TestPlanEqualsStagesOneByOne(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	merged, compared := 0, 0
	for compared < 1500 {
		p := pipeline.New()
		for range 1 + r.IntN(6) {
			p.Steps = append(p.Steps, randomStep(r))
		}
		in := p.Input()
		src := stagetest.Fill(tensor.Spec{DType: in.DType, Space: in.Space, C: in.C, H: 1 + r.IntN(40), W: 1 + r.IntN(40)}, r.Uint64())
		if r.IntN(2) == 0 {
			in = src.Spec
		}
		plan, err := p.Compile(in)
		if err != nil {
			continue
		}
		if len(plan.Nodes) < len(p.Steps) {
			merged++
		}
		var want, got tensor.Tensor
		traceErr := plan.Trace(src, func(s pipeline.Traced) error { want.CopyFrom(s.Out); return nil })
		runErr := plan.Run(&got, src)
		if (traceErr == nil) != (runErr == nil) {
			t.Fatalf("%+v on %v: one by one %v, the plan %v", p.Steps, src.Spec, traceErr, runErr)
		}
		if runErr != nil {
			continue
		}
		compared++
		if !stagetest.Equal(&got, &want) {
			t.Fatalf("%+v on %v: the plan's bytes are others than the stages'\n%s", p.Steps, src.Spec, plan.Explain())
		}
	}
	if merged < 200 {
		t.Errorf("only %d plans had merged stages", merged)
	}
}

func TestExplainSaysWhatIsMerged(t *testing.T) {
	got := compile(t, imagenet()).Explain()
	for _, want := range []string{
		"1–2  resize {shorter: 256} + center_crop {height: 224, width: 224}", "only what the crop leaves is resized",
		"3–4  to_float + normalize", "one pass for both of them",
	} {
		if !strings.Contains(got, want) {
			t.Errorf("the table doesn't say %q:\n%s", want, got)
		}
	}
}

// TestCropsComeFirst: a crop that can't pad goes before to_float and normalize and into the resize; one that might stays.
func TestCropsComeFirst(t *testing.T) {
	normalize := imgproc.Normalize{Mean: []float32{0.5}, Std: []float32{0.25}}
	for _, tc := range []struct {
		side int
		want string
	}{
		{64, "resize + center_crop, flip_horizontal, to_float + normalize"},
		{65, "resize, to_float + normalize, center_crop, flip_horizontal"},
	} {
		p := pipeline.New(imgproc.Resize{Shorter: 64}, imgproc.ToFloat{}, normalize, imgproc.CenterCrop{Height: 64, Width: tc.side}, imgproc.FlipHorizontal{})
		plan, err := p.Compile(p.Input())
		if err != nil {
			t.Fatal(err)
		}
		var names []string
		for _, n := range plan.Nodes {
			names = append(names, n.Name)
		}
		if got := strings.Join(names, ", "); got != tc.want {
			t.Errorf("crop of %d: %s, want %s", tc.side, got, tc.want)
		}
		if first := strings.Contains(plan.Explain(), "1, 4"); first != (tc.side == 64) {
			t.Errorf("crop of %d:\n%s", tc.side, plan.Explain())
		}
	}
}

// TestMergedStagesAllocateNothing: not for a small image, nor for one that several goroutines resize.
func TestMergedStagesAllocateNothing(t *testing.T) {
	for _, w := range []int{400, 1500} {
		testAllocatesNothing(t, compile(t, imagenet()), tensor.Spec{Space: tensor.RGB, C: 3, H: 300, W: w})
	}
}

func testAllocatesNothing(t *testing.T, plan *pipeline.Plan, spec tensor.Spec) {
	t.Helper()
	src := stagetest.Fill(spec, 1)
	var dst tensor.Tensor
	if n := testing.AllocsPerRun(10, func() {
		if err := plan.Run(&dst, src); err != nil {
			t.Fatal(err)
		}
	}); n >= 1 && !testdata.Race {
		t.Errorf("Run on %v allocates %v times", spec, n)
	}
}

func TestErrorsOfMergedStagesNameThem(t *testing.T) {
	p := pipeline.New(imgproc.Resize{Shorter: 8}, imgproc.Crop{X: 4, Y: 4, Width: 10, Height: 4}, imgproc.ToFloat{}, features.Flatten{})
	plan := compile(t, p)
	var dst tensor.Tensor
	err := plan.Run(&dst, tensor.New(tensor.Spec{Space: tensor.RGB, C: 3, H: 20, W: 20}))
	if err == nil || !strings.Contains(err.Error(), "resize + crop") || !strings.Contains(err.Error(), "crop: wanted") {
		t.Errorf("error %v, want one that names the crop", err)
	}
}
