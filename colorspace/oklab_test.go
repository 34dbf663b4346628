package colorspace

import (
	"testing"

	"github.com/saccade-go/saccade/internal/testdata"
	"github.com/saccade-go/saccade/tensor"
)

// TestOklabPublishedTable is the table of XYZ and Oklab, rounded to three places, at
// https://bottosson.github.io/posts/oklab/.
func TestOklabPublishedTable(t *testing.T) {
	for _, tc := range []struct{ xyz, want []float64 }{
		{[]float64{0.950, 1, 1.089}, []float64{1, 0, 0}},
		{[]float64{1, 0, 0}, []float64{0.450, 1.236, -0.019}},
		{[]float64{0, 1, 0}, []float64{0.922, -0.671, 0.263}},
		{[]float64{0, 0, 1}, []float64{0.153, -1.415, -0.449}},
	} {
		got := convert(t, strip(tensor.Float32, XYZ, tc.xyz), Oklab)
		testdata.Near(t, "oklab", got.F32, tc.want, 1e-3)
	}
}
