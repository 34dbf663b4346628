package colorspace

import (
	"encoding/json"
	"errors"
	"math"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/saccade-go/saccade/internal/testdata"
	"github.com/saccade-go/saccade/pipeline/stagetest"
	"github.com/saccade-go/saccade/tensor"
)

var all = func() (spaces []tensor.Space) {
	for _, f := range families {
		spaces = append(spaces, f.space)
	}
	return spaces
}()

// strip returns colours, plane by plane, as a picture of one row.
func strip(dtype tensor.DType, space tensor.Space, values []float64) *tensor.Tensor {
	c := space.Channels()
	t := tensor.New(tensor.Spec{DType: dtype, Space: space, C: c, H: 1, W: len(values) / c})
	for i, v := range values {
		if dtype == tensor.Uint8 {
			t.U8[i] = uint8(v)
		} else {
			t.F32[i] = float32(v)
		}
	}
	return t
}

func convert(t testing.TB, src *tensor.Tensor, to tensor.Space) *tensor.Tensor {
	t.Helper()
	stage := Convert{To: to}
	out, err := stage.OutSpec(src.Spec)
	if err != nil {
		t.Fatal(err)
	}
	dst := tensor.New(out)
	if err := stage.Apply(dst, src); err != nil {
		t.Fatal(err)
	}
	return dst
}

// near checks each channel to 1e-6 of its nominal range; hues that are a whole turn apart are the same.
func near(t *testing.T, what string, got *tensor.Tensor, want []float64) {
	t.Helper()
	n := got.H * got.W
	for c := range got.C {
		lo, hi, _ := Range(got.Space, c)
		expect := want[c*n : (c+1)*n]
		if isHue(got.Space, c) {
			expect = sameTurn(got.Plane32(c), expect)
		}
		d := testdata.Compare(got.Plane32(c), expect, 0)
		t.Logf("%s, channel %d: largest difference %.2g of the range", what, c, d.Max/float64(hi-lo))
		testdata.Near(t, what, got.Plane32(c), expect, 1e-6*float64(hi-lo))
	}
}

func isHue(space tensor.Space, c int) bool {
	switch space {
	case HSV, HSL, HWB:
		return c == 0
	case LCh, Oklch, LChD50:
		return c == 2
	}
	return false
}

func sameTurn(got []float32, want []float64) []float64 {
	out := make([]float64, len(want))
	for i, w := range want {
		out[i] = w + math.Round(float64(got[i])-w)
	}
	return out
}

func TestGoldens(t *testing.T) {
	g := testdata.ReadNPZ(t, "testdata/colour.npz")
	for _, tc := range []struct {
		name     string
		dtype    tensor.DType
		from, to tensor.Space
	}{
		{"rgb8", tensor.Uint8, RGB, HSV}, {"rgb8", tensor.Uint8, RGB, Lab}, {"rgb8", tensor.Uint8, RGB, Gray},
		{"rgb", tensor.Float32, RGB, HSV}, {"rgb", tensor.Float32, RGB, Lab}, {"rgb", tensor.Float32, RGB, Gray},
		{"hsv", tensor.Float32, HSV, RGB}, {"lab", tensor.Float32, Lab, RGB},
	} {
		what := tc.name + "_" + tc.to.String()
		near(t, what, convert(t, strip(tc.dtype, tc.from, g[tc.name].Data), tc.to), g[what].Data)
	}
}

func widen(s []float32) []float64 {
	out := make([]float64, len(s))
	for i, v := range s {
		out[i] = float64(v)
	}
	return out
}

// TestRoundTrips: RGB comes back from every space of colours, the darkest and the grayest too.
func TestRoundTrips(t *testing.T) {
	for _, via := range all {
		if via == Gray || via == Gray709 {
			continue
		}
		rapid.Check(t, func(r *rapid.T) {
			n := rapid.IntRange(1, 2500).Draw(r, "pixels")
			src := tensor.New(tensor.Spec{DType: tensor.Uint8, Space: RGB, C: 3, H: 1, W: n})
			seed := rapid.Uint32().Draw(r, "seed")
			for i := range src.U8 {
				seed = seed*1664525 + 1013904223
				src.U8[i] = uint8(seed >> 24)
			}
			got, want := convert(t, convert(t, src, via), RGB), convert(t, src, RGB)
			for i, w := range want.F32 {
				if math.Abs(float64(got.F32[i]-w)) > 1e-5 {
					r.Fatalf("%v: value %d: %v came back as %v", via, i, w, got.F32[i])
				}
			}
		})
	}
}

