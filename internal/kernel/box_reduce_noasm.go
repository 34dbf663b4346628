//go:build !amd64 || purego

package kernel

func boxReduceUint8(dst, src []uint8, stride, side int) {
	boxReduceUint8Generic(dst, src, stride, side)
}
