package png

import (
	"encoding/binary"

	"github.com/saccade-go/saccade/tensor"
)

// split8 takes a row of samples of 8 bits apart: dst are the planes' rows, as many as a pixel has samples.
func split8(dst [][]uint8, row []byte) {
	switch len(dst) {
	case 1:
		copy(dst[0], row)
	case 2:
		split2(dst[0], dst[1], row)
	case 3:
		split3(dst[0], dst[1], dst[2], row)
	default:
		split4(dst[0], dst[1], dst[2], dst[3], row)
	}
}

func split2(y, a []uint8, row []byte) {
	a, row = a[:len(y)], row[:2*len(y)]
	for i := range y {
		p := row[2*i:][:2]
		y[i], a[i] = p[0], p[1]
	}
}

// split3 does four pixels at a time, which is worth it for the most usual kind of file.
func split3(r, g, b []uint8, row []byte) {
	for len(r) >= 4 && len(g) >= 4 && len(b) >= 4 && len(row) >= 12 {
		p := row[:12]
		r[0], r[1], r[2], r[3] = p[0], p[3], p[6], p[9]
		g[0], g[1], g[2], g[3] = p[1], p[4], p[7], p[10]
		b[0], b[1], b[2], b[3] = p[2], p[5], p[8], p[11]
		r, g, b, row = r[4:], g[4:], b[4:], row[12:]
	}
	g, b, row = g[:len(r)], b[:len(r)], row[:3*len(r)]
	for i := range r {
		p := row[3*i:][:3]
		r[i], g[i], b[i] = p[0], p[1], p[2]
	}
}

func split4(r, g, b, a []uint8, row []byte) {
	g, b, a, row = g[:len(r)], b[:len(r)], a[:len(r)], row[:4*len(r)]
	for i := range r {
		p := row[4*i:][:4]
		r[i], g[i], b[i], a[i] = p[0], p[1], p[2], p[3]
	}
}

// splitHigh takes the high bytes of a row of samples of 16 bits apart.
func splitHigh(dst [][]uint8, row []byte) {
	for c, out := range dst {
		for i := range out {
			out[i] = row[2*(i*len(dst)+c)]
		}
	}
}

// splitWide takes a row of samples of 16 bits apart, as v/65535.
func splitWide(dst [][]float32, row []byte) {
	for c, out := range dst {
		for i := range out {
			out[i] = float32(binary.BigEndian.Uint16(row[2*(i*len(dst)+c):])) / 65535
		}
	}
}

// mask writes alpha: 0 where the pixel, so many bytes of row, is key, otherwise opaque. It does nothing if key is nil.
func mask[T uint8 | float32](alpha []T, row, key []byte, opaque T) {
	n := len(key)
	if n == 0 {
		return
	}
	for i := range alpha {
		alpha[i] = opaque
		if string(row[i*n:(i+1)*n]) == string(key) {
			alpha[i] = 0
		}
	}
}

// planes8 returns row y of all planes of t.
func planes8(t *tensor.Tensor, y int) (rows [4][]uint8) {
	for c := range t.C {
		rows[c] = t.Plane8(c)[y*t.W : (y+1)*t.W]
	}
	return rows
}

// planes32 is planes8 for float32.
func planes32(t *tensor.Tensor, y int) (rows [4][]float32) {
	for c := range t.C {
		rows[c] = t.Plane32(c)[y*t.W : (y+1)*t.W]
	}
	return rows
}
