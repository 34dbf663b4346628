package imgproc_test

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"

	"github.com/saccade-go/saccade/imgproc"
	"github.com/saccade-go/saccade/tensor"
)

// gray returns a uint8 image of rows of equal length.
func gray(rows ...[]uint8) *tensor.Tensor {
	t := tensor.New(tensor.Spec{Space: tensor.Gray, C: 1, H: len(rows), W: len(rows[0])})
	for y, row := range rows {
		copy(t.U8[y*t.W:], row)
	}
	return t
}

// show applies a stage and prints the spec and the rows of the first channel of what it makes.
func show(s tensor.Stage, src *tensor.Tensor) *tensor.Tensor {
	out, err := s.OutSpec(src.Spec)
	if err != nil {
		fmt.Println(err)
		return nil
	}
	dst := tensor.New(out)
	if err := s.Apply(dst, src); err != nil {
		fmt.Println(err)
		return nil
	}
	fmt.Println(out)
	for y := range out.H {
		if out.DType == tensor.Uint8 {
			fmt.Println(dst.U8[y*out.W : (y+1)*out.W])
		} else {
			fmt.Println(dst.F32[y*out.W : (y+1)*out.W])
		}
	}
	return dst
}

func ExampleResize() {
	src := gray([]uint8{0, 100, 200, 100}, []uint8{0, 100, 200, 100})
	show(imgproc.Resize{Height: 1, Width: 2}, src)
	show(imgproc.Resize{Height: 2, Width: 6, Filter: imgproc.Nearest}, src)
	_, err := imgproc.Resize{Shorter: 1, Width: 4}.OutSpec(src.Spec)
	fmt.Println(err)
	// Output:
	// uint8 gray 1×1×2
	// [71 143]
	// uint8 gray 1×2×6
	// [0 100 100 200 200 100]
	// [0 100 100 200 200 100]
	// resize: width: wanted none beside shorter, found 4
}

func ExampleResize_OutSpec() {
	photo := tensor.Spec{Space: tensor.RGB, C: 3, H: 375, W: 500}
	unknown := tensor.Spec{Space: tensor.RGB, C: 3}
	for _, r := range []imgproc.Resize{{Shorter: 256}, {Height: 224, Width: 224}, {Height: 224, Width: 224, Fit: true}} {
		out, _ := r.OutSpec(photo)
		before, _ := r.OutSpec(unknown)
		text, _ := json.Marshal(r)
		fmt.Println(string(text), out.Shape(), before.Shape())
	}
	// Output:
	// {"shorter":256} 3×256×341 3×?×?
	// {"height":224,"width":224} 3×224×224 3×224×224
	// {"height":224,"width":224,"fit":true} 3×168×224 3×?×?
}

func ExampleResize_ApplyWindow() {
	src := gray([]uint8{0, 50, 100, 150, 200, 250})
	part := gray([]uint8{0, 0})
	if err := (imgproc.Resize{Height: 1, Width: 12}).ApplyWindow(part, src, 5, 0); err != nil {
		fmt.Println(err)
	}
	fmt.Println(part.U8)
	// Output:
	// [113 138]
}

func ExampleReduce() {
	show(imgproc.Reduce{Factor: 2}, gray([]uint8{10, 20, 30}, []uint8{30, 40, 50}, []uint8{1, 2, 3}))
	// Output:
	// uint8 gray 1×2×2
	// [25 40]
	// [2 3]
}

func ExampleCrop() {
	src := gray([]uint8{1, 2, 3}, []uint8{4, 5, 6}, []uint8{7, 8, 9})
	show(imgproc.Crop{X: 1, Width: 2, Height: 2}, src)
	show(imgproc.Crop{X: 2, Width: 2, Height: 2}, src)
	// Output:
	// uint8 gray 1×2×2
	// [2 3]
	// [5 6]
	// crop: wanted at least 2×4 pixels, for 2×2 at row 0, column 2, found uint8 gray 1×3×3
}

