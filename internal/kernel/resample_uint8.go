package kernel

// ResampleRowsUint8 resamples each row of a plane: for r in 0..rows−1 and x in 0..t.Len()−1
//
//	dst[r·dstStride+x] = clip(½ + Σ src[r·srcStride+t.First[x]+i] · weight i of x)
//
// with the sum in fixed point, rounded down after the ½ was added, and clipped to 0..255. It is fastest with
// taps that [PackRows] has prepared; then rows have as many values as was said there.
func ResampleRowsUint8(dst, src []uint8, dstStride, srcStride, rows int, t Taps[int32]) {
	if rows <= 0 || t.Len() == 0 {
		return
	}
	_ = dst[(rows-1)*dstStride+t.Len()-1]
	_ = src[(rows-1)*srcStride+max(t.packed.in, 1)-1]
	resampleRowsUint8(dst, src, dstStride, srcStride, rows, t)
}

// ResampleColumnUint8 makes one row from several, which begin at multiples of stride in src:
//
//	dst[x] = clip(½ + Σ src[i·stride+x] · weights[i])
//
// with the arithmetic of [ResampleRowsUint8].
func ResampleColumnUint8(dst, src []uint8, stride int, weights []int32) {
	if len(dst) > 0 && len(weights) > 0 {
		_ = src[(len(weights)-1)*stride+len(dst)-1]
	}
	resampleColumnUint8(dst, src, stride, weights)
}
