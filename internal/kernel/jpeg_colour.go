package kernel

// Coefficients of the conversion from YCbCr in JFIF: round(2¹⁶·x).
const (
	crToRed   = 91881  // 1.40200
	cbToGreen = 22554  // 0.34414
	crToGreen = 46802  // 0.71414
	cbToBlue  = 116130 // 1.77200
)

// YCbCrToRGB converts a row of full-range YCbCr (JFIF 1.02) to RGB as libjpeg does, each sum in fixed point,
// rounded once and clipped to 0..255: with b = cb−128 and c = cr−128
//
//	r = y + (91881·c + 2¹⁵) >> 16
//	g = y + (−22554·b − 46802·c + 2¹⁵) >> 16
//	b = y + (116130·b + 2¹⁵) >> 16
//
// All slices are as long as r. A destination may be the very slice of a source.
func YCbCrToRGB(r, g, b, y, cb, cr []uint8) {
	n := len(r)
	yCbCrToRGB(r, g[:n], b[:n], y[:n], cb[:n], cr[:n])
}

func yCbCrToRGBGeneric(r, g, b, y, cb, cr []uint8) {
	const half = 1 << 15
	n := len(r)
	g, b, y, cb, cr = g[:n], b[:n], y[:n], cb[:n], cr[:n]
	for i := range r {
		luma, u, v := int32(y[i]), int32(cb[i])-128, int32(cr[i])-128
		r[i] = clipByte(luma + (crToRed*v+half)>>16)
		g[i] = clipByte(luma + (half-cbToGreen*u-crToGreen*v)>>16)
		b[i] = clipByte(luma + (cbToBlue*u+half)>>16)
	}
}

// clipByte clips v to 0..255 with one test in the usual case.
func clipByte(v int32) uint8 {
	if uint32(v) > 255 {
		v = ^(v >> 31)
	}
	return uint8(v)
}

// MultiplyInk multiplies a row of inks by black, as the plain conversion from CMYK to RGB does:
//
//	dst[i] = (ink[i]^flip)·black[i] / 255, rounded to nearest
//
// where ink and black are 255 for no ink, as Adobe writes them; flip is 0, or 255 to take ink the other way round.
// dst may be ink.
func MultiplyInk(dst, ink, black []uint8, flip uint8) {
	multiplyInk(dst, ink[:len(dst)], black[:len(dst)], flip)
}

func multiplyInkGeneric(dst, ink, black []uint8, flip uint8) {
	ink, black = ink[:len(dst)], black[:len(dst)]
	for i := range dst {
		v := uint32(ink[i]^flip)*uint32(black[i]) + 128
		dst[i] = uint8((v + v>>8) >> 8)
	}
}
