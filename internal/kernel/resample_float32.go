package kernel

// ResampleRowsFloat32 resamples each row of a plane: for r in 0..rows−1 and x in 0..t.Len()−1
//
//	dst[r·dstStride+x] = Σ src[r·srcStride+t.First[x]+i] · weight i of x
//
// in float64, rounded once: long runs, as from large images, would lose too much in float32. Four sums take the
// terms in turn, s[i mod 4] += term i; together they are (s[0]+s[1]) + (s[2]+s[3]).
func ResampleRowsFloat32(dst, src []float32, dstStride, srcStride, rows int, t Taps[float32]) {
	if rows <= 0 || t.Len() == 0 {
		return
	}
	_ = dst[(rows-1)*dstStride+t.Len()-1]
	_, hi := t.Span()
	_ = src[(rows-1)*srcStride+hi-1]
	resampleRowsFloat32(dst, src, dstStride, srcStride, rows, t)
}

// ResampleColumnFloat32 makes one row from several, which begin at multiples of stride in src:
//
//	dst[x] = Σ src[i·stride+x] · weights[i]
//
// in float64, in this order, rounded once.
func ResampleColumnFloat32(dst, src []float32, stride int, weights []float32) {
	if len(dst) > 0 && len(weights) > 0 {
		_ = src[(len(weights)-1)*stride+len(dst)-1]
	}
	resampleColumnFloat32(dst, src, stride, weights)
}
