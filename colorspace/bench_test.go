package colorspace

import (
	"fmt"
	"testing"

	"github.com/saccade-go/saccade/tensor"
)

func BenchmarkConvert(b *testing.B) {
	type pair struct {
		dtype    tensor.DType
		from, to tensor.Space
	}
	pairs := []pair{
		{tensor.Uint8, RGB, Gray}, {tensor.Uint8, RGB, RGB}, {tensor.Uint8, RGB, HSV}, {tensor.Uint8, RGB, Lab},
		{tensor.Float32, RGB, Gray}, {tensor.Float32, RGB, HSV}, {tensor.Float32, RGB, Lab},
		{tensor.Float32, HSV, RGB}, {tensor.Float32, Lab, RGB}, {tensor.Float32, HSV, Lab},
		{tensor.Float32, LinearRGB, XYZ}, {tensor.Float32, XYZ, Lab}, {tensor.Float32, Lab, XYZ}, {tensor.Float32, Lab, LabD50},
		{tensor.Float32, Lab, LCh}, {tensor.Float32, LCh, Lab},
	}
	for _, space := range all {
		if space == RGB || space == Gray || space == HSV || space == Lab {
			continue // above
		}
		pairs = append(pairs, pair{tensor.Uint8, RGB, space}, pair{tensor.Float32, space, RGB})
	}
	for _, tc := range pairs {
		b.Run(fmt.Sprintf("from=%v_%v/to=%v/in=3x224x224", tc.dtype, tc.from, tc.to), func(b *testing.B) {
			src := tensor.New(tensor.Spec{DType: tensor.Uint8, Space: RGB, C: 3, H: 224, W: 224})
			for i := range src.U8 {
				src.U8[i] = uint8(i * 31 >> 4)
			}
			if tc.dtype == tensor.Float32 {
				src = convert(b, src, tc.from)
			}
			stage, dst := Convert{To: tc.to}, convert(b, src, tc.to)
			b.SetBytes(int64(src.Bytes()))
			for b.Loop() {
				if err := stage.Apply(dst, src); err != nil {
					b.Fatal(err)
				}
			}
			b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "images/s")
		})
	}
}

func BenchmarkDeltaE2000(b *testing.B) {
	x, y := [3]float64{50, 20, -30}, [3]float64{52, 18, -25}
	for b.Loop() {
		DeltaE2000(x, y)
	}
}
