package features

import (
	"context"
	"fmt"
	"testing"

	"github.com/saccade-go/saccade/pipeline/stagetest"
	"github.com/saccade-go/saccade/tensor"
)

func bench(b *testing.B, stage tensor.Stage, in tensor.Spec) {
	src := stagetest.Fill(in, 1)
	dst := apply(b, stage, src)
	b.SetBytes(int64(in.Bytes()))
	for b.Loop() {
		if err := stage.Apply(dst, src); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "images/s")
}

func BenchmarkHOG(b *testing.B) {
	for _, in := range []tensor.Spec{
		{Space: tensor.Gray, C: 1, H: 128, W: 128},
		{DType: tensor.Float32, Space: tensor.Gray, C: 1, H: 128, W: 128},
		{Space: tensor.RGB, C: 3, H: 128, W: 128},
	} {
		b.Run(fmt.Sprintf("dtype=%v/in=%dx%dx%d", in.DType, in.C, in.H, in.W), func(b *testing.B) { bench(b, HOG{}, in) })
	}
}

func BenchmarkHOGOpenCV(b *testing.B) {
	bench(b, HOG{Layout: opencvLayout}, tensor.Spec{Space: tensor.Gray, C: 1, H: 128, W: 128})
}

func BenchmarkColorHistogram(b *testing.B) {
	for _, h := range []ColorHistogram{{}, {Space: tensor.HSV}, {Space: tensor.Lab}, {Space: tensor.HSV, Bins: []int{8}, Joint: true}} {
		b.Run(fmt.Sprintf("space=%v/joint=%v/in=3x224x224", h.Space, h.Joint), func(b *testing.B) {
			bench(b, h, tensor.Spec{Space: tensor.RGB, C: 3, H: 224, W: 224})
		})
	}
}

func BenchmarkColorMoments(b *testing.B) {
	for _, in := range []tensor.Spec{
		{Space: tensor.RGB, C: 3, H: 224, W: 224},
		{DType: tensor.Float32, Space: tensor.RGB, C: 3, H: 224, W: 224},
	} {
		b.Run(fmt.Sprintf("dtype=%v/in=3x224x224", in.DType), func(b *testing.B) { bench(b, ColorMoments{Rows: 3, Columns: 3}, in) })
	}
}

func BenchmarkGLCM(b *testing.B) {
	for _, levels := range []int{16, 64, 256} {
		b.Run(fmt.Sprintf("levels=%d/in=1x224x224", levels), func(b *testing.B) {
			bench(b, GLCM{Levels: levels}, tensor.Spec{Space: tensor.Gray, C: 1, H: 224, W: 224})
		})
	}
}

func BenchmarkHuMoments(b *testing.B) {
	for _, dtype := range []tensor.DType{tensor.Uint8, tensor.Float32} {
		b.Run(fmt.Sprintf("dtype=%v/in=1x224x224", dtype), func(b *testing.B) {
			bench(b, HuMoments{}, tensor.Spec{DType: dtype, Space: tensor.Gray, C: 1, H: 224, W: 224})
		})
	}
}

func BenchmarkZernikeMoments(b *testing.B) {
	for _, degree := range []int{8, 20} {
		b.Run(fmt.Sprintf("degree=%d/in=1x128x128", degree), func(b *testing.B) {
			bench(b, ZernikeMoments{Degree: degree}, tensor.Spec{Space: tensor.Gray, C: 1, H: 128, W: 128})
		})
	}
}

func BenchmarkEdgeHistogram(b *testing.B) {
	for _, in := range []tensor.Spec{
		{Space: tensor.Gray, C: 1, H: 128, W: 128},
		{Space: tensor.RGB, C: 3, H: 128, W: 128},
	} {
		b.Run(fmt.Sprintf("in=%dx128x128", in.C), func(b *testing.B) { bench(b, EdgeHistogram{}, in) })
	}
}

func BenchmarkFlatten(b *testing.B) {
	b.Run("in=3x224x224", func(b *testing.B) { bench(b, Flatten{}, tensor.Spec{Space: tensor.RGB, C: 3, H: 224, W: 224}) })
}

func BenchmarkDCT(b *testing.B) {
	for _, d := range []DCT{{}, {Grid: 8}, {Coefficients: 1024}} {
		for _, in := range []tensor.Spec{{Space: tensor.Gray, C: 1, H: 128, W: 128}, {DType: tensor.Float32, Space: tensor.RGB, C: 3, H: 224, W: 224}} {
			b.Run(fmt.Sprintf("coefficients=%d/grid=%d/dtype=%v/in=%dx%dx%d", d.Coefficients, d.Grid, in.DType, in.C, in.H, in.W), func(b *testing.B) { bench(b, d, in) })
		}
	}
}

