package icc

import (
	"math"

	"github.com/saccade-go/saccade/colorspace"
	"github.com/saccade-go/saccade/internal/scratch"
)

// A Transform converts pixels to sRGB, in place. It is safe for concurrent use.
type Transform struct {
	gray     bool // one curve
	neutral  bool // gray stays gray
	identity bool
	curves   [3]Curve
	matrix   [9]float32 // rows, from linear light to linear sRGB
	linear   [3]*[256]float32
	bytes    *[256]uint8 // of gray, if neutral
}

// unwanted are the tags that say more than curves and a matrix do.
var unwanted = [...]string{"A2B0", "A2B1", "A2B2", "D2B0", "D2B1", "D2B2", "D2B3"}

// Transform returns what converts the profile's colours, or an *[Error] if it isn't made of curves and a matrix.
func (p *Profile) Transform() (*Transform, error) {
	switch {
	case p.class == "link" || p.class == "abst" || p.class == "nmcl":
		return nil, errorf("the profile of a device or a colour space", "class %q", p.class)
	case p.space != "RGB" && p.space != "GRAY":
		return nil, errorf("a profile of RGB or gray", "%s", p.space)
	case p.pcs != "XYZ":
		return nil, errorf("a profile by way of XYZ", "%s", p.pcs)
	}
	for _, name := range unwanted {
		if p.has(name) {
			return nil, errorf("a profile of curves and a matrix", "tables (tag %s)", name)
		}
	}
	if p.space == "GRAY" {
		c, err := p.curve("kTRC")
		if err != nil {
			return nil, err
		}
		return newGray(c), nil
	}
	return p.rgb()
}

func (p *Profile) rgb() (*Transform, error) {
	var curves [3]Curve
	var colorants [3]vector
	var err error
	for i, colour := range [...]string{"r", "g", "b"} {
		if colorants[i], err = p.xyz(colour + "XYZ"); err != nil {
			return nil, err
		}
		if curves[i], err = p.curve(colour + "TRC"); err != nil {
			return nil, err
		}
	}
	m := columns(colorants[0], colorants[1], colorants[2])
	if m.flat() {
		return nil, errorf("three colorants that don't lie in a plane", "a determinant of %.3g", m.det())
	}
	return newRGB(m, curves), nil
}

// Chromatic returns what converts colours of these primaries and this curve. The white becomes sRGB's. The error is an
// *[Error].
func Chromatic(c Chromaticities, curve Curve) (*Transform, error) {
	m, ok := c.colorants()
	if !ok {
		return nil, errorf("a white and three primaries", "chromaticities %v, %v, %v, %v", c.White, c.Red, c.Green, c.Blue)
	}
	return newRGB(m, [3]Curve{curve, curve, curve}), nil
}

func newGray(c Curve) *Transform {
	t := &Transform{gray: true, neutral: true, curves: [3]Curve{c, c, c}}
	t.tabulate()
	t.identity = t.keepsGray()
	return t
}

// newRGB makes the transform of a matrix from linear light to XYZ.
func newRGB(m matrix, curves [3]Curve) *Transform {
	m = toSRGB.times(m)
	t := &Transform{curves: curves, neutral: curves[0].equal(&curves[1]) && curves[0].equal(&curves[2])}
	for i, row := range m {
		copy(t.matrix[3*i:], []float32{float32(row[0]), float32(row[1]), float32(row[2])})
		t.neutral = t.neutral && math.Abs(row[0]+row[1]+row[2]-1) < 2e-3
	}
	t.tabulate()
	t.identity = t.keepsColours()
	return t
}

// tabulate makes the tables for bytes; equal curves share one.
func (t *Transform) tabulate() {
	for c := range t.curves {
		for before := range c {
			if t.curves[c].equal(&t.curves[before]) {
				t.linear[c] = t.linear[before]
			}
		}
		if t.linear[c] == nil {
			t.linear[c] = new([256]float32)
			for i := range t.linear[c] {
				t.linear[c][i] = float32(t.curves[c].at(float64(i) / 255))
			}
		}
	}
	if t.neutral {
		t.bytes = new([256]uint8)
		e := srgb()
		for i, v := range t.linear[0] {
			t.bytes[i] = e.encode(v)
		}
	}
}

// Identity reports whether the colours are those of sRGB: no byte of a sample of colours, all grays among them, becomes
// another by more than 1. Such a transform needn't be applied.
func (t *Transform) Identity() bool { return t.identity }

