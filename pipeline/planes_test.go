package pipeline_test

import (
	"errors"
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/saccade-go/saccade/colorspace"
	"github.com/saccade-go/saccade/imgproc"
	"github.com/saccade-go/saccade/internal/testdata"
	"github.com/saccade-go/saccade/pipeline"
	"github.com/saccade-go/saccade/tensor"
)

// TestPlanesAreNearPictures: what Draft makes by way of planes has the size of the exact result and is near it, and errors
// are those of the exact way. With any number of workers the bytes are the same.
func TestPlanesAreNearPictures(t *testing.T) {
	files := rowFiles(t)
	for name, steps := range map[string][]pipeline.Step{
		"crop":     {imgproc.Resize{Shorter: 64}, imgproc.CenterCrop{Height: 50, Width: 40}},
		"alone":    {imgproc.Resize{Height: 130, Width: 270}},
		"area":     {imgproc.Resize{Shorter: 32, Filter: imgproc.Area}},
		"mitchell": {imgproc.Resize{Shorter: 64, Filter: imgproc.Mitchell}},
		"linear":   {imgproc.Resize{Shorter: 64, Linear: true}},
		"padded":   {imgproc.Resize{Shorter: 20}, imgproc.CenterCrop{Height: 100, Width: 100}},
		"outside":  {imgproc.Resize{Shorter: 20}, imgproc.Crop{X: 15, Y: 15, Width: 7, Height: 1}},
	} {
		for _, space := range []tensor.Space{tensor.RGB, tensor.Gray} {
			exact, draft := pipeline.New(steps...), pipeline.New(steps...)
			exact.Decode.Space, draft.Decode.Space = space, space
			draft.Draft = &pipeline.Draft{MinRatio: 2}
			want := outcomes(t, mustCompile(t, exact), convert[streamed](files), 1)
			plan := mustCompile(t, draft)
			got := outcomes(t, plan, convert[streamed](files), 1)
			again := outcomes(t, plan, convert[streamed](files), 3)
			for i := range files {
				if !got[i].equal(again[i]) {
					t.Errorf("%s, %v, file %d: other bytes with 3 workers", name, space, i)
				}
				if (got[i].err == nil) != (want[i].err == nil) || got[i].Spec != want[i].Spec {
					t.Errorf("%s, %v, file %d: %v, %v, want %v, %v", name, space, i, got[i].Spec, got[i].err, want[i].Spec, want[i].err)
				} else if off := meanDifference(got[i].U8, want[i].U8); off > 4 {
					t.Errorf("%s, %v, file %d: off by %.1f on average", name, space, i, off)
				}
			}
		}
	}
}

// TestLumaIsNearGray: with Draft a pipeline that begins with gray has the luma of the file.
func TestLumaIsNearGray(t *testing.T) {
	files := rowFiles(t)
	exact := pipeline.New(colorspace.Convert{To: colorspace.Gray}, imgproc.Resize{Shorter: 20})
	draft := pipeline.New(exact.Steps...)
	draft.Draft = &pipeline.Draft{}
	plan := mustCompile(t, draft)
	if !strings.Contains(plan.Explain(), "only luma is decoded") {
		t.Errorf("the table doesn't say it:\n%s", plan.Explain())
	}
	want := outcomes(t, mustCompile(t, exact), convert[streamed](files), 1)
	got := outcomes(t, plan, convert[streamed](files), 3)
	near, same := 0, 0
	for i := range files {
		if (got[i].err == nil) != (want[i].err == nil) || got[i].Spec != want[i].Spec {
			t.Fatalf("file %d: %v, %v, want %v, %v", i, got[i].Spec, got[i].err, want[i].Spec, want[i].err)
		}
		for k, v := range got[i].F32 {
			if off := math.Abs(float64(v - want[i].F32[k])); off > 0.02 {
				t.Fatalf("file %d: value %d is off by %v", i, k, off)
			} else if off > 0 {
				near++
			} else {
				same++
			}
		}
	}
	if near == 0 || same == 0 {
		t.Errorf("%d values are near and %d the same", near, same)
	}
}

func mustCompile(t *testing.T, p *pipeline.Pipeline) *pipeline.Plan {
	t.Helper()
	plan, err := p.Compile(p.Input())
	if err != nil {
		t.Fatal(err)
	}
	return plan
}

func meanDifference(a, b []uint8) float64 {
	sum := 0
	for i := range a {
		sum += max(int(a[i])-int(b[i]), int(b[i])-int(a[i]))
	}
	return float64(sum) / float64(max(len(a), 1))
}

func TestPlanesAllocateNothing(t *testing.T) {
	p := pipeline.New(imgproc.Resize{Shorter: 64}, imgproc.CenterCrop{Height: 50, Width: 40}, imgproc.ToFloat{})
	p.Draft = &pipeline.Draft{}
	plan := mustCompile(t, p)
	data, err := os.ReadFile(filepath.Join(testdata.Root(), "testdata", "photos", "chelsea.jpg"))
	if err != nil {
		t.Fatal(err)
	}
	var dst tensor.Tensor
	var source pipeline.Source = streamed(data)
	n := testing.AllocsPerRun(20, func() { err = errors.Join(err, plan.RunFrom(&dst, source)) })
	if err != nil || n >= 1 && !testdata.Race {
		t.Errorf("%v allocations, %v", n, err)
	}
}
