package imgproc_test

import (
	"encoding/json"
	"errors"
	"math"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/saccade-go/saccade/imgproc"
	"github.com/saccade-go/saccade/tensor"
)

// TestBadParameters: each is a *tensor.ParamError that names the stage and the parameter.
func TestBadParameters(t *testing.T) {
	nan := float32(math.NaN())
	spec := tensor.Spec{Space: tensor.RGB, C: 3, H: 10, W: 10}
	for _, c := range []struct {
		step      tensor.Step
		op, param string
	}{
		{step: imgproc.Resize{}, op: "resize", param: "shorter"},
		{step: imgproc.Resize{Shorter: -1}, op: "resize", param: "shorter"},
		{step: imgproc.Resize{Shorter: 1 << 40}, op: "resize", param: "shorter"},
		{step: imgproc.Resize{Fit: true}, op: "resize", param: "shorter"},
		{step: imgproc.Resize{Height: 5}, op: "resize", param: "width"},
		{step: imgproc.Resize{Width: 5}, op: "resize", param: "height"},
		{step: imgproc.Resize{Height: -5, Width: 5}, op: "resize", param: "height"},
		{step: imgproc.Resize{Shorter: 5, Height: 5}, op: "resize", param: "height"},
		{step: imgproc.Resize{Shorter: 5, Width: 5}, op: "resize", param: "width"},
		{step: imgproc.Resize{Shorter: 5, Fit: true}, op: "resize", param: "fit"},
		{step: imgproc.Resize{Shorter: 5, Filter: 77}, op: "resize", param: "filter"},
		{step: imgproc.Resize{Shorter: 5, Filter: imgproc.Lanczos3, NoAntialias: true}, op: "resize", param: "no_antialias"},
		{step: imgproc.Resize{Shorter: 5, Filter: imgproc.Nearest, NoAntialias: true}, op: "resize", param: "no_antialias"},
		{step: imgproc.Resize{Shorter: 5, Filter: imgproc.Nearest, Linear: true}, op: "resize", param: "linear"},
		{step: imgproc.Reduce{}, op: "reduce", param: "factor"},
		{step: imgproc.Reduce{Factor: 257}, op: "reduce", param: "factor"},
		{step: imgproc.Reduce{Factor: math.MinInt}, op: "reduce", param: "factor"},
		{step: imgproc.Crop{}, op: "crop", param: "width"},
		{step: imgproc.Crop{Width: 1}, op: "crop", param: "height"},
		{step: imgproc.Crop{X: -1, Width: 1, Height: 1}, op: "crop", param: "x"},
		{step: imgproc.Crop{Y: -1, Width: 1, Height: 1}, op: "crop", param: "y"},
		{step: imgproc.Crop{X: math.MaxInt, Width: 1, Height: 1}, op: "crop", param: "x"},
		{step: imgproc.CenterCrop{}, op: "center_crop", param: "height"},
		{step: imgproc.CenterCrop{Height: 1}, op: "center_crop", param: "width"},
		{step: imgproc.Pad{Top: math.MaxInt}, op: "pad", param: "top"},
		{step: imgproc.Pad{Left: math.MinInt}, op: "pad", param: "left"},
		{step: imgproc.Pad{Mode: 9}, op: "pad", param: "mode"},
		{step: imgproc.Pad{Mode: imgproc.Edge, Value: []float32{1}}, op: "pad", param: "value"},
		{step: imgproc.Pad{Value: []float32{nan}}, op: "pad", param: "value"},
		{step: imgproc.Pad{Value: []float32{256}}, op: "pad", param: "value"},
		{step: imgproc.Pad{Value: []float32{0.5}}, op: "pad", param: "value"},
		{step: imgproc.Rotate90{Turns: 4}, op: "rotate90", param: "turns"},
		{step: imgproc.Normalize{}, op: "normalize", param: "mean"},
		{step: imgproc.Normalize{Mean: []float32{0}}, op: "normalize", param: "std"},
		{step: imgproc.Normalize{Mean: []float32{0}, Std: []float32{1, 0, 1}}, op: "normalize", param: "std"},
		{step: imgproc.Normalize{Mean: []float32{nan}, Std: []float32{1}}, op: "normalize", param: "mean"},
		{step: imgproc.RandomFlip{P: 1.5}, op: "random_flip", param: "p"},
		{step: imgproc.RandomFlip{P: math.NaN()}, op: "random_flip", param: "p"},
		{step: imgproc.RandomCrop{Width: 3}, op: "random_crop", param: "height"},
		{step: imgproc.RandomCrop{Width: 3, Height: 3, Padding: -1}, op: "random_crop", param: "padding"},
		{step: imgproc.RandomCrop{Width: 3, Height: 3, Value: []float32{-1}}, op: "random_crop", param: "value"},
	} {
		_, err := c.step.OutSpec(spec)
		var param *tensor.ParamError
		if !errors.As(err, &param) || param.Op != c.op || param.Param != c.param {
			t.Errorf("%#v: %v, want an error about %s of %s", c.step, err, c.param, c.op)
		}
	}
}

