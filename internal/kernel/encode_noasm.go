//go:build !amd64 || purego

package kernel

func squareRoot(dst, src []float32, shift float32) { squareRootGeneric(dst, src, shift) }

func addAbove(dst, src []float32, limit float32) { addAboveGeneric(dst, src, limit) }

func addBelow(dst, src []float32, limit float32) { addBelowGeneric(dst, src, limit) }

func sum(sums *[16]float64, s []float32) { sumGeneric(sums, s) }
