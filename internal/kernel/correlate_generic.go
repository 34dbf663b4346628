package kernel

func weightedSumGeneric(dst, src []float32, offsets []int32, weights []float32) {
	for k, w := range weights {
		from := src[offsets[k]:][:len(dst)]
		if k == 0 {
			for i, v := range from {
				dst[i] = w * v
			}
			continue
		}
		for i, v := range from {
			dst[i] += float32(w * v)
		}
	}
}

func symmetricSumGeneric(dst, src []float32, offsets []int32, weights []float32) {
	for i, v := range src[offsets[0]:][:len(dst)] {
		dst[i] = weights[0] * v
	}
	for k, w := range weights[1:] {
		a, b := src[offsets[2*k+1]:][:len(dst)], src[offsets[2*k+2]:][:len(dst)]
		for i, v := range a {
			dst[i] += float32(w * (v + b[i]))
		}
	}
}

func floatUint8Generic(dst []float32, src []uint8) {
	for i, v := range src[:len(dst)] {
		dst[i] = float32(v)
	}
}

func roundUint8Generic(dst []uint8, src []float32) {
	const magic = 1 << 23 // a float32 from there on has no room for what is behind the point
	for i, v := range src[:len(dst)] {
		switch {
		case v >= 255:
			dst[i] = 255
		case v > 0:
			dst[i] = uint8(v + magic - magic)
		default:
			dst[i] = 0
		}
	}
}
