//go:build !amd64 || purego

package kernel

func relu(dst, src []float32) { reluGeneric(dst, src) }

func leakyReLU(dst, src []float32, slope float32) { leakyReLUGeneric(dst, src, slope) }

func biasReLU(dst, src, bias []float32) { biasReLUGeneric(dst, src, bias) }

func biasLeakyReLU(dst, src, bias []float32, slope float32) {
	biasLeakyReLUGeneric(dst, src, bias, slope)
}

func reluGrad(dx, dy, y []float32) { reluGradGeneric(dx, dy, y) }

func reluGradAdd(dx, dy, y []float32) { reluGradAddGeneric(dx, dy, y) }

func leakyReLUGrad(dx, dy, y []float32, slope float32) { leakyReLUGradGeneric(dx, dy, y, slope) }

func leakyReLUGradAdd(dx, dy, y []float32, slope float32) { leakyReLUGradAddGeneric(dx, dy, y, slope) }

func sigmoidGrad(dx, dy, y []float32) { sigmoidGradGeneric(dx, dy, y) }

func sigmoidGradAdd(dx, dy, y []float32) { sigmoidGradAddGeneric(dx, dy, y) }

func tanhGrad(dx, dy, y []float32) { tanhGradGeneric(dx, dy, y) }

func tanhGradAdd(dx, dy, y []float32) { tanhGradAddGeneric(dx, dy, y) }
