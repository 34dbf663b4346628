//go:build !amd64 || purego

package kernel

func minUint8(dst, a, b []uint8) { minUint8Generic(dst, a, b) }

func maxUint8(dst, a, b []uint8) { maxUint8Generic(dst, a, b) }

func minFloat32(dst, a, b []float32) { minFloat32Generic(dst, a, b) }

func maxFloat32(dst, a, b []float32) { maxFloat32Generic(dst, a, b) }

func medianOf9Uint8(dst, above, here, below []uint8) { medianOf9Uint8Generic(dst, above, here, below) }

func medianOf9Float32(dst, above, here, below []float32) {
	medianOf9Float32Generic(dst, above, here, below)
}

func sort5Uint8(to, a, b, c, d, e []uint8) { sort5Uint8Generic(to, a, b, c, d, e) }

func sort5Float32(to, a, b, c, d, e []float32) { sort5Float32Generic(to, a, b, c, d, e) }

func medianOf25Uint8(dst, sorted []uint8) { medianOf25Uint8Generic(dst, sorted) }

func medianOf25Float32(dst, sorted []float32) { medianOf25Float32Generic(dst, sorted) }
