//go:build !amd64 || purego

package kernel

func gelu(dst, src []float32) { geluGeneric(dst, src) }

func geluGrad(dx, dy, x []float32) { geluGradGeneric(dx, dy, x) }

func geluGradAdd(dx, dy, x []float32) { geluGradAddGeneric(dx, dy, x) }

func geluTanh(dst, src []float32) { geluTanhGeneric(dst, src) }

func geluTanhGrad(dx, dy, x []float32) { geluTanhGradGeneric(dx, dy, x) }

func geluTanhGradAdd(dx, dy, x []float32) { geluTanhGradAddGeneric(dx, dy, x) }
