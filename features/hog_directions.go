package features

import (
	"math"
	"sync/atomic"

	"github.com/saccade-go/saccade/internal/kernel"
)

// directions finds the bins of gradients' directions without computing angles.
//
// Opposite directions are one, or with signed the same but for half of the bins: so gradients are turned to 0° to below 180°
// first. There, bin k begins at an angle φ, and a direction (dx, dy) is at or after it if cos φ·dy ≥ sin φ·dx, a cross product. The
// bin is how many of the edges a direction is at or after. Products are rounded to float32, which decides for a direction within
// some 1e-7 of an edge; directions in pictures of 8 bits are farther from every edge, or exactly on it.
type directions struct {
	edges []edge  // of the bins but the first
	half  float32 // the bin where the second half begins, 0 if opposite directions are one
}

// An edge is a direction of length 1.
type edge struct{ sin, cos float32 }

// knownDirections has the directions made so far, by number of bins in 180°.
var knownDirections [maxOrientations + 1]atomic.Pointer[[]edge]

// directionsOf has n bins in 180°, or with signed in 360°, where n is even.
func directionsOf(n int, signed bool) directions {
	d := directions{}
	if signed {
		n /= 2
		d.half = float32(n)
	}
	edges := knownDirections[n].Load()
	if edges == nil {
		made := make([]edge, 0, n-1)
		for k := 1; k < n; k++ {
			made = append(made, edgeOf(k, n))
		}
		edges = &made
		knownDirections[n].Store(edges)
	}
	d.edges = *edges
	return d
}

// edgeOf returns the direction kπ/n: sine and cosine are alike on the diagonals, and 0 where they should be, so
// that directions in pictures of 8 bits can be exactly on them.
func edgeOf(k, n int) edge {
	switch {
	case 4*k == n:
		return edge{math.Sqrt2 / 2, math.Sqrt2 / 2}
	case 2*k == n:
		return edge{1, 0}
	case 4*k == 3*n:
		return edge{math.Sqrt2 / 2, -math.Sqrt2 / 2}
	}
	sin, cos := math.Sincos(float64(k) * math.Pi / float64(n))
	return edge{float32(sin), float32(cos)}
}

// find writes each gradient's bin and magnitude. The gradients are turned. One with NaN is in bin 0.
func (d directions) find(bins, magnitudes []float32, row gradients) {
	kernel.FoldGradients(row.down, row.right, magnitudes, bins, d.half)
	for _, e := range d.edges {
		kernel.CountPast(bins, row.down, row.right, e.cos, e.sin)
	}
}
