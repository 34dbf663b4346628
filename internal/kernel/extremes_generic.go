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

// A comparator puts the lower of the values at two places at the first of them, the higher at the second.
type comparator [2]uint8

// sortingOf5 sorts five values.
var sortingOf5 = [...]comparator{{0, 3}, {1, 4}, {0, 2}, {1, 3}, {0, 1}, {2, 4}, {1, 2}, {3, 4}, {2, 3}}

// middleOf25 brings the median of five rows of five values, whose columns are sorted, to middleAt. A line for each row sorts it
// as far as its values can be the median: of sorted columns and rows, the value in row y and column x, counted from 1, has x·y −
// 1 values that aren't larger, so that 13 of them remain. The others find the median of these. (Comparators without which all
// columns of 0 and 1 give the same are left out: D. Knuth, "The art of computer programming", volume 3, section 5.3.4.)
var middleOf25 = [...]comparator{
	{0, 1}, {3, 4}, {2, 4}, {2, 3}, {1, 4}, {0, 3}, {1, 3},
	{5, 6}, {8, 9}, {7, 9}, {7, 8}, {6, 9}, {5, 8}, {6, 8}, {6, 7},
	{10, 11}, {13, 14}, {12, 14}, {12, 13}, {11, 14}, {10, 13}, {10, 12}, {11, 13}, {11, 12},
	{15, 18}, {16, 19}, {15, 16}, {16, 17}, {18, 19}, {17, 18},
	{20, 21}, {23, 24}, {22, 24}, {22, 23}, {20, 22}, {21, 23}, {21, 22},
	{15, 3}, {11, 4}, {9, 17}, {16, 20}, {9, 20}, {3, 20}, {4, 3}, {7, 16}, {3, 13}, {16, 3}, {4, 16}, {9, 8}, {3, 8}, {16, 9},
	{3, 21}, {9, 12}, {9, 3}, {3, 12},
}

const middleAt = 3

func sort5Uint8Generic(to, a, b, c, d, e []uint8)     { sort5Generic(to, a, b, c, d, e) }
func sort5Float32Generic(to, a, b, c, d, e []float32) { sort5Generic(to, a, b, c, d, e) }

// sort5Generic writes the k-th smallest of the five values at i to to[k·n+i], n = len(a).
func sort5Generic[T uint8 | float32](to, a, b, c, d, e []T) {
	n := len(a)
	for y, row := range [...][]T{a, b, c, d, e} {
		copy(to[y*n:], row)
	}
	for _, c := range sortingOf5 {
		exchange(to[int(c[0])*n:][:n], to[int(c[1])*n:][:n])
	}
}

// exchange is a comparator on rows.
func exchange[T uint8 | float32](a, b []T) {
	b = b[:len(a)]
	for i, v := range a {
		a[i], b[i] = lower(v, b[i]), higher(v, b[i])
	}
}

func medianOf25Uint8Generic(dst, sorted []uint8)     { medianOf25Generic(dst, sorted) }
func medianOf25Float32Generic(dst, sorted []float32) { medianOf25Generic(dst, sorted) }

func medianOf25Generic[T uint8 | float32](dst, sorted []T) {
	n := len(dst) + 4
	var v [25][64]T // of as many windows at a time
	for at := 0; at < len(dst); at += len(v[0]) {
		m := min(len(v[0]), len(dst)-at)
		for i := range v {
			copy(v[i][:m], sorted[i/5*n+at+i%5:])
		}
		for _, c := range middleOf25 {
			exchange(v[c[0]][:m], v[c[1]][:m])
		}
		copy(dst[at:], v[middleAt][:m])
	}
}
