package autodiff

import "github.com/saccade-go/saccade/internal/kernel"

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
func add(dst, a, b []float32, _ float32) { kernel.Add(dst, a, b) }

// sub is dst = a − b.
func sub(dst, a, b []float32, _ float32) { kernel.Sub(dst, a, b) }

// mul is dst = a·b.
func mul(dst, a, b []float32, _ float32) { kernel.Mul(dst, a, b) }

// mulAdd is dst += a·b.
func mulAdd(dst, a, b []float32, _ float32) { kernel.AddProduct(dst, a, b) }

// scale is dst = p·a.
func scale(dst, a, _ []float32, p float32) { kernel.Scale(dst, a, p) }

// scaleAdd is dst += p·a.
func scaleAdd(dst, a, _ []float32, p float32) { kernel.AddScaled(dst, a, p) }
