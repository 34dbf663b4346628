package kernel

// affineFloat32Generic is the reference for [AffineFloat32].
func affineFloat32Generic(dst, src []float32, mean, std float32) {
	for i, v := range src {
		dst[i] = (v - mean) / std
	}
}

// unitUint8Generic is the reference for [UnitUint8].
func unitUint8Generic(dst []float32, src []uint8) {
	for i, v := range src {
		dst[i] = float32(v) / 255
	}
}

// affineUint8Generic is the reference for [AffineUint8].
func affineUint8Generic(dst []float32, src []uint8, mean, std float32) {
	for i, v := range src {
		dst[i] = (float32(v)/255 - mean) / std
	}
}
