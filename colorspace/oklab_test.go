package colorspace

import (
	"math"
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

func TestCubeRoot(t *testing.T) {
	worst := 0.
	for x := 1e-9; x < 3; x *= 1.00037 {
		worst = max(worst, math.Abs(cubeRoot(x)/math.Cbrt(x)-1))
	}
	t.Logf("largest relative difference %.2g", worst)
	if worst > 1e-13 {
		t.Errorf("largest relative difference %.2g", worst)
	}
	for _, x := range []float64{0, -0.001, -1, -8, 1e300, math.Inf(1), math.Inf(-1)} {
		if cubeRoot(x) != math.Cbrt(x) {
			t.Errorf("∛%v = %v, want %v", x, cubeRoot(x), math.Cbrt(x))
		}
	}
	if v := cubeRoot(math.NaN()); v == v {
		t.Errorf("the root of NaN is %v", v)
	}
}
