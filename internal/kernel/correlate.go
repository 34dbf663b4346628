package kernel

// WeightedSum adds up slices of src that begin at offsets: for each i of dst
//
//	dst[i] = Σ weights[k]·src[offsets[k]+i]
//
// in the order of k, each product and each sum rounded. With offsets that count up by one it correlates a row with a kernel, with
// multiples of a stride a column, with both a plane. There is at least one weight; dst and src don't overlap.
func WeightedSum(dst, src []float32, offsets []int32, weights []float32) {
	if len(dst) == 0 {
		return
	}
	offsets = offsets[:len(weights)]
	for _, at := range offsets {
		_ = src[at : int(at)+len(dst)]
	}
	weightedSum(dst, src, offsets, weights)
}

// SymmetricSum is [WeightedSum] for weights that are the same on both sides of the middle: for each i of dst
//
//	dst[i] = weights[0]·src[offsets[0]+i] + Σ weights[k]·(src[offsets[2k−1]+i] + src[offsets[2k]+i])
//
// in the order of k, each sum and each product rounded. There is at least one weight, and two offsets for each less one.
func SymmetricSum(dst, src []float32, offsets []int32, weights []float32) {
	if len(dst) == 0 {
		return
	}
	offsets = offsets[:2*len(weights)-1]
	for _, at := range offsets {
		_ = src[at : int(at)+len(dst)]
	}
	symmetricSum(dst, src, offsets, weights)
}

// FloatUint8 is dst[i] = src[i] for each i of dst.
func FloatUint8(dst []float32, src []uint8) { floatUint8(dst, src[:len(dst)]) }

// RoundUint8 is dst[i] = src[i] for each i of dst, rounded, halves to even, and clipped to 0..255; NaN becomes 0.
func RoundUint8(dst []uint8, src []float32) { roundUint8(dst, src[:len(dst)]) }
