package dataset

import (
	"encoding/binary"
	"math"
	"slices"
	"strconv"

	"github.com/saccade-go/saccade/internal/npy"
	"github.com/saccade-go/saccade/tensor"
)

// An encoder makes bytes of tensors. It is safe for concurrent use.
type encoder interface {
	// check refuses what can't be encoded.
	check(in tensor.Spec) error
	// spec is that of what is written for a tensor of spec in.
	spec(in tensor.Spec) tensor.Spec
	// encode appends the bytes for t to dst, and counts the values that were clipped.
	encode(dst []byte, s *encodeScratch, t *tensor.Tensor) (payload []byte, clipped int64, err error)
	// fixed reports whether all records need one size.
	fixed() bool
	// ending is that of a file with these bytes, without the dot.
	ending() string
}

// An encodeScratch is the memory of an encoding goroutine.
type encodeScratch struct {
	tensor tensor.Tensor
	pixels []uint8
}

// convert returns t in the given dtype, and how many values were clipped.
func (s *encodeScratch) convert(t *tensor.Tensor, to tensor.DType) (*tensor.Tensor, int64) {
	if t.DType == to {
		return t, 0
	}
	spec := t.Spec
	spec.DType = to
	s.tensor.Reset(spec)
	if to == tensor.Float32 {
		for i, v := range t.U8 {
			s.tensor.F32[i] = unitOf[v]
		}
		return &s.tensor, 0
	}
	clipped := int64(0)
	for i, v := range t.F32 {
		b, ok := toByte(v)
		if !ok {
			clipped++
		}
		s.tensor.U8[i] = b
	}
	return &s.tensor, clipped
}

// unitOf has v/255 for each v.
var unitOf = func() (u [256]float32) {
	for i := range u {
		u[i] = float32(i) / 255
	}
	return u
}()

// toByte is 255·v rounded to the nearest, and reports whether that is in 0..255. NaN isn't and becomes 0.
func toByte(v float32) (b uint8, ok bool) {
	x := float64(v) * 255
	switch {
	case !(x >= -0.5):
		return 0, false
	case x >= 255.5:
		return 255, false
	}
	return uint8(math.Floor(x + 0.5)), true
}

// arrayEncoder makes the values of an array, little-endian.
type arrayEncoder struct {
	dtype  tensor.DType
	layout Layout
	loose  bool // each record may have its own size
}

func (a arrayEncoder) check(tensor.Spec) error { return nil }
func (a arrayEncoder) fixed() bool             { return !a.loose }
func (a arrayEncoder) ending() string          { return "bin" }

func (a arrayEncoder) spec(in tensor.Spec) tensor.Spec {
	in.DType = a.dtype
	return in
}

func (a arrayEncoder) encode(dst []byte, s *encodeScratch, t *tensor.Tensor) ([]byte, int64, error) {
	t, clipped := s.convert(t, a.dtype)
	at := len(dst)
	dst = slices.Grow(dst, t.Bytes())[:at+t.Bytes()]
	switch {
	case a.layout == NHWC && t.DType == tensor.Uint8:
		interleave(dst[at:], t.U8, t.Spec, func(dst []byte, v uint8) { dst[0] = v })
	case a.layout == NHWC:
		interleave(dst[at:], t.F32, t.Spec, func(dst []byte, v float32) {
			binary.LittleEndian.PutUint32(dst, math.Float32bits(v))
		})
	case t.DType == tensor.Uint8:
		copy(dst[at:], t.U8)
	default:
		binary.Encode(dst[at:], binary.LittleEndian, t.F32) // float32 has a size, and there is room
	}
	return dst, clipped, nil
}

// interleave puts the values of planes side by side.
func interleave[T uint8 | float32](dst []byte, src []T, spec tensor.Spec, put func([]byte, T)) {
	n, size := spec.H*spec.W, spec.DType.Size()
	for c := range spec.C {
		at := c * size
		for _, v := range src[c*n : (c+1)*n] {
			put(dst[at:], v)
			at += spec.C * size
		}
	}
}

// arrayShape is the shape of a record's array.
func arrayShape(spec tensor.Spec, l Layout) []int {
	switch {
	case Schema{Spec: spec}.vector():
		return []int{spec.C}
	case l == NHWC:
		return []int{spec.H, spec.W, spec.C}
	}
	return []int{spec.C, spec.H, spec.W}
}

// numpyType is NumPy's name of a dtype.
func numpyType(d tensor.DType) string {
	if d == tensor.Uint8 {
		return "|u1"
	}
	return "<f4"
}

// npyEncoder makes .npy files.
type npyEncoder struct{ arrayEncoder }

func (n npyEncoder) ending() string { return "npy" }

func (n npyEncoder) encode(dst []byte, s *encodeScratch, t *tensor.Tensor) ([]byte, int64, error) {
	dst = npy.AppendHeader(dst, numpyType(n.dtype), arrayShape(t.Spec, n.layout), 0)
	return n.arrayEncoder.encode(dst, s, t)
}

// textEncoder makes numbers with commas before them: integers of uint8, and of float32 the shortest text that reads back as the
// same number.
type textEncoder struct{ arrayEncoder }

func (e textEncoder) encode(dst []byte, s *encodeScratch, t *tensor.Tensor) ([]byte, int64, error) {
	values, clipped, err := e.arrayEncoder.encode(s.pixels[:0], s, t)
	s.pixels = values
	if e.dtype == tensor.Uint8 {
		for _, v := range values {
			dst = strconv.AppendUint(append(dst, ','), uint64(v), 10)
		}
		return dst, clipped, err
	}
	for i := 0; i < len(values); i += 4 {
		v := math.Float32frombits(binary.LittleEndian.Uint32(values[i:]))
		dst = strconv.AppendFloat(append(dst, ','), float64(v), 'g', -1, 32)
	}
	return dst, clipped, err
}
