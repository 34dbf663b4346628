package imageio_test

import (
	"errors"
	"fmt"
	"os"

	"github.com/saccade-go/saccade/imageio"
	"github.com/saccade-go/saccade/tensor"
)

func ExampleDecode() {
	data, err := os.ReadFile("testdata/files/upright_6.jpg") // stored lying on its side
	if err != nil {
		fmt.Println(err)
		return
	}
	info, err := imageio.ReadInfo(data)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(info.Format, info.Width, info.Height, "orientation", info.Orientation)
	t, err := imageio.Decode(data, imageio.Options{})
	fmt.Println(t.Spec, err)
	// Output:
	// jpeg 9 14 orientation 6
	// uint8 rgb 3×9×14 <nil>
}

func ExampleReadFile() {
	var t tensor.Tensor // the same memory for all files
	for _, name := range []string{"gray.jpg", "rgba.tiff", "README"} {
		err := imageio.ReadFile(&t, "testdata/files/"+name, imageio.Options{Space: tensor.RGB, DType: tensor.Float32})
		var e *imageio.Error
		if errors.As(err, &e) {
			fmt.Println(err)
			continue
		}
		fmt.Println(t.Spec)
	}
	// Output:
	// float32 rgb 3×13×17
	// float32 rgb 3×12×13
	// testdata/files/README: open: no such file or directory
}

func ExampleOptions_Spec() {
	fmt.Println(imageio.Options{}.Spec())
	fmt.Println(imageio.Options{Space: tensor.Gray, Alpha: imageio.Keep, DType: tensor.Float32}.Spec())
	// Output:
	// uint8 none ?×?×?
	// float32 gray_alpha 2×?×?
}

func ExampleAdapt() {
	pixel := &tensor.Tensor{ // red, half transparent
		Spec: tensor.Spec{Space: tensor.RGBA, C: 4, H: 1, W: 1},
		U8:   []uint8{255, 0, 0, 128},
	}
	var t tensor.Tensor
	for _, opt := range []imageio.Options{{}, {Background: "#000000"}, {Alpha: imageio.Drop}, {Space: tensor.Gray}} {
		if err := imageio.Adapt(&t, pixel, opt); err != nil {
			fmt.Println(err)
			return
		}
		fmt.Println(t.Space, t.U8)
	}
	// Output:
	// rgb [255 127 127]
	// rgb [128 0 0]
	// rgb [255 0 0]
	// gray [165]
}

func ExampleSniff() {
	fmt.Printf("%q %q\n", imageio.Sniff([]byte("GIF89a")), imageio.Sniff([]byte("<html>")))
	_, err := imageio.Decode([]byte("<html>not found</html>"), imageio.Options{})
	fmt.Println(err)
	// Output:
	// "gif" ""
	// sniff: wanted JPEG, PNG, GIF, WebP, TIFF or BMP, found HTML
}

// The same bytes are other colours in a file with a profile of Adobe RGB.
func ExampleICC() {
	data, err := os.ReadFile("testdata/icc/files/adobe.webp")
	if err != nil {
		fmt.Println(err)
		return
	}
	info, err := imageio.ReadInfo(data)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(info.Profile, info.ProfileErr)
	for _, icc := range []imageio.ICC{imageio.Ignore, imageio.Convert} {
		t, err := imageio.Decode(data, imageio.Options{ICC: icc})
		if err != nil {
			fmt.Println(err)
			return
		}
		fmt.Println(icc, t.Plane8(0)[0], t.Plane8(1)[0], t.Plane8(2)[0])
	}
	// Output:
	// Adobe RGB <nil>
	// ignore 187 169 162
	// convert 195 171 163
}
