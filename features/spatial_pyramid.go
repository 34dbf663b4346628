package features

import (
	"fmt"
	"iter"
	"math"

	"github.com/saccade-go/saccade/internal/kernel"
	"github.com/saccade-go/saccade/internal/scratch"
	"github.com/saccade-go/saccade/tensor"
)

// SpatialPyramid describes a picture by parts (Lazebnik, Schmid and Ponce, "Beyond Bags of Features: Spatial Pyramid Matching for
// Recognizing Natural Scene Categories", CVPR 2006): it is cut into grids of cells, coarse to fine, and the steps Of make a
// result of each cell as if it were a picture. The results lie side by side in one vector, level by level, in each the cells row by row.
//
// A level of n has n×n cells, which cover the picture and don't overlap. Cell (i, j) has the rows and columns
//
//	⌊i·H/n⌋ ≤ y < ⌊(i+1)·H/n⌋,  ⌊j·W/n⌋ ≤ x < ⌊(j+1)·W/n⌋
//
// so that cells of a level differ by a pixel at most each way, and not at all if n divides H and W. All cells of a level have to
// give results of one length. Those of colour histograms do whatever the size; before features whose length follows from the
// size, resize to a multiple of all levels. The steps see nothing beside the cell: filters find its border.
// Steps that treat each pixel by itself cost less before the pyramid than in it.
//
// With Weighted, of L+1 levels the values of the first are multiplied by 1/2^L and those of level l, counted from 0, by
// 1/2^(L−l+1), after which the intersection of two vectors is the paper's pyramid match kernel. There each level counts all of a
// picture's features: leave histograms as counts ("norm": "none") for it.
//
// Of may hold steps that become stages later, by fitting: they learn from all cells of all levels, in this order, and each
// becomes one stage for all of them. OutSpec takes them as they are; Apply refuses them. The size of the picture may be unknown if
// Of doesn't need to know it. The picture has as many pixels each way as the finest level has cells, at least.
//
// JSON: {"of": [{"color_histogram": {"space": "hsv"}}], "levels": [1, 2, 4], "weighted": false}.
type SpatialPyramid struct {
	// Of makes the result of a cell. At least one step is required; the last one gives float32 of a known size.
	Of []tensor.Step `json:"of"`
	// Levels has for each level how many cells there are each way, in increasing order, at most 64. Default 1, 2, 4.
	Levels []int `json:"levels,omitempty"`
	// Weighted gives the levels the weights of the paper.
	Weighted bool `json:"weighted,omitempty"`
}

// maxPyramidCells is how many cells a level has at most each way.
const maxPyramidCells = 64

var defaultLevels = []int{1, 2, 4}

func (s SpatialPyramid) levels() []int {
	if len(s.Levels) == 0 {
		return defaultLevels
	}
	return s.Levels
}

// OutSpec returns a vector as long as the results of all cells together.
func (s SpatialPyramid) OutSpec(in tensor.Spec) (tensor.Spec, error) {
	if err := s.check(in); err != nil {
		return tensor.Spec{}, err
	}
	out := tensor.VectorSpec(0)
	for _, n := range s.levels() {
		length, err := s.cellLen(n, in)
		if err != nil {
			return tensor.Spec{}, err
		}
		out.C += n * n * length // at most 64 levels of 64² cells of 2 GiB: no overflow
	}
	return out, out.Check("spatial_pyramid")
}

// check reports parameters that make no sense, and pictures that are too small.
func (s SpatialPyramid) check(in tensor.Spec) error {
	const op = "spatial_pyramid"
	if len(s.Of) == 0 {
		return &tensor.ParamError{Op: op, Param: "of", Want: "at least one step", Got: "none"}
	}
	finest := 0
	for _, n := range s.levels() {
		if n <= finest || n > maxPyramidCells {
			return &tensor.ParamError{Op: op, Param: "levels", Want: fmt.Sprintf("numbers from 1 to %d in increasing order", maxPyramidCells), Got: s.Levels}
		}
		finest = n
	}
	if err := in.Check(op); err != nil {
		return err
	}
	if in.H != 0 && in.H < finest || in.W != 0 && in.W < finest {
		return &tensor.SpecError{Op: op, Want: fmt.Sprintf("at least %d×%d pixels, one for each cell", finest, finest), Got: in}
	}
	return nil
}

