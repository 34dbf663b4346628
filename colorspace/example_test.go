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

// Oklch has lightness apart: it can be changed alone.
func ExampleConvert_oklch() {
	brick := &tensor.Tensor{Spec: tensor.Spec{Space: colorspace.RGB, C: 3, H: 1, W: 1}, U8: []uint8{178, 102, 85}}
	lch := tensor.New(tensor.Spec{DType: tensor.Float32, Space: colorspace.Oklch, C: 3, H: 1, W: 1})
	if err := (colorspace.Convert{To: colorspace.Oklch}).Apply(lch, brick); err != nil {
		fmt.Println(err)
		return
	}
	lch.F32[0] *= 0.8 // darker, but of the same chroma and hue
	rgb := tensor.New(tensor.Spec{DType: tensor.Float32, Space: colorspace.RGB, C: 3, H: 1, W: 1})
	if err := (colorspace.Convert{To: colorspace.RGB}).Apply(rgb, lch); err != nil {
		fmt.Println(err)
		return
	}
	fmt.Printf("%.3f\n", rgb.F32)
	// Output: [0.548 0.265 0.204]
}

// The same colour under the light of D50, as profiles of printers have it.
func ExampleConvert_d50() {
	gold := &tensor.Tensor{Spec: tensor.Spec{Space: colorspace.RGB, C: 3, H: 1, W: 1}, U8: []uint8{255, 215, 0}}
	lab := tensor.New(tensor.Spec{DType: tensor.Float32, Space: colorspace.LabD50, C: 3, H: 1, W: 1})
	if err := (colorspace.Convert{To: colorspace.LabD50}).Apply(lab, gold); err != nil {
		fmt.Println(err)
		return
	}
	fmt.Printf("%s: %.2f\n", lab.Spec, lab.F32)
	// Output: float32 lab_d50 3×1×1: [87.47 2.91 86.55]
}

func ExampleDeltaE2000() {
	// Two blues that are further apart in numbers than to the eye.
	a, b := [3]float64{50, 2.6772, -79.7751}, [3]float64{50, 0, -82.7485}
	fmt.Printf("%.4f %.4f %.4f\n", colorspace.DeltaE76(a, b), colorspace.DeltaE94(a, b), colorspace.DeltaE2000(a, b))
	// Output: 4.0011 1.3950 2.0425
}

func ExampleDeltaE76() {
	fmt.Println(colorspace.DeltaE76([3]float64{50, 3, 4}, [3]float64{50, 0, 0}))
	// Output: 5
}

func ExampleDeltaE94() {
	// What is further from gray may differ more.
	fmt.Printf("%.2f\n", colorspace.DeltaE94([3]float64{50, 3, 4}, [3]float64{50, 6, 8}))
	fmt.Printf("%.2f\n", colorspace.DeltaE94([3]float64{50, 30, 40}, [3]float64{50, 33, 44}))
	// Output:
	// 4.08
	// 1.54
}
