package pipeline_test

import (
	"fmt"
	"os"
	"slices"
	"testing"

	"github.com/saccade-go/saccade/imageio"
	"github.com/saccade-go/saccade/imgproc"
	"github.com/saccade-go/saccade/pipeline"
	"github.com/saccade-go/saccade/pipeline/stagetest"
	"github.com/saccade-go/saccade/tensor"
)

func imagenet() *pipeline.Pipeline {
	return pipeline.New(
		imgproc.Resize{Shorter: 256},
		imgproc.CenterCrop{Height: 224, Width: 224},
		imgproc.ToFloat{},
		imgproc.Normalize{Mean: []float32{0.485, 0.456, 0.406}, Std: []float32{0.229, 0.224, 0.225}},
	)
}

func compile(tb testing.TB, p *pipeline.Pipeline) *pipeline.Plan {
	tb.Helper()
	plan, err := p.Compile(p.Input())
	if err != nil {
		tb.Fatal(err)
	}
	return plan
}

func BenchmarkRun(b *testing.B) {
	plan := compile(b, imagenet())
	for _, size := range [][2]int{{375, 500}, {3000, 4000}} {
		src := stagetest.Fill(tensor.Spec{Space: tensor.RGB, C: 3, H: size[0], W: size[1]}, 1)
		b.Run(fmt.Sprintf("pipeline=imagenet/in=3x%dx%d", size[0], size[1]), func(b *testing.B) {
			var dst tensor.Tensor
			b.ReportAllocs()
			b.SetBytes(int64(src.Bytes()))
			for b.Loop() {
				if err := plan.Run(&dst, src); err != nil {
					b.Fatal(err)
				}
			}
			b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "images/s")
		})
	}
}

// encoded is a source of an encoded file in memory.
type encoded []byte

func (e encoded) Load(dst *tensor.Tensor, opt imageio.Options) error {
	return imageio.DecodeInto(dst, e, opt)
}

// BenchmarkMap has the whole way from a JPEG's bytes to the normalised tensor.
func BenchmarkMap(b *testing.B) {
	plan := compile(b, imagenet())
	file, err := os.ReadFile("../testdata/photos/chelsea.jpg")
	if err != nil {
		b.Fatal(err)
	}
	sources := make([]encoded, 64)
	for i := range sources {
		sources[i] = file
	}
	for _, workers := range []int{1, 2} {
		b.Run(fmt.Sprintf("pipeline=imagenet/workers=%d", workers), func(b *testing.B) {
			b.SetBytes(int64(len(file) * len(sources)))
			for b.Loop() {
				for _, r := range pipeline.Map(b.Context(), plan, slices.Values(sources), pipeline.Options{Workers: workers}) {
					if r.Err != nil {
						b.Fatal(r.Err)
					}
				}
			}
			b.ReportMetric(float64(b.N*len(sources))/b.Elapsed().Seconds(), "images/s")
		})
	}
}
