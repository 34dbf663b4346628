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
