package kernel

import "encoding/binary"

// Constants of the "accurate integer" inverse DCT of the Independent JPEG Group: round(2¹³·x).
const (
	fix0298 = 2446  // 0.298631336
	fix0390 = 3196  // 0.390180644
	fix0541 = 4433  // 0.541196100
	fix0765 = 6270  // 0.765366865
	fix0899 = 7373  // 0.899976223
	fix1175 = 9633  // 1.175875602
	fix1501 = 12299 // 1.501321110
	fix1847 = 15137 // 1.847759065
	fix1961 = 16069 // 1.961570560
	fix2053 = 16819 // 2.053119869
	fix2562 = 20995 // 2.562915447
	fix3072 = 25172 // 3.072711026
)

const (
	idctBits  = 13 // of the constants after the binary point
	idctPass1 = 2  // bits after the binary point that the first pass keeps
)

// JPEGBlockFunc is the type of the inverse transforms of JPEG, [IDCTRow8], [IDCTRow4], [IDCTRow2] and [IDCTRow1]:
// they dequantise a row of len(last) blocks and write the samples, N×N for each block, N being 8, 4, 2 or 1.
//
// Block b has its 64 coefficients from coef[64·b] on, row by row (not in zigzag order), and its upper left sample
// becomes dst[N·b]; rows of samples are stride apart. last[b] says how far the block goes: all coefficients after
// number last[b] in zigzag order are 0. It is a hint that saves work: 0 says that there is only DC, 63 nothing.
//
// The arithmetic is that of libjpeg-turbo's islow and reduced transforms (Loeffler, Ligtenberg and Moschytz 1989,
// with 12 multiplications), in SIMD: coefficient times quantiser and the sums of two inputs wrap in 16 bits, the
// sums of products in 32; what the first pass over the columns leaves is clipped to 16 bits, a sample to −128..127,
// before 128 is added. For blocks that an encoder can produce this is what the C code computes.
type JPEGBlockFunc func(dst []uint8, stride int, coef []int16, quant *[64]uint16, last []uint8)

// IDCTRow8 is the inverse DCT that gives 8×8 samples for each block; see [JPEGBlockFunc].
func IDCTRow8(dst []uint8, stride int, coef []int16, quant *[64]uint16, last []uint8) {
	if n := len(last); n > 0 {
		_, _ = dst[8*n-1+7*stride], coef[64*n-1]
		idctRow8(dst, stride, coef, quant, last)
	}
}

func idctRow8Generic(dst []uint8, stride int, coef []int16, quant *[64]uint16, last []uint8) {
	for b, end := range last {
		block := (*[64]int16)(coef[64*b:])
		out := dst[8*b : 8*b+7*stride+8]
		if end == 0 {
			fillBlock8(out, stride, block[0]*int16(quant[0]))
			continue
		}
		idct8(out, stride, block, quant)
	}
}

// fillBlock8 writes the block that has only a DC coefficient.
func fillBlock8(dst []uint8, stride int, dc int16) {
	row := 0x0101010101010101 * uint64(jpegSample(descaleDC(dc)))
	for y := range 8 {
		binary.LittleEndian.PutUint64(dst[y*stride:], row)
	}
}

// descaleDC returns what both passes make of a DC coefficient that is alone.
func descaleDC(dc int16) int32 { return (int32(dc) + 4) >> 3 }

// jpegSample clips v and moves it to 0..255.
func jpegSample(v int32) uint8 { return uint8(min(max(v, -128), 127) + 128) }

func clip16(v int32) int32 { return min(max(v, -1<<15), 1<<15-1) }

// wrap16 is addition as SIMD has it.
func wrap16(v int32) int32 { return int32(int16(v)) }

func idct8(dst []uint8, stride int, coef *[64]int16, quant *[64]uint16) {
	var work [64]int32
	for x := range 8 {
		idctColumn8(&work, coef, quant, x)
	}
	for y := range 8 {
		idctLine8((*[8]uint8)(dst[y*stride:]), (*[8]int32)(work[8*y:]))
	}
}

func idctColumn8(work *[64]int32, coef *[64]int16, quant *[64]uint16, x int) {
	const shift, half = idctBits - idctPass1, 1 << (idctBits - idctPass1 - 1)
	x &= 7
	dc := int32(coef[x] * int16(quant[x]))
	if coef[8+x]|coef[16+x]|coef[24+x]|coef[32+x]|coef[40+x]|coef[48+x]|coef[56+x] == 0 {
		v := clip16(dc << idctPass1)
		for y := range 8 {
			work[8*y+x] = v
		}
		return
	}
	e0, e1, e2, e3, o0, o1, o2, o3 := islow(dc,
		int32(coef[8+x]*int16(quant[8+x])), int32(coef[16+x]*int16(quant[16+x])),
		int32(coef[24+x]*int16(quant[24+x])), int32(coef[32+x]*int16(quant[32+x])),
		int32(coef[40+x]*int16(quant[40+x])), int32(coef[48+x]*int16(quant[48+x])),
		int32(coef[56+x]*int16(quant[56+x])))
	work[x], work[56+x] = clip16((e0+o0+half)>>shift), clip16((e0-o0+half)>>shift)
	work[8+x], work[48+x] = clip16((e1+o1+half)>>shift), clip16((e1-o1+half)>>shift)
	work[16+x], work[40+x] = clip16((e2+o2+half)>>shift), clip16((e2-o2+half)>>shift)
	work[24+x], work[32+x] = clip16((e3+o3+half)>>shift), clip16((e3-o3+half)>>shift)
}

func idctLine8(dst *[8]uint8, in *[8]int32) {
	const shift, half = idctBits + idctPass1 + 3, 1 << (idctBits + idctPass1 + 2)
	e0, e1, e2, e3, o0, o1, o2, o3 := islow(in[0], in[1], in[2], in[3], in[4], in[5], in[6], in[7])
	dst[0], dst[7] = jpegSample((e0+o0+half)>>shift), jpegSample((e0-o0+half)>>shift)
	dst[1], dst[6] = jpegSample((e1+o1+half)>>shift), jpegSample((e1-o1+half)>>shift)
	dst[2], dst[5] = jpegSample((e2+o2+half)>>shift), jpegSample((e2-o2+half)>>shift)
	dst[3], dst[4] = jpegSample((e3+o3+half)>>shift), jpegSample((e3-o3+half)>>shift)
}

// islow is the one-dimensional transform without its last butterflies: output y is even y plus odd y, output 7−y
// even y minus odd y.
func islow(s0, s1, s2, s3, s4, s5, s6, s7 int32) (e0, e1, e2, e3, o0, o1, o2, o3 int32) {
	z := (s2 + s6) * fix0541
	t2, t3 := z-s6*fix1847, z+s2*fix0765
	t0, t1 := wrap16(s0+s4)<<idctBits, wrap16(s0-s4)<<idctBits
	e0, e3, e1, e2 = t0+t3, t0-t3, t1+t2, t1-t2

	z3, z4 := wrap16(s7+s3), wrap16(s5+s1)
	z5 := (z3 + z4) * fix1175
	z3, z4 = z5-z3*fix1961, z5-z4*fix0390
	z1, z2 := (s7+s1)*-fix0899, (s5+s3)*-fix2562
	o3, o2 = s7*fix0298+z1+z3, s5*fix2053+z2+z4
	o1, o0 = s3*fix3072+z2+z3, s1*fix1501+z1+z4
	return
}
