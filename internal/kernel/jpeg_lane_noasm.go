//go:build !amd64 || purego

package kernel

func jpegDecode(l *JPEGLane) { jpegDecodeGeneric(l) }

func jpegDecodeTwo(a, _ *JPEGLane) { jpegDecodeGeneric(a) }
