//go:build !purego

package kernel

func squareRoot(dst, src []float32, shift float32) {
	if active >= avx2 {
		squareRootAVX2(dst, src, shift)
	} else {
		squareRootGeneric(dst, src, shift)
	}
}

func addAbove(dst, src []float32, limit float32) {
	if active >= avx2 {
		addAboveAVX2(dst, src, limit)
	} else {
		addAboveGeneric(dst, src, limit)
	}
}

func addBelow(dst, src []float32, limit float32) {
	if active >= avx2 {
		addBelowAVX2(dst, src, limit)
	} else {
		addBelowGeneric(dst, src, limit)
	}
}

func sum(sums *[16]float64, s []float32) {
	n := 0
	if active >= avx2 && len(s) >= 16 {
		n = len(s) &^ 15
		sumAVX2(sums, s[:n])
	}
	sumGeneric(sums, s[n:])
}
