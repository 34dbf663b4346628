package features

import (
	"math"

	"github.com/saccade-go/saccade/internal/kernel"
	"github.com/saccade-go/saccade/internal/scratch"
	"github.com/saccade-go/saccade/tensor"
)

// EdgeHistogram says which directions the edges have in each part of a picture: histograms of the directions of Sobel gradients, in
// cells. It is after the edge histogram of MPEG-7 (ISO/IEC 15938-3, 2002), which sorts blocks of pixels into five kinds of
// edges in 4×4 cells; here each pixel counts, by the gradient's direction and with its magnitude.
//
//  1. Gradients gx and gy are Sobel's (weights 1 2 1, not divided by their sum) with the border mirrored at the outermost
//     pixels, as cv2.Sobel has them by default; uint8 counts as v/255. In a picture of several channels each pixel takes the
//     channel with the largest gradient, of equals the first.
//  2. Cell row i of Rows has the pixels ⌊i·H/Rows⌋ ≤ y < ⌊(i+1)·H/Rows⌋, and columns likewise. A cell's bin k of Bins has the
//     sum of the magnitudes √(gx² + gy²) of those pixels whose angle, 0° to 180°, is k·180/Bins ≤ angle < (k+1)·180/Bins,
//     divided by the number of the cell's pixels. Bin 0 has gradients to the side, which are vertical edges.
//  3. The whole vector is scaled by its norm, so that cells with strong edges stay stronger than others.
//
// The vector has Rows·Columns·Bins values: the cells row by row, in each the bins. A cell without pixels, which only a picture
// smaller than the grid has, is 0. As in HOG angles on a bin's edge fall into the bin above in a uint8 picture, in float32 rounding
// may decide. Gradients that are NaN or infinite make bin 0 so, which the norm spreads.
//
// All spaces without alpha; the size may be unknown.
//
// JSON: {"rows": 4, "columns": 4, "bins": 8, "norm": "l2"}.
type EdgeHistogram struct {
	// Rows and Columns are the number of cells each way. Default 4, at most 1024.
	Rows    int `json:"rows,omitempty"`
	Columns int `json:"columns,omitempty"`
	// Bins is the number of directions in 0° to 180°. Default 8, at most 360.
	Bins int `json:"bins,omitempty"`
	// Norm scales the vector: "l2" (default) to the Euclidean length 1, "l1" to the sum 1; "none" leaves the mean magnitudes. A
	// vector of zeros stays.
	Norm string `json:"norm,omitempty"`
}

const (
	edgeCells = 4
	edgeBins  = 8
)

// An edgePlan is an EdgeHistogram's parameters with the defaults filled in.
type edgePlan struct {
	cells cellGrid
	bins  int
}

// length returns how many values the vector has.
func (p *edgePlan) length() int { return p.cells.count() * p.bins }

// OutSpec returns a vector.
func (h EdgeHistogram) OutSpec(in tensor.Spec) (tensor.Spec, error) {
	p, err := h.plan(in)
	if err != nil {
		return tensor.Spec{}, err
	}
	return tensor.VectorSpec(p.length()), nil
}

func (h EdgeHistogram) plan(in tensor.Spec) (edgePlan, error) {
	cells, err := cellsOf("edge_histogram", h.Rows, h.Columns, edgeCells)
	if err != nil {
		return edgePlan{}, err
	}
	if err := checkCount("edge_histogram", "bins", h.Bins, maxOrientations); err != nil {
		return edgePlan{}, err
	}
	switch h.Norm {
	case "", "l2", "l1", "none":
	default:
		return edgePlan{}, &tensor.ParamError{Op: "edge_histogram", Param: "norm", Want: `"l2", "l1" or "none"`, Got: h.Norm}
	}
	if err := in.Check("edge_histogram"); err != nil {
		return edgePlan{}, err
	}
	if in.C < 1 || in.Space.HasAlpha() {
		want := "a picture without alpha (drop it or lay it over a background first)"
		return edgePlan{}, &tensor.SpecError{Op: "edge_histogram", Want: want, Got: in}
	}
	p := edgePlan{cells, orDefault(h.Bins, edgeBins)}
	return p, tensor.VectorSpec(p.length()).Check("edge_histogram")
}

