package npy

import (
	"encoding/binary"
	"fmt"
	"strconv"
	"strings"
)

// AppendHeader appends what stands in a file before the values: version 1.0 of the format, C order. descr is NumPy's name of
// the type, such as "<f4", "|u1" or "<U12". The header is least bytes long, or more if it must, always a multiple of 64.
func AppendHeader(dst []byte, descr string, shape []int, least int) []byte {
	const magic = "\x93NUMPY\x01\x00"
	dict := fmt.Sprintf("{'descr': '%s', 'fortran_order': False, 'shape': %s, }", descr, tuple(shape))
	n := max(len(magic)+2+len(dict)+1, least)
	n = (n + 63) / 64 * 64
	dst = append(dst, magic...)
	dst = binary.LittleEndian.AppendUint16(dst, uint16(n-len(magic)-2))
	dst = append(dst, dict...)
	dst = append(dst, strings.Repeat(" ", n-len(magic)-2-len(dict)-1)...)
	return append(dst, '\n')
}

// GrowingHeader is how long a header is, at most, that has any number in the place of the first length of shape.
func GrowingHeader(descr string, shape []int) int {
	const digits = 20
	return (10 + len(descr) + len("{'descr': '', 'fortran_order': False, 'shape': , }\n") + len(tuple(shape)) + digits + 63) / 64 * 64
}

// tuple writes lengths as Python does.
func tuple(shape []int) string {
	if len(shape) == 1 {
		return "(" + strconv.Itoa(shape[0]) + ",)"
	}
	texts := make([]string, len(shape))
	for i, n := range shape {
		texts[i] = strconv.Itoa(n)
	}
	return "(" + strings.Join(texts, ", ") + ")"
}
