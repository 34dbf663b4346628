// Package mmap makes the content of a file memory that is read when somebody looks at it, so that it may be more than the
// machine has.
package mmap

import (
	"fmt"
	"io/fs"
	"math"
	"os"
	"unsafe"
)

// A Mapping is the content of a file, to be read only: writing to it ends the program. On Unix it is mapped; elsewhere it was
// read.
type Mapping struct {
	data   []byte
	mapped bool
}

// Map maps all of a regular file as large as it is now. f may be closed behind it. Errors name the file.
//
// A mapped file must not become shorter: who looks at what is no longer there gets a SIGBUS, which ends the program. So
// files that are to be mapped are written under another name and renamed, and never changed in place. Removing or renaming
// one, or another over it, does no harm.
func Map(f *os.File) (*Mapping, error) {
	info, err := f.Stat()
	if err != nil {
		return nil, err
	}
	switch size := info.Size(); {
	case !info.Mode().IsRegular():
		return nil, &fs.PathError{Op: "map", Path: f.Name(), Err: fmt.Errorf("wanted a regular file, found %v", info.Mode().Type())}
	case size > math.MaxInt:
		return nil, &fs.PathError{Op: "map", Path: f.Name(), Err: fmt.Errorf("wanted at most %d bytes, found %d", math.MaxInt, size)}
	case size == 0: // which the system refuses to map
		return &Mapping{}, nil
	}
	m, err := mapFile(f, int(info.Size()))
	if err != nil {
		return nil, &fs.PathError{Op: "map", Path: f.Name(), Err: err}
	}
	return m, nil
}

// Bytes returns the content. It must not be used after Close.
func (m *Mapping) Bytes() []byte { return m.data }

// Close gives the memory back. Closing again does nothing.
func (m *Mapping) Close() error {
	data := m.data
	m.data = nil
	if !m.mapped || data == nil {
		return nil
	}
	return unmap(data)
}

// Float32s returns b, float32 values in little-endian order, as such without copying. It reports false if that can't be
// done: b doesn't begin at a multiple of 4 bytes or isn't one long, or the machine is big-endian.
func Float32s(b []byte) (values []float32, ok bool) {
	if len(b) == 0 {
		return []float32{}, true
	}
	p := unsafe.Pointer(unsafe.SliceData(b))
	if len(b)%4 != 0 || uintptr(p)%4 != 0 || !littleEndian {
		return nil, false
	}
	return unsafe.Slice((*float32)(p), len(b)/4), true
}

var littleEndian = func() bool {
	one := uint16(1)
	return *(*byte)(unsafe.Pointer(&one)) == 1
}()
