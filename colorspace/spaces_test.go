package colorspace

import (
	"math"
	"slices"
	"testing"

	"github.com/saccade-go/saccade/internal/testdata"
	"github.com/saccade-go/saccade/tensor"
)

// light has the spaces between which nothing is clipped, since they have all colours.
var light = []tensor.Space{LinearRGB, XYZ, Lab, LCh, Luv, Oklab, Oklch, XYZD50, LabD50, LChD50, LuvD50}

// clearColours returns RGB colours that are not dark, not white and have a hue, so that no channel of any space is
// ill-conditioned.
func clearColours() *tensor.Tensor {
	t := tensor.New(tensor.Spec{DType: tensor.Float32, Space: RGB, C: 3, H: 1, W: 6 * 200})
	seed := uint32(7)
	for i := range t.W {
		perm := [][3]int{{0, 1, 2}, {0, 2, 1}, {1, 0, 2}, {1, 2, 0}, {2, 0, 1}, {2, 1, 0}}[i%6]
		for k, c := range perm {
			seed = seed*1664525 + 1013904223
			t.F32[c*t.W+i] = 0.1 + 0.3*float32(k) + 0.2*float32(seed>>8)/(1<<24)
		}
	}
	return t
}

// TestEveryPairAndBack goes from each space to each other and back, and to the other one by hand over RGB.
func TestEveryPairAndBack(t *testing.T) {
	rgb := clearColours()
	for _, from := range all {
		src := convert(t, rgb, from)
		for _, to := range all {
			got := convert(t, src, to)
			if gray := to == Gray || to == Gray709; !gray || from == Gray || from == Gray709 {
				within(t, from.String()+" to "+to.String()+" and back", convert(t, got, from), src)
			}
			if from != to {
				within(t, from.String()+" to "+to.String()+", over rgb", got, convert(t, convert(t, src, RGB), to))
			}
		}
	}
}

// within checks each channel to 1e-5 of its range. The hue of a gray is left out.
func within(t *testing.T, what string, got, want *tensor.Tensor) {
	t.Helper()
	for c := range got.C {
		lo, hi, _ := Range(got.Space, c)
		expect := widen(want.Plane32(c))
		if isHue(got.Space, c) {
			expect = sameTurn(got.Plane32(c), expect)
		}
		if d := testdata.Compare(got.Plane32(c), expect, 0); !(d.Max <= 1e-5*float64(hi-lo)) {
			t.Errorf("%s, channel %d: off by %.2g of the range", what, c, d.Max/float64(hi-lo))
		}
	}
}

// TestLightIsNeverClipped: no way between two spaces of light leads through a conversion that clips.
func TestLightIsNeverClipped(t *testing.T) {
	for _, from := range light {
		for _, to := range light {
			for _, step := range routes[ends{from, to}] {
				if step.clips || !slices.Contains(light, step.to) {
					t.Errorf("%v to %v goes through %v", from, to, step.to)
				}
			}
		}
	}
}

// TestOutOfGamut: a colour that no display shows comes back from all spaces of light, and is clipped in linear light
// for all others.
func TestOutOfGamut(t *testing.T) {
	outside := strip(tensor.Float32, LinearRGB, []float64{-0.2, 1.5, 0.4, 1.3, 0.5, -0.1})
	shown := convert(t, strip(tensor.Float32, LinearRGB, []float64{0, 1, 0.4, 1, 0.5, 0}), RGB)
	for _, from := range light {
		src := convert(t, outside, from)
		within(t, from.String()+" and back", convert(t, src, LinearRGB), outside)
		for _, to := range all {
			if !slices.Contains(light, to) {
				within(t, from.String()+" to "+to.String(), convert(t, src, to), convert(t, shown, to))
			}
		}
	}
}

// TestEncodedOutOfRange: RGB out of 0..1 comes back from the encoded spaces and isn't clipped. That of light follows the
// curve.
func TestEncodedOutOfRange(t *testing.T) {
	src := strip(tensor.Float32, RGB, []float64{1.2, -0.1, 0.4, 1.1, -0.25, 0.5})
	for _, to := range []tensor.Space{HSV, HSL, HWB, CMYK, YIQ, YCbCr, YCbCr601, YCbCr709} {
		within(t, to.String()+" and back", convert(t, convert(t, src, to), RGB), src)
	}
	want := []float64{math.Pow((1.2+0.055)/1.055, 2.4), -0.1 / 12.92}
	got := convert(t, src, LinearRGB)
	testdata.Near(t, "linear", got.F32[:2], want, 1e-6)
}

