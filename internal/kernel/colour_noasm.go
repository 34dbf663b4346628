//go:build !amd64 || purego

package kernel

func hsvOfRGB(h, s, v, r, g, b []float32) { hsvOfRGBGeneric(h, s, v, r, g, b) }

func rgbOfHSV(r, g, b, h, s, v []float32) { rgbOfHSVGeneric(r, g, b, h, s, v) }

func labOfRGB(l, a, b, red, green, blue []float32) { labOfRGBGeneric(l, a, b, red, green, blue) }

func labOfLight(l, a, b, red, green, blue []float32) { labOfLightGeneric(l, a, b, red, green, blue) }
