package features

import (
	"math"

	"github.com/saccade-go/saccade/internal/kernel"
	"github.com/saccade-go/saccade/internal/scratch"
	"github.com/saccade-go/saccade/tensor"
)

// histograms fills cells with the mean gradient magnitude of each cell and orientation, row by row of cells,
// the orientation running fastest.
func (h HOG) histograms(cells []float32, src *tensor.Tensor, g *hogGrid) {
	pixels, lent := h.values(src)
	if lent != nil {
		defer scratch.Float32.Put(lent)
	}
	w, band := src.W, g.cell*src.W // a band is the pixels of a row of cells
	memory := scratch.Float32.Get(4*band + 2*w + 2*g.orientations)
	defer scratch.Float32.Put(memory)
	all, other := gradientsIn(memory.S[:2*band]), gradientsIn(memory.S[4*band:4*band+2*w])
	bins, magnitudes, sums := memory.S[2*band:3*band], memory.S[3*band:4*band], memory.S[4*band+2*w:]
	directions := directionsOf(g.orientations, h.Signed)
	for r := range g.rows {
		for y := range g.cell {
			gradients{all.down[y*w:][:w], all.right[y*w:][:w]}.ofPicture(other, pixels, src, r*g.cell+y, false)
		}
		directions.find(bins, magnitudes, all)
		for c := range g.columns {
			g.vote(cells[(r*g.columns+c)*g.orientations:][:g.orientations], bins[c*g.cell:], magnitudes[c*g.cell:], w, sums)
		}
	}
}

// values returns the values of src, or their roots, as float32. Where they had to be computed they lie in
// lent memory, which the caller gives back.
func (h HOG) values(src *tensor.Tensor) (values []float32, lent *scratch.Buffer[float32]) {
	scale := float32(1)
	if h.Layout == opencvLayout {
		scale = 255
	}
	if src.DType == tensor.Float32 && !h.TransformSqrt && scale == 1 {
		return src.F32, nil
	}
	lent = scratch.Float32.Get(src.Len())
	values = lent.S
	switch {
	case src.DType == tensor.Float32:
		kernel.Scale(values, src.F32, scale)
		if h.TransformSqrt {
			for i, v := range values {
				values[i] = float32(math.Sqrt(float64(v)))
			}
		}
	case h.TransformSqrt:
		kernel.LookupFloat32(values, src.U8, &roots)
	default:
		kernel.LookupFloat32(values, src.U8, &identity)
	}
	return values, lent
}

// identity and roots have each stored value and its square root.
var identity, roots = func() (v, root [256]float32) {
	for i := range v {
		v[i] = float32(i)
		root[i] = float32(math.Sqrt(float64(i)))
	}
	return v, root
}()

// gradients are those of one row of pixels: the differences down and to the right.
type gradients struct{ down, right []float32 }

func gradientsIn(memory []float32) gradients {
	w := len(memory) / 2
	return gradients{memory[:w:w], memory[w:]}
}

// ofPicture computes the gradients of row y of src, whose pixels are given, in each pixel that of the channel where it is largest, of equals
// the first one, or with last the last one. other is for those of one channel.
func (g gradients) ofPicture(other gradients, pixels []float32, src *tensor.Tensor, y int, last bool) {
	n := src.H * src.W
	for c := range src.C {
		at := c
		if last {
			at = src.C - 1 - c
		}
		if c == 0 {
			g.take(pixels[at*n:][:n], y)
			continue
		}
		other.take(pixels[at*n:][:n], y)
		kernel.KeepLarger(g.down, g.right, other.down, other.right)
	}
}

// take computes the gradients of row y of a plane.
func (g gradients) take(plane []float32, y int) {
	w := len(g.down)
	row := plane[y*w : (y+1)*w]
	if y == 0 || (y+2)*w > len(plane) {
		clear(g.down)
	} else {
		kernel.Sub(g.down, plane[(y+1)*w:(y+2)*w], plane[(y-1)*w:y*w])
	}
	g.right[0], g.right[w-1] = 0, 0
	if w > 2 {
		kernel.Sub(g.right[1:w-1], row[2:], row[:w-2])
	}
}

// vote fills the histogram of a cell from the bins and magnitudes that begin at its first pixel, with rows of w. Every second pixel
// counts in sums of its own, so that additions to the same bin don't wait for each other.
func (g *hogGrid) vote(histogram, bins, magnitudes []float32, w int, sums []float32) {
	clear(sums)
	n := len(histogram)
	even, odd := sums[:n], sums[n:]
	for y := range g.cell {
		b, m := bins[y*w:][:g.cell], magnitudes[y*w:][:g.cell]
		for len(b) >= 2 && len(m) >= 2 {
			even[int32(b[0])] += m[0]
			odd[int32(b[1])] += m[1]
			b, m = b[2:], m[2:]
		}
		if len(b) > 0 {
			even[int32(b[0])] += m[0]
		}
	}
	kernel.Add(histogram, even, odd)
	kernel.Scale(histogram, histogram, 1/float32(g.cell*g.cell))
}
