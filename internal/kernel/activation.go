package kernel

import "math"

// ReLU is x[i] = max(x[i], 0). NaN stays NaN.
func ReLU(x []float32) {
	for i, v := range x {
		if v < 0 {
			x[i] = 0
		}
	}
}

// ReLUGrad multiplies grad by the derivative at y = ReLU(x): 1 where y is above 0, otherwise 0.
func ReLUGrad(grad, y []float32) {
	y = y[:len(grad)]
	for i, v := range y {
		if !(v > 0) {
			grad[i] = 0
		}
	}
}

// Tanh is x[i] = tanh(x[i]).
func Tanh(x []float32) {
	for i, v := range x {
		x[i] = float32(math.Tanh(float64(v)))
	}
}

// TanhGrad multiplies grad by the derivative at y = tanh(x), which is 1 − y².
func TanhGrad(grad, y []float32) {
	y = y[:len(grad)]
	for i, v := range y {
		grad[i] *= 1 - v*v
	}
}

// Sigmoid is x[i] = 1 / (1 + exp(−x[i])).
func Sigmoid(x []float32) {
	for i, v := range x {
		x[i] = float32(1 / (1 + math.Exp(-float64(v))))
	}
}

// SigmoidGrad multiplies grad by the derivative at y = sigmoid(x), which is y·(1 − y).
func SigmoidGrad(grad, y []float32) {
	y = y[:len(grad)]
	for i, v := range y {
		grad[i] *= v * (1 - v)
	}
}
