package kernel

import "math"

// The products are converted so that no processor fuses them with what follows.

// foldGradientsGeneric is the reference for [FoldGradients].
func foldGradientsGeneric(down, right, magnitudes, bins []float32, half float32) {
	for i, dy := range down {
		dx := right[i]
		magnitudes[i] = float32(math.Sqrt(float64(squares(dy, dx))))
		bins[i] = 0
		if dy < 0 || dy == 0 && dx < 0 {
			down[i], right[i], bins[i] = -dy, -dx, half
		}
	}
}

func squares(dy, dx float32) float32 { return float32(dy*dy) + float32(dx*dx) }

// countPastGeneric is the reference for [CountPast].
func countPastGeneric(bins, down, right []float32, cos, sin float32) {
	for i := range bins {
		past := float32(0)
		if float32(cos*down[i]) >= float32(sin*right[i]) {
			past = 1
		}
		bins[i] += past
	}
}

// keepLargerGeneric is the reference for [KeepLarger].
func keepLargerGeneric(down, right, otherDown, otherRight []float32) {
	for i, dy := range down {
		if squares(otherDown[i], otherRight[i]) > squares(dy, right[i]) {
			down[i], right[i] = otherDown[i], otherRight[i]
		}
	}
}

// scaleToGeneric is the reference for [ScaleTo].
func scaleToGeneric(dst, src []float32, factor, most float32) {
	for i, v := range src {
		v *= factor
		if v > most {
			v = most
		}
		dst[i] = v
	}
}
