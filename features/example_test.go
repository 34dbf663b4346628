package features_test

import (
	"context"
	"errors"
	"fmt"

	"github.com/saccade-go/saccade/features"
	"github.com/saccade-go/saccade/tensor"
)

// grid returns a gray picture of the given rows.
func grid(rows ...[]uint8) *tensor.Tensor {
	t := tensor.New(tensor.Spec{Space: tensor.Gray, C: 1, H: len(rows), W: len(rows[0])})
	for y, row := range rows {
		copy(t.U8[y*t.W:], row)
	}
	return t
}

// run applies a stage to a tensor of its own.
func run(stage tensor.Stage, src *tensor.Tensor) *tensor.Tensor {
	out, err := stage.OutSpec(src.Spec)
	if err != nil {
		panic(err)
	}
	dst := tensor.New(out)
	if err := stage.Apply(dst, src); err != nil {
		panic(err)
	}
	return dst
}

// Vertical edges above, which are gradients of 0°, a horizontal one below, which is one of 90°, and both in the middle.
func ExampleEdgeHistogram() {
	edges := grid([]uint8{0, 255, 255, 0, 0}, []uint8{0, 255, 255, 0, 0}, []uint8{0, 255, 255, 0, 0},
		[]uint8{0, 0, 0, 0, 0}, []uint8{0, 0, 0, 0, 0}, []uint8{255, 255, 255, 255, 255})
	v := run(features.EdgeHistogram{Rows: 3, Columns: 1, Bins: 2}, edges)
	for cell := range 3 {
		fmt.Printf("%.2f\n", v.F32[2*cell:2*cell+2])
	}
	// Output:
	// [0.68 0.00]
	// [0.34 0.32]
	// [0.00 0.57]
}

func ExampleFlatten() {
	v := run(features.Flatten{}, grid([]uint8{0, 51}, []uint8{102, 255}))
	fmt.Println(v.Spec, v.F32)
	// Output: float32 none 4×1×1 [0 0.2 0.4 1]
}

func ExampleColorHistogram() {
	v := run(features.ColorHistogram{Bins: []int{4}}, grid([]uint8{0, 10, 20}, []uint8{100, 255, 64}))
	fmt.Printf("%.2f\n", v.F32)
	// Output: [0.50 0.33 0.00 0.17]
}

// A joint histogram with one bin for the value is one of hue and saturation: here reds of three saturations, and one green.
func ExampleColorHistogram_hueSaturation() {
	colours := &tensor.Tensor{Spec: tensor.Spec{Space: tensor.RGB, C: 3, H: 1, W: 4}, U8: []uint8{
		255, 100, 200, 0, // red
		0, 0, 180, 90, // green
		0, 0, 180, 0, // blue
	}}
	v := run(features.ColorHistogram{Space: tensor.HSV, Bins: []int{3, 2, 1}, Joint: true}, colours)
	for hue := range 3 {
		fmt.Println(v.F32[2*hue : 2*hue+2]) // little saturated, much
	}
	// Output:
	// [0.25 0.5]
	// [0 0.25]
	// [0 0]
}

// Half of the picture is dark, half is bright: the values are about 0.5 and 0.5 away from it. In halves of one value nothing deviates.
func ExampleColorMoments() {
	halves := grid([]uint8{0, 255}, []uint8{0, 255})
	fmt.Println(run(features.ColorMoments{}, halves).F32)
	fmt.Println(run(features.ColorMoments{Columns: 2}, halves).F32)
	// Output:
	// [0.5 0.5 0]
	// [0 0 0 1 0 0]
}

// A picture that gets brighter to the right has gradients of direction 0° only.
func ExampleHOG() {
	ramp := grid([]uint8{0, 10, 20, 30}, []uint8{0, 10, 20, 30}, []uint8{0, 10, 20, 30}, []uint8{0, 10, 20, 30})
	v := run(features.HOG{Orientations: 4, Cell: 4, Block: 1, Norm: "l2"}, ramp)
	fmt.Printf("%.2f\n", v.F32)
	// Output: [1.00 0.00 0.00 0.00]
}

func ExampleHOG_Visualize() {
	ramp := grid([]uint8{0, 10, 20, 30}, []uint8{0, 10, 20, 30}, []uint8{0, 10, 20, 30}, []uint8{0, 10, 20, 30})
	stars, err := features.HOG{Orientations: 2, Cell: 4, Block: 1}.Visualize(ramp)
	if err != nil {
		panic(err)
	}
	lo, hi := stars.Range()
	fmt.Println(stars.Spec, lo, hi)
	// Output: float32 gray 1×4×4 0 10
}

