package pipeline_test

import (
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/saccade-go/saccade/colorspace"
	"github.com/saccade-go/saccade/imageio"
	"github.com/saccade-go/saccade/imgproc"
	"github.com/saccade-go/saccade/internal/testdata"
	"github.com/saccade-go/saccade/pipeline"
	"github.com/saccade-go/saccade/tensor"
)

// iccPhoto is a photo with a profile.
func iccPhoto(t *testing.T, profile string) []byte {
	t.Helper()
	read := func(parts ...string) []byte {
		data, err := os.ReadFile(filepath.Join(append([]string{testdata.Root()}, parts...)...))
		if err != nil {
			t.Fatal(err)
		}
		return data
	}
	photo := read("testdata", "photos", "chelsea.jpg")
	part := append([]byte("ICC_PROFILE\x00\x01\x01"), read("internal", "icc", "testdata", "profiles", profile+".icc")...)
	n := len(part) + 2
	return slices.Concat(photo[:2], []byte{0xff, 0xe2, byte(n >> 8), byte(n)}, part, photo[2:])
}

// loaded is a source of a picture that is decoded without any of the plan's wishes.
type loaded []byte

func (l loaded) Load(dst *tensor.Tensor, opt imageio.Options) error {
	return imageio.DecodeInto(dst, l, imageio.Options{Space: opt.Space, DType: opt.DType, ICC: opt.ICC})
}

// TestICCInPlans: with conversion, what the decoder may do of a plan's work changes no byte, with Draft or without: rows,
// planes, luma, parts, smaller pictures. A file in sRGB goes the ways that it went.
func TestICCInPlans(t *testing.T) {
	p3 := iccPhoto(t, "p3")
	for name, steps := range map[string][]pipeline.Step{
		"rows":   {imgproc.Resize{Shorter: 64}},
		"window": {imgproc.Resize{Shorter: 64}, imgproc.CenterCrop{Height: 50, Width: 40}},
		"part":   {imgproc.CenterCrop{Height: 50, Width: 40}},
		"luma":   {colorspace.Convert{To: colorspace.Gray}, imgproc.Resize{Shorter: 20}},
	} {
		for _, space := range []tensor.Space{tensor.RGB, tensor.Gray} {
			exact, draft := pipeline.New(steps...), pipeline.New(steps...)
			for _, p := range []*pipeline.Pipeline{exact, draft} {
				p.Decode.Space, p.Decode.ICC = space, imageio.Convert
			}
			draft.Draft = &pipeline.Draft{}
			plain := pipeline.New(steps...)
			plain.Decode.Space = space
			plain.Draft = &pipeline.Draft{}

			want := outcomes(t, mustCompile(t, exact), []loaded{p3}, 1)[0]
			for what, p := range map[string]*pipeline.Pipeline{"exact": exact, "draft": draft} {
				if got := outcomes(t, mustCompile(t, p), []streamed{p3, p3}, 2); want.err != nil || !got[0].equal(want) || !got[1].equal(want) {
					t.Errorf("%s, %v, %s: other bytes, %v, %v", name, space, what, got[0].err, want.err)
				}
			}
			stored := outcomes(t, mustCompile(t, plain), []streamed{p3}, 1)[0]
			if stored.equal(want) {
				t.Errorf("%s, %v: the profile changes nothing", name, space)
			}
			if got := outcomes(t, mustCompile(t, draft), []streamed{iccPhoto(t, "srgb")}, 1)[0]; !got.equal(stored) {
				t.Errorf("%s, %v: a file in sRGB is treated in another way", name, space)
			}
		}
	}
}

// TestICCConfig: a pipeline asks for conversion in JSON and YAML, and its table says so.
func TestICCConfig(t *testing.T) {
	var p pipeline.Pipeline
	if err := p.UnmarshalJSON([]byte(`{"decode": {"icc": "convert"}, "steps": [{"resize": {"shorter": 64}}]}`)); err != nil {
		t.Fatal(err)
	}
	plan := mustCompile(t, &p)
	if plan.Decode().ICC != imageio.Convert {
		t.Error("it doesn't ask")
	}
	for _, want := range []string{"icc: convert", "resized as they come; not where colours are converted"} {
		if !strings.Contains(plan.Explain(), want) {
			t.Errorf("no %q in\n%s", want, plan.Explain())
		}
	}
	y, err := pipeline.Parse([]byte("decode: {icc: convert}\nsteps:\n  - resize: {shorter: 64}\n"))
	if err != nil || y.Decode.ICC != imageio.Convert {
		t.Error(err)
	}
	err = p.UnmarshalJSON([]byte(`{"decode": {"icc": "keep"}, "steps": []}`))
	if c := (*pipeline.ConfigError)(nil); !errors.As(err, &c) || c.Where != "decode" || !strings.Contains(err.Error(), `"keep"`) {
		t.Error(err)
	}
}

// TestICCRefusedInPlans: a profile that can't be converted is the sample's error.
func TestICCRefusedInPlans(t *testing.T) {
	p := pipeline.New(imgproc.Resize{Shorter: 64})
	p.Decode.ICC = imageio.Convert
	var got tensor.Tensor
	err := mustCompile(t, p).RunFrom(&got, streamed(iccPhoto(t, "gray_gamma")))
	if e := (*imageio.ProfileError)(nil); !errors.As(err, &e) || e.Profile != "gray gamma 1.8" {
		t.Error(err)
	}
}