// TestNaNGoesThrough: what depends on a channel, which shows when that changes, is NaN if that is NaN.
func TestNaNGoesThrough(t *testing.T) {
	for _, from := range all {
		pixel := widen(convert(t, strip(tensor.Float32, RGB, []float64{0.6, 0.3, 0.4}), from).F32)
		for c := range pixel {
			moved, lost := slices.Clone(pixel), slices.Clone(pixel)
			moved[c] *= 1.01
			lost[c] = math.NaN()
			for _, to := range all {
				was := convert(t, strip(tensor.Float32, from, pixel), to)
				is := convert(t, strip(tensor.Float32, from, moved), to)
				got := convert(t, strip(tensor.Float32, from, lost), to)
				for k, v := range got.F32 {
					if v == v && was.F32[k] != is.F32[k] {
						t.Errorf("%v with NaN in channel %d to %v: channel %d is %v", from, c, to, k, v)
					}
				}
			}
		}
	}
}

// TestNaNStaysInItsChannel where channels don't mix.
func TestNaNStaysInItsChannel(t *testing.T) {
	nan := math.NaN()
	for _, tc := range []struct {
		from, to tensor.Space
		pixel    []float64
		want     []bool
	}{
		{RGB, LinearRGB, []float64{nan, 0.5, 0.5}, []bool{true, false, false}},
		{LinearRGB, RGB, []float64{0.5, nan, 0.5}, []bool{false, true, false}},
		{Lab, LCh, []float64{nan, 5, 6}, []bool{true, false, false}},
		{Lab, LCh, []float64{50, nan, 6}, []bool{false, true, true}},
		{LCh, Lab, []float64{50, 5, nan}, []bool{false, true, true}},
		{Lab, XYZ, []float64{50, nan, 6}, []bool{true, false, false}},
		{Lab, XYZ, []float64{nan, 5, 6}, []bool{true, true, true}},
		{XYZ, Lab, []float64{0.5, 0.5, nan}, []bool{false, false, true}},
		{Luv, XYZ, []float64{50, nan, 6}, []bool{true, false, true}},
		{CMYK, RGB, []float64{nan, 0.5, 0.5, 0.5}, []bool{true, false, false}},
		{CMYK, RGB, []float64{0.5, 0.5, 0.5, nan}, []bool{true, true, true}},
	} {
		for k, v := range convert(t, strip(tensor.Float32, tc.from, tc.pixel), tc.to).F32 {
			if (v != v) != tc.want[k] {
				t.Errorf("%v %v in %v: channel %d is %v", tc.from, tc.pixel, tc.to, k, v)
			}
		}
	}
}

// TestGraysHaveNoHue: all grays, stored and computed, from black to white.
func TestGraysHaveNoHue(t *testing.T) {
	gray := tensor.New(tensor.Spec{Space: Gray, C: 1, H: 1, W: 256})
	for i := range gray.U8 {
		gray.U8[i] = uint8(i)
	}
	rgb8 := tensor.New(tensor.Spec{Space: RGB, C: 3, H: 1, W: 256})
	for c := range 3 {
		copy(rgb8.Plane8(c), gray.U8)
	}
	for _, src := range []*tensor.Tensor{gray, rgb8, convert(t, gray, RGB), convert(t, gray, XYZ), convert(t, gray, Lab),
		convert(t, gray, YCbCr), convert(t, gray, Oklab)} {
		for _, to := range []tensor.Space{HSV, HSL, HWB, LCh, Oklch, LChD50} {
			if (to == HSV || to == HSL || to == HWB) && src.Space != Gray && src.Space != RGB && src.Space != YCbCr {
				continue // rounding on the way from light leaves some colour
			}
			got := convert(t, src, to)
			for c := range 3 {
				for i, v := range got.Plane32(c) {
					chroma := to == LCh || to == Oklch || to == LChD50
					if (isHue(to, c) || chroma && c == 1) && v != 0 {
						t.Errorf("%v of gray %d, from %v %v: channel %d is %v", to, i, src.DType, src.Space, c, v)
					}
				}
			}
		}
	}
	for _, to := range []tensor.Space{YCbCr, YCbCr601, YCbCr709, YIQ} {
		got := convert(t, rgb8, to)
		want := map[tensor.Space]float32{YCbCr: 0.5, YCbCr601: 128. / 255, YCbCr709: 128. / 255}[to]
		for i, v := range got.F32[256:] {
			if v != want {
				t.Errorf("%v of gray %d has chroma %v", to, i%256, v)
			}
		}
	}
}

