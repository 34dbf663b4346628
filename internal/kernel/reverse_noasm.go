//go:build !amd64 || purego

package kernel

func reverseUint8(dst, src []uint8) { reverseUint8Generic(dst, src) }

func reverseFloat32(dst, src []float32) { reverseFloat32Generic(dst, src) }