// TestUint8IsUnitScaled: stored pixels give what their value/255 gives.
func TestUint8IsUnitScaled(t *testing.T) {
	src := tensor.New(tensor.Spec{Space: RGB, C: 3, H: 37, W: 83})
	for i := range src.U8 {
		src.U8[i] = uint8(i * i >> 3)
	}
	scaled := convert(t, src, RGB)
	for i, v := range src.U8 {
		if want := float32(v) / 255; scaled.F32[i] != want {
			t.Fatalf("value %d of rgb: %v, want %v", i, scaled.F32[i], want)
		}
	}
	for _, to := range all {
		stored, unit := convert(t, src, to), convert(t, scaled, to)
		if to == tensor.LCh || to == tensor.LChD50 { // the hue of what is nearly gray is worth little
			testdata.Near(t, "uint8 to "+to.String(), stored.Plane32(2), widen(unit.Plane32(2)), 1e-5)
			copy(stored.Plane32(2), unit.Plane32(2))
		}
		near(t, "uint8 to "+to.String(), stored, widen(unit.F32))
	}
}

// TestGrayAxis: grays have no hue, no saturation, and come back as they were.
func TestGrayAxis(t *testing.T) {
	gray := tensor.New(tensor.Spec{Space: Gray, C: 1, H: 16, W: 16})
	for i := range gray.U8 {
		gray.U8[i] = uint8(i)
	}
	unit := convert(t, gray, Gray)
	for _, from := range []*tensor.Tensor{gray, unit} {
		hsv, lab := convert(t, from, HSV), convert(t, from, Lab)
		for i, v := range unit.F32 {
			if hsv.F32[i] != 0 || hsv.F32[256+i] != 0 || hsv.F32[512+i] != v {
				t.Errorf("gray %v: hsv %v %v %v", v, hsv.F32[i], hsv.F32[256+i], hsv.F32[512+i])
			}
			if a, b := lab.F32[256+i], lab.F32[512+i]; math.Hypot(float64(a), float64(b)) > 1e-4 {
				t.Errorf("gray %v: a %v, b %v", v, a, b)
			}
		}
		back := convert(t, convert(t, from, RGB), Gray)
		testdata.Near(t, "gray by way of rgb", back.F32, widen(unit.F32), 0)
	}
}

// TestExtremes: no value makes a conversion panic.
func TestExtremes(t *testing.T) {
	values := []float64{0, -1, 2, 1e30, -1e30, math.Inf(1), math.Inf(-1), math.NaN(), math.SmallestNonzeroFloat32,
		math.MaxFloat32, 1, 0.5, -1e-9, math.Copysign(0, -1)}
	for _, from := range all {
		var pixels []float64
		for c := range from.Channels() {
			for i := range values {
				for j := range values {
					pixels = append(pixels, values[(i*(c+1)+j)%len(values)])
				}
			}
		}
		for _, to := range all {
			convert(t, strip(tensor.Float32, from, pixels), to)
		}
	}
}

func TestHueStaysBelowOne(t *testing.T) {
	got := convert(t, strip(tensor.Float32, RGB, []float64{1, 0, 1e-9}), HSV)
	if got.F32[0] != 0 {
		t.Errorf("hue %v of a red that is next to nothing blue, want 0", got.F32[0])
	}
	turns := convert(t, strip(tensor.Float32, HSV, []float64{1.25, -0.75, 1, 1, 0.5, 0.5}), RGB)
	once := convert(t, strip(tensor.Float32, HSV, []float64{0.25, 0.25, 1, 1, 0.5, 0.5}), RGB)
	testdata.Near(t, "hue modulo 1", turns.F32, widen(once.F32), 1e-6)
}

