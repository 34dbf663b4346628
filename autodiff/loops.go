package autodiff

// Loops of several operations. Each is for all values of dst, which may be a or b.

// keep is dst = a.
func keep(dst, a, _ []float32, _ float32) { copy(dst, a) }

// constant is dst = p.
func constant(dst, _, _ []float32, p float32) {
	for i := range dst {
		dst[i] = p
	}
}

// add is dst = a + b.
func add(dst, a, b []float32, _ float32) {
	a, b = a[:len(dst)], b[:len(dst)]
	for i := range dst {
		dst[i] = a[i] + b[i]
	}
}

// sub is dst = a − b.
func sub(dst, a, b []float32, _ float32) {
	a, b = a[:len(dst)], b[:len(dst)]
	for i := range dst {
		dst[i] = a[i] - b[i]
	}
}

// mul is dst = a·b.
func mul(dst, a, b []float32, _ float32) {
	a, b = a[:len(dst)], b[:len(dst)]
	for i := range dst {
		dst[i] = a[i] * b[i]
	}
}

// scale is dst = p·a.
func scale(dst, a, _ []float32, p float32) {
	a = a[:len(dst)]
	for i := range dst {
		dst[i] = p * a[i]
	}
}
