package features

import (
	"math"
	"sync/atomic"
)

// directions finds the bin of a direction without computing its angle.
//
// Bin k begins at the angle kπ/n. A direction (dx, dy) with dy ≥ 0 is at or after that angle if
// cos(kπ/n)·dy ≥ sin(kπ/n)·dx, a cross product, and exact up to the rounding of two float64 products. Which k to
// compare with is read from a table, indexed by the place 1 − dx/(dy+|dx|) in 0..2 where the direction crosses
// the diamond |x| + |y| = 1: each of the table's segments has at most one edge of a bin.
type directions struct {
	n int
	// first is the lowest bin of each segment of the diamond.
	first []uint16
	// segments is how many segments there are per unit of place.
	segments float32
	// upper is each bin's upper edge.
	upper []edge
}

// An edge is a direction of length 1.
type edge struct{ sin, cos float64 }

// bin returns the bin of (dx, dy). reach is |dy| + |dx|, finite and above 0.
func (d *directions) bin(dy, dx, reach float32) int {
	// Opposite directions are the same: where dy is negative, both change sign.
	sign := math.Float32bits(dy) & (1 << 31)
	dy = math.Float32frombits(math.Float32bits(dy) ^ sign)
	dx = math.Float32frombits(math.Float32bits(dx) ^ sign)
	k := int(d.first[int((1-dx/reach)*d.segments)])
	if e := &d.upper[k]; e.cos*float64(dy) >= e.sin*float64(dx) {
		k++
	}
	if k == d.n { // 180° is 0°
		k = 0
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
	for k := range n {
		d.upper = append(d.upper, edgeOf(k+1, n))
	}
	for s := range 8*n + 1 {
		// A little earlier than the segment's beginning, to be safe from the rounding of the place.
		angle := diamondAngle(max(0, float64(s)-1e-3) / float64(4*n))
		d.first = append(d.first, uint16(min(angle*float64(n)/math.Pi, float64(n-1))))
	}
	return d
}

// edgeOf returns the direction kπ/n: sine and cosine are alike on the diagonals, and 0 where they should be, so
// that products with small integers are exact there.
func edgeOf(k, n int) edge {
	switch n {
	case 4 * k:
		return edge{math.Sqrt2 / 2, math.Sqrt2 / 2}
	case 2 * k:
		return edge{1, 0}
	case k:
		return edge{0, -1}
	}
	if 4*k == 3*n {
		return edge{math.Sqrt2 / 2, -math.Sqrt2 / 2}
	}
	sin, cos := math.Sincos(float64(k) * math.Pi / float64(n))
	return edge{sin, cos}
}

// diamondAngle returns the angle of a place on the diamond, 0..π for 0..2.
func diamondAngle(place float64) float64 {
	return math.Atan2(1-math.Abs(1-place), 1-place)
}
