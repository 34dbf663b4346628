//go:build !amd64 || purego

package kernel

func exp(dst, src []float32) { expGeneric(dst, src) }

func log(dst, src []float32) { logGeneric(dst, src) }

func sigmoid(dst, src []float32) { sigmoidGeneric(dst, src) }

func tanh(dst, src []float32) { tanhGeneric(dst, src) }
