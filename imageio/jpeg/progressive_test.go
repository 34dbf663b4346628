package jpeg

import (
	"slices"
	"testing"

	"github.com/saccade-go/saccade/internal/kernel"
)

// TestFirstDCBad: a block with a bad code has the DC of the one before, and those behind it have none.
func TestFirstDCBad(t *testing.T) {
	var code kernel.JPEGCode
	if !code.Set([]byte{1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 3}, true) {
		t.Fatal("no prefix code")
	}
	for _, kept := range []int{1, 64} {
		s := scan{band: band{low: 1}, units: []unit{{dc: &code, step: 1, kept: kept, coef: make([]int16, 3*kept)}}}
		s.start([]byte{0b0101_1111, 0b1110_0000}, 0, 0) // the code, 5, and ones
		s.firstDCs(0, 3)
		dc := []int16{s.units[0].coef[0], s.units[0].coef[kept], s.units[0].coef[2*kept]}
		if !slices.Equal(dc, []int16{10, 10, 0}) || !s.over || s.missing != 2 || s.damage == nil {
			t.Errorf("%d coefficients of a block: DC %d, %d missing, %v", kept, dc, s.missing, s.damage)
		}
	}
}
