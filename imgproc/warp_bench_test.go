package imgproc_test

import (
	"fmt"
	"testing"

	"github.com/saccade-go/saccade/imgproc"
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
		m := imgproc.AffineMap{Angle: -30}.Matrix(src.Spec)
		b.Run(fmt.Sprintf("dtype=%v/border=reflect/angle=30/in=3x1080x1920", dtype), func(b *testing.B) {
			bench(b, imgproc.Affine{Matrix: m, Border: imgproc.Reflect}, src)
		})
	}
}
