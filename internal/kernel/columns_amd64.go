//go:build !purego

package kernel

func columnSums(dst, a []float32, rows int) {
	if active >= avx2 {
		columnSumsAVX2(dst, a, rows)
	} else {
		columnSumsGeneric(dst, a, rows)
	}
}
