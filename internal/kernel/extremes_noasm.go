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
