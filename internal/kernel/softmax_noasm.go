//go:build !amd64 || purego

package kernel

func softmaxRows(dst, src []float32, cols int, factors []float64, shift float64, tops []float32, sums []float64) {
	softmaxRowsGeneric(dst, src, cols, factors, shift, tops, sums)
}
