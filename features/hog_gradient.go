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
	memory := scratch.Float32.Get(4 * src.W)
	defer scratch.Float32.Put(memory)
	row, other := gradientsIn(memory.S[:2*src.W]), gradientsIn(memory.S[2*src.W:])
	bins := directionsOf(g.orientations)
	n := src.H * src.W
	for y := range g.rows * g.cell {
		row.take(pixels[:n], y)
		for c := 1; c < src.C; c++ {
			other.take(pixels[c*n:(c+1)*n], y)
			row.keepLarger(other)
		}
		at := y / g.cell * g.columns * g.orientations
		bins.vote(cells[at:at+g.columns*g.orientations], row, g.cell)
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

// gradients are those of one row of pixels: the differences down and to the right.
type gradients struct{ down, right []float32 }

func gradientsIn(memory []float32) gradients {
	w := len(memory) / 2
	return gradients{memory[:w:w], memory[w:]}
}

// take computes the gradients of row y of a plane.
func (g gradients) take(plane []float32, y int) {
	w := len(g.down)
	row := plane[y*w : (y+1)*w]
	if y == 0 || (y+2)*w > len(plane) {
		clear(g.down)
	} else {
		differences(g.down, plane[(y+1)*w:(y+2)*w], plane[(y-1)*w:y*w])
	}
	g.right[0], g.right[w-1] = 0, 0
	if w > 2 {
		differences(g.right[1:w-1], row[2:], row[:w-2])
	}
}

// differences writes a − b.
func differences(dst, a, b []float32) {
	a, b = a[:len(dst)], b[:len(dst)]
	for i := range dst {
		dst[i] = a[i] - b[i]
	}
}

// keepLarger replaces each gradient of g that is smaller than other's by that.
func (g gradients) keepLarger(other gradients) {
	down, right := g.down, g.right[:len(g.down)]
	down2, right2 := other.down[:len(down)], other.right[:len(down)]
	for x, dy := range down {
		dx, dy2, dx2 := right[x], down2[x], right2[x]
		// As integers, so that the compiler can choose without a branch.
		y, y2 := math.Float32bits(dy), math.Float32bits(dy2)
		r, r2 := math.Float32bits(dx), math.Float32bits(dx2)
		if dx2*dx2+dy2*dy2 > dx*dx+dy*dy {
			y, r = y2, r2
		}
		down[x], right[x] = math.Float32frombits(y), math.Float32frombits(r)
	}
}

// vote adds the magnitude of each gradient of a row to the bin of its direction: the first cell pixels to
// the first bins, and so on. Gradients of no direction (0, NaN, infinite) go to bin 0 for what they are.
func (d *directions) vote(bins []float32, row gradients, cell int) {
	for n := d.n; len(bins) > 0; bins = bins[n:] {
		h, down, right := bins[:n], row.down[:cell], row.right[:cell]
		for i, dx := range right {
			dy := down[i]
			reach := max(dy, -dy) + max(dx, -dx)
			if !(reach > 0 && reach <= math.MaxFloat32) {
				h[0] += reach
				continue
			}
			h[d.bin(dy, dx, reach)] += float32(math.Sqrt(float64(dy*dy + dx*dx)))
		}
		row.down, row.right = row.down[cell:], row.right[cell:]
	}
}
