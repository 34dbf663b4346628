package kernel

// AffineFloat32 standardises: dst[i] = (src[i] − mean) / std for each i of dst. It divides, as PyTorch does,
// instead of multiplying by 1/std, which would differ in the last bit. dst and src may be the same slice.
func AffineFloat32(dst, src []float32, mean, std float32) {
	affineFloat32(dst, src[:len(dst)], mean, std)
}

// UnitUint8 is dst[i] = src[i] / 255 for each i of dst.
func UnitUint8(dst []float32, src []uint8) { unitUint8(dst, src[:len(dst)]) }

// AffineUint8 is [UnitUint8] and then [AffineFloat32], with the same roundings, in one pass:
// dst[i] = (src[i]/255 − mean) / std for each i of dst.
func AffineUint8(dst []float32, src []uint8, mean, std float32) {
	affineUint8(dst, src[:len(dst)], mean, std)
}
