package kernel

import "encoding/binary"

// Constants of the reduced inverse DCTs: round(2¹³·x).
const (
	fix0211 = 1730  // 0.211164243
	fix0509 = 4176  // 0.509795579
	fix0601 = 4926  // 0.601344887
	fix0720 = 5906  // 0.720959822
	fix0850 = 6967  // 0.850430095
	fix1061 = 8697  // 1.061594337
	fix1272 = 10426 // 1.272758580
	fix1451 = 11893 // 1.451774981
	fix2172 = 17799 // 2.172734803
	fix3624 = 29692 // 3.624509785
)

// IDCTRow4 is the inverse DCT that gives 4×4 samples for each block, a picture of half the size; see
// [JPEGBlockFunc]. The coefficients of row and column 4 are not used.
func IDCTRow4(dst []uint8, stride int, coef []int16, quant *[64]uint16, last []uint8) {
	if n := len(last); n > 0 {
		_, _ = dst[4*n-1+3*stride], coef[64*n-1]
		idctRow4(dst, stride, coef, quant, last)
	}
}

func idctRow4Generic(dst []uint8, stride int, coef []int16, quant *[64]uint16, last []uint8) {
	for b, end := range last {
		block := (*[64]int16)(coef[64*b:])
		out := dst[4*b : 4*b+3*stride+4]
		if end == 0 {
			row := 0x01010101 * uint32(jpegSample(descaleDC(block[0]*int16(quant[0]))))
			for y := range 4 {
				binary.LittleEndian.PutUint32(out[y*stride:], row)
			}
			continue
		}
		idct4(out, stride, block, quant)
	}
}

func idct4(dst []uint8, stride int, coef *[64]int16, quant *[64]uint16) {
	const shift, half = idctBits - idctPass1 + 1, 1 << (idctBits - idctPass1)
	const shift2, half2 = idctBits + idctPass1 + 4, 1 << (idctBits + idctPass1 + 3)
	var work [4][8]int32
	for x := range 8 {
		if x == 4 {
			continue
		}
		in := func(y int) int32 { return int32(coef[8*y+x] * int16(quant[8*y+x])) }
		e0, e1, o0, o1 := reduced4(in(0), in(1), in(2), in(3), in(5), in(6), in(7))
		work[0][x], work[3][x] = clip16((e0+o0+half)>>shift), clip16((e0-o0+half)>>shift)
		work[1][x], work[2][x] = clip16((e1+o1+half)>>shift), clip16((e1-o1+half)>>shift)
	}
	for y := range 4 {
		in, out := &work[y], (*[4]uint8)(dst[y*stride:])
		e0, e1, o0, o1 := reduced4(in[0], in[1], in[2], in[3], in[5], in[6], in[7])
		out[0], out[3] = jpegSample((e0+o0+half2)>>shift2), jpegSample((e0-o0+half2)>>shift2)
		out[1], out[2] = jpegSample((e1+o1+half2)>>shift2), jpegSample((e1-o1+half2)>>shift2)
	}
}

// reduced4 is the one-dimensional transform to 4 values without its last butterflies.
func reduced4(s0, s1, s2, s3, s5, s6, s7 int32) (e0, e1, o0, o1 int32) {
	t0, t2 := s0<<(idctBits+1), s2*fix1847-s6*fix0765
	o1 = -s7*fix0211 + s5*fix1451 - s3*fix2172 + s1*fix1061
	o0 = -s7*fix0509 - s5*fix0601 + s3*fix0899 + s1*fix2562
	return t0 + t2, t0 - t2, o0, o1
}

// IDCTRow2 is the inverse DCT that gives 2×2 samples for each block, a picture of a quarter of the size; see
// [JPEGBlockFunc]. Of the coefficients, row and column 0 and those with odd numbers are used.
func IDCTRow2(dst []uint8, stride int, coef []int16, quant *[64]uint16, last []uint8) {
	if n := len(last); n > 0 {
		_, _ = dst[2*n-1+stride], coef[64*n-1]
		idctRow2(dst, stride, coef, quant, last)
	}
}

func idctRow2Generic(dst []uint8, stride int, coef []int16, quant *[64]uint16, last []uint8) {
	for b, end := range last {
		block := (*[64]int16)(coef[64*b:])
		out := dst[2*b : 2*b+stride+2]
		if end == 0 {
			v := jpegSample(descaleDC(block[0] * int16(quant[0])))
			out[0], out[1], out[stride], out[stride+1] = v, v, v, v
			continue
		}
		idct2(out, stride, block, quant)
	}
}

func idct2(dst []uint8, stride int, coef *[64]int16, quant *[64]uint16) {
	const shift, half = idctBits - idctPass1 + 2, 1 << (idctBits - idctPass1 + 1)
	const shift2, half2 = idctBits + idctPass1 + 5, 1 << (idctBits + idctPass1 + 4)
	var work [2][8]int32
	for _, x := range [...]int{0, 1, 3, 5, 7} {
		in := func(y int) int32 { return int32(coef[8*y+x] * int16(quant[8*y+x])) }
		e, o := reduced2(in(0), in(1), in(3), in(5), in(7))
		work[0][x], work[1][x] = clip16((e+o+half)>>shift), clip16((e-o+half)>>shift)
	}
	for y := range 2 {
		in, out := &work[y], dst[y*stride:]
		e, o := reduced2(in[0], in[1], in[3], in[5], in[7])
		out[0], out[1] = jpegSample((e+o+half2)>>shift2), jpegSample((e-o+half2)>>shift2)
	}
}

// reduced2 is the one-dimensional transform to 2 values without its last butterfly.
func reduced2(s0, s1, s3, s5, s7 int32) (e, o int32) {
	return s0 << (idctBits + 2), -s7*fix0720 + s5*fix0850 - s3*fix1272 + s1*fix3624
}

// IDCTRow1 gives one sample for each block, its mean, a picture of an eighth of the size; see [JPEGBlockFunc].
func IDCTRow1(dst []uint8, stride int, coef []int16, quant *[64]uint16, last []uint8) {
	for b := range last {
		dst[b] = jpegSample(descaleDC(coef[64*b] * int16(quant[0])))
	}
}

// DCSamples is IDCTRow1 for coefficients that lie close together: dst[b] is the sample of the block with dc[b].
func DCSamples(dst []uint8, dc []int16, quant uint16) {
	dc = dc[:len(dst)]
	for b := range dst {
		dst[b] = jpegSample(descaleDC(dc[b] * int16(quant)))
	}
}
