package features

import (
	"math"

	"github.com/saccade-go/saccade/internal/kernel"
	"github.com/saccade-go/saccade/internal/scratch"
	"github.com/saccade-go/saccade/tensor"
)

// applyOpenCV writes the histograms of src into dst as OpenCV's HOGDescriptor does.
//
// Weights of a pixel in a block are products of one of its row and one of its column. So the votes of a row of pixels are first
// summed by columns of cells, for all blocks that lie side by side, and these sums then by rows of cells.
func (h HOG) applyOpenCV(dst []float32, src *tensor.Tensor, g *hogGrid) {
	wide := g.blockColumns * g.block * g.orientations // sums of a row of pixels: by block, column of cells, orientation
	all, span := g.rows*g.cell*wide, g.cell*g.block
	memory := scratch.Float32.Get(all + g.block*wide + 2*span)
	defer scratch.Float32.Put(memory)
	rows, cells, weights := memory.S[:all], memory.S[all:all+g.block*wide], memory.S[all+g.block*wide:]
	g.weigh(weights)
	h.sumColumns(rows, src, g, weights)
	for r := range g.blockRows {
		clear(cells)
		for p := range span {
			row := rows[(r*g.cell+p)*wide:][:wide]
			for i, weight := range weights[2*p : 2*p+2] {
				if weight > 0 {
					kernel.AddScaled(cells[(g.firstCell(p)+i)*wide:][:wide], row, weight)
				}
			}
		}
		for c := range g.blockColumns {
			block := dst[(c*g.blockRows+r)*g.blockLen():][:g.blockLen()]
			for column := range g.block {
				for row := range g.block {
					from := cells[row*wide+(c*g.block+column)*g.orientations:]
					copy(block[(column*g.block+row)*g.orientations:][:g.orientations], from)
				}
			}
			normalizeOpenCV(block)
		}
	}
}

// weigh fills weights with two for each place in a block, in rows or in columns: those of the cell that firstCell gives and of the next
// one, 0 where there is none. They go by the distance to the cells' middles, times a Gaussian around the middle of the block, which
// OpenCV has half a pixel before the real one.
func (g *hogGrid) weigh(weights []float32) {
	middle := float64(g.cell*g.block) / 2
	sigma := middle / 2
	for p := range g.cell * g.block {
		off := float64(p) - middle
		gauss := math.Exp(-off * off / (2 * sigma * sigma))
		first := g.firstCell(p)
		toNext := (float64(p)+0.5)/float64(g.cell) - 0.5 - float64(first)
		for i, weight := range [2]float64{1 - toNext, toNext} {
			if at := first + i; at < 0 || at >= g.block {
				weight = 0
			}
			weights[2*p+i] = float32(weight * gauss)
		}
	}
}

// firstCell is the last cell whose middle isn't behind the middle of place p of a block, −1 if there is none.
func (g *hogGrid) firstCell(p int) int { return (2*p+1+g.cell)/(2*g.cell) - 1 }

// sumColumns fills rows, for each row of pixels, with the votes by block, column of cells and orientation.
func (h HOG) sumColumns(rows []float32, src *tensor.Tensor, g *hogGrid, weights []float32) {
	clear(rows)
	pixels, lent := h.values(src)
	if lent != nil {
		defer scratch.Float32.Put(lent)
	}
	w, height := src.W, g.rows*g.cell
	memory := scratch.Float32.Get(4*w + 2*height*w + 2*g.block)
	defer scratch.Float32.Put(memory)
	places := scratch.Int32.Get(2 * g.block)
	defer scratch.Int32.Put(places)
	row, other := gradientsIn(memory.S[:2*w]), gradientsIn(memory.S[2*w:4*w])
	angles, magnitudes := memory.S[4*w:4*w+height*w], memory.S[4*w+height*w:4*w+2*height*w]
	scale := float32(g.orientations) / math.Pi
	if h.Signed {
		scale /= 2
	}
	for y := range height {
		row.ofPicture(other, pixels, src, y, true)
		kernel.Angle(angles[y*w:][:w], row.down, row.right, scale)
		kernel.FoldGradients(row.down, row.right, magnitudes[y*w:][:w], other.down, 0) // of which the magnitudes are wanted
	}
	wide := len(rows) / height
	v := votes{places.S, memory.S[4*w+2*height*w:]}
	for x := range g.columns * g.cell {
		v = g.votesOf(v, x, weights)
		for y := range height {
			v.add(rows[y*wide:][:wide], angles[y*w+x], magnitudes[y*w+x], g.orientations)
		}
	}
}

// A votes is where a column of pixels counts, as the first bins of cells and weights, in all blocks that have the column.
type votes struct {
	at     []int32
	weight []float32
}

// votesOf makes those of a column in the memory of v.
func (g *hogGrid) votesOf(v votes, x int, weights []float32) votes {
	v.at, v.weight = v.at[:0], v.weight[:0]
	last := min(x/g.cell, g.blockColumns-1)
	for b := max(x/g.cell-g.block+1, 0); b <= last; b++ {
		p := x - b*g.cell
		for i, weight := range weights[2*p : 2*p+2] {
			if weight > 0 {
				v.at = append(v.at, int32((b*g.block+g.firstCell(p)+i)*g.orientations))
				v.weight = append(v.weight, weight)
			}
		}
	}
	return v
}

// add adds a pixel to the two orientations nearest to its angle, of n.
func (v votes) add(sums []float32, angle, magnitude float32, n int) {
	angle -= 0.5
	first := -1 // below the middle of bin 0, and of NaN, which the votes then are too
	if angle >= 0 {
		first = int(angle)
	}
	after := magnitude * (angle - float32(first))
	before := magnitude - after
	if first < 0 {
		first += n
	} else if first >= n {
		first -= n
	}
	second := first + 1
	if second == n {
		second = 0
	}
	weights := v.weight[:len(v.at)]
	for i, at := range v.at {
		sums[int(at)+first] += before * weights[i]
		sums[int(at)+second] += after * weights[i]
	}
}

func normalizeOpenCV(block []float32) {
	length := math.Sqrt(kernel.SumSquares(block)) + 0.1*float64(len(block))
	kernel.ScaleTo(block, block, float32(1/length), 0.2)
	kernel.Scale(block, block, float32(1/(math.Sqrt(kernel.SumSquares(block))+1e-3)))
}
