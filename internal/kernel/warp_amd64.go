//go:build !purego

package kernel

import "math"

func linePlaces(whole []int32, rest []float32, at, step int64) {
	done := 0
	if done = len(whole) &^ 7; active >= avx2 && done > 0 {
		linePlacesAVX2(whole[:done], rest, at, step)
	} else {
		done = 0
	}
	linePlacesGeneric(whole[done:], rest[done:], at+int64(done)*step, step)
}

func bilinearUint8(dst, src []uint8, stride int, x, y []int32, fx, fy []float32) {
	if active >= avx2 && len(dst) >= 8 && len(src) <= math.MaxInt32 {
		bilinearUint8AVX2(dst, src, stride, x, y, fx, fy)
	} else {
		bilinearUint8Generic(dst, src, stride, x, y, fx, fy)
	}
}

func bilinearFloat32(dst, src []float32, stride int, x, y []int32, fx, fy []float32) {
	if active >= avx2 && len(dst) >= 8 && len(src) <= math.MaxInt32 {
		bilinearFloat32AVX2(dst, src, stride, x, y, fx, fy)
	} else {
		bilinearFloat32Generic(dst, src, stride, x, y, fx, fy)
	}
}