// Apply writes the histograms of src into dst.
func (h EdgeHistogram) Apply(dst, src *tensor.Tensor) error {
	p, err := h.plan(src.Spec)
	if err != nil {
		return err
	}
	if err := checkTensors("edge_histogram", dst, src, tensor.VectorSpec(p.length())); err != nil {
		return err
	}
	pixels, unit := src.F32, 1.
	if src.DType == tensor.Uint8 {
		lent := scratch.Float32.Get(src.Len())
		defer scratch.Float32.Put(lent)
		kernel.FloatUint8(lent.S, src.U8)
		pixels, unit = lent.S, 1./255
	}
	sums := scratch.Float64.Get(p.length())
	defer scratch.Float64.Put(sums)
	clear(sums.S)
	p.vote(sums.S, pixels, src.Spec)
	for i := range sums.S {
		sums.S[i] *= unit / float64(max(1, p.cells.cell(i/p.bins, src.H, src.W).pixels()))
	}
	scaleVector(dst.F32, sums.S, h.Norm)
	return nil
}

// vote adds the magnitude of each gradient of a picture to the bin of its direction in its cell.
func (p *edgePlan) vote(sums []float64, pixels []float32, in tensor.Spec) {
	run := p.cells.columns * p.bins // the bins of a row of cells
	w, n := in.W, in.H*in.W
	memory := scratch.Float32.Get(8*w + run)
	defer scratch.Float32.Put(memory)
	row, other, sobel := gradientsIn(memory.S[:2*w]), gradientsIn(memory.S[2*w:4*w]), gradientsIn(memory.S[4*w:6*w])
	bins, magnitudes, histograms := memory.S[6*w:7*w], memory.S[7*w:8*w], memory.S[8*w:]
	directions := directionsOf(p.bins, false)
	for r := range p.cells.rows {
		first := p.cells.cell(r*p.cells.columns, in.H, w)
		for y := first.top; y < first.bottom; y++ {
			row.takeSobel(pixels[:n], y, sobel)
			for c := 1; c < in.C; c++ {
				other.takeSobel(pixels[c*n:(c+1)*n], y, sobel)
				kernel.KeepLarger(row.down, row.right, other.down, other.right)
			}
			directions.find(bins, magnitudes, row)
			clear(histograms)
			for c := range p.cells.columns {
				b, h := p.cells.cell(c, in.H, w), histograms[c*p.bins:][:p.bins]
				for x := b.left; x < b.right; x++ {
					h[int(bins[x])] += magnitudes[x]
				}
			}
			for i, v := range histograms { // row by row, so that float32 will do for a row
				sums[r*run+i] += float64(v)
			}
		}
	}
}

// takeSobel computes the Sobel gradients of row y of a plane. lent is memory.
func (g gradients) takeSobel(plane []float32, y int, lent gradients) {
	w := len(g.down)
	h := len(plane) / w
	above, below := reflected(y-1, h)*w, reflected(y+1, h)*w
	smooth, slope := lent.right, lent.down
	kernel.Add(smooth, plane[above:above+w], plane[below:below+w])
	kernel.AddScaled(smooth, plane[y*w:(y+1)*w], 2)
	kernel.Sub(slope, plane[below:below+w], plane[above:above+w])
	// At both ends the mirrored neighbours are alike.
	for _, x := range [...]int{0, w - 1} {
		g.right[x] = 0
		g.down[x] = slope[reflected(x-1, w)] + 2*slope[x] + slope[reflected(x+1, w)]
	}
	if w > 2 {
		kernel.Sub(g.right[1:w-1], smooth[2:], smooth[:w-2])
		kernel.Add(g.down[1:w-1], slope[2:], slope[:w-2])
		kernel.AddScaled(g.down[1:w-1], slope[1:w-1], 2)
	}
}

// reflected returns the place in 0..n−1 of which that one beyond either end is the mirror image; of one place it is itself.
func reflected(i, n int) int {
	switch {
	case n == 1:
		return 0
	case i < 0:
		return -i
	case i >= n:
		return 2*n - 2 - i
	}
	return i
}

// scaleVector writes values, which aren't negative, divided by what norm says.
func scaleVector(out []float32, values []float64, norm string) {
	sum, squares := 0., 0.
	for _, v := range values {
		sum += v
		squares += v * v
	}
	by := math.Sqrt(squares)
	switch norm {
	case "l1":
		by = sum
	case "none":
		by = 1
	}
	if by == 0 {
		by = 1
	}
	for i, v := range values {
		out[i] = float32(v / by)
	}
}
