package features

import (
	"math"

	"github.com/saccade-go/saccade/internal/kernel"
	"github.com/saccade-go/saccade/internal/scratch"
)

// A siftScale computes the descriptors of one size.
type siftScale struct {
	DenseSIFT
	size       int
	first      int // row and column of the first bin's centre
	rows, cols int // of descriptors
	pixels     []float32
	h, w       int // of the picture
	padded     int // values of a row that is continued to both sides for as far as bins reach

	// ring has the last 2·size − 1 rows of orientations, that of row y at y mod their number; ready counts those made. A row has
	// the 8 orientations side by side, each padded.
	ring  []float32
	ready int
	// column is a row of orientations summed up over the bin's rows, sums is that over its columns.
	column, sums []float32

	taps    [siftBins][]float32 // the weights of pixels along a bin
	factors [siftBins]float32   // the weights of bins, which the flat window has
	offsets []int32             // memory, as are the rest, one value for each column of the grid
	total   []float32
	squares []float32
	limits  []float32
}

// describe writes the descriptors into field.
func (s *siftScale) describe(field []float32) {
	reach, row := 2*s.size-1, siftOrientations*s.padded
	memory := scratch.Float32.Get((reach+2)*row + siftBins*reach + 2*s.w + 3*s.cols)
	defer scratch.Float32.Put(memory)
	offsets := scratch.Int32.Get(reach)
	defer scratch.Int32.Put(offsets)
	s.offsets = offsets.S
	rest := memory.S
	s.ring, rest = rest[:reach*row], rest[reach*row:]
	s.column, s.sums, rest = rest[:row], rest[row:2*row], rest[2*row:]
	for k := range s.taps {
		s.taps[k], rest = rest[:reach], rest[reach:]
	}
	down, right, rest := rest[:s.w], rest[s.w:2*s.w], rest[2*s.w:]
	s.total, s.squares, s.limits = rest[:s.cols], rest[s.cols:2*s.cols], rest[2*s.cols:]
	for j := range s.limits {
		s.limits[j] = siftClip
	}
	s.window()
	last := (siftBins - 1) * s.size // from the first to the last bin
	for y := s.first; y <= s.first+(s.rows-1)*s.Step+last; y++ {
		s.orientations(min(y+s.size, s.h), gradients{down, right})
		s.bins(field, y)
		if i := s.row(y - last); i >= 0 {
			s.normalise(field, i)
		}
	}
}

// row is that of the grid whose descriptors have their first bins in row y of the picture, or −1.
func (s *siftScale) row(y int) int {
	if y -= s.first; y < 0 || y%s.Step != 0 || y/s.Step >= s.rows {
		return -1
	}
	return y / s.Step
}

// window computes the weights of a bin's pixels, by rows as by columns.
func (s *siftScale) window() {
	size, sigma := float64(s.size), s.WindowSize*float64(s.size)
	for k, taps := range s.taps {
		centre, mean := size*(float64(k)-(siftBins-1)/2.), 0.
		for i := range taps {
			u := float64(i - s.size + 1)
			z := (u + centre) / sigma
			gauss := math.Exp(-z * z / 2)
			mean += gauss / float64(len(taps))
			if s.flat() {
				gauss = 1
			}
			taps[i] = float32((1 - math.Abs(u)/size) * gauss)
		}
		s.factors[k] = 1
		if s.flat() {
			s.factors[k] = float32(mean)
		}
	}
}

func (s *siftScale) flat() bool { return s.Window == "flat" }

// bins fills in the bins whose centres lie in row y, before they are normalised.
func (s *siftScale) bins(field []float32, y int) {
	summed := false // with the flat window the sums are the same for all bins
	for by := range siftBins {
		i := s.row(y - by*s.size)
		if i < 0 {
			continue
		}
		if !summed || !s.flat() {
			s.sumRows(y, s.taps[by])
		}
		for bx := range siftBins {
			if !summed || !s.flat() {
				s.sumColumns(s.taps[bx])
				summed = true
			}
			factor := s.factors[by] * s.factors[bx]
			for k := range siftOrientations {
				to := s.places(field, (by*siftBins+bx)*siftOrientations+k, i)
				sample(to, s.sums[k*s.padded+s.first+bx*s.size:], s.Step, factor)
			}
		}
	}
}

// sample writes every step-th value, times factor.
func sample(dst, src []float32, step int, factor float32) {
	at := 0
	for j := range dst {
		dst[j] = factor * src[at]
		at += step
	}
}

// places are the values of a channel in row i of the grid.
func (s *siftScale) places(field []float32, channel, i int) []float32 {
	return field[(channel*s.rows+i)*s.cols:][:s.cols]
}

// sumRows sums up the rows around y with weights.
func (s *siftScale) sumRows(y int, weights []float32) {
	row := len(s.column)
	for i := range weights {
		near := min(max(y+i-s.size+1, 0), s.h-1)
		s.offsets[i] = int32(near % len(weights) * row)
	}
	kernel.WeightedSum(s.column, s.ring, s.offsets, weights)
}

// sumColumns sums up the columns of column with weights, for all of its orientations at once.
func (s *siftScale) sumColumns(weights []float32) {
	for i := range weights {
		s.offsets[i] = int32(i)
	}
	kernel.WeightedSum(s.sums[:len(s.sums)-len(weights)+1], s.column, s.offsets, weights)
}

// normalise makes descriptors of the sums in row i of the grid.
func (s *siftScale) normalise(field []float32, i int) {
	clear(s.total)
	clear(s.squares)
	for c := range siftLength {
		v := s.places(field, c, i)
		kernel.Add(s.total, s.total, v)
		kernel.AddProduct(s.squares, v, v)
	}
	inverseLengths(s.squares)
	least := float32(s.Contrast) * float32((3*s.size+1)*(3*s.size+1))
	for j, sum := range s.total {
		if sum < least {
			s.squares[j] = 0
		}
	}
	clear(s.total)
	for c := range siftLength {
		v := s.places(field, c, i)
		kernel.Mul(v, v, s.squares)
		kernel.MinFloat32(v, s.limits, v)
		kernel.AddProduct(s.total, v, v)
	}
	inverseLengths(s.total)
	s.scaleRow(field, i, s.total)
	if s.Root {
		s.root(field, i)
	}
}

// inverseLengths makes squares of lengths into what scales to the length 1.
func inverseLengths(squares []float32) {
	for j, v := range squares {
		squares[j] = float32(1 / (math.Sqrt(float64(v)) + siftEpsilon))
	}
}

// scaleRow multiplies the descriptors of a row of the grid.
func (s *siftScale) scaleRow(field []float32, i int, factors []float32) {
	for c := range siftLength {
		v := s.places(field, c, i)
		kernel.Mul(v, v, factors)
	}
}

// root makes RootSIFT of the descriptors of a row of the grid.
func (s *siftScale) root(field []float32, i int) {
	clear(s.total)
	for c := range siftLength {
		kernel.Add(s.total, s.total, s.places(field, c, i))
	}
	for j, sum := range s.total {
		if sum != 0 {
			s.total[j] = 1 / sum
		}
	}
	s.scaleRow(field, i, s.total)
	for c := range siftLength {
		v := s.places(field, c, i)
		kernel.SquareRoot(v, v, 0)
	}
}
