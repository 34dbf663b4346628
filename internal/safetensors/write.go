package safetensors

import (
	"bytes"
	"cmp"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"io"
	"math"
	"slices"
	"strings"
	"unicode/utf8"
)

const (
	metadataKey = "__metadata__"
	// maxHeader is the largest header in bytes, as in the reference.
	maxHeader = 100_000_000
	// lengthSize is the number of bytes of the header's length.
	lengthSize = 8
)

// Write writes a file of the tensors, in any order, and metadata, which may be nil. It doesn't change them.
// The same content gives the same bytes.
//
// A name that is used twice, is not UTF-8 or is "__metadata__", a shape that doesn't fit dtype and data, and
// metadata that is not UTF-8 are an *Error, and nothing is written; w's errors come back as they are.
func Write(w io.Writer, tensors []Tensor, metadata map[string]string) error {
	tensors = slices.SortedFunc(slices.Values(tensors), inFileOrder)
	for _, t := range tensors {
		if err := t.check(len(t.Data)); err != nil {
			return err
		}
	}
	header, err := Header(tensors, metadata, 0)
	if err != nil {
		return err
	}
	if _, err := w.Write(header); err != nil {
		return err
	}
	for _, t := range tensors {
		if _, err := w.Write(t.Data); err != nil {
			return err
		}
	}
	return nil
}

// inFileOrder puts wide types first, so that all values are aligned, then sorts by name.
func inFileOrder(a, b Tensor) int {
	return cmp.Or(cmp.Compare(dtypes[b.DType].order, dtypes[a.DType].order), strings.Compare(a.Name, b.Name))
}

func checkContent(tensors []Tensor, metadata map[string]string) error {
	names := map[string]bool{metadataKey: true}
	for _, t := range tensors {
		if names[t.Name] || !utf8.ValidString(t.Name) {
			want := "a name in UTF-8 that is used once and is not " + metadataKey
			return &Error{Part: "tensors", Want: want, Found: brief(t.Name)}
		}
		names[t.Name] = true
	}
	for key, value := range metadata {
		if !utf8.ValidString(key) || !utf8.ValidString(value) {
			return &Error{Part: "metadata", Want: "UTF-8", Found: brief(key) + ": " + brief(value)}
		}
	}
	return nil
}

// Header returns what stands in a file before the data, which the caller writes behind it in the order of the tensors given;
// their Data is not looked at. The JSON is padded with spaces so that all is least bytes long, or more if it must.
// What Write refuses of names, shapes and metadata is an *Error here, too.
func Header(tensors []Tensor, metadata map[string]string, least int) ([]byte, error) {
	if err := checkContent(tensors, metadata); err != nil {
		return nil, err
	}
	b := bytes.NewBuffer(make([]byte, lengthSize))
	b.WriteByte('{')
	if metadata != nil {
		fmt.Fprintf(b, "%q:", metadataKey)
		appendJSON(b, metadata)
	}
	offset := 0
	for _, t := range tensors {
		n, err := t.size()
		if err != nil || n > math.MaxInt-offset {
			return nil, cmp.Or(err, error(&Error{Part: "data", Want: "tensors that fit in memory", Found: "more"}))
		}
		if b.Len() > lengthSize+1 {
			b.WriteByte(',')
		}
		appendJSON(b, t.Name)
		b.WriteByte(':')
		appendJSON(b, entry{t.DType, append([]int{}, t.Shape...), [2]int{offset, offset + n}})
		offset += n
	}
	b.WriteByte('}')
	return finishHeader(b, least)
}

// finishHeader pads the header and writes its length before it.
func finishHeader(b *bytes.Buffer, least int) ([]byte, error) {
	for b.Len()%8 != 0 || b.Len() < least {
		b.WriteByte(' ')
	}
	n := b.Len() - lengthSize
	if n > maxHeader {
		return nil, &Error{Part: "header", Want: fmt.Sprintf("at most %d bytes", maxHeader), Found: fmt.Sprint(n)}
	}
	binary.LittleEndian.PutUint64(b.Bytes(), uint64(n))
	return b.Bytes(), nil
}

// An entry is what the header says of a tensor.
type entry struct {
	DType       DType  `json:"dtype"`
	Shape       []int  `json:"shape"`
	DataOffsets [2]int `json:"data_offsets"`
}

// appendJSON writes v, a value that JSON can hold, on one line and without escaping <, > and &.
func appendJSON(b *bytes.Buffer, v any) {
	enc := json.NewEncoder(b)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(v); err != nil {
		panic(err) // not possible: v is made of strings and ints
	}
	b.Truncate(b.Len() - 1) // the new line
}
