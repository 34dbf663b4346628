package colorspace

// A matrix acts on columns of three.
type matrix [3][3]float64

// times returns m·n, which is n first and then m.
func (m matrix) times(n matrix) (p matrix) {
	for i := range 3 {
		for j := range 3 {
			p[i][j] = m[i][0]*n[0][j] + m[i][1]*n[1][j] + m[i][2]*n[2][j]
		}
	}
	return p
}

// of returns m·v.
func (m matrix) of(v [3]float64) (p [3]float64) {
	for i := range 3 {
		p[i] = m[i][0]*v[0] + m[i][1]*v[1] + m[i][2]*v[2]
	}
	return p
}

// inverse returns the inverse by Cramer's rule.
func (m matrix) inverse() (inv matrix) {
	for i := range 3 {
		for j := range 3 {
			a, b, c, d := (j+1)%3, (j+2)%3, (i+1)%3, (i+2)%3
			inv[i][j] = m[a][c]*m[b][d] - m[a][d]*m[b][c]
		}
	}
	det := m[0][0]*inv[0][0] + m[0][1]*inv[1][0] + m[0][2]*inv[2][0]
	for i := range 3 {
		for j := range 3 {
			inv[i][j] /= det
		}
	}
	return inv
}

// convert returns the conversion of all pixels by m. It sums in float64, since what is dark in one channel is a
// small difference of large numbers, which encoding then multiplies by up to 13.
func (m matrix) convert() func(dst, src planes) {
	return func(dst, src planes) {
		x := dst[0]
		y, z := dst[1][:len(x)], dst[2][:len(x)]
		r, g, b := src[0][:len(x)], src[1][:len(x)], src[2][:len(x)]
		for i := range x {
			u, v, w := float64(r[i]), float64(g[i]), float64(b[i])
			x[i] = float32(m[0][0]*u + m[0][1]*v + m[0][2]*w)
			y[i] = float32(m[1][0]*u + m[1][1]*v + m[1][2]*w)
			z[i] = float32(m[2][0]*u + m[2][1]*v + m[2][2]*w)
		}
	}
}