// cellLen returns how many values the steps make of a cell of a level of n.
func (s SpatialPyramid) cellLen(n int, in tensor.Spec) (int, error) {
	cell, length := in, 0
	for h := in.H / n; h <= ceil(in.H, n); h++ { // of the smaller cells first, then of those with a pixel more
		for w := in.W / n; w <= ceil(in.W, n); w++ {
			cell.H, cell.W = h, w
			out, err := chain(s.Of).outSpec(cell)
			if err != nil {
				return 0, fmt.Errorf("spatial_pyramid: cells of level %d, %w", n, err)
			}
			if err := checkResult("spatial_pyramid", "the steps", out); err != nil {
				return 0, err
			}
			if length == 0 {
				length = out.Len()
			}
			if out.Len() != length {
				return 0, &tensor.SpecError{Op: "spatial_pyramid", Want: fmt.Sprintf(
					"cells of one size on level %d, because their size decides on the length of their results (resize to a multiple of %d)", n, n), Got: in}
			}
		}
	}
	return length, nil
}

// CellSpec returns the spec of the cells of all levels; H and W are 0 if not all have the same. It is for what fits steps in Of.
func (s SpatialPyramid) CellSpec(in tensor.Spec) tensor.Spec {
	levels := s.levels()
	if n := levels[0]; len(levels) > 1 || in.H%n != 0 || in.W%n != 0 {
		in.H, in.W = 0, 0
	} else {
		in.H, in.W = in.H/n, in.W/n
	}
	return in
}

// Cells returns the cells of src in order, each valid until the next. They are what steps in Of learn from. An error is that of
// OutSpec.
func (s SpatialPyramid) Cells(src *tensor.Tensor) (iter.Seq[*tensor.Tensor], error) {
	if _, err := s.OutSpec(src.Spec); err != nil {
		return nil, err
	}
	return func(yield func(*tensor.Tensor) bool) {
		cell := new(tensor.Tensor)
		for _, n := range s.levels() {
			for i := range n * n {
				cutCell(cell, src, n, i)
				if !yield(cell) {
					return
				}
			}
		}
	}, nil
}

// Apply writes the results of all cells of src into dst.
func (s SpatialPyramid) Apply(dst, src *tensor.Tensor) error {
	out, err := s.OutSpec(src.Spec)
	if err != nil {
		return err
	}
	if err := checkTensors("spatial_pyramid", dst, src, out); err != nil {
		return err
	}
	cell := scratch.Tensor(src.Spec)
	defer scratch.PutTensor(cell)
	rest := dst.F32
	for l, n := range s.levels() {
		level := rest
		for i := range n * n {
			made, err := s.applyTo(rest, cell, src, n, i)
			if err != nil {
				return fmt.Errorf("spatial_pyramid: cell %d of level %d, %w", i+1, n, err)
			}
			rest = rest[made:]
		}
		if s.Weighted {
			level = level[:len(level)-len(rest)]
			kernel.Scale(level, level, levelWeight(l, len(s.levels())))
		}
	}
	return nil
}

// applyTo writes the result of cell i of a level of n to the beginning of dst and returns its length. cell is memory.
func (s SpatialPyramid) applyTo(dst []float32, cell, src *tensor.Tensor, n, i int) (int, error) {
	if n == 1 {
		return chain(s.Of).apply(dst, src)
	}
	cutCell(cell, src, n, i)
	return chain(s.Of).apply(dst, cell)
}

// cutCell makes dst cell i, counted row by row, of n×n.
func cutCell(dst, src *tensor.Tensor, n, i int) {
	top, bottom := span(i/n, n, src.H)
	left, right := span(i%n, n, src.W)
	spec := src.Spec
	spec.H, spec.W = bottom-top, right-left
	dst.Reset(spec)
	for row := range spec.C * spec.H {
		from := (row/spec.H*src.H+top+row%spec.H)*src.W + left
		if spec.DType == tensor.Uint8 {
			copy(dst.U8[row*spec.W:][:spec.W], src.U8[from:])
		} else {
			copy(dst.F32[row*spec.W:][:spec.W], src.F32[from:])
		}
	}
}

// levelWeight is that of level l of so many.
func levelWeight(l, levels int) float32 {
	return float32(math.Ldexp(1, max(l, 1)-levels))
}
