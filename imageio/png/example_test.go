package png_test

import (
	"bytes"
	"fmt"

	"github.com/saccade-go/saccade/imageio/png"
	"github.com/saccade-go/saccade/tensor"
)

func ExampleEncode() {
	t := tensor.New(tensor.Spec{Space: tensor.Gray, C: 1, H: 1, W: 3})
	copy(t.U8, []uint8{0, 128, 255})
	var file bytes.Buffer
	if err := png.Encode(&file, t, png.EncodeOptions{}); err != nil {
		fmt.Println(err)
	}
	info, err := png.ReadInfo(file.Bytes())
	fmt.Println(info.Width, info.Height, info.Depth, info.Space(), err)
	// Output: 3 1 8 gray <nil>
}

func ExampleDecode() {
	err := png.Decode(new(tensor.Tensor), []byte("\x89PNG\r\n\x1a\n\x00\x00\x00\x0dIHDR"), png.DecodeOptions{})
	fmt.Println(err)
	// Output: png: chunk "IHDR" at byte 8: wanted a whole chunk, found the end of the file
}
