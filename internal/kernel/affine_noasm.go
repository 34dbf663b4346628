//go:build !amd64 || purego

package kernel

func affineFloat32(dst, src []float32, mean, std float32) { affineFloat32Generic(dst, src, mean, std) }

func unitUint8(dst []float32, src []uint8) { unitUint8Generic(dst, src) }

func affineUint8(dst []float32, src []uint8, mean, std float32) {
	affineUint8Generic(dst, src, mean, std)
}
