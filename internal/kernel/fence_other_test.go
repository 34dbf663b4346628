//go:build !linux

package kernel

// newFence has no forbidden pages here; guard values beside destinations have to do.
func newFence() fence { return fence{make([]byte, fenceBytes)} }
