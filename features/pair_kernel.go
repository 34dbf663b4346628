package features

import (
	"math"

	"github.com/saccade-go/saccade/internal/kernel"
	"github.com/saccade-go/saccade/internal/scratch"
	"github.com/saccade-go/saccade/tensor"
)

// The names of kernels of two vectors.
const (
	rbf          = "rbf"
	linear       = "linear"
	polynomial   = "polynomial"
	chi2         = "chi2"
	intersection = "intersection"
)

// A pairKernel is a kernel of two vectors: see [Nystroem].
type pairKernel struct {
	name   string
	gamma  float64
	coef0  float64
	degree int
}

// hasGamma reports whether the kernel has a γ.
func (k pairKernel) hasGamma() bool { return k.name == rbf || k.name == polynomial || k.name == chi2 }

// ofHistograms reports whether the kernel is one of vectors without negative values.
func (k pairKernel) ofHistograms() bool { return k.name == chi2 || k.name == intersection }

const maxDegree = 16

// check reports parameters that make no sense. A γ of 0 is one to be learned.
func (k pairKernel) check(op string) error {
	switch k.name {
	case rbf, linear, polynomial, chi2, intersection:
	default:
		return &tensor.ParamError{Op: op, Param: "kernel", Want: "rbf, linear, polynomial, chi2 or intersection", Got: k.name}
	}
	if err := checkGamma(op, k.gamma); err != nil {
		return err
	}
	switch {
	case !k.hasGamma() && k.gamma != 0:
		return &tensor.ParamError{Op: op, Param: "gamma", Want: "none with the kernel " + k.name, Got: k.gamma}
	case !(k.coef0 >= 0) || math.IsInf(k.coef0, 1) || k.name != polynomial && k.coef0 != 0:
		return &tensor.ParamError{Op: op, Param: "coef0", Want: "a number of 0 or more, with polynomial only", Got: k.coef0}
	case k.name == polynomial && (k.degree < 1 || k.degree > maxDegree) || k.name != polynomial && k.degree != 0:
		return &tensor.ParamError{Op: op, Param: "degree", Want: "a number from 1 to 16, with polynomial only", Got: k.degree}
	}
	return nil
}

// value is the kernel of x and y, in float64.
func (k pairKernel) value(x, y []float32) float64 {
	sum := 0.0
	for i, v := range x {
		v, w := float64(v), float64(y[i])
		switch k.name {
		case rbf:
			sum += (v - w) * (v - w)
		case chi2:
			if v+w > 0 {
				sum += (v - w) * (v - w) / (v + w)
			}
		case intersection:
			sum += min(v, w)
		default:
			sum += v * w
		}
	}
	switch k.name {
	case rbf, chi2:
		return math.Exp(-k.gamma * sum)
	case polynomial:
		return power(k.gamma*sum+k.coef0, k.degree)
	}
	return sum
}

// power is xⁿ.
func power(x float64, n int) float64 {
	p := 1.0
	for range n {
		p *= x
	}
	return p
}

// row makes of dst the kernels of x and each row of a matrix. Differences of vectors are float32, and sums float64, so that a distance
// is as good far from 0; inner products are float32.
func (k pairKernel) row(dst, x []float32, matrix *tensor.Tensor) {
	d := len(x)
	if k.name == linear || k.name == polynomial {
		multiplyVector(dst, x, matrix.F32)
		if k.name == polynomial {
			for i, v := range dst {
				dst[i] = float32(power(k.gamma*float64(v)+k.coef0, k.degree))
			}
		}
		return
	}
	buf := scratch.Float32.Get(2 * d)
	defer scratch.Float32.Put(buf)
	both, positive := buf.S[:d], buf.S[d:]
	if k.ofHistograms() {
		kernel.ReLU(positive, x)
		x = positive
	}
	for i := range dst {
		y := matrix.F32[i*d:][:d]
		switch k.name {
		case rbf:
			kernel.Sub(both, x, y)
			dst[i] = float32(-k.gamma * kernel.SumSquares(both))
		case chi2:
			dst[i] = float32(-k.gamma * chiSquare(x, y))
		case intersection:
			kernel.MinFloat32(both, y, x)
			dst[i] = float32(kernel.Sum(both))
		}
	}
	if k.name != intersection {
		kernel.Exp(dst, dst)
	}
}

// chiSquare is Σ (x − y)²/(x + y), where 0/0 is 0, of values of 0 or more. Four sums don't wait for one another.
func chiSquare(x, y []float32) float64 {
	const smallest = 0x1p-126 // makes 0/0 be 0, and changes no other quotient that counts
	var s0, s1, s2, s3 float64
	y = y[:len(x)]
	for len(x) >= 4 {
		a, b := x[:4:4], y[:4:4]
		d0, d1, d2, d3 := a[0]-b[0], a[1]-b[1], a[2]-b[2], a[3]-b[3]
		s0 += float64(d0 * d0 / (a[0] + b[0] + smallest))
		s1 += float64(d1 * d1 / (a[1] + b[1] + smallest))
		s2 += float64(d2 * d2 / (a[2] + b[2] + smallest))
		s3 += float64(d3 * d3 / (a[3] + b[3] + smallest))
		x, y = x[4:], y[4:]
	}
	for i, v := range x {
		d := v - y[i]
		s0 += float64(d * d / (v + y[i] + smallest))
	}
	return s0 + s1 + s2 + s3
}
