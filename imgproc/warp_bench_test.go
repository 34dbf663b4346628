package imgproc_test

import (
	"fmt"
	"testing"

	"github.com/saccade-go/saccade/imgproc"
	"github.com/saccade-go/saccade/tensor"
)

func BenchmarkAffine(b *testing.B) {
	for _, dtype := range dtypes {
		src := scene(dtype, 3, 1080, 1920)
		for _, filter := range warpFilters {
			for _, angle := range []float64{5, 30, 90} {
				m := imgproc.AffineMap{Angle: -angle}.Matrix(src.Spec)
				b.Run(fmt.Sprintf("dtype=%v/filter=%v/angle=%v/in=3x1080x1920", dtype, filter, angle), func(b *testing.B) {
					bench(b, imgproc.Affine{Matrix: m, Filter: filter}, src)
				})
			}
		}
		b.Run(fmt.Sprintf("dtype=%v/border=reflect/angle=30/in=3x1080x1920", dtype), func(b *testing.B) {
			m := imgproc.AffineMap{Angle: -30}.Matrix(src.Spec)
			bench(b, imgproc.Affine{Matrix: m, Border: imgproc.Reflect}, src)
		})
	}
}

func benchWarp(b *testing.B, stage func(in tensor.Spec) tensor.Stage) {
	for _, dtype := range dtypes {
		src := scene(dtype, 3, 375, 500)
		b.Run(fmt.Sprintf("dtype=%v/in=3x375x500", dtype), func(b *testing.B) { bench(b, stage(src.Spec), src) })
	}
}

func BenchmarkRotate(b *testing.B) {
	benchWarp(b, func(tensor.Spec) tensor.Stage { return imgproc.Rotate{Angle: 15, Expand: true} })
}

func BenchmarkShear(b *testing.B) {
	benchWarp(b, func(tensor.Spec) tensor.Stage { return imgproc.Shear{X: 15} })
}

func BenchmarkPerspective(b *testing.B) {
	benchWarp(b, func(in tensor.Spec) tensor.Stage {
		w, h := float64(in.W), float64(in.H)
		return imgproc.Perspective{
			Start: imgproc.Corners{{0, 0}, {w, 0}, {w, h}, {0, h}},
			End:   imgproc.Corners{{w / 10, h / 20}, {w - 5, 9}, {w, h}, {0, h - h/10}},
		}
	})
}

func BenchmarkRemap(b *testing.B) {
	benchWarp(b, func(in tensor.Spec) tensor.Stage {
		x, y := mapsOf(imgproc.AffineMap{Angle: 3}.Matrix(in), in.H, in.W)
		return imgproc.Remap{X: *x, Y: *y}
	})
}

func BenchmarkElastic(b *testing.B) {
	benchWarp(b, func(tensor.Spec) tensor.Stage { return imgproc.Elastic{} })
}

func BenchmarkThinPlateSpline(b *testing.B) {
	benchWarp(b, func(in tensor.Spec) tensor.Stage {
		s := imgproc.ThinPlateSpline{}
		for i := range 9 {
			x, y := float64(in.W*(i%3))/2, float64(in.H*(i/3))/2
			s.Source = append(s.Source, [2]float64{x, y})
			s.Target = append(s.Target, [2]float64{x + float64(i*i%7), y + float64(i*i%5)})
		}
		return s
	})
}
