package features

import (
	"math"

	"github.com/saccade-go/saccade/internal/scratch"
	"github.com/saccade-go/saccade/tensor"
)

// HuMoments describes a shape by seven numbers that stay the same when it is moved, turned or scaled (M.-K. Hu, "Visual Pattern
// Recognition by Moment Invariants", 1962), equal to cv2.HuMoments(cv2.moments(picture)). With the values v of the picture
//
//	μpq = Σ (x−x̄)^p·(y−ȳ)^q·v   about the centroid x̄ = Σx·v / Σv, ȳ = Σy·v / Σv
//	ηpq = μpq / (Σv)^((p+q)/2 + 1)
//
//	h1 = η20 + η02
//	h2 = (η20 − η02)² + 4·η11²
//	h3 = c² + e²                                     a = η30 + η12
//	h4 = a² + b²                                     b = η21 + η03
//	h5 = c·a·(a² − 3b²) + e·b·(3a² − b²)             c = η30 − 3·η12
//	h6 = (η20 − η02)·(a² − b²) + 4·η11·a·b           e = 3·η21 − η03
//	h7 = e·a·(a² − 3b²) − c·b·(3a² − b²)
//
// h7 changes its sign in a mirror image. skimage.measure.moments_hu, which counts rows first, has it with the opposite sign.
//
// As in OpenCV values are taken as they are, uint8 0..255 and float32 0..1: v/255 in place of v makes h1 255 times as large,
// and so on. Of gray the bright parts are the shape, so that objects on white want an invert before. The numbers lie
// many powers of ten apart, in large pictures beyond what float32 has; Log brings them to one scale. A picture without anything,
// Σv = 0, gives zeros. Values below 0 are not meant: with Σv < 0 all from h3 on are NaN. So are all seven with a NaN or infinity.
//
// The picture has to have one channel: convert to gray before. Its size may be unknown. The vector has 7 values.
//
// JSON: {"binary": false, "log": false}.
type HuMoments struct {
	// Binary counts every value but 0 as 1.
	Binary bool `json:"binary,omitempty"`
	// Log writes −sign(h)·log10|h| for each h, and 0 for 0. Moments that are 0 but for rounding, which has any shape with a
	// symmetry, are large then and of any sign.
	Log bool `json:"log,omitempty"`
}

// huCount is how many invariants there are.
const huCount = 7

// OutSpec returns a vector of seven values.
func (HuMoments) OutSpec(in tensor.Spec) (tensor.Spec, error) {
	if err := checkOneChannel("hu_moments", in); err != nil {
		return tensor.Spec{}, err
	}
	return tensor.VectorSpec(huCount), nil
}

// Apply writes the moments of src into dst.
func (h HuMoments) Apply(dst, src *tensor.Tensor) error {
	out, err := h.OutSpec(src.Spec)
	if err != nil {
		return err
	}
	if err := checkTensors("hu_moments", dst, src, out); err != nil {
		return err
	}
	m := h.moments(src)
	for i, v := range m.central().normalized().hu() {
		if h.Log {
			v = signedLog(v)
		}
		dst.F32[i] = float32(v)
	}
	return nil
}

// signedLog returns −sign(v)·log10|v|, and 0 for 0.
func signedLog(v float64) float64 {
	if v == 0 {
		return 0
	}
	return -math.Copysign(1, v) * math.Log10(math.Abs(v))
}

// moments returns the moments of src about its middle.
func (h HuMoments) moments(src *tensor.Tensor) (m planeMoments) {
	var ones *scratch.Buffer[uint8]
	if h.Binary {
		ones = scratch.Uint8.Get(src.W)
		defer scratch.Uint8.Put(ones)
	}
	left, top := -float64(src.W-1)/2, -float64(src.H-1)/2
	for y := range src.H {
		lo, hi := y*src.W, (y+1)*src.W
		var sums [4]float64
		switch {
		case h.Binary && src.DType == tensor.Uint8:
			binarize(ones.S, src.U8[lo:hi])
			sums = rowMomentsUint8(ones.S, left)
		case h.Binary:
			binarize(ones.S, src.F32[lo:hi])
			sums = rowMomentsUint8(ones.S, left)
		case src.DType == tensor.Uint8:
			sums = rowMomentsUint8(src.U8[lo:hi], left)
		default:
			sums = rowMomentsFloat32(src.F32[lo:hi], left)
		}
		m.addRow(sums, top+float64(y))
	}
	return m
}

// binarize writes 1 for everything but 0.
func binarize[T uint8 | float32](ones []uint8, row []T) {
	for i, v := range row {
		ones[i] = 0
		if v != 0 {
			ones[i] = 1
		}
	}
}

// rowRun is how many pixels rowMomentsUint8 adds up at a time, so that no sum overflows.
const rowRun = 1 << 13