// TestHueIsTakenModuloOne in every space that has one.
func TestHueIsTakenModuloOne(t *testing.T) {
	for _, space := range all {
		for c := range space.Channels() {
			if !isHue(space, c) {
				continue
			}
			src := convert(t, clearColours(), space)
			turned := src.Clone()
			for i := range turned.Plane32(c) {
				turned.Plane32(c)[i] += float32(i%5 - 2)
			}
			d := testdata.Compare(convert(t, turned, RGB).F32, widen(convert(t, src, RGB).F32), 0)
			if d.Max > 3e-6 {
				t.Errorf("%v turned: off by %v", space, d.Max)
			}
		}
	}
}

// TestBlackAndWhite are at the ends of each space.
func TestBlackAndWhite(t *testing.T) {
	for _, tc := range []struct {
		space        tensor.Space
		black, white []float64
	}{
		{Gray709, []float64{0}, []float64{1}},
		{LinearRGB, []float64{0, 0, 0}, []float64{1, 1, 1}},
		{HSL, []float64{0, 0, 0}, []float64{0, 0, 1}},
		{HWB, []float64{0, 0, 1}, []float64{0, 1, 0}},
		{XYZ, []float64{0, 0, 0}, []float64{0.95047, 1, 1.08883}},
		{Lab, []float64{0, 0, 0}, []float64{100, 0, 0}},
		{Luv, []float64{0, 0, 0}, []float64{100, 0, 0}},
		{LCh, []float64{0, 0, 0}, []float64{100, 0, 0}},
		{YCbCr, []float64{0, 0.5, 0.5}, []float64{1, 0.5, 0.5}},
		{YCbCr601, []float64{16. / 255, 128. / 255, 128. / 255}, []float64{235. / 255, 128. / 255, 128. / 255}},
		{YCbCr709, []float64{16. / 255, 128. / 255, 128. / 255}, []float64{235. / 255, 128. / 255, 128. / 255}},
		{YIQ, []float64{0, 0, 0}, []float64{1, 0, 0}},
		{CMYK, []float64{0, 0, 0, 1}, []float64{0, 0, 0, 0}},
		{Oklab, []float64{0, 0, 0}, []float64{1, 0, 0}},
		{Oklch, []float64{0, 0, 0}, []float64{1, 0, 0}},
		{XYZD50, []float64{0, 0, 0}, []float64{0.96422, 1, 0.82521}},
		{LabD50, []float64{0, 0, 0}, []float64{100, 0, 0}},
		{LuvD50, []float64{0, 0, 0}, []float64{100, 0, 0}},
		{LChD50, []float64{0, 0, 0}, []float64{100, 0, 0}},
	} {
		near(t, tc.space.String()+" of black", convert(t, strip(tensor.Uint8, RGB, []float64{0, 0, 0}), tc.space), tc.black)
		near(t, tc.space.String()+" of white", convert(t, strip(tensor.Uint8, RGB, []float64{255, 255, 255}), tc.space), tc.white)
		near(t, "rgb of black in "+tc.space.String(), convert(t, strip(tensor.Float32, tc.space, tc.black), RGB), []float64{0, 0, 0})
		testdata.Near(t, "rgb of white in "+tc.space.String(),
			convert(t, strip(tensor.Float32, tc.space, tc.white), RGB).F32, []float64{1, 1, 1}, 1e-6)
	}
}

// TestRangesHoldSRGB: no colour of sRGB is outside of a space's range, and the ranges that are given as exact are met.
func TestRangesHoldSRGB(t *testing.T) {
	n := 33
	rgb := tensor.New(tensor.Spec{DType: tensor.Float32, Space: RGB, C: 3, H: n, W: n * n})
	for i := range n * n * n {
		for c, v := range [3]int{i % n, i / n % n, i / n / n} {
			rgb.Plane32(c)[i] = float32(v) / float32(n-1)
		}
	}
	for _, space := range all {
		got := convert(t, rgb, space)
		for c := range got.C {
			lo, hi, _ := Range(space, c)
			least, most := slices.Min(got.Plane32(c)), slices.Max(got.Plane32(c))
			t.Logf("%v, channel %d: %.4f..%.4f of %v..%v", space, c, least, most, lo, hi)
			if slack := 1e-6 * (hi - lo); least < lo-slack || most > hi+slack {
				t.Errorf("%v, channel %d: %v..%v is not within %v..%v", space, c, least, most, lo, hi)
			}
		}
	}
}
