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

// angleGeneric is the reference for [Angle].
func angleGeneric(dst, down, right []float32, scale float32) {
	for i := range dst {
		dy, dx := down[i], right[i]
		ay, ax := max(dy, -dy), max(dx, -dx)
		small, large := ay, ax
		if !(ay < ax) {
			small = ax
		}
		if !(ax > ay) {
			large = ay
		}
		if large == 0 {
			large = 1
		}
		c := small / large
		square := float32(c * c)
		a := float32(-0.04432655554792128 * square)
		a = float32(float32(a+0.1555786518463281) * square)
		a = float32(float32(a-0.3258083974640975) * square)
		a = float32(float32(a+0.9997878412794807) * c)
		if ay > ax {
			a = math.Pi/2 - a
		}
		if dx < 0 {
			a = math.Pi - a
		}
		if dy < 0 {
			a = 2*math.Pi - a
		}
		dst[i] = a * scale
	}
}