// TestBadInputs: each is a *tensor.SpecError.
func TestBadInputs(t *testing.T) {
	rgb := tensor.Spec{Space: tensor.RGB, C: 3, H: 10, W: 10}
	float := rgb
	float.DType = tensor.Float32
	with := func(s tensor.Spec, h, w int) tensor.Spec { s.H, s.W = h, w; return s }
	for _, c := range []struct {
		step tensor.Step
		in   tensor.Spec
	}{
		{imgproc.Resize{Shorter: 5, Linear: true}, tensor.Spec{Space: tensor.Lab, DType: tensor.Float32, C: 3, H: 9, W: 9}},
		{imgproc.Resize{Shorter: 5, Linear: true}, tensor.Spec{C: 3, H: 9, W: 9}},
		{imgproc.Crop{Width: 11, Height: 1}, rgb},
		{imgproc.Crop{Y: 10, Width: 1, Height: 1}, rgb},
		{imgproc.Crop{X: 4, Width: 7, Height: 1}, with(rgb, 0, 10)},
		{imgproc.Pad{Top: -5, Bottom: -5}, rgb},
		{imgproc.Pad{Value: []float32{1, 2}}, rgb},
		{imgproc.Normalize{Mean: []float32{0}, Std: []float32{1}}, rgb},
		{imgproc.Normalize{Mean: []float32{0, 0}, Std: []float32{1}}, float},
		{imgproc.Normalize{Mean: []float32{0}, Std: []float32{1, 1}}, float},
		{imgproc.RandomCrop{Height: 14, Width: 3, Padding: 1}, rgb},
		{imgproc.Resize{Shorter: 1 << 30}, with(rgb, 1, 1<<30)},
		{imgproc.Resize{Shorter: 1 << 20}, with(rgb, 1, 1<<29)},
		{imgproc.Resize{Height: 1 << 30, Width: 1 << 30}, tensor.Spec{C: 1 << 20, H: 1, W: 1}},
		{imgproc.Pad{Top: 1 << 30}, with(rgb, 1, 1)},
		{imgproc.Identity{}, with(rgb, -1, 1)},
		{imgproc.Identity{}, with(rgb, 1<<31, 1)},
		{imgproc.ToFloat{}, tensor.Spec{Space: tensor.RGB, C: 4, H: 1, W: 1}},
		{imgproc.FlipVertical{}, tensor.Spec{H: 1, W: 1}},
		{imgproc.Rotate90{}, tensor.Spec{DType: 7, C: 1}},
	} {
		_, err := c.step.OutSpec(c.in)
		var spec *tensor.SpecError
		if !errors.As(err, &spec) {
			t.Errorf("%#v of %v: %v, want a *tensor.SpecError", c.step, c.in, err)
		}
	}
}

// TestUnknownSizes: what is known of the result before an image has arrived.
func TestUnknownSizes(t *testing.T) {
	for _, c := range []struct {
		step         tensor.Step
		h, w         int
		wantH, wantW int
	}{
		{imgproc.Resize{Shorter: 5}, 0, 0, 0, 0},
		{imgproc.Resize{Shorter: 5}, 0, 7, 0, 0},
		{imgproc.Resize{Height: 5, Width: 6, Fit: true}, 0, 0, 0, 0},
		{imgproc.Resize{Height: 5, Width: 6}, 0, 0, 5, 6},
		{imgproc.Crop{Width: 6, Height: 5}, 0, 0, 5, 6},
		{imgproc.CenterCrop{Width: 6, Height: 5}, 0, 0, 5, 6},
		{imgproc.RandomCrop{Width: 6, Height: 5}, 0, 0, 5, 6},
		{imgproc.Pad{Top: 1, Left: 2}, 0, 7, 0, 9},
		{imgproc.Pad{Top: -1}, 0, 7, 0, 7},
		{imgproc.Rotate90{}, 0, 7, 7, 0},
		{imgproc.Rotate90{Turns: -2}, 0, 7, 0, 7},
		{imgproc.ToFloat{}, 0, 7, 0, 7},
		{imgproc.RandomFlip{}, 0, 7, 0, 7},
	} {
		out, err := c.step.OutSpec(tensor.Spec{Space: tensor.Gray, C: 1, H: c.h, W: c.w})
		if err != nil || out.H != c.wantH || out.W != c.wantW {
			t.Errorf("%#v of %d×%d: %v, %v; want %d×%d", c.step, c.h, c.w, out, err, c.wantH, c.wantW)
		}
	}
}

