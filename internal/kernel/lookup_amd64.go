//go:build !purego

package kernel

func lookupFloat32(dst []float32, src []uint8, table *[256]float32) {
	if active >= avx2 && len(dst) >= 8 {
		lookupFloat32AVX2(dst, src, table)
	} else {
		lookupFloat32Generic(dst, src, table)
	}
}
