package icc

import (
	"bytes"
	"encoding/binary"
	"math"
)

// A Curve says how light follows from an encoded value, both 0..1. The zero Curve is light itself.
type Curve struct {
	// With a table, of 16-bit values, curve is the line through them.
	table []byte
	// Without one it is (a·v + b)^g + e from v = d on, and c·v + f below; see [Gamma].
	para                bool
	g, a, b, c, d, e, f float64
}

// Gamma is the curve v^g.
func Gamma(g float64) Curve { return Curve{para: true, g: g, a: 1} }

// SRGB is the curve of IEC 61966-2-1, see [colorspace.DecodeSRGB].
func SRGB() Curve {
	return Curve{para: true, g: 2.4, a: 1 / 1.055, b: 0.055 / 1.055, c: 1 / 12.92, d: 0.04045}
}

// BT709 is the inverse of the curve of cameras in Rec. ITU-R BT.709 and BT.2020.
func BT709() Curve {
	return Curve{para: true, g: 1 / 0.45, a: 1 / 1.099, b: 0.099 / 1.099, c: 1 / 4.5, d: 0.081}
}

// curve reads a tag of type curv or para (ICC.1:2022, sections 10.6 and 10.18).
func (p *Profile) curve(name string) (Curve, error) {
	b, err := p.tag(name)
	if err != nil {
		return Curve{}, err
	}
	switch string(b[:4]) {
	case "curv":
		return readCurv(name, b)
	case "para":
		return readPara(name, b)
	}
	return Curve{}, errorf("a curve in tag "+name, "type %q", b[:4])
}

func readCurv(name string, b []byte) (Curve, error) {
	if len(b) < 12 {
		return Curve{}, errorf("a curve in tag "+name, "%d bytes", len(b))
	}
	n, values := binary.BigEndian.Uint32(b[8:]), b[12:]
	if 2*int64(n) > int64(len(values)) {
		return Curve{}, errorf("the values of the curve in tag "+name, "%d values in %d bytes", n, len(values))
	}
	switch n {
	case 0:
		return Curve{}, nil
	case 1:
		g := float64(binary.BigEndian.Uint16(values)) / 256
		return Gamma(g), checkGamma(name, g)
	}
	return Curve{table: values[:2*n]}, nil
}

// paraLen is how many parameters each type of function has.
var paraLen = [...]int{1, 3, 4, 5, 7}

func readPara(name string, b []byte) (Curve, error) {
	if len(b) < 12 {
		return Curve{}, errorf("a curve in tag "+name, "%d bytes", len(b))
	}
	kind := int(binary.BigEndian.Uint16(b[8:]))
	if kind >= len(paraLen) {
		return Curve{}, errorf("a function of type 0 to 4 in tag "+name, "%d", kind)
	}
	if len(b) < 12+4*paraLen[kind] {
		return Curve{}, errorf("the parameters of the curve in tag "+name, "%d bytes", len(b))
	}
	var v [7]float64
	for i := range paraLen[kind] {
		v[i] = fixed(b[12+4*i:])
	}
	c := Curve{para: true, g: v[0], a: v[1], b: v[2]}
	switch kind {
	case 0:
		c.a = 1
	case 1, 2:
		if c.a == 0 {
			return Curve{}, errorf("a curve with a slope in tag "+name, "a = 0")
		}
		c.d, c.e, c.f = -c.b/c.a, v[3], v[3]
	case 3, 4:
		c.c, c.d, c.e, c.f = v[3], v[4], v[5], v[6]
	}
	return c, checkGamma(name, c.g)
}

func checkGamma(name string, g float64) error {
	if !(g > 0) {
		return errorf("an exponent above 0 in tag "+name, "%v", g)
	}
	return nil
}

// at returns the light of v, 0..1, clipped to 0..1.
func (c *Curve) at(v float64) float64 {
	switch {
	case c.table != nil:
		return c.between(v)
	case !c.para:
	case v >= c.d:
		v = math.Pow(max(c.a*v+c.b, 0), c.g) + c.e
	default:
		v = c.c*v + c.f
	}
	return min(max(v, 0), 1)
}

// between interpolates in the table.
func (c *Curve) between(v float64) float64 {
	last := len(c.table)/2 - 1
	x := v * float64(last)
	i := min(int(x), last-1)
	low := float64(binary.BigEndian.Uint16(c.table[2*i:]))
	high := float64(binary.BigEndian.Uint16(c.table[2*i+2:]))
	return (low + (high-low)*(x-float64(i))) / 65535
}

func (c *Curve) equal(d *Curve) bool {
	return c.para == d.para && c.g == d.g && c.a == d.a && c.b == d.b && c.c == d.c && c.d == d.d && c.e == d.e && c.f == d.f &&
		bytes.Equal(c.table, d.table)
}
