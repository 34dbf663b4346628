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
	clear(cells)
	pixels, lent := h.values(src)
	if lent != nil {
		defer scratch.Float32.Put(lent)
	}
	memory := scratch.Float32.Get(3 * src.W)
	defer scratch.Float32.Put(memory)
	row := gradientRow{memory.S[:src.W], memory.S[src.W : 2*src.W], memory.S[2*src.W:]}
	bins := directionsOf(g.orientations)
	n := src.H * src.W
	for y := range g.rows * g.cell {
		for c := range src.C {
			row.take(pixels[c*n:(c+1)*n], y, c > 0)
		}
		at := y / g.cell * g.columns * g.orientations
		bins.vote(cells[at:at+g.columns*g.orientations], row.down, row.right, g.cell)
	}
	scale := 1 / float32(g.cell*g.cell)
	for i := range cells {
		cells[i] *= scale
	}
}

// values returns the values of src, or their roots, as float32. Where they had to be computed they lie in
// lent memory, which the caller gives back.
func (h HOG) values(src *tensor.Tensor) (values []float32, lent *scratch.Buffer[float32]) {
	if src.DType == tensor.Float32 && !h.TransformSqrt {
		return src.F32, nil
	}
	lent = scratch.Float32.Get(src.Len())
	values = lent.S
	switch {
	case src.DType == tensor.Float32:
		for i, v := range src.F32 {
			values[i] = float32(math.Sqrt(float64(v)))
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

// A gradientRow holds the gradients of one row of pixels: the differences down and to the right, and the
// squared magnitude.
type gradientRow struct{ down, right, square []float32 }

// take computes the gradients of row y of a plane; with compete, only those that are larger than what is there
// replace it.
func (g *gradientRow) take(plane []float32, y int, compete bool) {
	w := len(g.down)
	row := plane[y*w : (y+1)*w]
	above, below := row, row // on the border the difference is 0
	if y > 0 && (y+2)*w <= len(plane) {
		above, below = plane[(y-1)*w:y*w], plane[(y+1)*w:(y+2)*w]
	}
	for x := range w {
		dy, dx := below[x]-above[x], float32(0)
		if x > 0 && x < w-1 {
			dx = row[x+1] - row[x-1]
		}
		s := dx*dx + dy*dy
		if compete && s <= g.square[x] {
			continue
		}
		g.down[x], g.right[x], g.square[x] = dy, dx, s
	}
}

// vote adds the magnitude of each gradient of a row to the bin of its direction: the first cell pixels to
// the first bins, and so on. Gradients of no direction (0, NaN, infinite) go to bin 0 for what they are.
func (d *directions) vote(bins []float32, down, right []float32, cell int) {
	for n := d.n; len(bins) > 0; bins = bins[n:] {
		h := bins[:n]
		for i, dx := range right[:cell] {
			dy := down[i]
			if dy < 0 || dy == 0 && dx < 0 { // opposite directions are the same
				dy, dx = -dy, -dx
			}
			reach := dy + max(dx, -dx)
			if !(reach > 0 && reach <= math.MaxFloat32) {
				h[0] += reach
				continue
			}
			h[d.bin(dy, dx, reach)] += float32(math.Sqrt(float64(dy*dy + dx*dx)))
		}
		down, right = down[cell:], right[cell:]
	}
}
