package kernel

// Exp, Log, Sigmoid and Tanh are computed in float32, without fused multiply-add. Errors are the largest over all
// float32 in units in the last place (ulp) of the exact result; `make ulp` measures them. Infinities, NaN, zeros and
// what is out of range come out as from package math; numbers below the normal ones are as good as others.

// Exp is dst[i] = eˣ with x = src[i] for each i of dst, which may be src. It is less than 1 ulp off.
func Exp(dst, src []float32) { exp(dst, src[:len(dst)]) }

// Log is dst[i] = log x with x = src[i] for each i of dst, which may be src. It is at most 0.83 ulp off.
func Log(dst, src []float32) { log(dst, src[:len(dst)]) }
