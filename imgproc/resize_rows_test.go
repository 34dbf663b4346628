package imgproc_test

import (
	"bytes"
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
		resize.NoAntialias = resize.Filter == imgproc.Bilinear && i%3 == 0
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
		{imgproc.Resize{Height: 20, Width: 20, Linear: true}, rgb, whole},
		{imgproc.Resize{Height: 20, Width: 20, Filter: imgproc.Bicubic, NoAntialias: true}, rgb, whole},
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

// TestRowResizerPlanes: a plane that the picture fills is resized as a picture; one that it doesn't fill, as if the picture
// ended where it does.
func TestRowResizerPlanes(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 4))
	var rr imgproc.RowResizer
	for range 100 {
		src := noise(tensor.Uint8, 1, 16+r.IntN(50), 16+r.IntN(50))
		h, w := 1+r.IntN(70), 1+r.IntN(70)
		window := imgproc.Crop{Width: w, Height: h}
		if !rr.BeginPlane(imgproc.Bilinear, src.H, src.W, float64(src.H), float64(src.W), h, w, window) {
			t.Fatal("a plane is declined")
		}
		giveRows(r, &rr, src)
		got := make([]uint8, h*w)
		rr.EndPlane(got)
		want := apply(t, imgproc.Resize{Height: h, Width: w}, src)
		if !bytes.Equal(got, want.U8) {
			t.Fatalf("%v to %d×%d: other values", src.Spec, h, w)
		}
	}
	// A ramp of 40 columns of which 39½ belong to the picture: the middle of what becomes one value is at 19¾.
	ramp := tensor.New(tensor.Spec{Space: tensor.Gray, C: 1, H: 16, W: 40})
	for i := range ramp.U8 {
		ramp.U8[i] = uint8(i % 40 * 6)
	}
	rr.BeginPlane(imgproc.Bilinear, 16, 40, 16, 39.5, 1, 1, imgproc.Crop{Width: 1, Height: 1})
	giveRows(r, &rr, ramp)
	got := make([]uint8, 1)
	if rr.EndPlane(got); got[0] != 116 { // (19.75−0.5)·6 = 115.5
		t.Errorf("the middle of the ramp is %d", got[0])
	}
}
