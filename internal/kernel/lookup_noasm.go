//go:build !amd64 || purego

package kernel

func lookupFloat32(dst []float32, src []uint8, table *[256]float32) {
	lookupFloat32Generic(dst, src, table)
}
