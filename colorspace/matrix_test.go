package colorspace

import (
	"testing"

	"pgregory.net/rapid"
)

func TestMatrixInverse(t *testing.T) {
	unit := matrix{{1, 0, 0}, {0, 1, 0}, {0, 0, 1}}
	rapid.Check(t, func(r *rapid.T) {
		var m matrix
		for i := range m {
			for j := range m[i] {
				m[i][j] = rapid.Float64Range(-1, 1).Draw(r, "element")
			}
			m[i][i] += 4 // so that there is an inverse
		}
		closeTo(t, "m⁻¹·m", m.inverse().times(m), unit, 1e-13)
		closeTo(t, "m·m⁻¹", m.times(m.inverse()), unit, 1e-13)
	})
	if got := (matrix{{1, 2, 3}, {4, 5, 6}, {7, 8, 9}}).of([3]float64{1, 0, -1}); got != [3]float64{-2, -2, -2} {
		t.Errorf("the product is %v", got)
	}
}

func TestBradfordTakesWhiteToWhite(t *testing.T) {
	got := bradford(white65, white50).of(white65)
	for i, w := range white50 {
		if d := got[i] - w; d > 1e-15 || d < -1e-15 {
			t.Errorf("D65 becomes %v, want %v", got, white50)
		}
	}
}
