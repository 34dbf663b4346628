package kernel

// lower and higher are the instructions' minimum and maximum, whose second operand wins where they can't be compared.

func lower[T uint8 | float32](a, b T) T {
	if a < b {
		return a
	}
	return b
}

func higher[T uint8 | float32](a, b T) T {
	if a > b {
		return a
	}
	return b
}

func minGeneric[T uint8 | float32](dst, a, b []T) {
	for i := range dst {
		dst[i] = lower(a[i], b[i])
	}
}

func maxGeneric[T uint8 | float32](dst, a, b []T) {
	for i := range dst {
		dst[i] = higher(a[i], b[i])
	}
}

func minUint8Generic(dst, a, b []uint8)     { minGeneric(dst, a, b) }
func maxUint8Generic(dst, a, b []uint8)     { maxGeneric(dst, a, b) }
func minFloat32Generic(dst, a, b []float32) { minGeneric(dst, a, b) }
func maxFloat32Generic(dst, a, b []float32) { maxGeneric(dst, a, b) }

func medianOf9Uint8Generic(dst, above, here, below []uint8) {
	medianOf9Generic(dst, above, here, below)
}

func medianOf9Float32Generic(dst, above, here, below []float32) {
	medianOf9Generic(dst, above, here, below)
}

// medianOf9Generic sorts the columns of each window; the median is the middle one of the largest of the lows, the middle of the
// middles and the smallest of the highs.
func medianOf9Generic[T uint8 | float32](dst, above, here, below []T) {
	for i := range dst {
		var lows, middles, highs [3]T
		for x := range 3 {
			a, b := lower(above[i+x], here[i+x]), higher(above[i+x], here[i+x])
			b, c := lower(b, below[i+x]), higher(b, below[i+x])
			lows[x], middles[x], highs[x] = lower(a, b), higher(a, b), c
		}
		low := higher(higher(lows[0], lows[1]), lows[2])
		high := lower(lower(highs[0], highs[1]), highs[2])
		dst[i] = median3(low, median3(middles[0], middles[1], middles[2]), high)
	}
}

func median3[T uint8 | float32](a, b, c T) T {
	return higher(lower(a, b), lower(higher(a, b), c))
}
