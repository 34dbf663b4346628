package imgproc_test

import (
	"fmt"
	"math"
	"math/rand/v2"
	"testing"

	"pgregory.net/rapid"

	"github.com/saccade-go/saccade/imgproc"
	"github.com/saccade-go/saccade/pipeline/stagetest"
	"github.com/saccade-go/saccade/tensor"
)

var filters = []imgproc.Filter{
	imgproc.Nearest, imgproc.Box, imgproc.Bilinear, imgproc.Hamming, imgproc.Bicubic, imgproc.Lanczos3,
	imgproc.Lanczos2, imgproc.Mitchell, imgproc.Gaussian, imgproc.Area,
}

// TestContract runs the conformance suite of stages on all of ours.
func TestContract(t *testing.T) {
	stages := []tensor.Stage{
		imgproc.Resize{Shorter: 9}, imgproc.Resize{Height: 30, Width: 4, Filter: imgproc.Lanczos3},
		imgproc.Resize{Height: 8, Width: 8, Fit: true, Filter: imgproc.Nearest},
		imgproc.Crop{X: 1, Y: 2, Width: 3, Height: 4}, imgproc.CenterCrop{Height: 9, Width: 8},
		imgproc.Pad{Top: 1, Right: -2, Bottom: 3, Left: 4}, imgproc.Pad{Left: 20, Top: 1, Mode: imgproc.Reflect},
		imgproc.FlipHorizontal{}, imgproc.FlipVertical{}, imgproc.Rotate90{}, imgproc.Rotate90{Turns: 2},
		imgproc.Reduce{Factor: 3}, imgproc.ToFloat{}, imgproc.Identity{},
	}
	inputs := []tensor.Spec{
		{Space: tensor.RGB, C: 3, H: 11, W: 7},
		{Space: tensor.RGBA, C: 4, H: 6, W: 13},
		{DType: tensor.Float32, Space: tensor.GrayAlpha, C: 2, H: 16, W: 16},
		{DType: tensor.Float32, C: 5, H: 7, W: 9},
	}
	for _, s := range stages {
		t.Run(fmt.Sprintf("%T", s), func(t *testing.T) { stagetest.Run(t, s, inputs...) })
	}
	normalize := imgproc.Normalize{Mean: []float32{0.5}, Std: []float32{0.25}}
	t.Run("imgproc.Normalize", func(t *testing.T) { stagetest.Run(t, normalize, inputs[2:]...) })
}

// image draws a picture of up to 40×40 pixels.
func image(t *rapid.T) *tensor.Tensor {
	d := rapid.SampledFrom([]tensor.DType{tensor.Uint8, tensor.Float32}).Draw(t, "dtype")
	side := rapid.IntRange(1, 40)
	return noise(d, rapid.IntRange(1, 5).Draw(t, "c"), side.Draw(t, "h"), side.Draw(t, "w"))
}

// resize draws a size of up to 40×40 and a filter.
func resize(t *rapid.T) imgproc.Resize {
	side := rapid.IntRange(1, 40)
	return imgproc.Resize{
		Height: side.Draw(t, "height"), Width: side.Draw(t, "width"),
		Filter: rapid.SampledFrom(filters).Draw(t, "filter"),
	}
}

// run is apply for tests with rapid.
func run(t *rapid.T, s tensor.Stage, src *tensor.Tensor) *tensor.Tensor {
	out, err := s.OutSpec(src.Spec)
	if err != nil {
		t.Fatalf("%#v: %v", s, err)
	}
	dst := tensor.New(out)
	if err := s.Apply(dst, src); err != nil {
		t.Fatalf("%#v: %v", s, err)
	}
	return dst
}

func TestResizeKeepsConstants(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		src, r := image(t), resize(t)
		value := rapid.Uint8Range(1, 255).Draw(t, "value")
		for i := range src.U8 {
			src.U8[i] = value
		}
		for i := range src.F32 {
			src.F32[i] = float32(value) / 255
		}
		if src.DType == tensor.Uint8 && src.Space.HasAlpha() {
			opaque(src)
		}
		dst := run(t, r, src)
		lo, hi := dst.Range()
		wantLo, wantHi := src.Range()
		if math.Abs(float64(lo-wantLo)) > 2e-7 || math.Abs(float64(hi-wantHi)) > 2e-7 {
			t.Errorf("%+v of %v: %v..%v became %v..%v", r, src.Spec, wantLo, wantHi, lo, hi)
		}
	})
}

// opaque sets alpha to 255: with less, premultiplied uint8 colours are rounded.
func opaque(t *tensor.Tensor) {
	alpha := t.Plane8(t.C - 1)
	for i := range alpha {
		alpha[i] = 255
	}
}

func TestResizeToSameSizeCopies(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		src, r := image(t), resize(t)
		r.Height, r.Width = src.H, src.W
		if !same(run(t, r, src), src) {
			t.Errorf("%+v changes %v", r, src.Spec)
		}
	})
}

