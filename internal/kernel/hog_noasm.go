//go:build !amd64 || purego

package kernel

func foldGradients(down, right, magnitudes, bins []float32, half float32) {
	foldGradientsGeneric(down, right, magnitudes, bins, half)
}

func countPast(bins, down, right []float32, cos, sin float32) {
	countPastGeneric(bins, down, right, cos, sin)
}

func keepLarger(down, right, otherDown, otherRight []float32) {
	keepLargerGeneric(down, right, otherDown, otherRight)
}

func scaleTo(dst, src []float32, factor, most float32) { scaleToGeneric(dst, src, factor, most) }

func angle(dst, down, right []float32, scale float32) { angleGeneric(dst, down, right, scale) }
