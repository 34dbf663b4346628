package kernel

// softmaxRowsGeneric is the reference for all of [Softmax]: dst[r] = exp(src[r] − tops[r])·(factors[r]/sums[r]) − shift
// for each row r, where tops[r] is the largest value and sums[r] the sum of the exponentials.
func softmaxRowsGeneric(dst, src []float32, cols int, factors []float64, shift float64, tops []float32, sums []float64) {
	for r, factor := range factors {
		row := dst[r*cols : (r+1)*cols]
		tops[r], sums[r] = softmaxRowGeneric(row, src[r*cols:(r+1)*cols])
		rescaleGeneric(row, factor/sums[r], shift)
	}
}

// softmaxRowGeneric makes dst the exponentials, exp(src − top), which are summed before they are rounded to float32.
// Below e⁻⁷⁰⁰ all are e⁻⁷⁰⁰.
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

// rescaleGeneric is dst[i] = factor·dst[i] − shift in float64.
func rescaleGeneric(dst []float32, factor, shift float64) {
	for i, v := range dst {
		dst[i] = float32(float64(float64(v)*factor) - shift)
	}
}
