package features

import (
	"math"

	"github.com/saccade-go/saccade/internal/scratch"
	"github.com/saccade-go/saccade/tensor"
)

// Visualize draws what h sees in a picture: in each cell a star of lines, one for each orientation, along the edge
// (across the gradient) and as bright as the cell's histogram says before normalisation. Lines that cross add
// up. The result is Gray float32 of the picture's size, with the numbers of scikit-image's hog_image; they
// are not confined to 0..1, so divide by the largest to look at it. The histograms are those of scikit-image in the
// layout opencv too, and signed they want an even number of orientations.
func (h HOG) Visualize(img *tensor.Tensor) (*tensor.Tensor, error) {
	g, err := h.grid(img.Spec)
	if err != nil {
		return nil, err
	}
	if err := checkTensors("hog", img, img, img.Spec); err != nil {
		return nil, err
	}
	lines := g.orientations // of which opposite orientations have the same one
	if h.Signed {
		if g.orientations%2 != 0 {
			return nil, &tensor.ParamError{Op: "hog", Param: "orientations", Want: "an even number for a picture of signed ones",
				Got: g.orientations}
		}
		lines /= 2
	}
	cells := scratch.Float32.Get(g.rows * g.columns * g.orientations)
	defer scratch.Float32.Put(cells)
	h.histograms(cells.S, img, &g)
	picture := tensor.New(tensor.Spec{DType: tensor.Float32, Space: tensor.Gray, C: 1, H: img.H, W: img.W})
	for i, v := range cells.S {
		o, cell := i%g.orientations, i/g.orientations
		y, x := cell/g.columns*g.cell+g.cell/2, cell%g.columns*g.cell+g.cell/2
		dy, dx := g.arm(o%lines, lines)
		drawLine(picture, v, int(float64(y)-dx), int(float64(x)+dy), int(float64(y)+dx), int(float64(x)-dy))
	}
	return picture, nil
}

// arm returns the gradient of the middle of orientation o of n in 180°, as long as half a cell less a pixel.
func (g *hogGrid) arm(o, n int) (dy, dx float64) {
	radius := float64(max(g.cell/2-1, 0))
	sin, cos := math.Sincos(math.Pi * (float64(o) + 0.5) / float64(n))
	return radius * sin, radius * cos
}

// drawLine adds v to the pixels from (x0, y0) to (x1, y1), both with their ends, by Bresenham's algorithm as
// skimage.draw.line has it.
func drawLine(t *tensor.Tensor, v float32, y0, x0, y1, x1 int) {
	stepX, stepY := sign(x1-x0), sign(y1-y0)
	long, short := (x1-x0)*stepX, (y1-y0)*stepY
	alongX, alongY, asideX, asideY := stepX, 0, 0, stepY
	if short > long {
		long, short = short, long
		alongX, alongY, asideX, asideY = 0, stepY, stepX, 0
	}
	y, x := y0, x0
	for i, d := 0, 2*short-long; i < long; i++ {
		t.F32[y*t.W+x] += v
		if d >= 0 {
			y, x = y+asideY, x+asideX
			d -= 2 * long
		}
		y, x = y+alongY, x+alongX
		d += 2 * short
	}
	t.F32[y1*t.W+x1] += v
}

// sign returns 1 for n above 0 and −1 otherwise.
func sign(n int) int {
	if n > 0 {
		return 1
	}
	return -1
}
