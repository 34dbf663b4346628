//go:build !purego

package kernel

// The vectors make what lies between the ends; of the ends, the generic code makes more than the ends' values, so
// it comes first.

func upsampleH2V1(dst, src []uint8) {
	n := len(src)
	if active < avx2 || n < 34 {
		upsampleH2V1Generic(dst, src)
		return
	}
	upsampleH2V1Generic(dst[:4], src[:2])
	upsampleH2V1Generic(dst[2*n-4:], src[n-2:])
	upsampleH2V1AVX2(dst, src)
}

func upsampleH2V2(dst, near, far []uint8) {
	n := len(near)
	if active < avx2 || n < 34 {
		upsampleH2V2Generic(dst, near, far)
		return
	}
	upsampleH2V2Generic(dst[:4], near[:2], far[:2])
	upsampleH2V2Generic(dst[2*n-4:], near[n-2:], far[n-2:])
	upsampleH2V2AVX2(dst, near, far)
}

func upsampleH1V2(dst, near, far []uint8, bias int32) {
	if active >= avx2 && len(dst) >= 32 {
		upsampleH1V2AVX2(dst, near, far, bias)
	} else {
		upsampleH1V2Generic(dst, near, far, bias)
	}
}
