package colorspace

import (
	"testing"

	"github.com/saccade-go/saccade/internal/testdata"
	"github.com/saccade-go/saccade/tensor"
)

// TestSpacesGoldens compares with the reference libraries from RGB, and back from their numbers.
func TestSpacesGoldens(t *testing.T) {
	g := testdata.ReadNPZ(t, "testdata/spaces.npz")
	rgb := strip(tensor.Float32, RGB, g["rgb"].Data)
	for _, space := range all {
		want, ok := g[space.String()]
		if !ok {
			continue // in TestGoldens
		}
		got := convert(t, rgb, space)
		grayHues(got, want.Data)
		within(t, space.String(), got, strip(tensor.Float32, space, want.Data))
		if space == Gray709 {
			continue
		}
		within(t, space.String()+" to rgb", convert(t, strip(tensor.Float32, space, want.Data), RGB), rgb)
	}
}

// grayHues takes over the hues of grays, of which the references have what rounding gives.
func grayHues(got *tensor.Tensor, want []float64) {
	if got.Space != LCh && got.Space != Oklch && got.Space != LChD50 {
		return
	}
	n := got.W
	for i := range n {
		if got.F32[n+i] == 0 {
			want[2*n+i] = 0
		}
	}
}
