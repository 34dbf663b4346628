package dataset

import (
	"bufio"
	"compress/gzip"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"math"
	"os"
	"strings"
)

// An array is the content of an IDX file of unsigned bytes. No length is 0.
type array struct {
	shape  []int
	values []uint8
}

// readIDX reads the file at path, which must have dims dimensions.
func readIDX(path string, dims int) (array, error) {
	info, err := os.Stat(path) // before opening it: opening a pipe would wait
	if err != nil {
		return array{}, failure(path, "open", err)
	}
	if !info.Mode().IsRegular() {
		return array{}, mismatch(path, "open", "a regular file", info.Mode().Type().String())
	}
	f, err := os.Open(path)
	if err != nil {
		return array{}, failure(path, "open", err)
	}
	defer f.Close()
	a, err := parseIDX(f, info.Size(), dims)
	if e, ok := errors.AsType[*Error](err); ok {
		e.Path = path
	}
	return a, err
}

// parseIDX reads a file of size bytes, which may be compressed. Every error is an *Error without a path.
func parseIDX(r io.Reader, size int64, dims int) (array, error) {
	buffered := bufio.NewReaderSize(r, 1<<16)
	r = buffered
	packed := false
	if magic, _ := buffered.Peek(2); string(magic) == "\x1f\x8b" {
		z, err := gzip.NewReader(buffered)
		if err != nil {
			return array{}, failure("", "header", named(err))
		}
		r, packed = z, true
	}
	shape, err := parseIDXHeader(r, dims)
	if err != nil {
		return array{}, err
	}
	n, record, err := idxSize(shape)
	if err != nil {
		return array{}, err
	}
	if have := size - int64(4+4*dims); !packed && have != int64(n) {
		return array{}, mismatch("", "header", fmt.Sprintf("%d bytes for %s", n, times(shape)), fmt.Sprint(have))
	}
	values, err := readValues(r, n, record)
	return array{shape, values}, err
}

// parseIDXHeader returns the lengths that a file claims.
func parseIDXHeader(r io.Reader, dims int) ([]int, error) {
	head := make([]byte, 4+4*dims)
	if _, err := io.ReadFull(r, head); err != nil {
		return nil, failure("", "header", named(err))
	}
	if want := string([]byte{0, 0, 8, byte(dims)}); string(head[:4]) != want {
		want := fmt.Sprintf("% x (IDX, unsigned bytes, %d dimensions)", want, dims)
		return nil, mismatch("", "header", want, fmt.Sprintf("% x", head[:4]))
	}
	shape := make([]int, dims)
	for i := range shape {
		shape[i] = int(int32(binary.BigEndian.Uint32(head[4+4*i:])))
		if shape[i] < 1 {
			return nil, mismatch("", "header", "lengths of 1 or more", times(shape[:i+1]))
		}
	}
	return shape, nil
}

// idxSize returns the bytes of all values and of one record.
func idxSize(shape []int) (n, record int, err error) {
	total := int64(1)
	for _, length := range shape {
		total *= int64(length) // no overflow: both are below 2³¹
		if total > math.MaxInt32 {
			return 0, 0, mismatch("", "header", "at most 2 GiB of values", times(shape))
		}
	}
	return int(total), int(total) / shape[0], nil
}

func times(shape []int) string {
	return strings.ReplaceAll(strings.Trim(fmt.Sprint(shape), "[]"), " ", "×")
}

// readValues reads n bytes, after which r must end. Memory grows with what is really there.
func readValues(r io.Reader, n, record int) ([]uint8, error) {
	const first = 1 << 20
	values := make([]uint8, 0, min(n, first))
	for len(values) < n {
		if len(values) == cap(values) {
			values = append(make([]uint8, 0, min(n, 2*cap(values))), values...)
		}
		got, err := io.ReadFull(r, values[len(values):cap(values)])
		values = values[:len(values)+got]
		if err != nil {
			return nil, &Error{Record: len(values) / record, Stage: "data", Err: named(err)}
		}
	}
	// This also makes gzip check its checksum.
	switch _, err := io.ReadFull(r, make([]byte, 1)); err {
	case io.EOF:
		return values, nil
	case nil:
		return nil, mismatch("", "data", fmt.Sprintf("%d bytes", n), "more")
	default:
		return nil, failure("", "data", named(err))
	}
}

// named says in words that a file was cut.
func named(err error) error {
	if err == io.EOF || err == io.ErrUnexpectedEOF {
		return errCut
	}
	return err
}

// cut is an io.ErrUnexpectedEOF that says to a person what happened.
type cut struct{}

var errCut error = cut{}

func (cut) Error() string        { return "the file ends too early" }
func (cut) Is(target error) bool { return target == io.ErrUnexpectedEOF }
