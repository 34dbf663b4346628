package imgproc_test

import (
	"fmt"

	"github.com/saccade-go/saccade/imgproc"
	"github.com/saccade-go/saccade/tensor"
)

// values4 is a row of a gray picture.
func values4() *tensor.Tensor { return gray([]uint8{30, 60, 90, 200}) }

// pixel is an orange pixel.
func pixel() *tensor.Tensor {
	return &tensor.Tensor{Spec: tensor.Spec{Space: tensor.RGB, C: 3, H: 1, W: 1}, U8: []uint8{220, 120, 20}}
}

// channels shows the channels of a pixel as a row.
func channels(s tensor.Stage, src *tensor.Tensor) {
	dst := tensor.New(src.Spec)
	if err := s.Apply(dst, src); err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(dst.U8)
}

func ExampleAutoContrast() {
	show(imgproc.AutoContrast{}, values4())
	// Output:
	// uint8 gray 1×1×4
	// [0 45 90 255]
}

func ExampleBrightness() {
	show(imgproc.Brightness{Factor: 1.5}, values4())
	// Output:
	// uint8 gray 1×1×4
	// [45 90 135 255]
}

func ExampleCLAHE() {
	show(imgproc.CLAHE{ClipLimit: 2, Columns: 1, Rows: 1}, values4())
	// Output:
	// uint8 gray 1×1×4
	// [64 128 191 255]
}

func ExampleClamp() {
	show(imgproc.Clamp{Min: 50, Max: 200}, values4())
	// Output:
	// uint8 gray 1×1×4
	// [50 60 90 200]
}

func ExampleContrast() {
	show(imgproc.Contrast{Factor: 2}, values4())
	// Output:
	// uint8 gray 1×1×4
	// [0 25 85 255]
}

func ExampleEqualize() {
	show(imgproc.Equalize{Method: "opencv"}, values4())
	// Output:
	// uint8 gray 1×1×4
	// [0 85 170 255]
}

func ExampleGamma() {
	show(imgproc.Gamma{Gamma: 2}, values4())
	// Output:
	// uint8 gray 1×1×4
	// [3 14 31 157]
}

func ExampleInvert() {
	show(imgproc.Invert{}, values4())
	// Output:
	// uint8 gray 1×1×4
	// [225 195 165 55]
}

func ExampleLevels() {
	show(imgproc.Levels{Black: 20, White: 120}, values4())
	// Output:
	// uint8 gray 1×1×4
	// [26 102 178 255]
}

func ExampleOtsu() {
	show(imgproc.Otsu{}, values4())
	// Output:
	// uint8 gray 1×1×4
	// [0 0 0 255]
}

func ExamplePerImageStandardize() {
	show(imgproc.PerImageStandardize{}, values4())
	// Output:
	// float32 gray 1×1×4
	// [-0.50980395 -0.27450982 -0.03921568 0.8235294]
}

func ExamplePosterize() {
	show(imgproc.Posterize{Bits: 2}, values4())
	// Output:
	// uint8 gray 1×1×4
	// [0 0 64 192]
}

func ExampleSharpness() {
	show(imgproc.Sharpness{Factor: 2}, gray([]uint8{9, 9, 9}, []uint8{9, 99, 9}, []uint8{9, 9, 9}))
	// Output:
	// uint8 gray 1×3×3
	// [9 9 9]
	// [9 154 9]
	// [9 9 9]
}

func ExampleSolarize() {
	show(imgproc.Solarize{Threshold: 100}, values4())
	// Output:
	// uint8 gray 1×1×4
	// [30 60 90 55]
}

func ExampleThreshold() {
	show(imgproc.Threshold{Value: 100, Kind: "tozero"}, values4())
	// Output:
	// uint8 gray 1×1×4
	// [0 0 0 200]
}

func ExampleSaturation() {
	channels(imgproc.Saturation{Factor: 0.5}, pixel())
	// Output:
	// [179 129 79]
}

func ExampleHue() {
	channels(imgproc.Hue{Shift: 0.5}, pixel())
	// Output:
	// [20 120 220]
}

func ExampleGrayscale() {
	channels(imgproc.Grayscale{}, pixel())
	// Output:
	// [138 138 138]
}

func ExampleWhiteBalance() {
	channels(imgproc.WhiteBalance{}, pixel())
	// Output:
	// [120 120 120]
}

func ExampleLUT() {
	table := make([]float32, 256)
	for i := range table {
		table[i] = float32(i / 2)
	}
	show(imgproc.LUT{Table: table}, values4())
	// Output:
	// uint8 gray 1×1×4
	// [15 30 45 100]
}

func ExampleMatchHistogram() {
	reference := gray([]uint8{100, 101, 102, 250})
	show(imgproc.MatchHistogram{Reference: imgproc.HistogramsOf(reference)}, values4())
	// Output:
	// uint8 gray 1×1×4
	// [100 101 102 250]
}
