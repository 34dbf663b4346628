//go:build !purego

package kernel

func copyAhead(dst, src, soon []float32) {
	whole := len(dst) &^ 31
	if active < avx2 || whole == 0 || len(soon) == 0 {
		copyAheadGeneric(dst, src, soon)
		return
	}
	copyAheadAVX2(&dst[0], &src[0], &soon[0], whole)
	copy(dst[whole:], src[whole:])
}
