package kernel

// AffineFloat32 standardises: dst[i] = (src[i] − mean) / std for each i of dst. It divides, as PyTorch does,
// instead of multiplying by 1/std, which would differ in the last bit. dst and src may be the same slice.
func AffineFloat32(dst, src []float32, mean, std float32) {
	src = src[:len(dst)]
	for i, v := range src {
		dst[i] = (v - mean) / std
	}
}
