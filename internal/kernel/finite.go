package kernel

// NotFinite returns the index of the first NaN or Inf in s, and −1 if there is none.
func NotFinite(s []float32) int {
	const block = 1 << 12
	for from := 0; from < len(s); from += block {
		part := s[from:min(from+block, len(s))]
		if sum := SumSquares(part); sum-sum == 0 { // squares of float32 don't overflow float64
			continue
		}
		for i, v := range part {
			if v-v != 0 {
				return from + i
			}
		}
	}
	return -1
}
