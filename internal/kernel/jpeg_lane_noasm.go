//go:build !amd64 || purego

package kernel

// JPEGByTurns reports whether [JPEGDecodeTwo] takes less time than two lanes one after the other.
func JPEGByTurns() bool { return false }

func jpegDecode(l *JPEGLane) { jpegDecodeGeneric(l) }

func jpegDecodeTwo(a, _ *JPEGLane) { jpegDecodeGeneric(a) }
