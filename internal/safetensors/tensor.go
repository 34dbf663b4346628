package safetensors

import (
	"encoding/binary"
	"fmt"
	"math"
)

// A Tensor is a named array. Data has the values in C order, little-endian: the product of Shape times the
// size of DType bytes. An empty Shape is a scalar, one value.
type Tensor struct {
	Name  string
	DType DType
	Shape []int
	Data  []byte
}

// A Number is a type that has both a DType and a Go type.
type Number interface {
	uint8 | int8 | uint16 | int16 | uint32 | int32 | uint64 | int64 | float32 | float64
}

// Of returns a tensor with a copy of values. Write checks that shape fits them.
func Of[T Number](name string, values []T, shape ...int) Tensor {
	data, err := binary.Append(make([]byte, 0, binary.Size(values)), binary.LittleEndian, values)
	if err != nil {
		panic(err) // not possible: all Numbers have a fixed size
	}
	return Tensor{Name: name, DType: dtypeOf[T](), Shape: shape, Data: data}
}

// Values returns a copy of t's values, or an *Error if they are not of type T: nothing is converted.
func Values[T Number](t Tensor) ([]T, error) {
	want := dtypeOf[T]()
	if t.DType != want || len(t.Data)%want.Size() != 0 {
		found := fmt.Sprintf("%d bytes of %s", len(t.Data), t.DType)
		return nil, &Error{Part: tensorPart(t.Name), Want: "values of " + string(want), Found: found}
	}
	values := make([]T, len(t.Data)/want.Size())
	_, err := binary.Decode(t.Data, binary.LittleEndian, values)
	return values, err
}

func dtypeOf[T Number]() DType {
	switch any(*new(T)).(type) {
	case uint8:
		return U8
	case int8:
		return I8
	case uint16:
		return U16
	case int16:
		return I16
	case uint32:
		return U32
	case int32:
		return I32
	case uint64:
		return U64
	case int64:
		return I64
	case float32:
		return F32
	}
	return F64
}

// size returns the bytes that dtype and shape make.
func (t Tensor) size() (int, error) {
	if t.DType.Size() == 0 {
		return 0, &Error{Part: tensorPart(t.Name), Want: dtypeNames, Found: brief(string(t.DType))}
	}
	n, ok := byteSize(t.Shape, t.DType.Size())
	if !ok {
		return 0, &Error{Part: tensorPart(t.Name), Want: "a shape that fits in memory", Found: shapeText(t.Shape)}
	}
	return n, nil
}

// check reports whether dtype and shape make n bytes.
func (t Tensor) check(n int) error {
	want, err := t.size()
	if err != nil {
		return err
	}
	if want != n {
		want := fmt.Sprintf("%d bytes for shape %s of %s", want, shapeText(t.Shape), t.DType)
		return &Error{Part: tensorPart(t.Name), Want: want, Found: fmt.Sprint(n)}
	}
	return nil
}

// byteSize returns the product of shape and size; ok is false if it overflows on the way or a length is negative.
func byteSize(shape []int, size int) (n int, ok bool) {
	n = 1
	for i := range len(shape) + 1 {
		d := size
		if i < len(shape) {
			d = shape[i]
		}
		if d < 0 || d > 0 && n > math.MaxInt/d {
			return 0, false
		}
		n *= d
	}
	return n, true
}

func shapeText(shape []int) string {
	const most = 8
	if len(shape) > most {
		return fmt.Sprintf("%v… (%d dimensions)", shape[:most], len(shape))
	}
	return fmt.Sprint(shape)
}
