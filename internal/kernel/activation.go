package kernel

// Functions f of single values come as F(dst, src), which is dst[i] = f(src[i]), FGrad(dx, dy, y), which is
// dx[i] = dy[i]·f′, and FGradAdd(dx, dy, y), which is dx[i] += dy[i]·f′, rounded twice. The derivative is told from
// y[i] = f(x[i]), so that x needn't be kept. All are for each i of the destination, which may be one of the sources.

// ReLU is f(x) = max(x, 0). NaN stays NaN.
func ReLU(dst, src []float32) { relu(dst, src[:len(dst)]) }

// ReLUGrad: f′ is 1 where y is above 0, otherwise 0. Where it is 0, dx is 0 whatever dy is.
func ReLUGrad(dx, dy, y []float32) { reluGrad(dx, dy[:len(dx)], y[:len(dx)]) }

// ReLUGradAdd adds what [ReLUGrad] writes.
func ReLUGradAdd(dx, dy, y []float32) { reluGradAdd(dx, dy[:len(dx)], y[:len(dx)]) }

// LeakyReLU is f(x) = x where x is above 0, otherwise slope·x. slope is at least 0.
func LeakyReLU(dst, src []float32, slope float32) { leakyReLU(dst, src[:len(dst)], slope) }

// LeakyReLUGrad: f′ is 1 where y is above 0, otherwise slope.
func LeakyReLUGrad(dx, dy, y []float32, slope float32) {
	leakyReLUGrad(dx, dy[:len(dx)], y[:len(dx)], slope)
}

// LeakyReLUGradAdd adds what [LeakyReLUGrad] writes.
func LeakyReLUGradAdd(dx, dy, y []float32, slope float32) {
	leakyReLUGradAdd(dx, dy[:len(dx)], y[:len(dx)], slope)
}

// Sigmoid is f(x) = 1 / (1 + exp(−x)). It is less than 2 ulp off; see [Exp].
func Sigmoid(dst, src []float32) { sigmoid(dst, src[:len(dst)]) }

// SigmoidGrad: f′ is y·(1 − y), for y = sigmoid(x).
func SigmoidGrad(dx, dy, y []float32) { sigmoidGrad(dx, dy[:len(dx)], y[:len(dx)]) }

// SigmoidGradAdd adds what [SigmoidGrad] writes.
func SigmoidGradAdd(dx, dy, y []float32) { sigmoidGradAdd(dx, dy[:len(dx)], y[:len(dx)]) }

// Tanh is f(x) = tanh(x). It is less than 1.5 ulp off; see [Exp].
func Tanh(dst, src []float32) { tanh(dst, src[:len(dst)]) }

// TanhGrad: f′ is 1 − y², for y = tanh(x).
func TanhGrad(dx, dy, y []float32) { tanhGrad(dx, dy[:len(dx)], y[:len(dx)]) }

// TanhGradAdd adds what [TanhGrad] writes.
func TanhGradAdd(dx, dy, y []float32) { tanhGradAdd(dx, dy[:len(dx)], y[:len(dx)]) }
