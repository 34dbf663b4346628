package imgproc_test

import (
	"testing"

	"pgregory.net/rapid"

	"github.com/saccade-go/saccade/imgproc"
	"github.com/saccade-go/saccade/tensor"
)

// TestConnectedComponentsFill: the numbers are those of filling one part after the other, row by row.
func TestConnectedComponentsFill(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		w, h, most := rapid.IntRange(1, 14).Draw(r, "w"), rapid.IntRange(1, 14).Draw(r, "h"), rapid.IntRange(1, 3).Draw(r, "most")
		dtype := rapid.SampledFrom([]tensor.DType{tensor.Uint8, tensor.Float32}).Draw(r, "dtype")
		src := tensor.New(tensor.Spec{DType: dtype, Space: tensor.Gray, C: 1, H: h, W: w})
		set := make([]bool, h*w)
		for i := range set {
			set[i] = rapid.IntRange(0, most).Draw(r, "v") != 0
			switch {
			case set[i] && dtype == tensor.Uint8:
				src.U8[i] = 7
			case set[i]:
				src.F32[i] = -0.5
			}
		}
		for _, connectivity := range []int{4, 8} {
			got := apply(t, imgproc.ConnectedComponents{Connectivity: connectivity}, src)
			for i, want := range filled(set, w, connectivity == 8) {
				if got.F32[i] != want {
					t.Fatalf("%d neighbours, %d×%d: pixel %d has %v, want %v", connectivity, h, w, i, got.F32[i], want)
				}
			}
		}
	})
}

func filled(set []bool, w int, corners bool) []float32 {
	labels, next := make([]float32, len(set)), float32(1)
	var fill func(x, y int) bool
	fill = func(x, y int) bool {
		i := y*w + x
		if x < 0 || y < 0 || x >= w || i >= len(set) || !set[i] || labels[i] != 0 {
			return false
		}
		labels[i] = next
		for dy := -1; dy <= 1; dy++ {
			for dx := -1; dx <= 1; dx++ {
				if corners || dx == 0 || dy == 0 {
					fill(x+dx, y+dy)
				}
			}
		}
		return true
	}
	for i := range set {
		if fill(i%w, i/w) {
			next++
		}
	}
	return labels
}
