package imgproc_test

import (
	"fmt"
	"math/rand/v2"
	"testing"

	"github.com/saccade-go/saccade/imgproc"
	"github.com/saccade-go/saccade/tensor"
)

// TestRowResizer: a picture that comes row by row, in any order, becomes what ApplyWindow makes of all of it.
func TestRowResizer(t *testing.T) {
	var rr imgproc.RowResizer
	r := rand.New(rand.NewPCG(1, 2))
	taken := 0
	for i := range 300 {
		src := noise(tensor.Uint8, []int{1, 3}[i%2], 1+r.IntN(90), 1+r.IntN(90))
		resize := imgproc.Resize{Height: 1 + r.IntN(60), Width: 1 + r.IntN(60), Filter: filters[r.IntN(len(filters))]}
		window := imgproc.Crop{Width: 1 + r.IntN(resize.Width), Height: 1 + r.IntN(resize.Height)}
		window.X, window.Y = r.IntN(resize.Width-window.Width+1), r.IntN(resize.Height-window.Height+1)
		if !rr.Begin(resize, src.Spec, window) {
			continue
		}
		taken++
		giveRows(r, &rr, src)
		var got tensor.Tensor
		rr.End(&got, src.Space)
		want := tensor.New(tensor.Spec{Space: src.Space, C: src.C, H: window.Height, W: window.Width})
		if err := resize.ApplyWindow(want, src, window.X, window.Y); err != nil {
			t.Fatal(err)
		}
		if !same(&got, want) {
			t.Fatalf("%v, %+v, %+v: other values", src.Spec, resize, window)
		}
	}
	if taken < 100 {
		t.Errorf("only %d of 300 pictures were taken", taken)
	}
}

// giveRows gives the rows of src to rr, some at a time, with a stride of their own.
func giveRows(r *rand.Rand, rr *imgproc.RowResizer, src *tensor.Tensor) {
	var starts []int
	for y := 0; y < src.H; y += 17 {
		starts = append(starts, y)
	}
	r.Shuffle(len(starts), func(i, j int) { starts[i], starts[j] = starts[j], starts[i] })
	stride := src.W + r.IntN(9)
	for _, y := range starts {
		n := min(17, src.H-y)
		var rows [3][]uint8
		for c := range src.C {
			rows[c] = make([]uint8, n*stride)
			for i := range n {
				copy(rows[c][i*stride:], src.Plane8(c)[(y+i)*src.W:][:src.W])
			}
		}
		rr.TakeRows(y, n, rows, stride)
	}
}

// TestRowResizerDeclines: what it can't do, or what isn't worth it, is left to Resize.
func TestRowResizerDeclines(t *testing.T) {
	rgb := tensor.Spec{Space: tensor.RGB, C: 3, H: 40, W: 50}
	whole := imgproc.Crop{Width: 20, Height: 20}
	rgba, float, unknown := rgb, rgb, rgb
	rgba.Space, rgba.C = tensor.RGBA, 4
	float.DType = tensor.Float32
	unknown.H = 0
	for i, tc := range []struct {
		resize imgproc.Resize
		in     tensor.Spec
		window imgproc.Crop
	}{
		{imgproc.Resize{Height: 20, Width: 20}, rgba, whole},
		{imgproc.Resize{Height: 20, Width: 20}, float, whole},
		{imgproc.Resize{Height: 20, Width: 20}, unknown, whole},
		{imgproc.Resize{Height: 20, Width: 20, Filter: imgproc.Nearest}, rgb, whole},
		{imgproc.Resize{Height: 40, Width: 20}, rgb, whole},
		{imgproc.Resize{Height: 20, Width: 50}, rgb, whole},
		{imgproc.Resize{Height: 20, Width: 20}, rgb, imgproc.Crop{X: 1, Width: 20, Height: 20}},
		{imgproc.Resize{Height: -1, Width: 20}, rgb, whole},
		{imgproc.Resize{}, rgb, whole},
	} {
		t.Run(fmt.Sprint(i), func(t *testing.T) {
			if new(imgproc.RowResizer).Begin(tc.resize, tc.in, tc.window) {
				t.Errorf("%+v of %v is taken", tc.resize, tc.in)
			}
		})
	}
}
