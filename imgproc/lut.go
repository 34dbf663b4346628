package imgproc

import (
	"fmt"

	"github.com/saccade-go/saccade/tensor"
)

// LUT looks values up in a table: Table has 256 numbers in 0..255, for each value what becomes of it; Tables has one such
// table for each channel. One of the two is required. On uint8 it is cv2.LUT; numbers are rounded, halves to even. On float32
// the value v is looked up at 255·v, between two entries linearly and beyond the ends as at the ends, and the result is
// divided by 255. NaN stays.
//
// All spaces; with Table every channel but alpha. The spec stays.
type LUT struct {
	Table  []float32   `json:"table,omitzero"`
	Tables [][]float32 `json:"tables,omitzero"`
}

// OutSpec returns in.
func (l LUT) OutSpec(in tensor.Spec) (tensor.Spec, error) {
	if err := l.check(); err != nil {
		return tensor.Spec{}, err
	}
	if err := checkIn("lut", in); err != nil {
		return tensor.Spec{}, err
	}
	if l.Tables != nil && len(l.Tables) != in.C {
		return tensor.Spec{}, &tensor.SpecError{Op: "lut", Want: fmt.Sprintf("%d channels, as many as there are tables", len(l.Tables)), Got: in}
	}
	return in, nil
}

func (l LUT) check() error {
	if (l.Table == nil) == (l.Tables == nil) {
		return &tensor.ParamError{Op: "lut", Param: "table", Want: "either table or tables", Got: l.Table}
	}
	if l.Table != nil {
		return checkTable("table", l.Table)
	}
	for _, t := range l.Tables {
		if err := checkTable("tables", t); err != nil {
			return err
		}
	}
	return nil
}

func checkTable(param string, t []float32) error {
	if len(t) != 256 {
		return &tensor.ParamError{Op: "lut", Param: param, Want: "256 numbers", Got: fmt.Sprint(len(t), " numbers")}
	}
	for i, v := range t {
		if !(v >= 0 && v <= 255) {
			return &tensor.ParamError{Op: "lut", Param: param, Want: "numbers from 0 to 255", Got: fmt.Sprint(v, " for ", i)}
		}
	}
	return nil
}

// Pointwise says that a plan may merge the stage with its neighbours.
func (LUT) Pointwise() bool { return true }

// Apply writes what the tables have for src to dst.
func (l LUT) Apply(dst, src *tensor.Tensor) error {
	out, err := l.OutSpec(src.Spec)
	if err := ready("lut", dst, src, out, err); err != nil {
		return err
	}
	n := src.C
	if l.Tables == nil {
		n = colours(src.Spec)
	}
	if src.DType == tensor.Uint8 {
		copy(dst.U8, src.U8)
	} else {
		copy(dst.F32, src.F32)
	}
	for c := range n {
		values := l.Table
		if l.Tables != nil {
			values = l.Tables[c]
		}
		if src.DType == tensor.Uint8 {
			var t table
			for i, v := range values {
				t[i] = round8(v)
			}
			t.look(dst.Plane8(c), src.Plane8(c))
		} else {
			interpolate(dst.Plane32(c), src.Plane32(c), (*[256]float32)(values))
		}
	}
	return nil
}

// interpolate looks values of 0..1 up between the entries of a table of 0..255.
func interpolate(dst, src []float32, t *[256]float32) {
	dst = dst[:len(src)]
	for i, v := range src {
		at := v * 255
		switch {
		case at >= 255:
			dst[i] = t[255] / 255
		case at > 0:
			low := int(at) & 255
			part := at - float32(low)
			dst[i] = (t[low] + float32(part*(t[min(low+1, 255)]-t[low]))) / 255
		case at <= 0:
			dst[i] = t[0] / 255
		default:
			dst[i] = v
		}
	}
}
