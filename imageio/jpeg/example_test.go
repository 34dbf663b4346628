package jpeg_test

import (
	"fmt"
	"image"
	"os"

	"github.com/saccade-go/saccade/imageio/jpeg"
	"github.com/saccade-go/saccade/tensor"
)

func ExampleDecoder_Decode() {
	data, err := os.ReadFile("testdata/files/base.jpg")
	if err != nil {
		fmt.Println(err)
		return
	}
	var d jpeg.Decoder // the same memory for all files
	var dst tensor.Tensor
	for _, opt := range []jpeg.Options{{}, {Scale: 4}, {Space: tensor.Gray, Region: image.Rect(8, 8, 24, 16)}} {
		fmt.Println(d.Decode(&dst, data, opt), dst.Spec)
	}
	fmt.Println(d.Decode(&dst, data[:1000], jpeg.Options{}))
	// Output:
	// <nil> uint8 rgb 3×40×56
	// <nil> uint8 rgb 3×10×14
	// <nil> uint8 gray 1×8×16
	// jpeg: the file ends too early: at byte 1000 more data of the scan have to follow; 48 of 72 blocks are missing
}
