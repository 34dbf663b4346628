package pipeline_test

import (
	"context"
	"fmt"
	"log"
	"slices"

	"github.com/saccade-go/saccade/colorspace"
	"github.com/saccade-go/saccade/dataset"
	"github.com/saccade-go/saccade/features"
	"github.com/saccade-go/saccade/imgproc"
	"github.com/saccade-go/saccade/pipeline"
	"github.com/saccade-go/saccade/tensor"
)

func ExamplePlan_Explain() {
	p := pipeline.New(
		imgproc.Resize{Height: 64, Width: 64},
		features.Concat{Branches: [][]pipeline.Step{
			{colorspace.Convert{To: colorspace.Gray}, features.HOG{}},
			{features.ColorHistogram{Space: colorspace.HSV}},
		}},
	)
	plan, err := p.Compile(p.Input())
	if err != nil {
		log.Fatal(err)
	}
	fmt.Print(plan.Explain())
	// Output:
	// #     stage                           makes     type     space  bytes  note
	// 0     decode {space: rgb}             3×?×?     uint8    rgb    ?      the rows of a JPEG are resized as they come
	// 1     resize {height: 64, width: 64}  3×64×64   uint8    rgb    12288
	// 2a.1  convert {to: gray}              1×64×64   float32  gray   16384
	// 2a.2  hog                             2916×1×1  float32  none   11664
	// 2b.1  color_histogram {space: hsv}    48×1×1    float32  none   192
	// 2     concat                          2964×1×1  float32  none   11856  joins 2 branches
}

func ExamplePipeline_Compile() {
	p := pipeline.New(
		imgproc.Resize{Shorter: -1},
		imgproc.Normalize{Mean: []float32{0.5}, Std: []float32{0}},
	)
	_, err := p.Compile(p.Input())
	fmt.Println(err)
	// Output:
	// stage 1 resize, given uint8 rgb 3×?×?: resize: shorter: wanted a size from 1 to 2^30, found -1
	// stage 2 normalize, given uint8 rgb 3×?×?: normalize: std: wanted numbers other than 0, found [0]
}

func ExampleParse() {
	_, err := pipeline.Parse([]byte(`
steps:
  - resize: {shortest: 256}
  - center_crop: {height: 224, width: 224}
  - to_float: {scale: 2}
`))
	fmt.Println(err)
	// Output:
	// line 3: step 1 resize: wanted one of the parameters shorter, height, width, fit, filter, no_antialias, linear, found "shortest" (perhaps shorter)
	// line 5: step 3 to_float: wanted no parameters, because it has none, found "scale"
}

func ExampleMap() {
	data, err := dataset.Files("../testdata/photos/chelsea.jpg", "../testdata/photos/coffee_exif6.jpg", "../testdata/README.md")
	if err != nil {
		log.Fatal(err)
	}
	p := pipeline.New(imgproc.Resize{Shorter: 64}, imgproc.ToFloat{})
	plan, err := p.Compile(p.Input())
	if err != nil {
		log.Fatal(err)
	}
	for sample, result := range pipeline.Map(context.Background(), plan, slices.Values(data.Samples), pipeline.Options{}) {
		if result.Err != nil {
			fmt.Println(result.Err)
			continue
		}
		fmt.Println(sample.Name, result.Tensor.Spec)
	}
	// Output:
	// ../testdata/README.md: sniff: wanted JPEG, PNG, GIF, WebP, TIFF or BMP, found text
	// ../testdata/photos/chelsea.jpg float32 rgb 3×64×96
	// ../testdata/photos/coffee_exif6.jpg float32 rgb 3×64×96
}

// Negative is a stage of one's own.
type Negative struct{}

// OutSpec returns in, which has to be float32.
func (Negative) OutSpec(in tensor.Spec) (tensor.Spec, error) {
	if in.DType != tensor.Float32 {
		return in, &tensor.SpecError{Op: "negative", Want: "float32", Got: in}
	}
	return in, nil
}

// Apply writes 1 − v.
func (n Negative) Apply(dst, src *tensor.Tensor) error {
	out, err := n.OutSpec(src.Spec)
	if err != nil {
		return err
	}
	if err := dst.Expect("negative", out); err != nil {
		return err
	}
	for i, v := range src.F32 {
		dst.F32[i] = 1 - v
	}
	return nil
}

func ExampleCatalogue_With() {
	catalogue, err := pipeline.Standard().With(Negative{})
	if err != nil {
		log.Fatal(err)
	}
	p, err := catalogue.Parse([]byte("steps: [to_float, negative]"))
	fmt.Printf("%T %v\n", p.Steps[1], err)
	// Output: pipeline_test.Negative <nil>
}
