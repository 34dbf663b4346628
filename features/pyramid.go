package features

import "github.com/saccade-go/saccade/tensor"

// A pyramid cuts pictures into n×n cells for each of its levels n (Lazebnik, Schmid & Ponce, "Beyond Bags of Features: Spatial Pyramid
// Matching for Recognizing Natural Scene Categories", 2006). Row y of h is in row ⌊y·n/h⌋ of cells, and columns alike. Cells are
// counted level by level, row by row.
type pyramid []int

const (
	maxLevels = 8
	maxLevel  = 64
)

// wholePicture is the pyramid that stands for one that is left out. It isn't changed.
var wholePicture = pyramid{1}

// pyramidOf makes a pyramid of a parameter.
func pyramidOf(levels []int) pyramid {
	if len(levels) == 0 {
		return wholePicture
	}
	return levels
}

func (p pyramid) check(op string) error {
	for _, n := range p {
		if n < 1 || n > maxLevel || len(p) > maxLevels {
			return &tensor.ParamError{Op: op, Param: "levels", Want: "at most 8 numbers from 1 to 64", Got: []int(p)}
		}
	}
	return nil
}

// cells is how many there are.
func (p pyramid) cells() int {
	sum := 0
	for _, n := range p {
		sum += n * n
	}
	return sum
}

// spec is a vector of rows·cols values for each cell.
func (p pyramid) spec(op string, rows, cols int) (tensor.Spec, error) {
	// In three factors, for Check to find out whether their product is too large.
	if err := (tensor.Spec{DType: tensor.Float32, C: p.cells(), H: rows, W: cols}).Check(op); err != nil {
		return tensor.Spec{}, err
	}
	return tensor.VectorSpec(p.cells() * rows * cols), nil
}

// cellsOf returns the cells of a place in a plane of h×w, one of each level.
func (p pyramid) cellsOf(place, h, w int) (cells [maxLevels]int) {
	first := 0
	for i, n := range p {
		cells[i] = first + place/w*n/h*n + place%w*n/w
		first += n * n
	}
	return cells
}

// region is cell i of n×n in a picture. It may be empty.
func (p pyramid) region(i, n int, in tensor.Spec) region {
	row, col := i/n, i%n
	top, left := (row*in.H+n-1)/n, (col*in.W+n-1)/n
	return region{top, left, ((row+1)*in.H+n-1)/n - top, ((col+1)*in.W+n-1)/n - left}
}

// whole is the region of a whole picture.
func whole(in tensor.Spec) region { return region{0, 0, in.H, in.W} }
