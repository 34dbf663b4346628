//go:build !purego

package kernel

import "unsafe"

func hsvOfRGB(h, s, v, r, g, b []float32) {
	past := goesPast(h, s, v)
	switch {
	case active >= vnni && past:
		hsvOfRGBPastVNNI(h, s, v, r, g, b)
	case active >= vnni:
		hsvOfRGBVNNI(h, s, v, r, g, b)
	case active >= avx2 && past:
		hsvOfRGBPastAVX2(h, s, v, r, g, b)
	case active >= avx2:
		hsvOfRGBAVX2(h, s, v, r, g, b)
	default:
		hsvOfRGBGeneric(h, s, v, r, g, b)
	}
}

func rgbOfHSV(r, g, b, h, s, v []float32) {
	past := goesPast(r, g, b)
	switch {
	case active >= vnni && past:
		rgbOfHSVPastVNNI(r, g, b, h, s, v)
	case active >= vnni:
		rgbOfHSVVNNI(r, g, b, h, s, v)
	case active >= avx2 && past:
		rgbOfHSVPastAVX2(r, g, b, h, s, v)
	case active >= avx2:
		rgbOfHSVAVX2(r, g, b, h, s, v)
	default:
		rgbOfHSVGeneric(r, g, b, h, s, v)
	}
}

// goesPast says that planes are large and begin where cache lines do, so that whole lines can be written past the caches, which
// otherwise read a line before they write it.
func goesPast(planes ...[]float32) bool {
	for _, p := range planes {
		if len(p) < largePlane || uintptr(unsafe.Pointer(&p[0]))%64 != 0 {
			return false
		}
	}
	return true
}

func labOfRGB(l, a, b, red, green, blue []float32) {
	switch {
	case active >= vnni:
		labOfRGBVNNI(l, a, b, red, green, blue)
	case active >= avx2:
		labOfRGBAVX2(l, a, b, red, green, blue)
	default:
		labOfRGBGeneric(l, a, b, red, green, blue)
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
