package imgproc_test

import (
	"errors"
	"fmt"
	"math"
	"testing"

	"github.com/saccade-go/saccade/imgproc"
	"github.com/saccade-go/saccade/tensor"
)

// photometry has a sample of each stage that changes values.
var photometry = []tensor.Stage{
	imgproc.AutoContrast{Cutoff: 1}, imgproc.Brightness{Factor: 1.3}, imgproc.CLAHE{ClipLimit: 2}, imgproc.Clamp{}, imgproc.Contrast{Factor: 0.7},
	imgproc.Equalize{}, imgproc.Equalize{Method: "opencv"}, imgproc.Gamma{Gamma: 1.7}, imgproc.Grayscale{}, imgproc.Hue{Shift: 0.2}, imgproc.Invert{},
	imgproc.LUT{Table: ramp(func(v float64) float64 { return v * v / 255 })}, imgproc.Levels{Gamma: 1.5}, imgproc.MatchHistogram{Reference: [][]float64{flatHistogram()}},
	imgproc.Otsu{}, imgproc.PerImageStandardize{}, imgproc.Posterize{Bits: 3}, imgproc.Saturation{Factor: 2}, imgproc.Sharpness{Factor: 2},
	imgproc.Solarize{}, imgproc.Threshold{}, imgproc.WhiteBalance{},
}

func ramp(f func(v float64) float64) []float32 {
	t := make([]float32, 256)
	for i := range t {
		t[i] = float32(f(float64(i)))
	}
	return t
}

func flatHistogram() []float64 {
	h := make([]float64, 256)
	for i := range h {
		h[i] = 1
	}
	return h
}

// TestPhotometryIdentities: parameters with which nothing changes, or which undo each other.
func TestPhotometryIdentities(t *testing.T) {
	for _, dtype := range dtypes {
		src := noise(dtype, 4, 9, 13)
		for _, s := range []tensor.Stage{
			imgproc.Brightness{Factor: 1}, imgproc.Contrast{Factor: 1}, imgproc.Saturation{Factor: 1}, imgproc.Sharpness{Factor: 1},
			imgproc.Clamp{}, imgproc.Levels{}, imgproc.LUT{Table: ramp(func(v float64) float64 { return v })},
			imgproc.Compose{Steps: []tensor.Step{imgproc.Invert{}, imgproc.Invert{}}},
			imgproc.Threshold{Kind: "tozero", Value: 0}, imgproc.MatchHistogram{Reference: imgproc.HistogramsOf(src)},
		} {
			tolerance := 1.5e-7
			if dtype == tensor.Uint8 {
				tolerance = 0
			} else if _, ok := s.(imgproc.MatchHistogram); ok {
				continue // between two levels it is one only where all levels occur
			}
			got := apply(t, s, src)
			for i, v := range values(got) {
				if math.Abs(float64(v-values(src)[i])) > tolerance {
					t.Errorf("%v %+v: value %d is %v, want %v", dtype, s, i, v, values(src)[i])
					break
				}
			}
		}
	}
}

// TestPhotometryLeavesAlpha, and gives the colours what it gives them without alpha.
func TestPhotometryLeavesAlpha(t *testing.T) {
	for _, dtype := range dtypes {
		for _, channels := range []int{2, 4} {
			src := noise(dtype, channels, 12, 10)
			opaque := noise(dtype, channels-1, 12, 10)
			n := opaque.Len()
			copy(opaque.U8, src.U8[:min(n, len(src.U8))])
			copy(opaque.F32, src.F32[:min(n, len(src.F32))])
			for _, s := range photometry {
				switch s.(type) {
				case imgproc.Clamp, imgproc.Otsu, imgproc.PerImageStandardize, imgproc.Threshold:
					continue // they take every channel
				}
				if _, err := s.OutSpec(src.Spec); err != nil {
					continue
				}
				got, want := values(apply(t, s, src)), values(apply(t, s, opaque))
				for i, v := range got {
					if i < n && v != want[i] || i >= n && v != values(src)[i] {
						t.Errorf("%v %+v: value %d is %v, without alpha %v", src.Spec, s, i, v, want[min(i, n-1)])
						break
					}
				}
			}
		}
	}
}