// Fits says, as an *[Error], why pictures in gray or in RGB can't have this profile. Those in gray may have one of RGB in
// which gray is gray.
func (t *Transform) Fits(gray bool) error {
	switch {
	case gray && !t.neutral:
		return errorf("a profile of gray for a picture in gray", "one of RGB in which gray has a colour")
	case !gray && t.gray:
		return errorf("a profile of RGB for a picture in RGB", "one of gray")
	}
	return nil
}

func near(a, b uint8) bool { return max(a, b)-min(a, b) <= 1 }

func (t *Transform) keepsGray() bool {
	for i, v := range t.bytes {
		if !near(v, uint8(i)) {
			return false
		}
	}
	return true
}

// keepsColours tries all grays, and all colours of a cube with 6 values along each edge.
func (t *Transform) keepsColours() bool {
	if !t.neutral || !t.keepsGray() {
		return false
	}
	const side = 6
	var in, out [3][side * side * side]uint8
	for i := range in[0] {
		for c, v := range [3]int{i % side, i / side % side, i / side / side} {
			in[c][i] = uint8(v * 255 / (side - 1))
		}
	}
	out = in
	t.RGB8(out[0][:], out[1][:], out[2][:])
	for c := range in {
		for i, v := range in[c] {
			if !near(v, out[c][i]) {
				return false
			}
		}
	}
	return true
}

// RGB8 converts three planes of the same length.
func (t *Transform) RGB8(r, g, b []uint8) {
	g, b = g[:len(r)], b[:len(r)]
	e, m := srgb(), t.matrix
	lr, lg, lb := t.linear[0], t.linear[1], t.linear[2]
	for i := range r {
		x, y, z := lr[r[i]], lg[g[i]], lb[b[i]]
		// The conversions keep compilers from fusing multiplication and addition.
		r[i] = e.encode(float32(m[0]*x) + float32(m[1]*y) + float32(m[2]*z))
		g[i] = e.encode(float32(m[3]*x) + float32(m[4]*y) + float32(m[5]*z))
		b[i] = e.encode(float32(m[6]*x) + float32(m[7]*y) + float32(m[8]*z))
	}
}

// Gray8 converts a plane of gray; see [Transform.Fits].
func (t *Transform) Gray8(v []uint8) {
	table := t.bytes
	for i, x := range v {
		v[i] = table[x]
	}
}

// RGB32 converts three planes of the same length. Values are of files: k/65535, where k/255 is 257k/65535.
func (t *Transform) RGB32(r, g, b []float32) {
	g, b = g[:len(r)], b[:len(r)]
	t.linearize(r, g, b)
	m := t.matrix
	for i := range r {
		x, y, z := r[i], g[i], b[i]
		r[i] = unit(float32(m[0]*x) + float32(m[1]*y) + float32(m[2]*z))
		g[i] = unit(float32(m[3]*x) + float32(m[4]*y) + float32(m[5]*z))
		b[i] = unit(float32(m[6]*x) + float32(m[7]*y) + float32(m[8]*z))
	}
	for _, plane := range [...][]float32{r, g, b} {
		colorspace.EncodeSRGB(plane, plane)
	}
}

// Gray32 is Gray8 with values as RGB32 has them.
func (t *Transform) Gray32(v []float32) {
	t.linearize(v)
	colorspace.EncodeSRGB(v, v)
}

func unit(v float32) float32 { return min(max(v, 0), 1) }

// linearize makes light of values. Many of them are looked up in a table of all that there can be.
func (t *Transform) linearize(planes ...[]float32) {
	const levels = 1 << 16
	level := func(v float32) uint16 { return uint16(unit(v)*(levels-1) + 0.5) }
	light := func(c int, k uint16) float32 { return float32(t.curves[c].at(float64(k) / (levels - 1))) }
	if len(planes[0]) < levels {
		for c, plane := range planes {
			for i, v := range plane {
				plane[i] = light(c, level(v))
			}
		}
		return
	}
	table := scratch.Float32.Get(levels)
	defer scratch.Float32.Put(table)
	for c, plane := range planes {
		if c == 0 || !t.curves[c].equal(&t.curves[c-1]) {
			for k := range levels {
				table.S[k] = light(c, uint16(k))
			}
		}
		for i, v := range plane {
			plane[i] = table.S[level(v)]
		}
	}
}