// In vertical stripes neighbours to the right differ by 255, which is 15 levels of 16; neighbours below are alike.
func ExampleGLCM() {
	stripes := grid([]uint8{0, 255, 0, 255}, []uint8{0, 255, 0, 255}, []uint8{0, 255, 0, 255})
	v := run(features.GLCM{Angles: []float64{0, 90}, Props: []string{"contrast", "homogeneity"}}, stripes)
	fmt.Printf("contrast %v, homogeneity %.3f\n", v.F32[:2], v.F32[2:])
	// Output: contrast [225 0], homogeneity [0.004 1.000]
}

func ExampleGLCM_Matrices() {
	stripes := grid([]uint8{0, 255, 0, 255}, []uint8{0, 255, 0, 255}, []uint8{0, 255, 0, 255})
	matrices, err := features.GLCM{Angles: []float64{0, 90}, Levels: 2}.Matrices(stripes)
	if err != nil {
		panic(err)
	}
	fmt.Printf("%.2f %.2f\n", matrices.Plane32(0), matrices.Plane32(1))
	// Output: [0.00 0.67 0.33 0.00] [0.50 0.00 0.00 0.50]
}

// A shape is the same shape elsewhere, turned or of twice the size.
func ExampleHuMoments() {
	corner := grid([]uint8{1, 0, 0}, []uint8{1, 1, 0}, []uint8{0, 0, 0})
	turned := grid([]uint8{0, 0, 0}, []uint8{0, 1, 1}, []uint8{0, 0, 1})
	fmt.Printf("%.4f\n", run(features.HuMoments{}, corner).F32[:4])
	fmt.Printf("%.4f\n", run(features.HuMoments{}, turned).F32[:4])
	// Output:
	// [0.1481 0.0055 0.0025 0.0001]
	// [0.1481 0.0055 0.0025 0.0001]
}

// A turned shape has the same moments: 1/π, then |Z11|, |Z20|, |Z22|.
func ExampleZernikeMoments() {
	bar := grid([]uint8{0, 0, 0}, []uint8{9, 9, 9}, []uint8{0, 0, 0})
	turned := grid([]uint8{0, 9, 0}, []uint8{0, 9, 0}, []uint8{0, 9, 0})
	z := features.ZernikeMoments{Radius: 1.5, Degree: 2}
	fmt.Printf("%.3f %.3f\n", run(z, bar).F32, run(z, turned).F32)
	// Output: [0.318 0.000 0.389 0.283] [0.318 0.000 0.389 0.283]
}

func ExampleConcat() {
	both := features.Concat{Branches: [][]tensor.Step{
		{features.ColorHistogram{Bins: []int{2}}},
		{features.Flatten{}},
	}}
	v := run(both, grid([]uint8{0, 51, 255, 255}))
	fmt.Println(v.F32)
	_, err := both.OutSpec(tensor.Spec{Space: tensor.Gray, C: 1})
	fmt.Println(err)
	// Output:
	// [0.5 0.5 0 0.2 1 1]
	// concat: branch 2, step 1 (features.Flatten): flatten: wanted a known size (put a resize or a crop before it), found uint8 gray 1×?×?
}

func ExampleStandardize() {
	data := func(yield func(*tensor.Tensor, error) bool) {
		for _, v := range [][]float32{{1, 10}, {2, 10}, {3, 10}} {
			if !yield(tensor.Vector(v), nil) {
				return
			}
		}
	}
	stage, err := features.Standardize{}.Fit(context.Background(), data)
	if err != nil {
		panic(err)
	}
	fmt.Printf("%.3f\n", run(stage, tensor.Vector([]float32{3, 10})).F32)
	// Output: [1.225 0.000]
}

func ExampleStandardized() {
	s := features.Standardized{Mean: *tensor.Vector([]float32{1, 2}), Std: *tensor.Vector([]float32{2, 4})}
	fmt.Println(run(s, tensor.Vector([]float32{5, 2})).F32)
	// Output: [2 0]
}

func ExampleLearnPatches() {
	// Sixty pictures of stripes, half of them across.
	var pictures []*tensor.Tensor
	for i := range 60 {
		p := tensor.New(tensor.Spec{Space: tensor.Gray, C: 1, H: 16, W: 16})
		for k := range p.U8 {
			if along := []int{k / 16, k % 16}[i%2]; (along+i)/2%2 == 0 {
				p.U8[k] = 200
			}
		}
		pictures = append(pictures, p)
	}
	learned, err := features.LearnPatches{Size: 4, Centroids: 8, Pool: 1}.Fit(context.Background(), func(yield func(*tensor.Tensor, error) bool) {
		for _, p := range pictures {
			if !yield(p, nil) {
				return
			}
		}
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	a, b := tensor.New(tensor.VectorSpec(8)), tensor.New(tensor.VectorSpec(8))
	if err := errors.Join(learned.Apply(a, pictures[0]), learned.Apply(b, pictures[1])); err != nil {
		fmt.Println(err)
		return
	}
	for k := range 8 { // each patch of the dictionary is like one kind of stripes
		fmt.Print((a.F32[k] > 0.1) != (b.F32[k] > 0.1), " ")
	}
	// Output: true true true true true true true true
}
