package features

import (
	"errors"
	"testing"

	"github.com/saccade-go/saccade/tensor"
)

// What is in one cell of a picture alone comes back to this cell, in both layouts and with pictures that aren't square.
func TestHOGCellsFindTheirCell(t *testing.T) {
	in := tensor.Spec{DType: tensor.Uint8, Space: tensor.Gray, C: 1, H: 40, W: 56}
	for _, h := range []HOG{{Block: 2}, {Block: 3, Orientations: 6}, {Layout: "opencv"}, {Layout: "opencv", Signed: true, Block: 3}} {
		for _, cell := range [][2]int{{0, 0}, {1, 4}, {3, 2}, {4, 6}} {
			img := tensor.New(in)
			y, x := cell[0]*8+4, cell[1]*8+4
			img.U8[y*in.W+x] = 200 // its gradients lie in the pixels around it
			out, err := h.OutSpec(in)
			if err != nil {
				t.Fatal(err)
			}
			v := tensor.New(out)
			if err := h.Apply(v, img); err != nil {
				t.Fatal(err)
			}
			cells, err := h.Cells(in, v.F32)
			if err != nil {
				t.Fatal(err)
			}
			sum, most, at := float32(0), float32(0), -1
			for i := range cells.H * cells.W {
				here := float32(0)
				for o := range cells.C {
					here += cells.Plane32(o)[i]
				}
				if sum += here; here > most {
					most, at = here, i
				}
			}
			total := float32(0)
			for _, x := range v.F32 {
				total += x
			}
			if want := cell[0]*cells.W + cell[1]; at != want {
				t.Errorf("%+v: cell %v: most is in cell %d, want %d", h, cell, at, want)
			}
			if d := sum - total; d > 1e-3 || d < -1e-3 {
				t.Errorf("%+v: cells sum to %v, values to %v", h, sum, total)
			}
		}
	}
}

func TestHOGCellsRefusesOtherLengths(t *testing.T) {
	in := tensor.Spec{DType: tensor.Uint8, Space: tensor.Gray, C: 1, H: 40, W: 56}
	if _, err := (HOG{}).Cells(in, make([]float32, 7)); !errors.As(err, new(*tensor.ParamError)) {
		t.Errorf("seven values: %v", err)
	}
	if _, err := (HOG{}).Cells(tensor.Spec{}, nil); err == nil {
		t.Error("no picture: no error")
	}
}