// TestPhotometryTurns: what doesn't look at neighbours gives the same before and behind a flip.
func TestPhotometryTurns(t *testing.T) {
	for _, dtype := range dtypes {
		src := noise(dtype, 3, 11, 14)
		for _, s := range photometry {
			if _, local := s.(imgproc.CLAHE); local {
				continue
			}
			if _, sums := s.(imgproc.PerImageStandardize); sums {
				continue // in another order
			}
			a := apply(t, imgproc.FlipVertical{}, apply(t, s, src))
			b := apply(t, s, apply(t, imgproc.FlipVertical{}, src))
			for i, v := range values(a) {
				if math.Abs(float64(v-values(b)[i])) > 1e-6 {
					t.Errorf("%v %+v: value %d is %v behind and %v before the flip", dtype, s, i, values(b)[i], v)
					break
				}
			}
		}
	}
}

// TestPhotometryOfFloatIsThatOfBytes: the pointwise stages give uint8 and float32 the same picture, but for rounding.
func TestPhotometryOfFloatIsThatOfBytes(t *testing.T) {
	src := noise(tensor.Uint8, 3, 16, 16)
	float := apply(t, imgproc.ToFloat{}, src)
	for _, s := range photometry {
		p, ok := s.(interface{ Pointwise() bool })
		if _, units := s.(imgproc.Threshold); !ok || !p.Pointwise() || units {
			continue
		}
		a, b := apply(t, s, src), apply(t, s, float)
		for i, v := range b.F32 {
			if d := math.Abs(float64(v)*255 - float64(a.U8[i])); d > 1.01 && !(d > 30 && math.Abs(float64(src.U8[i])-127.5) < 1) {
				if _, levels := s.(imgproc.Posterize); levels && d < 32 {
					continue // 255/256 of the way lies between two levels
				}
				t.Errorf("%+v: %d becomes %d in uint8 and %v in float32", s, src.U8[i], a.U8[i], v)
				break
			}
		}
	}
}

// TestOtsuThreshold separates two heaps.
func TestOtsuThreshold(t *testing.T) {
	src := tensor.New(tensor.Spec{Space: tensor.Gray, C: 1, H: 10, W: 10})
	for i := range src.U8 {
		src.U8[i] = uint8(40 + i%5 + i%2*120)
	}
	if got := imgproc.OtsuThreshold(src, 0); got != 44 {
		t.Errorf("threshold %v, want 44", got)
	}
}