func BenchmarkGaborEnergy(b *testing.B) {
	for _, in := range []tensor.Spec{{Space: tensor.Gray, C: 1, H: 128, W: 128}, {DType: tensor.Float32, Space: tensor.Gray, C: 1, H: 256, W: 256}} {
		b.Run(fmt.Sprintf("dtype=%v/in=%dx%dx%d", in.DType, in.C, in.H, in.W), func(b *testing.B) { bench(b, GaborEnergy{}, in) })
	}
}

func BenchmarkConcat(b *testing.B) {
	c := Concat{Branches: [][]tensor.Step{{HOG{}}, {ColorHistogram{}}}}
	b.Run("branches=hog,color_histogram/in=3x128x128", func(b *testing.B) {
		bench(b, c, tensor.Spec{Space: tensor.RGB, C: 3, H: 128, W: 128})
	})
}

// BenchmarkConcatShared has two branches behind a filter bank, which is applied once, or twice where its parameters differ by nothing
// that counts.
func BenchmarkConcatShared(b *testing.B) {
	sift, other := DenseSIFT{Sizes: []int{4, 6}}, DenseSIFT{Sizes: []int{4, 6}, Window: "gaussian"}
	for name, second := range map[string]tensor.Step{"shared": sift, "not": other} {
		c := Concat{Branches: [][]tensor.Step{{sift, Flatten{}}, {second, Flatten{}, PowerNormalize{}}}}
		b.Run("beginning="+name, func(b *testing.B) { bench(b, c, tensor.Spec{Space: tensor.Gray, C: 1, H: 128, W: 128}) })
	}
}

func BenchmarkSpatialPyramid(b *testing.B) {
	p := SpatialPyramid{Of: []tensor.Step{ColorHistogram{}}}
	b.Run("of=color_histogram/in=3x128x128", func(b *testing.B) { bench(b, p, tensor.Spec{Space: tensor.RGB, C: 3, H: 128, W: 128}) })
}

func BenchmarkStandardized(b *testing.B) {
	in := tensor.VectorSpec(8100)
	s := Standardized{Mean: *stagetest.Fill(in, 2), Std: *stagetest.Fill(in, 3)}
	for i := range s.Std.F32 {
		s.Std.F32[i] += 0.1
	}
	b.Run("in=8100x1x1", func(b *testing.B) { bench(b, s, in) })
}

func BenchmarkGIST(b *testing.B) {
	for _, in := range []tensor.Spec{{Space: tensor.Gray, C: 1, H: 128, W: 128}, {DType: tensor.Float32, Space: tensor.Gray, C: 1, H: 256, W: 256}} {
		b.Run(fmt.Sprintf("dtype=%v/in=%dx%dx%d", in.DType, in.C, in.H, in.W), func(b *testing.B) { bench(b, GIST{}, in) })
	}
}
func BenchmarkPCA(b *testing.B) {
	const d = 784
	for _, k := range []int{16, 64, 256} {
		p := PCA{
			Mean: *stagetest.Fill(tensor.VectorSpec(d), 1), Components: *stagetest.Fill(matrixSpec(k, d), 2),
			ExplainedVariance: *stagetest.Fill(tensor.VectorSpec(k), 3),
		}
		b.Run(fmt.Sprintf("in=%dx1x1/components=%d", d, k), func(b *testing.B) { bench(b, p, tensor.VectorSpec(d)) })
	}
}

func BenchmarkLearnPCA(b *testing.B) {
	for _, c := range []struct{ n, d int }{{5000, 784}, {3000, 4096}} {
		data := lowRank(c.n, c.d, 20, 0.1)
		b.Run(fmt.Sprintf("samples=%d/in=%dx1x1", c.n, c.d), func(b *testing.B) {
			for b.Loop() {
				if _, err := (LearnPCA{}).Fit(context.Background(), samples(data...)); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

func BenchmarkVectors(b *testing.B) {
	in := tensor.VectorSpec(8100)
	for _, stage := range []tensor.Stage{L2Normalize{}, PowerNormalize{}, PowerNormalize{Alpha: 0.25}} {
		b.Run(fmt.Sprintf("%T%v/in=8100x1x1", stage, stage), func(b *testing.B) { bench(b, stage, in) })
	}
	b.Run("PolynomialPairs/in=500x1x1", func(b *testing.B) { bench(b, PolynomialPairs{}, tensor.VectorSpec(500)) })
}