// TestResizeMirrors: resizing commutes with flips, up to the order of float32 sums. Nearest and Box decide ties
// between two pixels for one side, and fixed-point weights that are not symmetric by one unit can tip a
// rounding in uint8.
func TestResizeMirrors(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		src, r := image(t), resize(t)
		if r.Filter == imgproc.Nearest || r.Filter == imgproc.Box || src.Space.HasAlpha() {
			t.Skip("not symmetric")
		}
		tolerance := 1.0
		if src.DType == tensor.Float32 {
			tolerance = 1e-6
		}
		for _, flip := range []tensor.Stage{imgproc.FlipHorizontal{}, imgproc.FlipVertical{}} {
			a, b := values(run(t, flip, run(t, r, src))), values(run(t, r, run(t, flip, src)))
			for i := range a {
				if math.Abs(float64(a[i]-b[i])) > tolerance {
					t.Fatalf("%+v of %v: %v and %v at %d", r, src.Spec, a[i], b[i], i)
				}
			}
		}
	})
}

// TestResizeWindow: a window has the bytes that the crop of the whole result has.
func TestResizeWindow(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		src, r := image(t), resize(t)
		c := crop(t, r.Height, r.Width)
		want := run(t, c, run(t, r, src))
		got := tensor.New(want.Spec)
		if err := r.ApplyWindow(got, src, c.X, c.Y); err != nil {
			t.Fatal(err)
		}
		if !same(got, want) {
			t.Errorf("%+v of %v, window %+v: other values", r, src.Spec, c)
		}
	})
}

// crop draws a rectangle inside h×w.
func crop(t *rapid.T, h, w int) imgproc.Crop {
	c := imgproc.Crop{Height: rapid.IntRange(1, h).Draw(t, "crop height"), Width: rapid.IntRange(1, w).Draw(t, "crop width")}
	c.Y = rapid.IntRange(0, h-c.Height).Draw(t, "y")
	c.X = rapid.IntRange(0, w-c.Width).Draw(t, "x")
	return c
}

// TestTurns: two flips, four quarter turns and there and back are nothing; two flips are half a turn.
func TestTurns(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		src := image(t)
		for _, nothing := range [][]tensor.Stage{
			{imgproc.Identity{}},
			{imgproc.FlipHorizontal{}, imgproc.FlipHorizontal{}},
			{imgproc.FlipVertical{}, imgproc.FlipVertical{}},
			{imgproc.Rotate90{}, imgproc.Rotate90{}, imgproc.Rotate90{}, imgproc.Rotate90{Turns: 1}},
			{imgproc.Rotate90{Turns: -1}, imgproc.Rotate90{}},
			{imgproc.Rotate90{Turns: 3}, imgproc.Rotate90{Turns: -3}},
			{imgproc.Rotate90{Turns: 2}, imgproc.FlipHorizontal{}, imgproc.FlipVertical{}},
		} {
			got := src
			for _, s := range nothing {
				got = run(t, s, got)
			}
			if !same(got, src) {
				t.Errorf("%#v changes %v", nothing, src.Spec)
			}
		}
	})
}

// TestCropCommutes: cropping before or after a flip is the same, of the mirrored rectangle; padding and
// cropping undo each other.
func TestCropCommutes(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		src := image(t)
		c := crop(t, src.H, src.W)
		mirrored := c
		mirrored.X = src.W - c.X - c.Width
		if !same(run(t, imgproc.FlipHorizontal{}, run(t, c, src)), run(t, mirrored, run(t, imgproc.FlipHorizontal{}, src))) {
			t.Errorf("%+v and flip_horizontal don't commute", c)
		}
		pad := imgproc.Pad{Top: c.Y, Left: c.X, Right: 3, Bottom: 2, Mode: imgproc.Wrap}
		back := imgproc.Crop{X: c.X, Y: c.Y, Width: src.W, Height: src.H}
		if !same(run(t, back, run(t, pad, src)), src) {
			t.Errorf("%+v isn't undone by %+v", pad, back)
		}
		cut := imgproc.Pad{Top: -c.Y, Left: -c.X, Bottom: c.Y + c.Height - src.H, Right: c.X + c.Width - src.W}
		if !same(run(t, cut, src), run(t, c, src)) {
			t.Errorf("%+v isn't %+v", cut, c)
		}
	})
}

// TestCenterCropIsCrop: the Crop that CenterCrop names does the same.
func TestCenterCropIsCrop(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		src := image(t)
		center := imgproc.CenterCrop{Height: rapid.IntRange(1, 45).Draw(t, "height"), Width: rapid.IntRange(1, 45).Draw(t, "width")}
		c, ok := center.Crop(src.Spec)
		if fits := center.Height <= src.H && center.Width <= src.W; ok != fits {
			t.Fatalf("%+v.Crop(%v): %v", center, src.Spec, ok)
		}
		if ok && !same(run(t, c, src), run(t, center, src)) {
			t.Errorf("%+v isn't %+v", c, center)
		}
	})
}

