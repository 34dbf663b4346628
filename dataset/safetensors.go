package dataset

import (
	"encoding/binary"
	"encoding/json"
	"errors"

	"github.com/saccade-go/saccade/internal/npy"
	"github.com/saccade-go/saccade/internal/safetensors"
)

func matchSafetensors(head []byte, _ string, size int64) bool {
	if len(head) < 10 || head[8] != '{' {
		return false
	}
	n := binary.LittleEndian.Uint64(head)
	return n >= 2 && (size < 0 || n <= uint64(size-8))
}

// safetensorsTypes has NumPy's types for those that have one.
var safetensorsTypes = map[safetensors.DType]npy.Type{
	safetensors.Bool: {Kind: 'b', Size: 1}, safetensors.U8: {Kind: 'u', Size: 1}, safetensors.I8: {Kind: 'i', Size: 1},
	safetensors.U16: {Kind: 'u', Size: 2}, safetensors.I16: {Kind: 'i', Size: 2}, safetensors.F16: {Kind: 'f', Size: 2},
	safetensors.U32: {Kind: 'u', Size: 4}, safetensors.I32: {Kind: 'i', Size: 4}, safetensors.F32: {Kind: 'f', Size: 4},
	safetensors.U64: {Kind: 'u', Size: 8}, safetensors.I64: {Kind: 'i', Size: 8}, safetensors.F64: {Kind: 'f', Size: 8},
}

// openSafetensors reads tensors called as the arrays of NPZ are; names of classes are a JSON list in the metadata's classes.
func openSafetensors(c *collector, src *source) error {
	f, err := src.open()
	if err != nil {
		return failure(src.path, "open", err)
	}
	defer f.Close()
	places, metadata, err := safetensors.ReadIndex(f, src.size)
	if e, ok := errors.AsType[*safetensors.Error](err); ok {
		return mismatch(src.path, "header", e.Part+": "+e.Want, e.Found)
	}
	if err != nil {
		return failure(src.path, "header", named(err))
	}
	var names []string
	if text, ok := metadata["classes"]; ok && json.Unmarshal([]byte(text), &names) != nil {
		return mismatch(src.path, "classes", "a JSON list of names as the metadata's classes", printable(text))
	}
	var arrays []namedArray
	for _, p := range places {
		a := namedArray{name: p.Name, typ: safetensorsTypes[p.DType], shape: p.Shape, src: src, off: p.Offset}
		if a.typ.Kind == 0 {
			if r, _ := roleOf(p.Name); r != noRole {
				return a.fail("data", "uint8, float32 or another type of NumPy", string(p.DType))
			}
			continue
		}
		arrays = append(arrays, a)
	}
	return c.arrays(src.path, arrays, names)
}
