package kernel

// BoxReduceUint8 makes a row of the means of squares of side×side values, from side rows that begin at multiples of
// stride in src:
//
//	dst[x] = (Σ src[i·stride+side·x+j] + side²/2) / side²   i and j in 0..side−1
//
// in integers, as Pillow's Image.reduce does. side is a power of two up to 64.
func BoxReduceUint8(dst, src []uint8, stride, side int) {
	if len(dst) > 0 {
		_ = src[(side-1)*stride+side*len(dst)-1]
		boxReduceUint8(dst, src, stride, side)
	}
}

// boxReduceUint8Generic is the reference for [BoxReduceUint8].
func boxReduceUint8Generic(dst, src []uint8, stride, side int) {
	area := uint32(side * side)
	for x := range dst {
		sum := area / 2
		for i := range side {
			for _, v := range src[i*stride+side*x:][:side] {
				sum += uint32(v)
			}
		}
		dst[x] = uint8(sum / area)
	}
}
