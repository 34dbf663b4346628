package kernel

// softmaxRowsGeneric is the reference for all of [Softmax]: dst[r] = exp(src[r] − tops[r])·(factors[r]/sums[r]) − shift
// for each row r, where tops[r] is the largest value and sums[r] the sum of the exponentials.
func softmaxRowsGeneric(dst, src []float32, cols int, factors []float64, shift float64, tops []float32, sums []float64) {
	for r, factor := range factors {
		row := dst[r*cols : (r+1)*cols]
		tops[r], sums[r] = softmaxRowGeneric(row, src[r*cols:(r+1)*cols])
		rescaleGeneric(row, float32(factor/sums[r]), float32(shift))
	}
}

// softmaxRowGeneric makes dst the exponentials, exp(src − top), and sums them.
func softmaxRowGeneric(dst, src []float32) (top float32, sum float64) {
	top = src[0]
	for _, v := range src {
		top = max(top, v)
	}
	var p [8]float64
	for i, v := range src {
		e := expBelow32(v - top)
		p[i%8] += float64(e)
		dst[i] = e
	}
	return top, halve(p[:])
}

// rescaleGeneric is dst[i] = factor·dst[i] − shift.
func rescaleGeneric(dst []float32, factor, shift float32) {
	for i, v := range dst {
		dst[i] = float32(v*factor) - shift
	}
}
