package imgproc

import (
	"math"

	"github.com/saccade-go/saccade/internal/kernel"
	"github.com/saccade-go/saccade/tensor"
)

// A table has what becomes of each stored value.
type table [256]uint8

// truncate8 clips v to 0..255 and cuts off what is behind the decimal point. NaN becomes 0.
func truncate8(v float32) uint8 {
	if v >= 255 {
		return 255
	}
	if v > 0 {
		return uint8(v)
	}
	return 0
}

// round8 clips v to 0..255 and rounds, halves to even. NaN becomes 0.
func round8(v float32) uint8 {
	const magic = 1 << 23 // added to it, a float32 below has no room for what is behind the point
	if v >= 255 {
		return 255
	}
	if v > 0 {
		return uint8(v + magic - magic)
	}
	return 0
}

// look writes the table's value for each of src.
func (t *table) look(dst, src []uint8) {
	dst = dst[:len(src)]
	for len(src) >= 4 && len(dst) >= 4 {
		dst[0], dst[1], dst[2], dst[3] = t[src[0]], t[src[1]], t[src[2]], t[src[3]]
		dst, src = dst[4:], src[4:]
	}
	for i, v := range src {
		dst[i] = t[v]
	}
}

// lookUp writes the table's values of all colours of src, and copies alpha.
func (t *table) lookUp(dst, src *tensor.Tensor) {
	n := colours(src.Spec) * src.H * src.W
	t.look(dst.U8[:n], src.U8[:n])
	copy(dst.U8[n:], src.U8[n:])
}

// floats returns the colours of float32 pictures, when alpha has been copied.
func floats(dst, src *tensor.Tensor) (to, from []float32) {
	n := colours(src.Spec) * src.H * src.W
	copy(dst.F32[n:], src.F32[n:])
	return dst.F32[:n], src.F32[:n]
}

// bytes8 returns the colours of uint8 pictures, when alpha has been copied.
func bytes8(dst, src *tensor.Tensor) (to, from []uint8) {
	n := colours(src.Spec) * src.H * src.W
	copy(dst.U8[n:], src.U8[n:])
	return dst.U8[:n], src.U8[:n]
}

// unit clips v to 0..1. NaN stays.
func unit(v float32) float32 { return min(max(v, 0), 1) }

// addProduct is a + b·c, rounded once: the fused multiply-add that torch's add with alpha is.
func addProduct(a, b, c float32) float32 {
	return float32(float64(a) + float64(b)*float64(c))
}

// checkFactor reports a factor that isn't a number from 0 on.
func checkFactor(op, param string, v float64) error {
	if !(v >= 0) || v > math.MaxFloat32 {
		return &tensor.ParamError{Op: op, Param: param, Want: "a finite number, 0 or more", Got: v}
	}
	return nil
}

// checkFinite reports NaN and infinities, and what float32 can't hold.
func checkFinite(op, param string, v float64) error {
	if !(math.Abs(v) <= math.MaxFloat32) {
		return &tensor.ParamError{Op: op, Param: param, Want: "a finite number", Got: v}
	}
	return nil
}

// fullScale is the largest value of a picture: 255 or 1.
func fullScale(d tensor.DType) float64 {
	if d == tensor.Uint8 {
		return 255
	}
	return 1
}

// beyondScale is the error of a parameter that a picture of in's type never reaches.
func beyondScale(op, param string, got float64, in tensor.Spec) error {
	want := "a value from 0 to 1 for a float32 picture"
	if in.DType == tensor.Uint8 {
		want = "a value from 0 to 255 for a uint8 picture"
	}
	return &tensor.ParamError{Op: op, Param: param, Want: want, Got: got}
}

// toUnits writes the values of src as float32: uint8 as v/255.
func toUnits(dst []float32, src *tensor.Tensor) {
	if src.DType == tensor.Uint8 {
		kernel.UnitUint8(dst, src.U8)
	} else {
		copy(dst, src.F32)
	}
}
