package features

import (
	"fmt"

	"github.com/saccade-go/saccade/tensor"
)

// Cells lays numbers that belong to the values of h's vector, such as a classifier's weights, back over the picture: each cell gets
// for each orientation the sum of those of all blocks that it is in. in is what h is applied to, and v has as many values as the
// vector. The result is float32, Orientations×rows×columns of cells. Another length is a *tensor.ParamError.
func (h HOG) Cells(in tensor.Spec, v []float32) (*tensor.Tensor, error) {
	g, err := h.grid(in)
	if err != nil {
		return nil, err
	}
	if len(v) != g.length() {
		return nil, &tensor.ParamError{Op: "hog", Param: "values", Want: fmt.Sprint(g.length()), Got: len(v)}
	}
	cells := tensor.New(tensor.Spec{DType: tensor.Float32, C: g.orientations, H: g.rows, W: g.columns})
	byColumns := h.Layout == opencvLayout
	for b := range g.blockRows * g.blockColumns {
		blockRow, blockColumn := gridPlace(b, g.blockRows, g.blockColumns, byColumns)
		for c := range g.block * g.block {
			row, column := gridPlace(c, g.block, g.block, byColumns)
			at := (blockRow+row)*g.columns + blockColumn + column
			for o, x := range v[:g.orientations] {
				cells.F32[o*g.rows*g.columns+at] += x
			}
			v = v[g.orientations:]
		}
	}
	return cells, nil
}

// gridPlace returns row and column of entry i of a grid that is written row by row, or column by column.
func gridPlace(i, rows, columns int, byColumns bool) (row, column int) {
	if byColumns {
		return i % rows, i / rows
	}
	return i / columns, i % columns
}
