//go:build !amd64 || purego

package kernel

func copyAhead(dst, src, soon []float32) { copyAheadGeneric(dst, src, soon) }
