//go:build !purego

package kernel

import "math"

func linePlaces(whole []int32, rest []float32, at, step int64) {
	done := len(whole) &^ 7
	if active < avx2 || done == 0 {
		linePlacesGeneric(whole, rest, at, step)
		return
	}
	linePlacesAVX2(whole[:done], rest, at, step)
	linePlacesGeneric(whole[done:], rest[done:], at+int64(done)*step, step)
}

func ratioPlaces(whole []int32, rest []float32, a, b, c, d, shift float64) {
	done := len(whole) &^ 3
	if active < avx2 || done == 0 {
		ratioPlacesGeneric(whole, rest, 0, a, b, c, d, shift)
		return
	}
	ratioPlacesAVX2(whole[:done], rest, a, b, c, d, shift)
	ratioPlacesGeneric(whole[done:], rest[done:], done, a, b, c, d, shift)
}

func mapPlaces(whole []int32, rest, v []float32, shift float32) {
	if active >= avx2 && len(whole) >= 8 {
		mapPlacesAVX2(whole, rest, v, shift)
	} else {
		mapPlacesGeneric(whole, rest, v, shift)
	}
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

func cubicWeights(w [][4]float32, f []float32) {
	if active >= avx2 && len(w) >= 8 {
		cubicWeightsAVX2(w, f)
	} else {
		cubicWeightsGeneric(w, f)
	}
}

func cubicUint8(dst, src []uint8, stride int, x, y []int32, u, v [][4]float32) {
	if active >= avx2 && len(dst) >= 4 {
		cubicUint8AVX2(dst, src, stride, x, y, u, v)
	} else {
		cubicUint8Generic(dst, src, stride, x, y, u, v)
	}
}

func cubicFloat32(dst, src []float32, stride int, x, y []int32, u, v [][4]float32) {
	if active >= avx2 && len(dst) >= 4 {
		cubicFloat32AVX2(dst, src, stride, x, y, u, v)
	} else {
		cubicFloat32Generic(dst, src, stride, x, y, u, v)
	}
}

func nearestUint8(dst, src []uint8, stride int, x, y []int32) {
	if active >= avx2 && len(dst) >= 8 && len(src) <= math.MaxInt32 {
		nearestUint8AVX2(dst, src, stride, x, y)
	} else {
		nearestGeneric(dst, src, stride, x, y)
	}
}

func nearestFloat32(dst, src []float32, stride int, x, y []int32) {
	if active >= avx2 && len(dst) >= 8 && len(src) <= math.MaxInt32 {
		nearestFloat32AVX2(dst, src, stride, x, y)
	} else {
		nearestGeneric(dst, src, stride, x, y)
	}
}
