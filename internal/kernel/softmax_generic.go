package kernel

// softmaxRowGeneric is the reference for what [Softmax] begins with: dst becomes exp(src − top), where top is the
// largest value, and sum the sum of that before it is rounded to float32. Below e⁻⁷⁰⁰ all is e⁻⁷⁰⁰.
func softmaxRowGeneric(dst, src []float32) (top float32, sum float64) {
	top = src[0]
	for _, v := range src {
		top = max(top, v)
	}
	var p [4]float64
	for i, v := range src {
		e := expNegative(max(float64(v)-float64(top), -700))
		p[i%4] += e
		dst[i] = float32(e)
	}
	return top, (p[0] + p[1]) + (p[2] + p[3])
}

// rescaleGeneric is the reference for what [Softmax] ends with: dst[i] = factor·dst[i] − shift in float64.
func rescaleGeneric(dst []float32, factor, shift float64) {
	for i, v := range dst {
		dst[i] = float32(float64(float64(v)*factor) - shift)
	}
}
