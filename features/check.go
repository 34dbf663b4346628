package features

import (
	"fmt"

	"github.com/saccade-go/saccade/tensor"
)

// checkSized reports a spec that can't be, or whose size isn't known.
func checkSized(op string, in tensor.Spec) error {
	if err := in.Check(op); err != nil {
		return err
	}
	if !in.Known() {
		return &tensor.SpecError{Op: op, Want: "a known size (put a resize or a crop before it)", Got: in}
	}
	return nil
}

// checkOneChannel reports a spec that can't be, or of more than one channel.
func checkOneChannel(op string, in tensor.Spec) error {
	if err := in.Check(op); err != nil {
		return err
	}
	if in.C != 1 {
		return &tensor.SpecError{Op: op, Want: "one channel (convert to gray first)", Got: in}
	}
	return nil
}

// checkCount reports a parameter that isn't 1 to most, or 0 for its default.
func checkCount(op, param string, value, most int) error {
	if value < 0 || value > most {
		return &tensor.ParamError{Op: op, Param: param, Want: fmt.Sprintf("1 to %d, or 0 for the default", most), Got: value}
	}
	return nil
}

// checkTensors is what every Apply begins with, once its OutSpec took src: src has its pixels, dst has the spec out.
func checkTensors(op string, dst, src *tensor.Tensor, out tensor.Spec) error {
	have := len(src.U8)
	if src.DType == tensor.Float32 {
		have = len(src.F32)
	}
	if !src.Known() || have != src.Len() {
		return &tensor.SpecError{Op: op, Want: fmt.Sprintf("a picture with all its values, of which %d are here", have), Got: src.Spec}
	}
	return dst.Expect(op, out)
}

// checkRows reports matrices that aren't what a stage makes vectors of, of in and out values.
func checkRows(op string, dst, src tensor.Matrix, out, in int) error {
	if src.Cols != in || len(src.Data) != src.Rows*in {
		want := fmt.Sprintf("rows of %d values, of which %d are here", in, len(src.Data))
		return &tensor.SpecError{Op: op, Want: want, Got: tensor.Spec{DType: tensor.Float32, C: 1, H: src.Rows, W: src.Cols}}
	}
	if dst.Rows != src.Rows || dst.Cols != out || len(dst.Data) != dst.Rows*out {
		want := fmt.Sprintf("a result of %d rows of %d values", src.Rows, out)
		return &tensor.SpecError{Op: op, Want: want, Got: tensor.Spec{DType: tensor.Float32, C: 1, H: dst.Rows, W: dst.Cols}}
	}
	return nil
}
