package colorspace_test

import (
	"fmt"

	"github.com/saccade-go/saccade/colorspace"
)

func ExampleDecodeSRGB() {
	light := make([]float32, 3)
	colorspace.DecodeSRGB(light, []float32{0, 0.5, 1})
	fmt.Printf("%.4f\n", light)
	colorspace.EncodeSRGB(light, light)
	fmt.Printf("%.4f\n", light)
	// Output:
	// [0.0000 0.2140 1.0000]
	// [0.0000 0.5000 1.0000]
}
