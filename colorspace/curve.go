package colorspace

import "math"

// A curve is one of the functions of colour science that are linear near 0 and a power above. It is exact to
// float32 rounding (a relative error of about 1e-7) for all arguments, and fast for those up to 2.
//
// Above the linear part it is a table of quadratic polynomials, 64 of equal length for each power of 2, which
// makes a piece's number simply the leading bits of its arguments.
type curve struct {
	toe, slope, offset float32 // slope·x + offset for x ≤ toe
	power              func(float64) float64
	first              uint32 // leading bits of the first piece's arguments
	pieces             []quadratic
}

// A quadratic is c[0] + c[1]·d + c[2]·d², d counted from the beginning of the piece.
type quadratic [3]float32

// pieceShift takes the leading bits of a float32, all but 17 of the significand's 23.
const pieceShift = 17

// newCurve returns the curve that is slope·x + offset for x ≤ toe and power(x) above.
func newCurve(toe, slope, offset float64, power func(float64) float64) *curve {
	first := math.Float32bits(float32(toe)) >> pieceShift
	end := math.Float32bits(2) >> pieceShift
	c := &curve{float32(toe), float32(slope), float32(offset), power, first, nil}
	for bits := first; bits < end; bits++ {
		from := float64(math.Float32frombits(bits << pieceShift))
		to := float64(math.Float32frombits((bits + 1) << pieceShift))
		c.pieces = append(c.pieces, fit(power, from, to))
	}
	return c
}

// fit interpolates f at the three Chebyshev nodes of [from, to], which spreads the error evenly.
func fit(f func(float64) float64, from, to float64) quadratic {
	half := (to - from) / 2
	step := half * math.Sqrt(3) / 2
	mid := f(from + half)
	rise := (f(from+half+step) - f(from+half-step)) / (2 * step)
	bend := (f(from+half+step) + f(from+half-step) - 2*mid) / (2 * step * step)
	return quadratic{float32(mid - half*rise + half*half*bend), float32(rise - 2*half*bend), float32(bend)}
}

// apply writes the function of each value of src into dst, which may be src itself. NaN gives NaN.
func (c *curve) apply(dst, src []float32) {
	dst = dst[:len(src)]
	for i, x := range src {
		if x <= c.toe {
			dst[i] = c.slope*x + c.offset
			continue
		}
		bits := math.Float32bits(x)
		n := bits>>pieceShift - c.first
		if uint(n) >= uint(len(c.pieces)) { // 2 and above, or NaN
			dst[i] = float32(c.power(float64(x)))
			continue
		}
		q := &c.pieces[n]
		d := x - math.Float32frombits(bits>>pieceShift<<pieceShift)
		dst[i] = q[0] + d*(q[1]+d*q[2])
	}
}

// within returns the function of one value above the toe and below 2.
func (c *curve) within(x float32) float32 {
	bits := math.Float32bits(x)
	q := &c.pieces[bits>>pieceShift-c.first]
	d := x - math.Float32frombits(bits>>pieceShift<<pieceShift)
	return q[0] + d*(q[1]+d*q[2])
}

// tabulate returns the function of each of x.
func (c *curve) tabulate(x *[256]float32) *[256]float32 {
	t := new([256]float32)
	c.apply(t[:], x[:])
	return t
}
