package imagehash

import (
	"math"
	"slices"

	"github.com/saccade-go/saccade/internal/scratch"
	"github.com/saccade-go/saccade/tensor"
)

// DCT returns the hash of the coarse pattern (pHash): the picture is made gray and scaled to 32×32, and of the 8×8 lowest frequencies of
// its cosine transform (DCT-II), the mean among them, a bit is set where a coefficient is above their median. It is the most
// robust of the hashes.
//
// The picture is uint8 in gray or RGB, of any size.
func DCT(src *tensor.Tensor) (Hash, error) {
	small, err := thumbnail("dct_hash", src, dctSide, dctSide)
	if err != nil {
		return 0, err
	}
	defer scratch.PutTensor(small)
	low := lowFrequencies(small.U8)
	median := low
	slices.Sort(median[:])
	middle := (median[side*side/2-1] + median[side*side/2]) / 2
	var h Hash
	for _, v := range low {
		h.push(v > middle)
	}
	return h, nil
}

// dctSide is the size of the picture that is transformed.
const dctSide = 32

// cosines has cos(π·k·(2i+1)/64) at k·32+i.
var cosines = func() (c [side * dctSide]float64) {
	for k := range side {
		for i := range dctSide {
			c[k*dctSide+i] = math.Cos(math.Pi * float64(k*(2*i+1)) / (2 * dctSide))
		}
	}
	return c
}()

// lowFrequencies returns the lowest frequencies of the two-dimensional transform, row by row. What is within rounding of 0, as
// in flat and symmetric pictures, is 0.
func lowFrequencies(pixels []uint8) (low [side * side]float64) {
	var columns [side * dctSide]float64 // transformed down the columns
	for k := range side {
		for y := range dctSide {
			c := cosines[k*dctSide+y]
			for x, v := range pixels[y*dctSide:][:dctSide] {
				columns[k*dctSide+x] += c * float64(v)
			}
		}
	}
	for k := range side {
		for l := range side {
			sum := 0.
			for x, v := range columns[k*dctSide:][:dctSide] {
				sum += cosines[l*dctSide+x] * v
			}
			if math.Abs(sum) < 1e-6 {
				sum = 0
			}
			low[k*side+l] = sum
		}
	}
	return low
}
