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
	w := src.W
	memory := scratch.Float32.Get(6 * w)
	defer scratch.Float32.Put(memory)
	row, other := gradientsIn(memory.S[:2*w]), gradientsIn(memory.S[2*w:4*w])
	angles, magnitudes := memory.S[4*w:5*w], memory.S[5*w:]
	scale := float32(g.orientations) / math.Pi
	if h.Signed {
		scale /= 2
	}
	wide := len(rows) / (g.rows * g.cell)
	for y := range g.rows * g.cell {
		row.ofPicture(other, pixels, src, y, true)
		kernel.Angle(angles, row.down, row.right, scale)
		kernel.FoldGradients(row.down, row.right, magnitudes, other.down, 0) // of which the magnitudes are wanted
		sums := rows[y*wide:][:wide]
		for x := range g.columns * g.cell {
			g.voteOpenCV(sums, x, angles[x], magnitudes[x], weights)
		}
	}
}

// voteOpenCV adds a pixel of column x to the two orientations nearest to its angle, in all blocks that have the column.
func (g *hogGrid) voteOpenCV(sums []float32, x int, angle, magnitude float32, weights []float32) {
	n := g.orientations
	angle -= 0.5
	first := int(angle)
	if angle < 0 {
		first = -1
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
	last := min(x/g.cell, g.blockColumns-1)
	for b := max(x/g.cell-g.block+1, 0); b <= last; b++ {
		p := x - b*g.cell
		for i, weight := range weights[2*p : 2*p+2] {
			if weight > 0 {
				bins := sums[(b*g.block+g.firstCell(p)+i)*n:][:n]
				bins[first] += before * weight
				bins[second] += after * weight
			}
		}
	}
}

func normalizeOpenCV(block []float32) {
	length := math.Sqrt(kernel.SumSquares(block)) + 0.1*float64(len(block))
	kernel.ScaleTo(block, block, float32(1/length), 0.2)
	kernel.Scale(block, block, float32(1/(math.Sqrt(kernel.SumSquares(block))+1e-3)))
}
