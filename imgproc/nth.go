package imgproc

// nth returns the value that would stand at index k if s, in which there is no NaN, were sorted. It changes the order of s
// (C. A. R. Hoare, "Algorithm 65: find", 1961): values before k are not larger afterwards, values behind it not smaller. It
// takes time in proportion to len(s).
func nth[T uint8 | float32](s []T, k int) T {
	for lo, hi := 0, len(s)-1; lo < hi; {
		pivot := middleOf(s[lo], s[lo+(hi-lo)/2], s[hi])
		i, j := lo, hi
		for i <= j {
			for s[i] < pivot {
				i++
			}
			for s[j] > pivot {
				j--
			}
			if i <= j {
				s[i], s[j] = s[j], s[i]
				i, j = i+1, j-1
			}
		}
		switch {
		case k <= j:
			hi = j
		case k >= i:
			lo = i
		default:
			return s[k]
		}
	}
	return s[k]
}

// middleOf returns the one that lies between the others.
func middleOf[T uint8 | float32](a, b, c T) T { return max(min(a, b), min(max(a, b), c)) }