// TestResizeNaN: a pixel that is not a number reaches only results whose filter covers it.
func TestResizeNaN(t *testing.T) {
	supports := map[imgproc.Filter]float64{
		imgproc.Nearest: 0.5, imgproc.Box: 0.5, imgproc.Bilinear: 1, imgproc.Hamming: 1, imgproc.Bicubic: 2, imgproc.Lanczos3: 3,
		imgproc.Lanczos2: 2, imgproc.Mitchell: 2, imgproc.Gaussian: 3, imgproc.Area: 1,
	}
	const in = 37
	for filter, support := range supports {
		for _, out := range []int{1, 5, 19, 36, 38, 90} {
			for bad := range in {
				src := noise(tensor.Float32, 1, 3, in)
				src.F32[in+bad] = float32(math.NaN())
				dst := apply(t, imgproc.Resize{Height: 3, Width: out, Filter: filter}, src)
				scale := float64(in) / float64(out)
				for i, v := range dst.F32 {
					distance := math.Abs((float64(i%out)+0.5)*scale - float64(bad) - 0.5)
					covered := i/out == 1 && distance <= support*max(scale, 1)
					if v != v && !covered {
						t.Fatalf("%v %d to %d: NaN at %d reaches %d", filter, in, out, bad, i)
					}
				}
			}
		}
	}
}

// TestResizeAlpha: transparent pixels don't colour their neighbours, and float32 stays in 0..1.
func TestResizeAlpha(t *testing.T) {
	for _, filter := range filters {
		src := noise(tensor.Float32, 4, 20, 20)
		for i := range 400 {
			src.Plane32(0)[i], src.Plane32(3)[i] = 0.25, float32(i/7%2)
			if src.Plane32(3)[i] == 0 {
				src.Plane32(0)[i] = 1 // must not be seen
			}
		}
		dst := apply(t, imgproc.Resize{Height: 13, Width: 31, Filter: filter}, src)
		for i, red := range dst.Plane32(0) {
			alpha := dst.Plane32(3)[i]
			if alpha < 0 || alpha > 1 || red < 0 || red > 1 {
				t.Fatalf("%v: red %v, alpha %v", filter, red, alpha)
			}
			if filter != imgproc.Nearest && alpha > 0.1 && alpha < 1 && math.Abs(float64(red)-0.25) > 1e-5 {
				t.Fatalf("%v: red %v where alpha is %v", filter, red, alpha)
			}
		}
	}
}

func TestRandomFlip(t *testing.T) {
	spec := tensor.Spec{Space: tensor.RGB, C: 3, H: 4, W: 4}
	for _, c := range []struct {
		stage imgproc.RandomFlip
		flip  tensor.Stage
		p     float64
	}{
		{imgproc.RandomFlip{}, imgproc.FlipHorizontal{}, 0.5},
		{imgproc.RandomFlip{P: 0.1, Vertical: true}, imgproc.FlipVertical{}, 0.1},
		{imgproc.RandomFlip{P: 1}, imgproc.FlipHorizontal{}, 1},
	} {
		r := rand.New(rand.NewPCG(1, 2))
		const n = 10000
		flips := 0
		for range n {
			switch c.stage.Draw(r, spec) {
			case c.flip:
				flips++
			case imgproc.Identity{}:
			default:
				t.Fatalf("%+v draws something else", c.stage)
			}
		}
		if got := float64(flips) / n; math.Abs(got-c.p) > 0.02 {
			t.Errorf("%+v flips with probability %v", c.stage, got)
		}
	}
}

// TestRandomCrop: all places come up, about equally often, and each is what cropping the padded image gives.
func TestRandomCrop(t *testing.T) {
	src := noise(tensor.Uint8, 3, 5, 6)
	for _, c := range []imgproc.RandomCrop{
		{Height: 3, Width: 4},
		{Height: 6, Width: 7, Padding: 1, Mode: imgproc.Reflect},
		{Height: 5, Width: 6, Padding: 2, Value: []float32{1, 2, 3}},
	} {
		padded := src
		if c.Padding > 0 {
			padded = apply(t, imgproc.Pad{Top: c.Padding, Right: c.Padding, Bottom: c.Padding, Left: c.Padding, Mode: c.Mode, Value: c.Value}, src)
		}
		places := map[string]int{}
		for y := range padded.H - c.Height + 1 {
			for x := range padded.W - c.Width + 1 {
				places[string(apply(t, imgproc.Crop{X: x, Y: y, Width: c.Width, Height: c.Height}, padded).U8)] = 0
			}
		}
		r := rand.New(rand.NewPCG(3, 4))
		for range 200 * len(places) {
			got := string(apply(t, c.Draw(r, src.Spec), src).U8)
			if _, ok := places[got]; !ok {
				t.Fatalf("%+v draws what isn't a part of the image", c)
			}
			places[got]++
		}
		for _, n := range places {
			if n < 120 || n > 280 {
				t.Errorf("%+v: %d times at a place, want about 200", c, n)
			}
		}
	}
}
