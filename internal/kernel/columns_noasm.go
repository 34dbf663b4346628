//go:build !amd64 || purego

package kernel

func columnSums(dst, a []float32, rows int) { columnSumsGeneric(dst, a, rows) }
