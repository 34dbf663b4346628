package kernel

// resampleRowsFloat32Generic is the reference for [ResampleRowsFloat32].
func resampleRowsFloat32Generic(dst, src []float32, dstStride, srcStride, rows int, t Taps[float32]) {
	for r := range rows {
		to, from := dst[r*dstStride:][:t.Len()], src[r*srcStride:]
		for x := range to {
			first, weights := t.Run(x)
			to[x] = dotFloat32(from[first:], weights)
		}
	}
}

// dotFloat32 is Σ p[i]·w[i] with four sums in float64. Products are exact there.
func dotFloat32(p, w []float32) float32 {
	p = p[:len(w)]
	var s0, s1, s2, s3 float64
	for len(w) >= 4 {
		s0 += float64(p[0]) * float64(w[0])
		s1 += float64(p[1]) * float64(w[1])
		s2 += float64(p[2]) * float64(w[2])
		s3 += float64(p[3]) * float64(w[3])
		p, w = p[4:], w[4:]
	}
	if len(w) > 0 {
		s0 += float64(p[0]) * float64(w[0])
	}
	if len(w) > 1 {
		s1 += float64(p[1]) * float64(w[1])
	}
	if len(w) > 2 {
		s2 += float64(p[2]) * float64(w[2])
	}
	return float32((s0 + s1) + (s2 + s3))
}

// resampleColumnFloat32Generic is the reference for [ResampleColumnFloat32].
func resampleColumnFloat32Generic(dst, src []float32, stride int, weights []float32) {
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
