//go:build !purego

package kernel

func hsvOfRGB(h, s, v, r, g, b []float32) {
	if active >= avx2 {
		hsvOfRGBAVX2(h, s, v, r, g, b)
	} else {
		hsvOfRGBGeneric(h, s, v, r, g, b)
	}
}

func lightOfSRGB(dst, src []float32) {
	switch {
	case active >= vnni:
		lightOfSRGBVNNI(dst, src)
	case active >= avx2:
		lightOfSRGBAVX2(dst, src)
	default:
		lightOfSRGBGeneric(dst, src)
	}
}

func labOfLight(l, a, b, red, green, blue []float32) {
	switch {
	case active >= vnni:
		labOfLightVNNI(l, a, b, red, green, blue)
	case active >= avx2:
		labOfLightAVX2(l, a, b, red, green, blue)
	default:
		labOfLightGeneric(l, a, b, red, green, blue)
	}
}

func anyAbove(src []float32, limit float32) bool {
	if active >= avx2 && len(src) >= 32 {
		return anyAboveAVX2(src, limit)
	}
	return anyAboveGeneric(src, limit)
}
