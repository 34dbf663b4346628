//go:build !amd64 || purego

package kernel

func softmaxRow(dst, src []float32) (top float32, sum float64) { return softmaxRowGeneric(dst, src) }

func rescale(dst []float32, factor, shift float64) { rescaleGeneric(dst, factor, shift) }
