package features

import (
	"math"
	"sync/atomic"
)

// directions finds the bin of a direction without computing its angle.
//
// Bin k begins at the angle kπ/n. A direction (dx, dy), dy ≥ 0, is at or after that angle if
// cos(kπ/n)·dy ≥ sin(kπ/n)·dx, a cross product, and exact up to the rounding of two float64 products. Which k to
// compare with is read from a table, indexed by the place 1 − dx/(dy+|dx|) in 0..2 where the direction crosses
// the diamond |x| + |y| = 1: each of the table's segments has at most one edge of a bin.
type directions struct {
	n int
	// first is the lowest bin of each segment of the diamond.
	first []uint16
	// segments is how many segments there are per unit of place.
	segments float32
	// cos and sin of each bin's upper edge; the last bin's is NaN, which nothing is at or after.
	cos, sin []float64
}

// bin returns the bin of (dx, dy). dy is not negative, reach is dy + |dx|, finite and above 0.
func (d *directions) bin(dy, dx, reach float32) int {
	k := int(d.first[int((1-dx/reach)*d.segments)])
	if d.cos[k]*float64(dy) >= d.sin[k]*float64(dx) {
		k++
	}
	return k
}

// knownDirections has the directions made so far, by number of bins.
var knownDirections [maxOrientations + 1]atomic.Pointer[directions]

func directionsOf(n int) *directions {
	if d := knownDirections[n].Load(); d != nil {
		return d
	}
	d := newDirections(n)
	knownDirections[n].Store(d)
	return d
}

func newDirections(n int) *directions {
	d := &directions{n: n, segments: float32(4 * n)}
	for k := 1; k < n; k++ {
		sin, cos := edge(k, n)
		d.sin, d.cos = append(d.sin, sin), append(d.cos, cos)
	}
	d.sin, d.cos = append(d.sin, math.NaN()), append(d.cos, math.NaN())
	for s := range 8*n + 1 {
		// A little earlier than the segment's beginning, to be safe from the rounding of the place.
		angle := diamondAngle(max(0, float64(s)-1e-3) / float64(4*n))
		d.first = append(d.first, uint16(min(angle*float64(n)/math.Pi, float64(n-1))))
	}
	return d
}

// edge returns sine and cosine of kπ/n, exactly alike on the diagonals and exactly 0 upright, where directions
// of small integers lie.
func edge(k, n int) (sin, cos float64) {
	switch {
	case 4*k == n:
		return math.Sqrt2 / 2, math.Sqrt2 / 2
	case 2*k == n:
		return 1, 0
	case 4*k == 3*n:
		return math.Sqrt2 / 2, -math.Sqrt2 / 2
	}
	return math.Sincos(float64(k) * math.Pi / float64(n))
}

// diamondAngle returns the angle of a place on the diamond, 0..π for 0..2.
func diamondAngle(place float64) float64 {
	return math.Atan2(1-math.Abs(1-place), 1-place)
}
