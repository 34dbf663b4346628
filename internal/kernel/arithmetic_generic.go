package kernel

// addGeneric is the reference for [Add].
func addGeneric(dst, a, b []float32) {
	for i, v := range a {
		dst[i] = v + b[i]
	}
}

// subGeneric is the reference for [Sub].
func subGeneric(dst, a, b []float32) {
	for i, v := range a {
		dst[i] = v - b[i]
	}
}

// mulGeneric is the reference for [Mul].
func mulGeneric(dst, a, b []float32) {
	for i, v := range a {
		dst[i] = v * b[i]
	}
}

// scaleGeneric is the reference for [Scale].
func scaleGeneric(dst, src []float32, factor float32) {
	for i, v := range src {
		dst[i] = factor * v
	}
}

// addScaledGeneric is the reference for [AddScaled].
func addScaledGeneric(dst, src []float32, factor float32) {
	for i, v := range src {
		dst[i] += float32(factor * v)
	}
}

// addProductGeneric is the reference for [AddProduct].
func addProductGeneric(dst, a, b []float32) {
	for i, v := range a {
		dst[i] += float32(v * b[i])
	}
}
