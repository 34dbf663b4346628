package features

import (
	"fmt"
	"math"

	"github.com/saccade-go/saccade/internal/kernel"
	"github.com/saccade-go/saccade/internal/scratch"
	"github.com/saccade-go/saccade/tensor"
)

// HOG makes a histogram of oriented gradients (Dalal and Triggs, "Histograms of Oriented Gradients for Human
// Detection", CVPR 2005), with the numbers of scikit-image's skimage.feature.hog.
//
//  1. Gradients are central differences, v(x+1) − v(x−1) and v(y+1) − v(y−1), and 0 on the picture's border. In
//     a picture of several channels each pixel takes the channel with the largest gradient, of equals the first.
//  2. A cell of Cell×Cell pixels has a histogram of the gradients' directions, 0° to 180° in Orientations
//     half-open bins: bin k has k·180/Orientations ≤ angle < (k+1)·180/Orientations. Each pixel counts with
//     its gradient's magnitude and in one bin only; the sum is divided by the pixels of a cell. Pixels to the
//     right and below that make no whole cell are left out.
//  3. Each Block×Block cells, blocks overlapping in steps of one cell, are one vector v, normalised with
//     ε = 1e-5:
//     l2:     v / √(Σv² + ε²);
//     l2hys:  l2, then clipped to 0.2, then l2 again;
//     l1:     v / (Σv + ε);
//     l1sqrt: √(v / (Σv + ε)).
//
// The vector has the blocks row by row, in each the cells row by row, in each the orientations:
// (⌊H/Cell⌋−Block+1)·(⌊W/Cell⌋−Block+1)·Block²·Orientations values. The picture has to have at least
// Cell·Block pixels each way, a known size, and no alpha.
//
// With Layout opencv it has the numbers of OpenCV's cv::HOGDescriptor for a window of the picture's size and blocks
// in steps of one cell, which is closer to the paper: in step 2, a pixel counts in the two nearest orientations and
// in up to four nearest cells of each block it lies in, by bilinear interpolation, and the less the farther it is
// from the block's middle, by exp(−d²/2σ²) with σ = Cell·Block/4. In step 3, v is divided by √Σv² + 0.1·len(v),
// clipped to 0.2, and divided by √Σv² + 0.001. Blocks are column by column, and so are the cells in a block. Of
// channels with equal gradients the last one counts. Values are those of uint8, float32 times 255, as the constants
// go with them; angles come from OpenCV's polynomial, which is within 0.012° of them. HOGDescriptor's
// gammaCorrection, its default, is TransformSqrt, and its signedGradient Signed.
//
// In the layout skimage values are taken as they are, uint8 0..255 and float32 0..1. The scale matters only against ε, for
// blocks that are next to flat. Directions that lie exactly on a bin's edge (which other than 0° and 90° needs
// a number of orientations that 4 divides) fall into the bin above in a uint8 picture; in a float32 picture the
// rounding of its values decides. NaN makes all blocks that see it NaN.
//
// JSON: {"orientations": 9, "cell": 8, "block": 3, "norm": "l2hys", "transform_sqrt": false, "layout": "skimage", "signed": false}.
type HOG struct {
	// Orientations is the number of directions in 0° to 180°, or with Signed in 0° to 360°. Default 9, or 18 with Signed; at
	// most 360.
	Orientations int `json:"orientations,omitempty"`
	// Cell is the height and width of a cell in pixels. Default 8.
	Cell int `json:"cell,omitempty"`
	// Block is the height and width of a block in cells. Default 3, or 2 with opencv.
	Block int `json:"block,omitempty"`
	// Norm is the normalisation of blocks: "l2hys" (default), "l2", "l1" or "l1sqrt"; with opencv l2hys only.
	Norm string `json:"norm,omitempty"`
	// TransformSqrt takes the square root of all values first, against differences in lighting. Negative
	// values become NaN.
	TransformSqrt bool `json:"transform_sqrt,omitempty"`
	// Layout is "skimage" (default) or "opencv".
	Layout string `json:"layout,omitempty"`
	// Signed tells opposite directions apart: from dark to light is another one than from light to dark. Orientations
	// is even then, but with opencv.
	Signed bool `json:"signed,omitempty"`
}

const (
	skimageLayout = "skimage"
	opencvLayout  = "opencv"

	maxOrientations = 360
	maxCell         = 1 << 16
	maxBlock        = 1 << 10
)

// A hogGrid is how a HOG divides a picture: its parameters with defaults filled in, and the number of cells
// and blocks.
type hogGrid struct {
	orientations, cell, block int
	rows, columns             int // of cells
	blockRows, blockColumns   int
}

// OutSpec returns a vector.
func (h HOG) OutSpec(in tensor.Spec) (tensor.Spec, error) {
	g, err := h.grid(in)
	if err != nil {
		return tensor.Spec{}, err
	}
	return tensor.VectorSpec(g.length()), nil
}