func ExampleCenterCrop() {
	src := gray([]uint8{1, 2, 3}, []uint8{4, 5, 6}, []uint8{7, 8, 9})
	show(imgproc.CenterCrop{Height: 1, Width: 3}, src)
	show(imgproc.CenterCrop{Height: 1, Width: 6}, src)
	// Output:
	// uint8 gray 1×1×3
	// [4 5 6]
	// uint8 gray 1×1×6
	// [0 4 5 6 0 0]
}

func ExamplePad() {
	src := gray([]uint8{1, 2, 3, 4})
	show(imgproc.Pad{Left: 3, Right: 2, Value: []float32{9}}, src)
	show(imgproc.Pad{Left: 3, Right: 2, Mode: imgproc.Reflect}, src)
	show(imgproc.Pad{Left: 3, Right: -2, Mode: imgproc.Wrap}, src)
	// Output:
	// uint8 gray 1×1×9
	// [9 9 9 1 2 3 4 9 9]
	// uint8 gray 1×1×9
	// [4 3 2 1 2 3 4 3 2]
	// uint8 gray 1×1×5
	// [2 3 4 1 2]
}

func ExampleFlipHorizontal() {
	show(imgproc.FlipHorizontal{}, gray([]uint8{1, 2, 3}, []uint8{4, 5, 6}))
	// Output:
	// uint8 gray 1×2×3
	// [3 2 1]
	// [6 5 4]
}

func ExampleFlipVertical() {
	show(imgproc.FlipVertical{}, gray([]uint8{1, 2, 3}, []uint8{4, 5, 6}))
	// Output:
	// uint8 gray 1×2×3
	// [4 5 6]
	// [1 2 3]
}

func ExampleRotate90() {
	src := gray([]uint8{1, 2, 3}, []uint8{4, 5, 6})
	show(imgproc.Rotate90{}, src)
	show(imgproc.Rotate90{Turns: -1}, src)
	// Output:
	// uint8 gray 1×3×2
	// [3 6]
	// [2 5]
	// [1 4]
	// uint8 gray 1×3×2
	// [4 1]
	// [5 2]
	// [6 3]
}

func ExampleToFloat() {
	show(imgproc.ToFloat{}, gray([]uint8{0, 51, 255}))
	// Output:
	// float32 gray 1×1×3
	// [0 0.2 1]
}

func ExampleNormalize() {
	unit := show(imgproc.ToFloat{}, gray([]uint8{0, 51, 255}))
	show(imgproc.Normalize{Mean: []float32{0.5}, Std: []float32{0.25}}, unit)
	// Output:
	// float32 gray 1×1×3
	// [0 0.2 1]
	// float32 gray 1×1×3
	// [-2 -1.2 2]
}

func ExampleIdentity() {
	show(imgproc.Identity{}, gray([]uint8{1, 2, 3}))
	// Output:
	// uint8 gray 1×1×3
	// [1 2 3]
}

func ExampleRandomFlip() {
	src := gray([]uint8{1, 2, 3})
	r := rand.New(rand.NewPCG(1, 1))
	for range 4 {
		fmt.Printf("%T\n", imgproc.RandomFlip{}.Draw(r, src.Spec))
	}
	// Output:
	// imgproc.FlipHorizontal
	// imgproc.Identity
	// imgproc.Identity
	// imgproc.Identity
}

func ExampleRandomCrop() {
	src := gray([]uint8{1, 2, 3, 4, 5, 6, 7, 8, 9})
	r := rand.New(rand.NewPCG(1, 1))
	stage := imgproc.RandomCrop{Height: 1, Width: 4}.Draw(r, src.Spec)
	text, _ := json.Marshal(stage)
	fmt.Printf("%T %s\n", stage, text)
	show(stage, src)
	// Output:
	// imgproc.Crop {"x":5,"width":4,"height":1}
	// uint8 gray 1×1×4
	// [6 7 8 9]
}
