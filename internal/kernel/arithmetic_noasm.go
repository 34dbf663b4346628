//go:build !amd64 || purego

package kernel

func add(dst, a, b []float32) { addGeneric(dst, a, b) }

func sub(dst, a, b []float32) { subGeneric(dst, a, b) }

func mul(dst, a, b []float32) { mulGeneric(dst, a, b) }

func scale(dst, src []float32, factor float32) { scaleGeneric(dst, src, factor) }

func addScaled(dst, src []float32, factor float32) { addScaledGeneric(dst, src, factor) }

func addProduct(dst, a, b []float32) { addProductGeneric(dst, a, b) }