func (h HOG) grid(in tensor.Spec) (hogGrid, error) {
	if err := h.check(); err != nil {
		return hogGrid{}, err
	}
	if err := checkSized("hog", in); err != nil {
		return hogGrid{}, err
	}
	if in.Space.HasAlpha() {
		return hogGrid{}, &tensor.SpecError{Op: "hog", Want: "a picture without alpha (drop it or lay it over a background first)", Got: in}
	}
	orientations := 9
	if h.Signed {
		orientations = 18
	}
	block := 3
	if h.Layout == opencvLayout {
		block = 2
	}
	g := hogGrid{orientations: orDefault(h.Orientations, orientations), cell: orDefault(h.Cell, 8), block: orDefault(h.Block, block)}
	if least := g.cell * g.block; in.H < least || in.W < least {
		return hogGrid{}, &tensor.SpecError{Op: "hog", Want: fmt.Sprintf("at least %d×%d pixels", least, least), Got: in}
	}
	g.rows, g.columns = in.H/g.cell, in.W/g.cell
	g.blockRows, g.blockColumns = g.rows-g.block+1, g.columns-g.block+1
	return g, tensor.Spec{C: g.blockLen(), H: g.blockRows, W: g.blockColumns}.Check("hog")
}

// check reports parameters that make no sense. Zeros are defaults.
func (h HOG) check() error {
	for _, p := range [...]struct {
		name       string
		value, max int
	}{{"orientations", h.Orientations, maxOrientations}, {"cell", h.Cell, maxCell}, {"block", h.Block, maxBlock}} {
		if p.value < 0 || p.value > p.max {
			return &tensor.ParamError{Op: "hog", Param: p.name, Want: fmt.Sprintf("1 to %d, or 0 for the default", p.max), Got: p.value}
		}
	}
	switch h.Layout {
	case "", skimageLayout:
	case opencvLayout:
		if h.Norm != "" && h.Norm != "l2hys" {
			return &tensor.ParamError{Op: "hog", Param: "norm", Want: `"l2hys" with the layout "opencv"`, Got: h.Norm}
		}
	default:
		return &tensor.ParamError{Op: "hog", Param: "layout", Want: `"skimage" or "opencv"`, Got: h.Layout}
	}
	if h.Signed && h.Orientations%2 != 0 && h.Layout != opencvLayout {
		return &tensor.ParamError{Op: "hog", Param: "orientations",
			Want: "an even number with signed and the layout skimage", Got: h.Orientations}
	}
	switch h.Norm {
	case "", "l2hys", "l2", "l1", "l1sqrt":
		return nil
	}
	return &tensor.ParamError{Op: "hog", Param: "norm", Want: `"l2hys", "l2", "l1" or "l1sqrt"`, Got: h.Norm}
}

func orDefault(v, def int) int {
	if v == 0 {
		return def
	}
	return v
}

// blockLen returns how many values a block has.
func (g *hogGrid) blockLen() int { return g.block * g.block * g.orientations }

// length returns how many values the vector has.
func (g *hogGrid) length() int { return g.blockRows * g.blockColumns * g.blockLen() }

// Apply writes the histograms of src into dst.
func (h HOG) Apply(dst, src *tensor.Tensor) error {
	g, err := h.grid(src.Spec)
	if err != nil {
		return err
	}
	if err := checkTensors("hog", dst, src, tensor.VectorSpec(g.length())); err != nil {
		return err
	}
	if h.Layout == opencvLayout {
		h.applyOpenCV(dst.F32, src, &g)
		return nil
	}
	cells := scratch.Float32.Get(g.rows * g.columns * g.orientations)
	defer scratch.Float32.Put(cells)
	h.histograms(cells.S, src, &g)
	g.gather(dst.F32, cells.S)
	normalize := blockNorms[h.Norm]
	for n, rest := g.blockLen(), dst.F32; len(rest) > 0; rest = rest[n:] {
		normalize(rest[:n])
	}
	return nil
}

// gather copies the cells into blocks.
func (g *hogGrid) gather(blocks, cells []float32) {
	run := g.block * g.orientations // the cells of a block's row lie side by side
	for r := range g.blockRows {
		for c := range g.blockColumns {
			for k := range g.block {
				at := ((r+k)*g.columns + c) * g.orientations
				copy(blocks[:run], cells[at:at+run])
				blocks = blocks[run:]
			}
		}
	}
}

// blockNorms has the normalisations of a block by name. Values are not negative.
var blockNorms = map[string]func(block []float32){
	"":       normalizeL2Hys,
	"l2hys":  normalizeL2Hys,
	"l2":     normalizeL2,
	"l1":     normalizeL1,
	"l1sqrt": normalizeL1Sqrt,
}

const hogEpsilon = 1e-5

func normalizeL2(block []float32) { kernel.Scale(block, block, inverseLength(block)) }

func normalizeL2Hys(block []float32) {
	kernel.ScaleTo(block, block, inverseLength(block), 0.2)
	normalizeL2(block)
}

// inverseLength returns 1/√(Σv² + ε²).
func inverseLength(block []float32) float32 {
	return float32(1 / math.Sqrt(kernel.SumSquares(block)+hogEpsilon*hogEpsilon))
}

func normalizeL1(block []float32) {
	sum := 0.
	for _, v := range block {
		sum += float64(v)
	}
	scale := float32(1 / (sum + hogEpsilon))
	for i := range block {
		block[i] *= scale
	}
}

func normalizeL1Sqrt(block []float32) {
	normalizeL1(block)
	for i, v := range block {
		block[i] = float32(math.Sqrt(float64(v)))
	}
}
