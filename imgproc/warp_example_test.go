package imgproc_test

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"

	"github.com/saccade-go/saccade/imgproc"
	"github.com/saccade-go/saccade/tensor"
)

func ExampleAffine() {
	src := gray([]uint8{10, 20, 30}, []uint8{40, 50, 60})
	show(imgproc.Affine{Matrix: imgproc.AffineMatrix{{1, 0, 0.5}, {0, 1, 0}}, Border: imgproc.Edge}, src)
	show(imgproc.Affine{Matrix: imgproc.AffineMatrix{{2, 0, 0}, {0, 2, 0}}, Height: 3, Width: 5}, src)
	// Output:
	// uint8 gray 1×2×3
	// [10 15 25]
	// [40 45 55]
	// uint8 gray 1×3×5
	// [10 15 20 25 30]
	// [25 30 35 40 45]
	// [40 45 50 55 60]
}

func ExampleAffineMap() {
	src := tensor.Spec{Space: tensor.Gray, C: 1, H: 100, W: 200}
	m := imgproc.AffineMap{Scale: 2, Translate: [2]float64{10, 0}}.Matrix(src)
	text, _ := json.Marshal(imgproc.Affine{Matrix: m})
	fmt.Println(string(text))
	// Output: {"matrix":[[2,0,-89.5],[0,2,-49.5]]}
}

func ExampleRotate() {
	src := gray([]uint8{10, 20, 30}, []uint8{40, 50, 60}, []uint8{70, 80, 90})
	show(imgproc.Rotate{Angle: 90}, src)
	show(imgproc.Rotate{Angle: 45, Expand: true, Value: []float32{255}}, src)
	// Output:
	// uint8 gray 1×3×3
	// [30 60 90]
	// [20 50 80]
	// [10 40 70]
	// uint8 gray 1×5×5
	// [255 255 178 255 255]
	// [255 117 36 141 255]
	// [171 22 50 78 198]
	// [255 129 64 152 255]
	// [255 255 192 255 255]
}

func ExampleShear() {
	src := gray([]uint8{10, 20, 30}, []uint8{10, 20, 30}, []uint8{10, 20, 30})
	show(imgproc.Shear{X: 45}, src)
	// Output:
	// uint8 gray 1×3×3
	// [0 10 20]
	// [10 20 30]
	// [20 30 0]
}

func ExamplePerspective() {
	src := gray([]uint8{10, 20, 30, 40}, []uint8{10, 20, 30, 40}, []uint8{10, 20, 30, 40}, []uint8{10, 20, 30, 40})
	show(imgproc.Perspective{
		Start:  imgproc.Corners{{0, 0}, {4, 0}, {4, 4}, {0, 4}},
		End:    imgproc.Corners{{1, 0}, {3, 0}, {4, 4}, {0, 4}},
		Filter: imgproc.Nearest,
	}, src)
	// Output:
	// uint8 gray 1×4×4
	// [0 20 30 0]
	// [0 20 30 0]
	// [10 20 30 40]
	// [10 20 30 40]
}

func ExampleRemap() {
	src := gray([]uint8{10, 20, 30}, []uint8{40, 50, 60})
	maps := tensor.Spec{DType: tensor.Float32, C: 1, H: 1, W: 4}
	show(imgproc.Remap{
		X: tensor.Tensor{Spec: maps, F32: []float32{0, 0.5, 2, 9}},
		Y: tensor.Tensor{Spec: maps, F32: []float32{0, 0.5, 1, 0}},
	}, src)
	// Output:
	// uint8 gray 1×1×4
	// [10 30 60 0]
}

func ExampleElastic() {
	src := gray([]uint8{0, 50, 100, 150, 200, 250}, []uint8{0, 50, 100, 150, 200, 250})
	show(imgproc.Elastic{Seed: 1, Alpha: 2, Sigma: 1, Border: imgproc.Edge}, src)
	// Output:
	// uint8 gray 1×2×6
	// [17 65 112 158 205 250]
	// [17 65 112 158 205 250]
}

func ExampleRandomRotation() {
	step := imgproc.RandomRotation{Degrees: []float64{30}}
	r := rand.New(rand.NewPCG(1, 2))
	for range 2 {
		text, _ := json.Marshal(step.Draw(r, tensor.Spec{Space: tensor.Gray, C: 1, H: 9, W: 9}))
		fmt.Println(string(text))
	}
	// Output:
	// {"angle":10.587339580069504,"filter":"nearest"}
	// {"angle":-2.3168269367640377,"filter":"nearest"}
}

func ExampleRandomAffine() {
	step := imgproc.RandomAffine{Translate: []float64{0.2, 0.2}}
	drawn := step.Draw(rand.New(rand.NewPCG(1, 2)), tensor.Spec{Space: tensor.Gray, C: 1, H: 300, W: 400})
	text, _ := json.Marshal(drawn)
	fmt.Println(string(text))
	// Output:
	// {"matrix":[[1,0,-6],[0,1,1]],"filter":"nearest"}
}

func ExampleRandomPerspective() {
	step := imgproc.RandomPerspective{P: 1}
	drawn := step.Draw(rand.New(rand.NewPCG(1, 2)), tensor.Spec{Space: tensor.Gray, C: 1, H: 40, W: 40})
	text, _ := json.Marshal(drawn)
	fmt.Println(string(text))
	// Output:
	// {"start":[[0,0],[39,0],[39,39],[0,39]],"end":[[6,8],[31,2],[39,34],[4,38]]}
}

func ExampleElasticTransform() {
	drawn := imgproc.ElasticTransform{Alpha: 30}.Draw(rand.New(rand.NewPCG(1, 2)), tensor.Spec{Space: tensor.Gray, C: 1, H: 9, W: 9})
	text, _ := json.Marshal(drawn)
	fmt.Println(string(text))
	// Output:
	// {"seed":6929898338442718,"alpha":30}
}

func ExampleThinPlateSpline() {
	src := gray([]uint8{0, 10, 20, 30, 40}, []uint8{0, 10, 20, 30, 40}, []uint8{0, 10, 20, 30, 40})
	corners := imgproc.Points{{0, 0}, {4, 0}, {0, 2}, {4, 2}, {2, 1}}
	show(imgproc.ThinPlateSpline{
		Source: corners,
		Target: imgproc.Points{{0, 0}, {4, 0}, {0, 2}, {4, 2}, {3, 1}}, // the middle moves right
		Border: imgproc.Edge,
	}, src)
	// Output:
	// uint8 gray 1×3×5
	// [0 6 13 24 40]
	// [0 5 11 20 38]
	// [0 6 13 24 40]
}
