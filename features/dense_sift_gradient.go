package features

import (
	"math"

	"github.com/saccade-go/saccade/internal/kernel"
	"github.com/saccade-go/saccade/internal/scratch"
)

// orientations makes the rows of orientations up to y, those before it being ready or no longer needed. g is memory.
func (s *siftScale) orientations(y int, g gradients) {
	for s.ready = max(s.ready, y-2*s.size+1); s.ready < y; s.ready++ {
		g.takeHalf(s.pixels, s.ready)
		at := s.ready % (2*s.size - 1) * len(s.column)
		row := s.ring[at:][:len(s.column)]
		clear(row)
		s.share(row[s.size-1:], g)
		s.pad(row)
	}
}

// takeHalf computes the central differences of row y of a plane, halved, and one-sided on the border. The plane has at least two rows
// and columns.
func (g gradients) takeHalf(plane []float32, y int) {
	w := len(g.down)
	last := len(plane)/w - 1
	row, above, below := plane[y*w:][:w], plane[max(y-1, 0)*w:], plane[min(y+1, last)*w:]
	kernel.Sub(g.down, below, above)
	if y > 0 && y < last {
		kernel.Scale(g.down, g.down, 0.5)
	}
	if w > 2 {
		kernel.Sub(g.right[1:w-1], row[2:], row)
		kernel.Scale(g.right, g.right, 0.5)
	}
	g.right[0], g.right[w-1] = row[1]-row[0], row[w-1]-row[w-2]
}

// share adds the magnitude of each gradient to the two nearest orientations, which lie padded values apart.
func (s *siftScale) share(row []float32, g gradients) {
	down := g.down[:len(g.right)]
	for x, dx := range g.right {
		dy := down[x]
		ax, ay := max(dx, -dx), max(dy, -dy)
		// Below 45° the angle is an arc tangent; the seven other octants are mirror images of that one.
		o := &octants[math.Float32bits(dy)>>31<<2|math.Float32bits(dx)>>31<<1|math.Float32bits(ax-ay)>>31]
		place := o.first + o.sign*arcTangent(min(ax, ay)/max(ax, ay, smallestNormal))
		k := int(place)
		magnitude := float32(math.Sqrt(float64(dx*dx + dy*dy)))
		upper := (place - float32(k)) * magnitude
		row[k&7*s.padded+x] = magnitude - upper
		row[(k+1)&7*s.padded+x] = upper
	}
}

const smallestNormal = 0x1p-126

// octants say where each eighth of a turn begins, in eighths, and in which sense it goes on from there: by the signs of dy and dx, and
// whether |dy| is larger.
var octants = [8]struct{ first, sign float32 }{{0, 1}, {2, -1}, {4, -1}, {2, 1}, {8, -1}, {6, 1}, {4, 1}, {6, -1}}

// arcTangent returns the arc tangent of 0 ≤ r ≤ 1 in eighths of a turn, to about 1e-7: Abramowitz & Stegun (1964), 4.4.49.
func arcTangent(r float32) float32 {
	const eighths = 4 / math.Pi
	s := r * r
	p := float32(0.0028662257)
	p = p*s - 0.0161657367
	p = p*s + 0.0429096138
	p = p*s - 0.0752896400
	p = p*s + 0.1065626393
	p = p*s - 0.1420889944
	p = p*s + 0.1999355085
	p = p*s - 0.3333314528
	return r * (p*s + 1) * eighths
}

// pad continues each orientation of a row by its outermost values.
func (s *siftScale) pad(row []float32) {
	n := s.size - 1
	for k := range siftOrientations {
		continueRow(row[k*s.padded:][:s.padded], n)
	}
}

// continueRow sets the n values on either side to the nearest of those between.
func continueRow(row []float32, n int) {
	last := len(row) - n - 1
	for i := range n {
		row[i], row[last+1+i] = row[n], row[last]
	}
}

// smooth convolves a picture of w columns with a Gaussian, cut off at 4 deviations; outside, the outermost pixels go on.
func smooth(dst, src []float32, w int, sigma float64) {
	reach, h := int(math.Ceil(4*sigma)), len(src)/w
	n := 2*reach + 1
	memory := scratch.Float32.Get(n + w + 2*reach)
	defer scratch.Float32.Put(memory)
	offsets := scratch.Int32.Get(n)
	defer scratch.Int32.Put(offsets)
	weights, row := memory.S[:n], memory.S[n:]
	gaussian(weights, sigma)
	for y := range h {
		for i := range offsets.S {
			offsets.S[i] = int32(min(max(y+i-reach, 0), h-1) * w)
		}
		kernel.WeightedSum(row[reach:][:w], src, offsets.S, weights)
		continueRow(row, reach)
		for i := range offsets.S {
			offsets.S[i] = int32(i)
		}
		kernel.WeightedSum(dst[y*w:][:w], row, offsets.S, weights)
	}
}

// gaussian fills weights, whose middle is the centre, and scales them to the sum 1.
func gaussian(weights []float32, sigma float64) {
	value := func(i int) float64 {
		z := (float64(i) - float64(len(weights)/2)) / sigma
		return math.Exp(-z * z / 2)
	}
	sum := 0.
	for i := range weights {
		sum += value(i)
	}
	for i := range weights {
		weights[i] = float32(value(i) / sum)
	}
}
