package kernel

import (
	"os"
	"syscall"
)

// newFence maps memory with a page before and after it that can't be read or written.
func newFence() fence {
	page := os.Getpagesize()
	m, err := syscall.Mmap(-1, 0, fenceBytes+2*page, syscall.PROT_READ|syscall.PROT_WRITE, syscall.MAP_ANON|syscall.MAP_PRIVATE)
	if err != nil {
		panic(err)
	}
	for _, p := range [][]byte{m[:page], m[page+fenceBytes:]} {
		if err := syscall.Mprotect(p, syscall.PROT_NONE); err != nil {
			panic(err)
		}
	}
	return fence{m[page : page+fenceBytes]}
}