// rowMomentsUint8 returns Σv, Σx·v, Σx²·v and Σx³·v of a row that begins at x = left. It adds up sums of sums: after n pixels
// each has been counted j = n−i times, i being its place, so that these are, without a product, Σv, Σj·v, Σj(j+1)/2·v and
// Σj(j+1)(j+2)/6·v, all exact.
func rowMomentsUint8(row []uint8, left float64) (sums [4]float64) {
	for len(row) > 0 {
		n := min(len(row), rowRun)
		var s0, s1, s2, s3 uint64
		for _, v := range row[:n] {
			s0 += uint64(v)
			s1 += s0
			s2 += s1
			s3 += s2
		}
		row = row[n:]
		left += float64(n)
		j1, j2, j3 := float64(s1), float64(2*s2-s1), float64(6*s3-6*s2+s1) // Σj·v, Σj²·v, Σj³·v
		v := float64(s0)
		sums[0] += v // of x = left − j
		sums[1] += left*v - j1
		sums[2] += left*(left*v-2*j1) + j2
		sums[3] += left*(left*(left*v-3*j1)+3*j2) - j3
	}
	return sums
}

// rowMomentsFloat32 is rowMomentsUint8 for float32, in two lanes.
func rowMomentsFloat32(row []float32, left float64) [4]float64 {
	var a0, a1, a2, a3, b0, b1, b2, b3 float64
	x := left
	for ; len(row) >= 2; row = row[2:] {
		v, w := float64(row[0]), float64(row[1])
		a0 += v
		b0 += w
		v, w = v*x, w*(x+1)
		a1 += v
		b1 += w
		v, w = v*x, w*(x+1)
		a2 += v
		b2 += w
		v, w = v*x, w*(x+1)
		a3 += v
		b3 += w
		x += 2
	}
	for _, u := range row {
		v := float64(u)
		a0, a1, a2, a3 = a0+v, a1+x*v, a2+x*x*v, a3+x*x*x*v
	}
	return [4]float64{a0 + b0, a1 + b1, a2 + b2, a3 + b3}
}

// planeMoments are moments up to the third order: mpq = Σ x^p·y^q·v.
type planeMoments struct{ m00, m10, m01, m20, m11, m02, m30, m21, m12, m03 float64 }

// addRow adds a row, of which sums has Σ x^p·v.
func (m *planeMoments) addRow(sums [4]float64, y float64) {
	m.m00 += sums[0]
	m.m10 += sums[1]
	m.m20 += sums[2]
	m.m30 += sums[3]
	m.m01 += y * sums[0]
	m.m11 += y * sums[1]
	m.m21 += y * sums[2]
	m.m02 += y * y * sums[0]
	m.m12 += y * y * sums[1]
	m.m03 += y * y * y * sums[0]
}

// central returns the moments about the centroid, and all 0 if there is none.
func (m planeMoments) central() (c planeMoments) {
	if m.m00 == 0 {
		return c
	}
	x, y := m.m10/m.m00, m.m01/m.m00
	c.m00 = m.m00
	c.m20 = m.m20 - x*m.m10
	c.m11 = m.m11 - x*m.m01
	c.m02 = m.m02 - y*m.m01
	c.m30 = m.m30 - x*(3*c.m20+x*m.m10)
	c.m21 = m.m21 - x*(2*c.m11+x*m.m01) - y*c.m20
	c.m12 = m.m12 - y*(2*c.m11+y*m.m10) - x*c.m02
	c.m03 = m.m03 - y*(3*c.m02+y*m.m01)
	return c
}

// normalized returns central moments divided by m00^((p+q)/2 + 1).
func (m planeMoments) normalized() planeMoments {
	if m.m00 == 0 {
		return m
	}
	second := m.m00 * m.m00
	third := second * math.Sqrt(m.m00)
	return planeMoments{
		m00: 1, m20: m.m20 / second, m11: m.m11 / second, m02: m.m02 / second,
		m30: m.m30 / third, m21: m.m21 / third, m12: m.m12 / third, m03: m.m03 / third,
	}
}

// hu returns Hu's invariants of normalised central moments.
func (m planeMoments) hu() [huCount]float64 {
	d := m.m20 - m.m02
	a, b := m.m30+m.m12, m.m21+m.m03
	c, e := m.m30-3*m.m12, 3*m.m21-m.m03
	p, q := a*(a*a-3*b*b), b*(3*a*a-b*b)
	return [huCount]float64{
		m.m20 + m.m02,
		d*d + 4*m.m11*m.m11,
		c*c + e*e,
		a*a + b*b,
		c*p + e*q,
		d*(a*a-b*b) + 4*m.m11*a*b,
		e*p - c*q,
	}
}
