//go:build !purego

package kernel

// Destinations may be sources. So vectors must not overlap, and what is left over goes to the generic code.

func yCbCrToRGB(r, g, b, y, cb, cr []uint8) {
	n := 0
	if active >= avx2 && len(r) >= 32 {
		n = len(r) &^ 31
		yCbCrToRGBAVX2(r[:n], g, b, y, cb, cr)
	}
	yCbCrToRGBGeneric(r[n:], g[n:], b[n:], y[n:], cb[n:], cr[n:])
}

func multiplyInk(dst, ink, black []uint8, flip uint8) {
	n := 0
	if active >= avx2 && len(dst) >= 16 {
		n = len(dst) &^ 15
		multiplyInkAVX2(dst[:n], ink, black, flip)
	}
	multiplyInkGeneric(dst[n:], ink[n:], black[n:], flip)
}
