package imgproc_test

import (
	"fmt"
	"testing"

	"pgregory.net/rapid"

	"github.com/saccade-go/saccade/imgproc"
	"github.com/saccade-go/saccade/pipeline/stagetest"
	"github.com/saccade-go/saccade/tensor"
)

// oddSpecs are inputs with odd sizes, of both types and of most spaces.
var oddSpecs = []tensor.Spec{
	{Space: tensor.Gray, C: 1, H: 1, W: 1},
	{Space: tensor.RGB, C: 3, H: 1, W: 37},
	{DType: tensor.Float32, Space: tensor.Gray, C: 1, H: 41, W: 1},
	{DType: tensor.Float32, Space: tensor.RGB, C: 3, H: 17, W: 23},
	{Space: tensor.RGBA, C: 4, H: 19, W: 18},
	{DType: tensor.Float32, Space: tensor.GrayAlpha, C: 2, H: 16, W: 33},
}

func TestTransposeContract(t *testing.T) {
	stagetest.Run(t, imgproc.Transpose{}, oddSpecs...)
	stagetest.Run(t, imgproc.Transverse{}, oddSpecs...)
}

// TestTransposeIsItsOwnInverse, and a quarter turn and a flip.
func TestTransposeIsItsOwnInverse(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		src := image(t)
		for _, s := range []tensor.Stage{imgproc.Transpose{}, imgproc.Transverse{}} {
			if !same(run(t, s, run(t, s, src)), src) {
				t.Errorf("%T twice changes %v", s, src.Spec)
			}
		}
		if !same(run(t, imgproc.FlipVertical{}, run(t, imgproc.Rotate90{}, src)), run(t, imgproc.Transpose{}, src)) {
			t.Errorf("transpose of %v isn't a quarter turn and a flip", src.Spec)
		}
		if !same(run(t, imgproc.Rotate90{Turns: 2}, run(t, imgproc.Transpose{}, src)), run(t, imgproc.Transverse{}, src)) {
			t.Errorf("transverse of %v isn't transpose and half a turn", src.Spec)
		}
	})
}

// TestPadContinues: beyond the border stands what the border's rule, applied one pixel after the other, says.
func TestPadContinues(t *testing.T) {
	next := map[imgproc.Border]func(at, n int) int{
		imgproc.Edge:      func(at, n int) int { return min(max(at, 0), n-1) },
		imgproc.Wrap:      func(at, n int) int { return (at + 100*n) % n },
		imgproc.Reflect:   func(at, n int) int { return bounce(at, n, 0) },
		imgproc.Symmetric: func(at, n int) int { return bounce(at, n, 1) },
	}
	rapid.Check(t, func(t *rapid.T) {
		src := image(t)
		amount := rapid.IntRange(0, 90)
		for mode, source := range next {
			p := imgproc.Pad{Top: amount.Draw(t, "top"), Right: amount.Draw(t, "right"), Bottom: amount.Draw(t, "bottom"), Left: amount.Draw(t, "left"), Mode: mode}
			dst := run(t, p, src)
			from, to := values(src), values(dst)
			for i, v := range to {
				c, y, x := i/(dst.H*dst.W), i/dst.W%dst.H, i%dst.W
				want := from[(c*src.H+source(y-p.Top, src.H))*src.W+source(x-p.Left, src.W)]
				if v != want {
					t.Fatalf("%+v of %v: %v at %d, %d, want %v", p, src.Spec, v, y, x, want)
				}
			}
		}
	})
}

// bounce walks from the first of n pixels to the place at and turns at both ends, where it stays for so many steps.
func bounce(at, n, stay int) int {
	if n == 1 {
		return 0
	}
	if at < 0 {
		at = -at - stay // the mirror image is the same
	}
	place, step, rest := 0, 1, 0
	for range at {
		switch {
		case rest > 0:
			rest--
		case place+step < 0 || place+step == n:
			step = -step
			if stay == 0 {
				place += step
			}
		default:
			place += step
		}
	}
	return place
}

func ExampleTranspose() {
	src := gray([]uint8{1, 2, 3}, []uint8{4, 5, 6})
	show(imgproc.Transpose{}, src)
	// Output:
	// uint8 gray 1×3×2
	// [1 4]
	// [2 5]
	// [3 6]
}

func ExampleTransverse() {
	src := gray([]uint8{1, 2, 3}, []uint8{4, 5, 6})
	show(imgproc.Transverse{}, src)
	// Output:
	// uint8 gray 1×3×2
	// [6 3]
	// [5 2]
	// [4 1]
}

func BenchmarkTranspose(b *testing.B) {
	for _, s := range []tensor.Stage{imgproc.Transpose{}, imgproc.Transverse{}} {
		for _, dtype := range dtypes {
			b.Run(fmt.Sprintf("stage=%T/dtype=%v/in=3x375x500", s, dtype), func(b *testing.B) {
				bench(b, s, scene(dtype, 3, 375, 500))
			})
		}
	}
}
