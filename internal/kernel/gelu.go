package kernel

// GELU and its derivative are computed in float64 and rounded once. −Inf gives −0, the limit.

// GELU is dst[i] = x·Φ(x) with x = src[i] for each i of dst, which may be src, where Φ is the cumulative distribution
// function of the normal distribution, (1 + erf(x/√2))/2 (Hendrycks & Gimpel 2016; torch.nn.GELU). It is less than
// 0.6 ulp off.
func GELU(dst, src []float32) { gelu(dst, src[:len(dst)]) }

// GELUGrad is dx[i] = dy[i]·f′ for each i of dx, which may be dy or x, where f′ is the derivative of [GELU] at x[i],
// Φ(x) + x·exp(−x²/2)/√2π. f′ is off by its rounding and at most 2·10⁻⁹.
func GELUGrad(dx, dy, x []float32) { geluGrad(dx, dy[:len(dx)], x[:len(dx)]) }

// GELUGradAdd adds what [GELUGrad] writes.
func GELUGradAdd(dx, dy, x []float32) { geluGradAdd(dx, dy[:len(dx)], x[:len(dx)]) }

// GELUTanh is [GELU] with the approximation of torch.nn.GELU(approximate="tanh"), x·(1 + tanh(u))/2 with
// u = √(2/π)·(x + 0.044715·x³), which is x·sigmoid(2u). It is less than 0.6 ulp off.
func GELUTanh(dst, src []float32) { geluTanh(dst, src[:len(dst)]) }

// GELUTanhGrad is [GELUGrad] for [GELUTanh], with the same bounds.
func GELUTanhGrad(dx, dy, x []float32) { geluTanhGrad(dx, dy[:len(dx)], x[:len(dx)]) }

// GELUTanhGradAdd adds what [GELUTanhGrad] writes.
func GELUTanhGradAdd(dx, dy, x []float32) { geluTanhGradAdd(dx, dy[:len(dx)], x[:len(dx)]) }
