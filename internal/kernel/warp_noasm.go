//go:build !amd64 || purego

package kernel

func linePlaces(whole []int32, rest []float32, at, step int64) {
	linePlacesGeneric(whole, rest, at, step)
}

func bilinearUint8(dst, src []uint8, stride int, x, y []int32, fx, fy []float32) {
	bilinearUint8Generic(dst, src, stride, x, y, fx, fy)
}

func bilinearFloat32(dst, src []float32, stride int, x, y []int32, fx, fy []float32) {
	bilinearFloat32Generic(dst, src, stride, x, y, fx, fy)
}

func cubicWeights(w [][4]float32, f []float32) { cubicWeightsGeneric(w, f) }

func cubicUint8(dst, src []uint8, stride int, x, y []int32, u, v [][4]float32) {
	cubicUint8Generic(dst, src, stride, x, y, u, v)
}

func cubicFloat32(dst, src []float32, stride int, x, y []int32, u, v [][4]float32) {
	cubicFloat32Generic(dst, src, stride, x, y, u, v)
}

func ratioPlaces(whole []int32, rest []float32, a, b, c, d, shift float64) {
	ratioPlacesGeneric(whole, rest, 0, a, b, c, d, shift)
}

func mapPlaces(whole []int32, rest, v []float32, shift float32) {
	mapPlacesGeneric(whole, rest, v, shift)
}

func nearestUint8(dst, src []uint8, stride int, x, y []int32) { nearestGeneric(dst, src, stride, x, y) }

func nearestFloat32(dst, src []float32, stride int, x, y []int32) {
	nearestGeneric(dst, src, stride, x, y)
}