// TestBadTensors: sources that aren't what they say, and windows outside the result.
func TestBadTensors(t *testing.T) {
	spec := tensor.Spec{Space: tensor.Gray, C: 1, H: 4, W: 4}
	dst := tensor.New(spec)
	for _, src := range []*tensor.Tensor{{}, {Spec: spec}, {Spec: spec, U8: make([]uint8, 15)}, {Spec: tensor.Spec{Space: tensor.Gray, C: 1, W: 4}}} {
		if err := (imgproc.Identity{}).Apply(dst, src); err == nil {
			t.Errorf("no error for a source of %v with %d values", src.Spec, len(src.U8))
		}
	}
	r := imgproc.Resize{Height: 6, Width: 6}
	for _, at := range [][2]int{{-1, 0}, {0, 3}, {math.MaxInt, 0}} {
		if err := r.ApplyWindow(dst, dst.Clone(), at[0], at[1]); err == nil {
			t.Errorf("no error for a window at %v", at)
		}
	}
	if err := r.ApplyWindow(&tensor.Tensor{}, dst, 0, 0); err == nil {
		t.Error("no error for an empty window")
	}
}

// TestRandomCropRefusal: a draw that can't be made gives a stage that says why.
func TestRandomCropRefusal(t *testing.T) {
	c := imgproc.RandomCrop{Height: 9, Width: 9, Padding: 1}
	for _, in := range []tensor.Spec{{C: 1, H: 3, W: 20}, {C: 1}} {
		stage := c.Draw(rand.New(rand.NewPCG(0, 0)), in)
		_, err := stage.OutSpec(in)
		if err == nil || !strings.HasPrefix(err.Error(), "random_crop: ") {
			t.Errorf("%v: %v", in, err)
		}
		if err := stage.Apply(tensor.New(in), tensor.New(in)); err == nil {
			t.Errorf("%v: Apply takes it", in)
		}
	}
	if still, want := c.Still(), (imgproc.CenterCrop{Height: 9, Width: 9}); still != want {
		t.Errorf("still: %#v", still)
	}
}

func TestJSON(t *testing.T) {
	for _, c := range []struct {
		step any
		want string
	}{
		{imgproc.Resize{Shorter: 256}, `{"shorter":256}`},
		{imgproc.Resize{Height: 3, Width: 4, Fit: true, Filter: imgproc.Lanczos3}, `{"height":3,"width":4,"fit":true,"filter":"lanczos3"}`},
		{imgproc.Resize{Shorter: 3, Filter: imgproc.Mitchell, NoAntialias: true, Linear: true}, `{"shorter":3,"filter":"mitchell","no_antialias":true,"linear":true}`},
		{imgproc.Crop{X: 1, Width: 2, Height: 3}, `{"x":1,"width":2,"height":3}`},
		{imgproc.Pad{Left: 1, Mode: imgproc.Reflect}, `{"left":1,"mode":"reflect"}`},
		{imgproc.Normalize{Mean: []float32{0.5}, Std: []float32{0.25}}, `{"mean":[0.5],"std":[0.25]}`},
		{imgproc.Rotate90{}, `{}`},
		{imgproc.RandomFlip{P: 0.25, Vertical: true}, `{"p":0.25,"vertical":true}`},
	} {
		got, err := json.Marshal(c.step)
		if err != nil || string(got) != c.want {
			t.Errorf("%#v: %s, %v; want %s", c.step, got, err, c.want)
		}
	}
	var r imgproc.Resize
	if err := json.Unmarshal([]byte(`{"shorter": 8, "filter": "BICUBIC"}`), &r); err != nil || r.Filter != imgproc.Bicubic {
		t.Errorf("%+v, %v", r, err)
	}
	for _, text := range []string{`{"filter": "cubic"}`, `{"filter": ""}`} {
		if err := json.Unmarshal([]byte(text), &r); err == nil || !strings.Contains(err.Error(), "bilinear, nearest") {
			t.Errorf("%s: %v", text, err)
		}
	}
	var p imgproc.Pad
	if err := json.Unmarshal([]byte(`{"mode": "mirror"}`), &p); err == nil {
		t.Error("no error for an unknown mode")
	}
}
