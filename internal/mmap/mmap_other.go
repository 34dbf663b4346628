//go:build !unix

package mmap

import (
	"io"
	"os"
)

// mapFile reads the file, where mapping would be another matter.
func mapFile(f *os.File, size int) (*Mapping, error) {
	data := make([]byte, size)
	_, err := io.ReadFull(io.NewSectionReader(f, 0, int64(size)), data)
	return &Mapping{data, false}, err
}

func unmap([]byte) error { return nil }
