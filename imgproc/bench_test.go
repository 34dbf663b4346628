package imgproc_test

import (
	"fmt"
	"math"
	"testing"

	"github.com/saccade-go/saccade/imgproc"
	"github.com/saccade-go/saccade/tensor"
)

// bench runs a stage on one image again and again. Bytes are those of the source.
func bench(b *testing.B, s tensor.Stage, src *tensor.Tensor) {
	b.Helper()
	dst := apply(b, s, src)
	b.SetBytes(int64(src.Bytes()))
	b.ReportAllocs()
	for b.Loop() {
		if err := s.Apply(dst, src); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "images/s")
}

// scene is smooth with a little noise, as photos are: clipping is rare.
func scene(d tensor.DType, c, h, w int) *tensor.Tensor {
	t := noise(d, c, h, w)
	across, down := make([]float64, w), make([]float64, h)
	for x := range across {
		across[x] = 0.5 + 0.2*math.Sin(float64(x)*9/float64(w))
	}
	for y := range down {
		down[y] = 0.2 * math.Cos(float64(y)*7/float64(h))
	}
	for i := range t.Len() {
		v := across[i%w] + down[i/w%h]
		if d == tensor.Uint8 {
			t.U8[i] = uint8(v*240) + t.U8[i]>>4
		} else {
			t.F32[i] = float32(v) + t.F32[i]/16
		}
	}
	return t
}

var dtypes = []tensor.DType{tensor.Uint8, tensor.Float32}

func BenchmarkResize(b *testing.B) {
	for _, dtype := range dtypes {
		for _, filter := range filters {
			for _, in := range []*tensor.Tensor{scene(dtype, 3, 375, 500), scene(dtype, 3, 3000, 4000), scene(dtype, 3, 64, 64)} {
				s := imgproc.Resize{Height: 224, Width: 224, Filter: filter}
				b.Run(fmt.Sprintf("dtype=%v/filter=%v/in=%dx%dx%d/out=3x224x224", dtype, filter, in.C, in.H, in.W), func(b *testing.B) {
					bench(b, s, in)
				})
			}
		}
	}
}

func BenchmarkReduce(b *testing.B) {
	for _, dtype := range dtypes {
		in := scene(dtype, 3, 3000, 4000)
		for _, factor := range []int{2, 3, 4, 8, 16} {
			b.Run(fmt.Sprintf("dtype=%v/factor=%d/in=3x3000x4000", dtype, factor), func(b *testing.B) {
				bench(b, imgproc.Reduce{Factor: factor}, in)
			})
		}
	}
}

func BenchmarkResizeAlpha(b *testing.B) {
	for _, dtype := range dtypes {
		b.Run(fmt.Sprintf("dtype=%v/filter=bilinear/in=4x375x500/out=4x224x224", dtype), func(b *testing.B) {
			bench(b, imgproc.Resize{Height: 224, Width: 224}, scene(dtype, 4, 375, 500))
		})
	}
}

func BenchmarkGeometry(b *testing.B) {
	for _, s := range []tensor.Stage{
		imgproc.CenterCrop{Height: 224, Width: 224}, imgproc.Pad{Top: 8, Right: 8, Bottom: 8, Left: 8, Mode: imgproc.Reflect},
		imgproc.FlipHorizontal{}, imgproc.FlipVertical{}, imgproc.Rotate90{}, imgproc.Rotate90{Turns: 2},
	} {
		for _, dtype := range dtypes {
			b.Run(fmt.Sprintf("stage=%T/dtype=%v/in=3x375x500", s, dtype), func(b *testing.B) {
				bench(b, s, scene(dtype, 3, 375, 500))
			})
		}
	}
}

func BenchmarkToFloat(b *testing.B) {
	b.Run("in=3x224x224", func(b *testing.B) { bench(b, imgproc.ToFloat{}, scene(tensor.Uint8, 3, 224, 224)) })
}

func BenchmarkNormalize(b *testing.B) {
	b.Run("in=3x224x224", func(b *testing.B) { bench(b, imagenet[3], scene(tensor.Float32, 3, 224, 224)) })
}
