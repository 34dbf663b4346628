package icc

import "math"

type vector [3]float64

// A matrix has rows; colours are columns.
type matrix [3]vector

func columns(a, b, c vector) (m matrix) {
	for i := range m {
		m[i] = vector{a[i], b[i], c[i]}
	}
	return m
}

func diagonal(v vector) matrix { return matrix{{v[0], 0, 0}, {0, v[1], 0}, {0, 0, v[2]}} }

func (m matrix) of(v vector) (out vector) {
	for i, row := range m {
		out[i] = row[0]*v[0] + row[1]*v[1] + row[2]*v[2]
	}
	return out
}

func (m matrix) times(n matrix) matrix {
	column := func(c int) vector { return m.of(vector{n[0][c], n[1][c], n[2][c]}) }
	return columns(column(0), column(1), column(2))
}

func cross(a, b vector) vector {
	return vector{a[1]*b[2] - a[2]*b[1], a[2]*b[0] - a[0]*b[2], a[0]*b[1] - a[1]*b[0]}
}

func (m matrix) det() float64 {
	c := cross(m[1], m[2])
	return m[0][0]*c[0] + m[0][1]*c[1] + m[0][2]*c[2]
}

// inverse is for a matrix whose determinant isn't 0.
func (m matrix) inverse() matrix {
	inv, det := columns(cross(m[1], m[2]), cross(m[2], m[0]), cross(m[0], m[1])), m.det()
	for i := range inv {
		for j := range inv[i] {
			inv[i][j] /= det
		}
	}
	return inv
}

// leastDet is the determinant below which three colorants are taken to lie in a plane. Those of sRGB have 0.2.
const leastDet = 1e-3

func (m matrix) flat() bool { return !(math.Abs(m.det()) >= leastDet) }

// d50 is the white of the profile connection space.
var d50 = vector{0.9642, 1, 0.8249}

// bradford goes from XYZ to the responses in which whites are adapted.
var bradford = matrix{{0.8951, 0.2664, -0.1614}, {-0.7502, 1.7135, 0.0367}, {0.0389, -0.0685, 1.0296}}

// Chromaticities are x and y (CIE 1931) of white and of the three primaries.
type Chromaticities struct {
	White, Red, Green, Blue [2]float64
}

// Rec709 are the chromaticities of sRGB.
var Rec709 = Chromaticities{
	White: [2]float64{0.3127, 0.3290}, Red: [2]float64{0.64, 0.33}, Green: [2]float64{0.30, 0.60}, Blue: [2]float64{0.15, 0.06},
}

// colorants returns the matrix from linear light to XYZ with D50 as white. ok is false if there is none.
func (c Chromaticities) colorants() (m matrix, ok bool) {
	if !(c.White[1] > 0) {
		return m, false
	}
	xyz := func(p [2]float64) vector { return vector{p[0], p[1], 1 - p[0] - p[1]} }
	m = columns(xyz(c.Red), xyz(c.Green), xyz(c.Blue))
	if m.flat() {
		return m, false
	}
	white := xyz(c.White)
	for i := range white {
		white[i] /= c.White[1]
	}
	m = m.times(diagonal(m.inverse().of(white)))
	from, to := bradford.of(white), bradford.of(d50)
	for i := range from {
		if !(from[i] > 0) {
			return m, false
		}
		to[i] /= from[i]
	}
	return bradford.inverse().times(diagonal(to)).times(bradford).times(m), true
}

// toSRGB goes from XYZ with D50 as white to linear sRGB.
var toSRGB = func() matrix {
	m, _ := Rec709.colorants()
	return m.inverse()
}()
