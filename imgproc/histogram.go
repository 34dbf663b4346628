package imgproc

// A histogram says how often each stored value occurs.
type histogram [256]uint32

// count adds up the values of p in four histograms by turns, so that equal neighbours don't wait for each other.
func (h *histogram) count(p []uint8) {
	var parts [4]histogram
	for ; len(p) >= 4; p = p[4:] {
		parts[0][p[0]]++
		parts[1][p[1]]++
		parts[2][p[2]]++
		parts[3][p[3]]++
	}
	for _, v := range p {
		parts[0][v]++
	}
	for i := range h {
		h[i] = parts[0][i] + parts[1][i] + parts[2][i] + parts[3][i]
	}
}

// span returns the smallest and the largest value that occurs.
func (h *histogram) span() (lo, hi int) {
	for lo = 0; lo < 255 && h[lo] == 0; lo++ {
	}
	for hi = 255; hi > 0 && h[hi] == 0; hi-- {
	}
	return lo, hi
}

// levels32 writes the nearest of the levels 0..255 of values in 0..1; what is below or NaN becomes 0.
func levels32(dst []uint8, src []float32) {
	dst = dst[:len(src)]
	for i, v := range src {
		dst[i] = round8(v * 255)
	}
}
