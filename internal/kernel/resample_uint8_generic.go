package kernel

import "encoding/binary"

// resampleHalf rounds to the nearest when the bits after the binary point are cut off.
const resampleHalf = 1 << (ResampleBits - 1)

// clip8 rounds s, which has resampleHalf added already, to 0..255.
func clip8(s int32) uint8 { return uint8(min(max(s>>ResampleBits, 0), 255)) }

// resampleRowsUint8Generic is the reference for [ResampleRowsUint8].
func resampleRowsUint8Generic(dst, src []uint8, dstStride, srcStride, rows int, t Taps[int32]) {
	r := 0
	for ; r+4 <= rows; r += 4 {
		resample4RowsUint8(dst[r*dstStride:], src[r*srcStride:], dstStride, srcStride, t)
	}
	for ; r < rows; r++ {
		resampleRowUint8(dst[r*dstStride:][:t.Len()], src[r*srcStride:], t)
	}
}

func resampleRowUint8(dst, src []uint8, t Taps[int32]) {
	for x := range dst {
		first, weights := t.Run(x)
		p := src[first:][:len(weights)]
		s := int32(resampleHalf)
		for i, w := range weights {
			s += int32(p[i]) * w
		}
		dst[x] = clip8(s)
	}
}

// resample4RowsUint8 reads each weight once for four rows, whose sums don't wait for each other.
func resample4RowsUint8(dst, src []uint8, dstStride, srcStride int, t Taps[int32]) {
	n := t.Len()
	d0, d1, d2, d3 := dst[:n], dst[dstStride:][:n], dst[2*dstStride:][:n], dst[3*dstStride:][:n]
	r0, r1, r2, r3 := src, src[srcStride:], src[2*srcStride:], src[3*srcStride:]
	firsts, counts := t.First[:n], t.Count[:n]
	for x := range n {
		first, count := int(firsts[x]), int(counts[x])
		weights := t.Weights[x*t.Stride:][:count]
		p0, p1, p2, p3 := r0[first:][:count], r1[first:][:count], r2[first:][:count], r3[first:][:count]
		s0, s1, s2, s3 := int32(resampleHalf), int32(resampleHalf), int32(resampleHalf), int32(resampleHalf)
		for i, w := range weights {
			s0 += int32(p0[i]) * w
			s1 += int32(p1[i]) * w
			s2 += int32(p2[i]) * w
			s3 += int32(p3[i]) * w
		}
		d0[x], d1[x], d2[x], d3[x] = clip8(s0), clip8(s1), clip8(s2), clip8(s3)
	}
}

// resampleColumnUint8Generic is the reference for [ResampleColumnUint8].
func resampleColumnUint8Generic(dst, src []uint8, stride int, weights []int32) {
	x := 0
	for ; x+8 <= len(dst); x += 8 {
		resample8ColumnsUint8((*[8]uint8)(dst[x:]), src[x:], stride, weights)
	}
	for ; x < len(dst); x++ {
		s := int32(resampleHalf)
		for i, w := range weights {
			s += int32(src[i*stride+x]) * w
		}
		dst[x] = clip8(s)
	}
}

// resample8ColumnsUint8 has two columns, four apart, in the halves of each uint64, so that one multiplication
// serves both. A negative sum in the lower half borrows from the upper one; clip8Pair gives it back.
func resample8ColumnsUint8(dst *[8]uint8, src []uint8, stride int, weights []int32) {
	const (
		bytes = 0x000000FF_000000FF
		half  = resampleHalf<<32 | resampleHalf
	)
	s0, s1, s2, s3 := uint64(half), uint64(half), uint64(half), uint64(half)
	for i, weight := range weights {
		v := binary.LittleEndian.Uint64(src[i*stride:])
		w := uint64(int64(weight))
		s0 += v & bytes * w
		s1 += v >> 8 & bytes * w
		s2 += v >> 16 & bytes * w
		s3 += v >> 24 & bytes * w
	}
	dst[0], dst[4] = clip8Pair(s0)
	dst[1], dst[5] = clip8Pair(s1)
	dst[2], dst[6] = clip8Pair(s2)
	dst[3], dst[7] = clip8Pair(s3)
}

// clip8Pair takes apart s = hi·2³² + lo, both signed.
func clip8Pair(s uint64) (lo, hi uint8) {
	l := int32(s)
	return clip8(l), clip8(int32((s - uint64(int64(l))) >> 32))
}
