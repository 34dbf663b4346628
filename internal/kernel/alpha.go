package kernel

// PremultiplyUint8 multiplies a colour plane by its alpha plane:
//
//	dst[i] = round(src[i] · alpha[i] / 255)   exactly, in integers
//
// as Pillow's conversion from RGBA to RGBa (MULDIV255).
func PremultiplyUint8(dst, src, alpha []uint8) {
	MultiplyInk(dst, src, alpha, 0)
}

// UnpremultiplyUint8 divides a premultiplied colour plane by its alpha plane:
//
//	plane[i] = min(255, ⌊255 · plane[i] / alpha[i]⌋), unchanged where alpha[i] is 0
//
// as Pillow's conversion from RGBa to RGBA.
func UnpremultiplyUint8(plane, alpha []uint8) {
	alpha = alpha[:len(plane)]
	for i, v := range plane {
		if a := uint32(alpha[i]); a != 0 && a != 255 {
			plane[i] = uint8(min(255*uint32(v)/a, 255))
		}
	}
}

// PremultiplyFloat32 multiplies a colour plane by its alpha plane: dst[i] = src[i] · alpha[i].
func PremultiplyFloat32(dst, src, alpha []float32) {
	src, alpha = src[:len(dst)], alpha[:len(dst)]
	for i, v := range src {
		dst[i] = v * alpha[i]
	}
}

// UnpremultiplyFloat32 divides a premultiplied colour plane by its alpha plane and clips to 0..1:
//
//	plane[i] = clip(plane[i] / alpha[i]), 0 where alpha[i] is 0 or less
//
// NaN stays NaN.
func UnpremultiplyFloat32(plane, alpha []float32) {
	alpha = alpha[:len(plane)]
	for i, v := range plane {
		switch a := alpha[i]; {
		case a <= 0 || v <= 0:
			plane[i] = 0
		case v >= a:
			plane[i] = 1
		default:
			plane[i] = v / a
		}
	}
}

// ClipFloat32 clips the values of a plane to 0..1. NaN stays NaN.
func ClipFloat32(plane []float32) {
	for i, v := range plane {
		if v < 0 {
			plane[i] = 0
		} else if v > 1 {
			plane[i] = 1
		}
	}
}
