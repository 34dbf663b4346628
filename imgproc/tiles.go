package imgproc

import (
	"fmt"

	"github.com/saccade-go/saccade/tensor"
)

// Tiles cuts an image into Rows×Columns tiles of equal size, ⌊H/Rows⌋×⌊W/Columns⌋ pixels each, row by row from the top left.
// Both are required, from 1 to 1024. Rows and columns of pixels that remain, fewer than there are tiles, are left out at the
// bottom and on the right. Channel c of tile k is channel k·C+c of the result, which has Rows·Columns·C of them, in no space
// if there are several tiles. The image must have a pixel for each tile.
//
// The type stays. Crops has the tiles as stages of their own.
//
// JSON: "tiles": {"rows": 2, "columns": 3}.
type Tiles struct {
	Rows    int `json:"rows,omitzero"`
	Columns int `json:"columns,omitzero"`
}

// maxTiles is the largest number of rows or of columns of tiles.
const maxTiles = 1024

// OutSpec returns in with the tiles' channels, height and width. A side that isn't known yet stays so.
func (t Tiles) OutSpec(in tensor.Spec) (tensor.Spec, error) {
	if err := t.check(); err != nil {
		return tensor.Spec{}, err
	}
	if err := checkIn("tiles", in); err != nil {
		return tensor.Spec{}, err
	}
	if in.H != 0 && in.H < t.Rows || in.W != 0 && in.W < t.Columns {
		want := fmt.Sprintf("at least %d×%d pixels", t.Rows, t.Columns)
		return tensor.Spec{}, &tensor.SpecError{Op: "tiles", Want: want, Got: in}
	}
	return stackedSpec("tiles", in, t.Rows*t.Columns, in.H/t.Rows, in.W/t.Columns)
}

func (t Tiles) check() error {
	if t.Rows < 1 || t.Rows > maxTiles {
		return &tensor.ParamError{Op: "tiles", Param: "rows", Want: "a number from 1 to 1024", Got: t.Rows}
	}
	if t.Columns < 1 || t.Columns > maxTiles {
		return &tensor.ParamError{Op: "tiles", Param: "columns", Want: "a number from 1 to 1024", Got: t.Columns}
	}
	return nil
}

// Crops returns a stage for each tile of images of in's size, which must be known.
func (t Tiles) Crops(in tensor.Spec) ([]tensor.Stage, error) {
	_, err := t.OutSpec(in)
	return plainStages("tiles", t.Rows*t.Columns, t, in, err)
}

// part returns tile k of an image.
func (t Tiles) part(k int, in tensor.Spec) mirroredCrop {
	h, w := in.H/t.Rows, in.W/t.Columns
	return mirroredCrop{Crop: Crop{X: k % t.Columns * w, Y: k / t.Columns * h, Width: w, Height: h}}
}

// Apply writes the tiles of src to dst.
func (t Tiles) Apply(dst, src *tensor.Tensor) error {
	out, err := t.OutSpec(src.Spec)
	if err := ready("tiles", dst, src, out, err); err != nil {
		return err
	}
	return stack(dst, src, t.Rows*t.Columns, t)
}
