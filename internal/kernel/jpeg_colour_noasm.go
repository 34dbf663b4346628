//go:build !amd64 || purego

package kernel

func yCbCrToRGB(r, g, b, y, cb, cr []uint8) { yCbCrToRGBGeneric(r, g, b, y, cb, cr) }

func multiplyInk(dst, ink, black []uint8, flip uint8) { multiplyInkGeneric(dst, ink, black, flip) }
