package kernel

// ResampleRowsFloat32 resamples each row of a plane: for r in 0..rows−1 and x in 0..t.Len()−1
//
//	dst[r·dstStride+x] = Σ src[r·srcStride+t.First[x]+i] · weight i of x
//
// with the sum in float64, rounded once: long runs, as from large images, would lose too much in float32.
func ResampleRowsFloat32(dst, src []float32, dstStride, srcStride, rows int, t Taps[float32]) {
	r := 0
	for ; r+4 <= rows; r += 4 {
		resample4RowsFloat32(dst[r*dstStride:], src[r*srcStride:], dstStride, srcStride, t)
	}
	for ; r < rows; r++ {
		resampleRowFloat32(dst[r*dstStride:][:t.Len()], src[r*srcStride:], t)
	}
}

func resampleRowFloat32(dst, src []float32, t Taps[float32]) {
	for x := range dst {
		first, weights := t.Run(x)
		p := src[first:][:len(weights)]
		s := 0.0
		for i, w := range weights {
			s += float64(p[i]) * float64(w)
		}
		dst[x] = float32(s)
	}
}

// resample4RowsFloat32 reads each weight once for four rows, whose sums don't wait for each other.
func resample4RowsFloat32(dst, src []float32, dstStride, srcStride int, t Taps[float32]) {
	n := t.Len()
	d0, d1, d2, d3 := dst[:n], dst[dstStride:][:n], dst[2*dstStride:][:n], dst[3*dstStride:][:n]
	r0, r1, r2, r3 := src, src[srcStride:], src[2*srcStride:], src[3*srcStride:]
	firsts, counts := t.First[:n], t.Count[:n]
	for x := range n {
		first, count := int(firsts[x]), int(counts[x])
		weights := t.Weights[x*t.Stride:][:count]
		p0, p1, p2, p3 := r0[first:][:count], r1[first:][:count], r2[first:][:count], r3[first:][:count]
		var s0, s1, s2, s3 float64
		for i, weight := range weights {
			w := float64(weight)
			s0 += float64(p0[i]) * w
			s1 += float64(p1[i]) * w
			s2 += float64(p2[i]) * w
			s3 += float64(p3[i]) * w
		}
		d0[x], d1[x], d2[x], d3[x] = float32(s0), float32(s1), float32(s2), float32(s3)
	}
}

// ResampleColumnFloat32 makes one row from several, which begin at multiples of stride in src:
//
//	dst[x] = Σ src[i·stride+x] · weights[i]
//
// with the arithmetic of [ResampleRowsFloat32].
func ResampleColumnFloat32(dst, src []float32, stride int, weights []float32) {
	x := 0
	for ; x+4 <= len(dst); x += 4 {
		var s0, s1, s2, s3 float64
		at := x
		for _, weight := range weights {
			w, p := float64(weight), (*[4]float32)(src[at:])
			s0 += float64(p[0]) * w
			s1 += float64(p[1]) * w
			s2 += float64(p[2]) * w
			s3 += float64(p[3]) * w
			at += stride
		}
		*(*[4]float32)(dst[x:]) = [4]float32{float32(s0), float32(s1), float32(s2), float32(s3)}
	}
	for ; x < len(dst); x++ {
		s := 0.0
		for i, w := range weights {
			s += float64(src[i*stride+x]) * float64(w)
		}
		dst[x] = float32(s)
	}
}
