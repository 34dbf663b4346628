//go:build !amd64 || purego

package kernel

func hsvOfRGB(h, s, v, r, g, b []float32) { hsvOfRGBGeneric(h, s, v, r, g, b) }

func lightOfSRGB(dst, src []float32) { lightOfSRGBGeneric(dst, src) }

func labOfLight(l, a, b, red, green, blue []float32) { labOfLightGeneric(l, a, b, red, green, blue) }

func anyAbove(src []float32, limit float32) bool { return anyAboveGeneric(src, limit) }