func TestPhotometryRefuses(t *testing.T) {
	nan, inf := math.NaN(), math.Inf(1)
	rgb := tensor.Spec{Space: tensor.RGB, C: 3, H: 10, W: 10}
	for _, c := range []struct {
		step  tensor.Step
		param string
	}{
		{imgproc.AutoContrast{Cutoff: 50}, "cutoff"}, {imgproc.AutoContrast{Cutoff: nan}, "cutoff"}, {imgproc.AutoContrast{Cutoff: -1}, "cutoff"},
		{imgproc.Brightness{Factor: -1}, "factor"}, {imgproc.Brightness{Factor: nan}, "factor"}, {imgproc.Brightness{Factor: 1e300}, "factor"},
		{imgproc.CLAHE{ClipLimit: -1}, "clip_limit"}, {imgproc.CLAHE{ClipLimit: inf}, "clip_limit"}, {imgproc.CLAHE{Columns: -1}, "columns"}, {imgproc.CLAHE{Rows: 257}, "rows"},
		{imgproc.Clamp{Min: 5, Max: 4}, "max"}, {imgproc.Clamp{Min: -1}, "min"}, {imgproc.Clamp{Min: -2, Max: 3}, "min"}, {imgproc.Clamp{Max: 256}, "max"}, {imgproc.Clamp{Max: nan}, "max"},
		{imgproc.Contrast{Factor: nan}, "factor"}, {imgproc.Saturation{Factor: inf}, "factor"}, {imgproc.Sharpness{Factor: -0.1}, "factor"},
		{imgproc.Equalize{Method: "magic"}, "method"},
		{imgproc.Gamma{}, "gamma"}, {imgproc.Gamma{Gamma: nan}, "gamma"}, {imgproc.Gamma{Gamma: inf}, "gamma"}, {imgproc.Gamma{Gamma: 1, Gain: -1}, "gain"},
		{imgproc.Hue{Shift: 0.6}, "shift"}, {imgproc.Hue{Shift: nan}, "shift"},
		{imgproc.LUT{}, "table"}, {imgproc.LUT{Table: make([]float32, 255)}, "table"}, {imgproc.LUT{Table: ramp(func(float64) float64 { return 256 })}, "table"},
		{imgproc.LUT{Tables: [][]float32{ramp(func(float64) float64 { return nan })}}, "tables"}, {imgproc.LUT{Table: ramp(math.Abs), Tables: [][]float32{{}}}, "table"},
		{imgproc.Levels{Black: 200, White: 100}, "white"}, {imgproc.Levels{Black: 255}, "white"}, {imgproc.Levels{Gamma: -1}, "gamma"}, {imgproc.Levels{OutWhite: 256}, "out_white"}, {imgproc.Levels{OutBlack: -1}, "out_black"}, {imgproc.Levels{White: nan}, "white"},
		{imgproc.MatchHistogram{}, "reference"}, {imgproc.MatchHistogram{Reference: [][]float64{{1}}}, "reference"}, {imgproc.MatchHistogram{Reference: [][]float64{make([]float64, 256)}}, "reference"}, {imgproc.MatchHistogram{Reference: [][]float64{{nan}}}, "reference"},
		{imgproc.Posterize{}, "bits"}, {imgproc.Posterize{Bits: 9}, "bits"},
		{imgproc.Solarize{Threshold: 256}, "threshold"}, {imgproc.Solarize{Threshold: nan}, "threshold"},
		{imgproc.Threshold{Kind: "half"}, "kind"}, {imgproc.Threshold{Value: nan}, "value"}, {imgproc.Threshold{Value: 300}, "value"}, {imgproc.Threshold{Max: -1}, "max"},
	} {
		_, err := c.step.OutSpec(rgb)
		if e, ok := errors.AsType[*tensor.ParamError](err); !ok || e.Param != c.param {
			t.Errorf("%T%+v: %v, want an error about %s", c.step, c.step, err, c.param)
		}
	}
	lab := tensor.Spec{DType: tensor.Float32, Space: tensor.Lab, C: 3, H: 4, W: 4}
	gray := tensor.Spec{Space: tensor.Gray, C: 1, H: 4, W: 4}
	for _, c := range []struct {
		step tensor.Step
		in   tensor.Spec
	}{
		{imgproc.Brightness{}, lab}, {imgproc.Hue{}, lab}, {imgproc.Equalize{}, lab}, {imgproc.WhiteBalance{}, gray}, {imgproc.WhiteBalance{}, lab},
		{imgproc.LUT{Tables: [][]float32{ramp(math.Abs)}}, rgb}, {imgproc.MatchHistogram{Reference: [][]float64{flatHistogram(), flatHistogram()}}, rgb},
	} {
		_, err := c.step.OutSpec(c.in)
		if _, ok := errors.AsType[*tensor.SpecError](err); !ok {
			t.Errorf("%T of %v: %v, want an error about the input", c.step, c.in, err)
		}
	}
}

func BenchmarkPhotometry(b *testing.B) {
	for _, s := range photometry {
		for _, dtype := range dtypes {
			b.Run(fmt.Sprintf("stage=%T/dtype=%v/in=3x375x500", s, dtype), func(b *testing.B) { bench(b, s, scene(dtype, 3, 375, 500)) })
		}
	}
}
