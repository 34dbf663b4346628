package imageio

import (
	"encoding/json"
	"errors"
	"testing"

	"github.com/saccade-go/saccade/tensor"
)

func TestOptionsCheck(t *testing.T) {
	for param, opt := range map[string]Options{
		"space":      {Space: tensor.Lab},
		"dtype":      {DType: 7},
		"alpha":      {Alpha: 3},
		"background": {Background: "white"},
		"limits":     {Limits: Limits{Cost: -1}},
	} {
		var e *tensor.ParamError
		if err := opt.Check(); !errors.As(err, &e) || e.Param != param {
			t.Errorf("%+v: got %v, want a *ParamError for %s", opt, err, param)
		}
		for name, err := range map[string]error{
			"DecodeInto": DecodeInto(new(tensor.Tensor), nil, opt),
			"ReadFile":   ReadFile(new(tensor.Tensor), "testdata/files/wide_1.png", opt),
			"Adapt":      Adapt(new(tensor.Tensor), tensor.New(tensor.Spec{Space: tensor.Gray, C: 1, H: 1, W: 1}), opt),
		} {
			if !errors.As(err, &e) {
				t.Errorf("%s with %+v: got %v", name, opt, err)
			}
		}
	}
	for _, colour := range []string{"#fffff", "#fffffff", "ffffff", "#gggggg", "#", " #ffffff", "#ffff\x00f"} {
		if (Options{Background: colour}).Check() == nil {
			t.Errorf("background %q was accepted", colour)
		}
	}
}

func TestOptionsSpec(t *testing.T) {
	for _, c := range []struct {
		opt  Options
		want tensor.Spec
	}{
		{Options{}, tensor.Spec{}},
		{Options{DType: tensor.Float32, Alpha: Keep}, tensor.Spec{DType: tensor.Float32}},
		{Options{Space: tensor.Gray}, tensor.Spec{Space: tensor.Gray, C: 1}},
		{Options{Space: tensor.Gray, Alpha: Keep}, tensor.Spec{Space: tensor.GrayAlpha, C: 2}},
		{Options{Space: tensor.RGB, Alpha: Drop}, tensor.Spec{Space: tensor.RGB, C: 3}},
		{Options{Space: tensor.RGB, Alpha: Keep}, tensor.Spec{Space: tensor.RGBA, C: 4}},
	} {
		if got := c.opt.Spec(); got != c.want {
			t.Errorf("%+v: got %v, want %v", c.opt, got, c.want)
		}
	}
}

func TestOptionsJSON(t *testing.T) {
	for _, c := range []struct {
		opt  Options
		want string
	}{
		{Options{}, `{}`},
		{Options{Space: tensor.Gray, DType: tensor.Float32, Alpha: Keep, Background: "#000000", IgnoreOrientation: true},
			`{"space":"gray","dtype":"float32","alpha":"keep","background":"#000000","ignore_orientation":true}`},
	} {
		got, err := json.Marshal(c.opt)
		if err != nil || string(got) != c.want {
			t.Errorf("got %s, %v, want %s", got, err, c.want)
		}
		var back Options
		if err := json.Unmarshal(got, &back); err != nil || back.Space != c.opt.Space || back.Alpha != c.opt.Alpha || back.DType != c.opt.DType {
			t.Errorf("%s read back: %+v, %v", got, back, err)
		}
	}
	var a Alpha
	if a.UnmarshalText([]byte("DROP")) != nil || a != Drop {
		t.Errorf("DROP is %v", a)
	}
	if a.UnmarshalText([]byte("fade")) == nil {
		t.Error("fade is an Alpha")
	}
	if _, err := Alpha(9).MarshalText(); err == nil {
		t.Error("alpha 9 has a name")
	}
}
