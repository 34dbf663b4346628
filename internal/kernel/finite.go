package kernel

// NotFinite returns the index of the first NaN or Inf in s, and −1 if there is none.
func NotFinite(s []float32) int {
	for i, v := range s {
		if v-v != 0 {
			return i
		}
	}
	return -1
}
