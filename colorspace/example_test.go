package colorspace_test

import (
	"fmt"

	"github.com/saccade-go/saccade/colorspace"
	"github.com/saccade-go/saccade/tensor"
)

func ExampleConvert() {
	// One pixel of a stored picture: pure red.
	red := &tensor.Tensor{Spec: tensor.Spec{Space: colorspace.RGB, C: 3, H: 1, W: 1}, U8: []uint8{255, 0, 0}}
	stage := colorspace.Convert{To: colorspace.Lab}
	out, err := stage.OutSpec(red.Spec)
	if err != nil {
		fmt.Println(err)
		return
	}
	lab := tensor.New(out)
	if err := stage.Apply(lab, red); err != nil {
		fmt.Println(err)
		return
	}
	fmt.Printf("%s: %.2f\n", lab.Spec, lab.F32)
	// Output: float32 lab 3×1×1: [53.24 80.09 67.20]
}

// Pipelines are checked before there is any image: H and W may be unknown.
func ExampleConvert_OutSpec() {
	hsv := colorspace.Convert{To: colorspace.HSV}
	fmt.Println(hsv.OutSpec(tensor.Spec{Space: tensor.RGB, C: 3}))
	_, err := hsv.OutSpec(tensor.Spec{Space: tensor.RGBA, C: 4})
	fmt.Println(err)
	// Output:
	// float32 hsv 3×?×? <nil>
	// convert: wanted no alpha (drop alpha or lay it over a background first), found uint8 rgba 4×?×?
}

func ExampleRange() {
	fmt.Println(colorspace.Range(colorspace.Lab, 1))
	// Output: -128 127 true
}