func TestRefusals(t *testing.T) {
	rgb := tensor.Spec{Space: RGB, C: 3, H: 2, W: 2}
	for _, tc := range []struct {
		stage Convert
		in    tensor.Spec
		want  string
	}{
		{Convert{}, rgb, "convert: to: wanted rgb, linear_rgb, gray, hsv, lab, gray_709, "},
		{Convert{To: tensor.RGBA}, rgb, "convert: to: wanted"},
		{Convert{To: 200}, rgb, "convert: to: wanted"},
		{Convert{To: Lab}, tensor.Spec{Space: tensor.RGBA, C: 4, H: 2, W: 2}, "drop alpha"},
		{Convert{To: Lab}, tensor.Spec{Space: tensor.GrayAlpha, C: 2, H: 2, W: 2}, "drop alpha"},
		{Convert{To: Lab}, tensor.VectorSpec(3), "lab_d50, luv_d50 or lch_d50"},
		{Convert{To: RGB}, tensor.Spec{Space: Lab, C: 3, H: 2, W: 2}, "wanted float32"},
		{Convert{To: RGB}, tensor.Spec{Space: RGB, C: 4, H: 2, W: 2}, "3 channels"},
		{Convert{To: RGB}, tensor.Spec{Space: RGB, C: 3, H: -2, W: 2}, "not negative"},
	} {
		_, err := tc.stage.OutSpec(tc.in)
		if err == nil || !strings.Contains(err.Error(), tc.want) {
			t.Errorf("%v of %v: %v, want %q", tc.stage, tc.in, err, tc.want)
		}
	}
}

func TestApplyChecksDestination(t *testing.T) {
	src := tensor.New(tensor.Spec{Space: RGB, C: 3, H: 2, W: 2})
	var specErr *tensor.SpecError
	if err := (Convert{To: Gray}).Apply(tensor.New(src.Spec), src); !errors.As(err, &specErr) {
		t.Errorf("a wrong destination: %v, want a *SpecError", err)
	}
}

func TestUnknownSizeStaysUnknown(t *testing.T) {
	got, err := Convert{To: Lab}.OutSpec(tensor.Spec{Space: Gray, C: 1})
	want := tensor.Spec{DType: tensor.Float32, Space: Lab, C: 3}
	if err != nil || got != want {
		t.Errorf("%v, %v; want %v", got, err, want)
	}
}

func TestJSON(t *testing.T) {
	var c Convert
	if err := json.Unmarshal([]byte(`{"to":"lab"}`), &c); err != nil || c.To != Lab {
		t.Errorf("%v, %v", c, err)
	}
	if b, err := json.Marshal(c); err != nil || string(b) != `{"to":"lab"}` {
		t.Errorf("%s, %v", b, err)
	}
}

func TestRange(t *testing.T) {
	if lo, hi, ok := Range(Lab, 1); lo != -128 || hi != 127 || !ok {
		t.Errorf("range of a: %v %v %v", lo, hi, ok)
	}
	for _, s := range all {
		for c := range s.Channels() {
			if _, _, ok := Range(s, c); !ok {
				t.Errorf("%v has no range for channel %d", s, c)
			}
		}
	}
	if _, _, ok := Range(tensor.None, 0); ok {
		t.Error("none has a range")
	}
	if _, _, ok := Range(Gray, 1); ok {
		t.Error("gray has a second channel")
	}
}

// TestConvertIsAStage checks the contract of stages, which includes that Apply allocates nothing.
func TestConvertIsAStage(t *testing.T) {
	for _, to := range all {
		stagetest.Run(t, Convert{To: to},
			tensor.Spec{Space: Gray, C: 1, H: 1, W: 1},
			tensor.Spec{Space: RGB, C: 3, H: 33, W: 65},
			tensor.Spec{DType: tensor.Float32, Space: HSV, C: 3, H: 1, W: 1025},
			tensor.Spec{DType: tensor.Float32, Space: Lab, C: 3, H: 40, W: 1},
			tensor.Spec{DType: tensor.Float32, Space: CMYK, C: 4, H: 3, W: 5},
			tensor.Spec{DType: tensor.Float32, Space: Oklch, C: 3, H: 1, W: 7})
	}
}
