package pipeline_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/saccade-go/saccade/imageio"
	"github.com/saccade-go/saccade/imgproc"
	"github.com/saccade-go/saccade/pipeline"
	"github.com/saccade-go/saccade/tensor"
)

// shrinking is a source of a gray ramp that decodes to the smallest of 1/1, 1/2, 1/4 and 1/8 that is allowed, and
// notes what it gave.
type shrinking struct {
	h, w  int
	given *[2]int
}

func (s shrinking) Load(dst *tensor.Tensor, opt imageio.Options) error {
	h, w := s.h, s.w
	if opt.Least != nil {
		lh, lw := opt.Least(s.h, s.w)
		for d := 2; d <= 8; d *= 2 {
			if sh, sw := (s.h+d-1)/d, (s.w+d-1)/d; sh >= lh && sw >= lw {
				h, w = sh, sw
			}
		}
	}
	*s.given = [2]int{h, w}
	dst.Reset(tensor.Spec{Space: tensor.RGB, C: 3, H: h, W: w})
	for i := range dst.U8 {
		dst.U8[i] = uint8(i % w * 255 / w)
	}
	return nil
}

func TestDraftGivesTheSizeOfTheExactWay(t *testing.T) {
	for _, c := range []struct {
		steps []pipeline.Step
		h, w  int
		ratio float64
		given [2]int
	}{
		{[]pipeline.Step{imgproc.Resize{Shorter: 47}}, 375, 501, 0, [2]int{47, 63}},
		{[]pipeline.Step{imgproc.Resize{Shorter: 48}}, 375, 501, 0, [2]int{94, 126}},
		{[]pipeline.Step{imgproc.Resize{Shorter: 47}}, 375, 501, 2, [2]int{94, 126}},
		{[]pipeline.Step{imgproc.Resize{Shorter: 256}}, 375, 501, 0, [2]int{375, 501}},
		{[]pipeline.Step{imgproc.Resize{Shorter: 600}}, 375, 501, 2, [2]int{375, 501}},
		{[]pipeline.Step{imgproc.Resize{Shorter: 64}, imgproc.CenterCrop{Height: 40, Width: 40}}, 800, 600, 0, [2]int{100, 75}},
		{[]pipeline.Step{imgproc.Resize{Shorter: 20}, imgproc.CenterCrop{Height: 40, Width: 40}}, 800, 600, 0, [2]int{100, 75}},
		{[]pipeline.Step{imgproc.ToFloat{}, imgproc.Resize{Shorter: 20}}, 80, 60, 0, [2]int{80, 60}},
		{[]pipeline.Step{imgproc.Resize{Shorter: 47, Filter: imgproc.Area}}, 375, 501, 0, [2]int{47, 63}},
		{[]pipeline.Step{imgproc.Resize{Shorter: 47, Linear: true}}, 375, 501, 0, [2]int{375, 501}},
		{[]pipeline.Step{imgproc.Resize{Shorter: 47, NoAntialias: true}, imgproc.CenterCrop{Height: 40, Width: 40}}, 375, 501, 0, [2]int{375, 501}},
	} {
		var given [2]int
		source := shrinking{c.h, c.w, &given}
		exact := compile(t, pipeline.New(c.steps...))
		p := pipeline.New(c.steps...)
		p.Draft = &pipeline.Draft{MinRatio: c.ratio}
		draft := compile(t, p)

		var want, got tensor.Tensor
		if err := exact.RunFrom(&want, source); err != nil || given != [2]int{c.h, c.w} {
			t.Fatalf("exact: %v, decoded at %v", err, given)
		}
		if err := draft.RunFrom(&got, source); err != nil {
			t.Fatal(err)
		}
		if got.Spec != want.Spec || given != c.given {
			t.Errorf("%v on %d×%d: draft makes %v of %v, want %v of %v", c.steps, c.h, c.w, got.Spec, given, want.Spec, c.given)
		}
		for _, r := range pipeline.Map(t.Context(), draft, slices.Values([]shrinking{{c.h, c.w, new([2]int)}, {c.h, c.w, new([2]int)}}), pipeline.Options{}) {
			if r.Err != nil || !slices.Equal(r.Tensor.U8, got.U8) || !slices.Equal(r.Tensor.F32, got.F32) {
				t.Errorf("%v: Map differs from RunFrom: %v", c.steps, r.Err)
			}
		}
		// a picture in memory is never made smaller, and what came before it doesn't matter
		var full tensor.Tensor
		if err := source.Load(&full, imageio.Options{}); err != nil {
			t.Fatal(err)
		}
		if err := draft.Run(&got, &full); err != nil || !slices.Equal(got.U8, want.U8) || !slices.Equal(got.F32, want.F32) {
			t.Errorf("%v: Run on a picture in memory isn't exact: %v", c.steps, err)
		}
	}
}

func TestDraftInConfiguration(t *testing.T) {
	p, err := pipeline.Parse([]byte("draft: {min_ratio: 2}\nsteps: [resize: {shorter: 64}]"))
	if err != nil || p.Draft == nil || p.Draft.MinRatio != 2 {
		t.Fatalf("%+v, %v", p, err)
	}
	if got := compile(t, p).Explain(); !strings.Contains(got, "draft: JPEG at 1/2") {
		t.Errorf("the table doesn't speak of draft:\n%s", got)
	}
	p.Draft.MinRatio = 0.5
	if _, err := p.Compile(p.Input()); err == nil || !strings.Contains(err.Error(), "min_ratio") {
		t.Errorf("ratio 0.5 gives %v", err)
	}
}
