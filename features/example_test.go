package features_test

import (
	"context"
	"errors"
	"fmt"
	"math"

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

func ExampleSpatialPyramid() {
	halves := features.SpatialPyramid{Of: []tensor.Step{features.ColorHistogram{Bins: []int{2}}}, Levels: []int{1, 2}}
	v := run(halves, grid([]uint8{0, 0, 255, 0}, []uint8{0, 0, 255, 255}, []uint8{0, 0, 0, 0}, []uint8{0, 0, 0, 0}))
	fmt.Println(v.F32[:2], v.F32[2:]) // dark and bright in the whole picture, and in its quarters
	// Output: [0.8125 0.1875] [1 0 0.25 0.75 1 0 1 0]
}

func ExampleDCT() {
	v := run(features.DCT{Coefficients: 2}, grid([]uint8{0, 51}))
	fmt.Printf("%.2f\n", v.F32) // the mean of 0 and 0.2, and how it falls, both times √2
	// Output: [0.14 -0.14]
}

func ExampleGaborEnergy() {
	stripes := tensor.New(tensor.Spec{Space: tensor.Gray, C: 1, H: 32, W: 32})
	for i := range stripes.U8 {
		stripes.U8[i] = uint8(i / 2 % 2 * 255) // upright, one every 4 pixels
	}
	v := run(features.GaborEnergy{Frequencies: []float64{0.25}, Orientations: 2}, stripes)
	fmt.Printf("%.2f %.2f\n", v.F32[0], v.F32[2])
	// Output: 0.32 0.00
}

func ExampleLearnPCA() {
	// Points on a line through (1, 2), in the direction of (3, 4).
	data := func(yield func(*tensor.Tensor, error) bool) {
		for _, t := range []float32{-2, -1, 0, 1, 2} {
			if !yield(tensor.Vector([]float32{1 + 3*t, 2 + 4*t}), nil) {
				return
			}
		}
	}
	pca, err := features.LearnPCA{Components: 1}.Fit(context.Background(), data)
	if err != nil {
		panic(err)
	}
	fmt.Printf("%.2f\n", pca.(*features.PCA).Components.F32)
	fmt.Printf("%.2f\n", run(pca, tensor.Vector([]float32{4, 6})).F32)
	// Output:
	// [0.60 0.80]
	// [5.00]
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

// Classes lie apart along the first feature; the second one, whose spread is larger, tells nothing.
func ExampleLDA() {
	data := func(yield func(tensor.Labelled, error) bool) {
		for i := range 40 {
			class := i % 2
			x := tensor.Vector([]float32{float32(class) + 0.1*float32(i%5), float32(i % 7)})
			if !yield(tensor.Labelled{Tensor: x, Label: class}, nil) {
				return
			}
		}
	}
	stage, err := features.LDA{Components: 1}.FitLabelled(context.Background(), data)
	if err != nil {
		panic(err)
	}
	project := func(x ...float32) float64 {
		dst := tensor.New(tensor.VectorSpec(1))
		if err := stage.Apply(dst, tensor.Vector(x)); err != nil {
			panic(err)
		}
		return float64(dst.F32[0])
	}
	fmt.Printf("a step of 1 in the first feature: %.1f\n", math.Abs(project(1, 0)-project(0, 0)))
	fmt.Printf("a step of 1 in the second feature: %.1f\n", math.Abs(project(0, 1)-project(0, 0)))
	// Output:
	// a step of 1 in the first feature: 7.1
	// a step of 1 in the second feature: 0.0
}

// Inner products of random Fourier features are about those of the Gaussian kernel.
func ExampleRandomFourier() {
	x, y := tensor.Vector([]float32{1, 2, 3}), tensor.Vector([]float32{1, 1, 2})
	data := func(yield func(*tensor.Tensor, error) bool) { _ = yield(x, nil) && yield(y, nil) }
	stage, err := features.RandomFourier{Components: 20000, Gamma: 0.25}.Fit(context.Background(), data)
	if err != nil {
		panic(err)
	}
	a, b := tensor.New(tensor.VectorSpec(20000)), tensor.New(tensor.VectorSpec(20000))
	if err := errors.Join(stage.Apply(a, x), stage.Apply(b, y)); err != nil {
		panic(err)
	}
	product := 0.0
	for i, v := range a.F32 {
		product += float64(v) * float64(b.F32[i])
	}
	fmt.Printf("%.2f, exactly %.4f\n", product, math.Exp(-0.25*2))
	// Output: 0.61, exactly 0.6065
}

func ExampleDenseSIFT() {
	// Pictures of any size become pictures of descriptors, and these vectors of one length.
	var fields []*tensor.Tensor
	for i := range 4 {
		p := tensor.New(tensor.Spec{Space: tensor.Gray, C: 1, H: 40 + 10*i, W: 60})
		for k := range p.U8 {
			p.U8[k] = uint8(k * k >> (8 + i))
		}
		fields = append(fields, run(features.DenseSIFT{Root: true}, p))
	}
	learned, err := features.LearnFisherVector{Components: 4}.Fit(context.Background(), func(yield func(*tensor.Tensor, error) bool) {
		for _, f := range fields {
			if !yield(f, nil) {
				return
			}
		}
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, f := range fields[:2] {
		fmt.Println(f.Spec, "→", run(learned, f).Spec)
	}
	// Output:
	// float32 none 128×7×12 → float32 none 1024×1×1
	// float32 none 128×10×12 → float32 none 1024×1×1
}
