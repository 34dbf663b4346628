package kernel

// Bias adds bias to every row of the matrix y (N×C), whose rows are as long as bias: y[i][j] += bias[j].
func Bias(y, bias []float32) {
	var tile biasTile
	for bias = tile.of(bias); len(y) > 0 && len(bias) > 0; y = y[len(bias):] {
		bias = bias[:min(len(bias), len(y))]
		add(y[:len(bias)], y[:len(bias)], bias)
	}
}

// BiasReLU is [Bias] and then [ReLU], in one pass: y[i][j] = max(y[i][j] + bias[j], 0).
func BiasReLU(y, bias []float32) {
	var tile biasTile
	for bias = tile.of(bias); len(y) > 0 && len(bias) > 0; y = y[len(bias):] {
		bias = bias[:min(len(bias), len(y))]
		biasReLU(y[:len(bias)], y[:len(bias)], bias)
	}
}

// BiasLeakyReLU is [Bias] and then [LeakyReLU], in one pass.
func BiasLeakyReLU(y, bias []float32, slope float32) {
	var tile biasTile
	for bias = tile.of(bias); len(y) > 0 && len(bias) > 0; y = y[len(bias):] {
		bias = bias[:min(len(bias), len(y))]
		biasLeakyReLU(y[:len(bias)], y[:len(bias)], bias, slope)
	}
}

// A biasTile has room for the bias of several narrow rows, so that they become one.
type biasTile [256]float32

// of returns bias, repeated if it is short.
func (t *biasTile) of(bias []float32) []float32 {
	if len(bias) > len(t)/4 || len(bias) == 0 {
		return bias
	}
	all := t[:len(t)/len(bias)*len(bias)]
	FillRows(all, bias)
	return all
}
