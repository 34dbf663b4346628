package features

import (
	"math"

	"github.com/saccade-go/saccade/internal/scratch"
	"github.com/saccade-go/saccade/tensor"
)

// ColorMoments describes the distribution of colours by its first three moments, as Stricker and Orengo have them
// ("Similarity of Color Images", SPIE Storage and Retrieval for Image and Video Databases III, 1995). For each channel,
// n values v of it:
//
//	mean      E = Σv / n
//	deviation σ = √(Σ(v−E)² / n)
//	skewness  s = ∛(Σ(v−E)³ / n), negative where the longer tail is at the low end
//
// All three have the channel's unit: skewness is the cube root of the third central moment, not divided by σ³ as in
// scipy.stats.skew. uint8 counts as v/255; float32 is taken as it is. Hue is a number like any other: reds on both sides of 0
// are far apart.
//
// The picture is divided into Rows×Columns cells, of which row i has the pixels ⌊i·H/Rows⌋ ≤ y < ⌊(i+1)·H/Rows⌋, and
// columns likewise. The vector has 3·C·Rows·Columns values: the cells row by row, in each the channels, in each mean, deviation
// and skewness. A cell without pixels, which only a picture smaller than the grid has, is 0. A cell with NaN or an infinity in a
// channel has NaN for that channel.
//
// The input is what colorspace.Convert takes. The size of the picture may be unknown.
//
// JSON: {"space": "hsv", "rows": 1, "columns": 1}.
type ColorMoments struct {
	// Space is the colour space to compute in; zero is the picture's own.
	Space tensor.Space `json:"space,omitempty"`
	// Rows and Columns are the number of cells each way. Default 1, at most 1024.
	Rows    int `json:"rows,omitempty"`
	Columns int `json:"columns,omitempty"`
}

// colorMoments is how many values a channel has.
const colorMoments = 3

// OutSpec returns a vector.
func (m ColorMoments) OutSpec(in tensor.Spec) (tensor.Spec, error) {
	_, out, err := m.plan(in)
	return out, err
}

// plan returns the space to compute in and the spec of the result.
func (m ColorMoments) plan(in tensor.Spec) (tensor.Space, tensor.Spec, error) {
	g, err := cellsOf("color_moments", m.Rows, m.Columns, 1)
	if err != nil {
		return 0, tensor.Spec{}, err
	}
	space, err := colorTarget("color_moments", m.Space, in)
	if err != nil {
		return 0, tensor.Spec{}, err
	}
	return space, tensor.VectorSpec(g.count() * space.Channels() * colorMoments), nil
}

// Apply writes the moments of src into dst.
func (m ColorMoments) Apply(dst, src *tensor.Tensor) error {
	space, out, err := m.plan(src.Spec)
	if err != nil {
		return err
	}
	if err := checkTensors("color_moments", dst, src, out); err != nil {
		return err
	}
	src, lent, err := inSpace("color_moments", space, src)
	if err != nil {
		return err
	}
	if lent {
		defer scratch.PutTensor(src)
	}
	g := cellGrid{orDefault(m.Rows, 1), orDefault(m.Columns, 1)}
	to := dst.F32
	for i := range g.count() {
		b := g.cell(i, src.H, src.W)
		for c := range src.C {
			mean, second, third := momentsOf(src, c, b)
			to[0], to[1], to[2] = float32(mean), float32(math.Sqrt(second)), float32(math.Cbrt(third))
			to = to[colorMoments:]
		}
	}
	return nil
}

// momentsOf returns the mean and the second and third central moment of channel c in a cell, and zeros if it has no pixels.
func momentsOf(src *tensor.Tensor, c int, cell box) (mean, second, third float64) {
	switch {
	case cell.pixels() == 0:
		return 0, 0, 0
	case src.DType == tensor.Uint8:
		return momentsUint8(src.Plane8(c), src.W, cell)
	}
	return momentsFloat32(src.Plane32(c), src.W, cell)
}

// momentsUint8 returns the mean and the central moments of v/255 over a part of a plane of width w. It counts how often each
// value is there, so that all the rest is for 256 values.
func momentsUint8(plane []uint8, w int, b box) (mean, second, third float64) {
	var counts [256]int
	for y := b.top; y < b.bottom; y++ {
		for _, v := range plane[y*w+b.left : y*w+b.right] {
			counts[v]++
		}
	}
	n, sum := float64(b.pixels()), 0
	for v, count := range counts {
		sum += v * count
	}
	mean = float64(sum) / n
	for v, count := range counts {
		d := float64(v) - mean
		d2 := d * d * float64(count)
		second += d2
		third += d2 * d
	}
	return mean / 255, second / (n * 255 * 255), third / (n * 255 * 255 * 255)
}

// momentsFloat32 returns the mean and the central moments over a part of a plane of width w.
func momentsFloat32(plane []float32, w int, b box) (mean, second, third float64) {
	n := float64(b.pixels())
	for y := b.top; y < b.bottom; y++ {
		mean += sumOf(plane[y*w+b.left : y*w+b.right])
	}
	mean /= n
	for y := b.top; y < b.bottom; y++ {
		s, t := powersOf(plane[y*w+b.left:y*w+b.right], mean)
		second += s
		third += t
	}
	return mean, second / n, third / n
}

// sumOf returns Σv, in four lanes so that additions don't wait for each other.
func sumOf(row []float32) float64 {
	var a, b, c, d float64
	for ; len(row) >= 4; row = row[4:] {
		a += float64(row[0])
		b += float64(row[1])
		c += float64(row[2])
		d += float64(row[3])
	}
	for _, v := range row {
		a += float64(v)
	}
	return a + b + (c + d)
}

// powersOf returns Σ(v−mean)² and Σ(v−mean)³, in two lanes.
func powersOf(row []float32, mean float64) (second, third float64) {
	var second2, third2 float64
	for ; len(row) >= 2; row = row[2:] {
		d, e := float64(row[0])-mean, float64(row[1])-mean
		d2, e2 := d*d, e*e
		second += d2
		second2 += e2
		third += d2 * d
		third2 += e2 * e
	}
	for _, v := range row {
		d := float64(v) - mean
		second += d * d
		third += d * d * d
	}
	return second + second2, third + third2
}
