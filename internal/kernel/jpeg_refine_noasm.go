//go:build !amd64 || purego

package kernel

func jpegRefine(r *JPEGRefiner) { jpegRefineGeneric(r) }
