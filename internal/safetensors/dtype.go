package safetensors

// A DType is the type of a tensor's values, by the name it has in files.
type DType string

// The types that can be read and written.
const (
	Bool DType = "BOOL"
	U8   DType = "U8"
	I8   DType = "I8"
	I16  DType = "I16"
	U16  DType = "U16"
	F16  DType = "F16"
	BF16 DType = "BF16"
	I32  DType = "I32"
	U32  DType = "U32"
	F32  DType = "F32"
	F64  DType = "F64"
	I64  DType = "I64"
	U64  DType = "U64"
)

// dtypes gives the size of a value in bytes and the place in the reference's order: wider types come later.
var dtypes = map[DType]struct{ size, order int }{
	Bool: {1, 0}, U8: {1, 1}, I8: {1, 2},
	I16: {2, 3}, U16: {2, 4}, F16: {2, 5}, BF16: {2, 6},
	I32: {4, 7}, U32: {4, 8}, F32: {4, 9},
	F64: {8, 10}, I64: {8, 11}, U64: {8, 12},
}

const dtypeNames = "a dtype of BOOL, U8, I8, I16, U16, F16, BF16, I32, U32, F32, F64, I64, U64"

// Size returns the bytes of one value, and 0 if d is no known type.
func (d DType) Size() int { return dtypes[d].size }
