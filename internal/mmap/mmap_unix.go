//go:build unix

package mmap

import (
	"os"

	"golang.org/x/sys/unix"
)

func mapFile(f *os.File, size int) (*Mapping, error) {
	data, err := unix.Mmap(int(f.Fd()), 0, size, unix.PROT_READ, unix.MAP_SHARED)
	return &Mapping{data, true}, err
}

func unmap(data []byte) error { return os.NewSyscallError("munmap", unix.Munmap(data)) }
