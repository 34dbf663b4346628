package png

// paeth returns that of a (left), b (above) and c (above left) which is nearest to a+b−c, in this order if they are
// equally near; PNG, section 9.4. With h = 3c−(a+b), this is the larger of a and b if h ≤ both, the smaller if
// h ≥ both, c otherwise: no differences, no branches. stb_image has it so.
func paeth(a, b, c int) int {
	h, lo, hi := 3*c-(a+b), min(a, b), max(a, b)
	p := c
	if hi <= h {
		p = lo
	}
	if h <= lo {
		p = hi
	}
	return p
}

// paeth1 undoes the filter for one byte of each step.
func paeth1(dst, src, prev []byte, step int) {
	src, prev = src[:len(dst)], prev[:len(dst)]
	a, c := 0, 0
	for i := 0; i < len(dst); i += step {
		b := int(prev[i])
		a = (paeth(a, b, c) + int(src[i])) & 255
		c = b
		dst[i] = byte(a)
	}
}

// paeth3 undoes the filter for the first three bytes of each step: three chains side by side.
func paeth3(dst, src, prev []byte, step int) {
	src, prev = src[:len(dst)], prev[:len(dst)]
	var a0, a1, a2, c0, c1, c2 int
	for i := 0; i < len(dst)-2; i += step {
		d, s, p := dst[i:i+3], src[i:i+3], prev[i:i+3]
		// One after the other, the chains need fewer registers.
		b := int(p[0])
		a0 = (paeth(a0, b, c0) + int(s[0])) & 255
		c0, d[0] = b, byte(a0)
		b = int(p[1])
		a1 = (paeth(a1, b, c1) + int(s[1])) & 255
		c1, d[1] = b, byte(a1)
		b = int(p[2])
		a2 = (paeth(a2, b, c2) + int(s[2])) & 255
		c2, d[2] = b, byte(a2)
	}
}

// paeth4 undoes the filter for the first four bytes of each step.
func paeth4(dst, src, prev []byte, step int) {
	src, prev = src[:len(dst)], prev[:len(dst)]
	var a0, a1, a2, a3, c0, c1, c2, c3 int
	for i := 0; i < len(dst)-3; i += step {
		d, s, p := dst[i:i+4], src[i:i+4], prev[i:i+4]
		b := int(p[0])
		a0 = (paeth(a0, b, c0) + int(s[0])) & 255
		c0, d[0] = b, byte(a0)
		b = int(p[1])
		a1 = (paeth(a1, b, c1) + int(s[1])) & 255
		c1, d[1] = b, byte(a1)
		b = int(p[2])
		a2 = (paeth(a2, b, c2) + int(s[2])) & 255
		c2, d[2] = b, byte(a2)
		b = int(p[3])
		a3 = (paeth(a3, b, c3) + int(s[3])) & 255
		c3, d[3] = b, byte(a3)
	}
}
