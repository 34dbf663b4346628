package imgproc

import (
	"math"

	"github.com/saccade-go/saccade/internal/kernel"
	"github.com/saccade-go/saccade/tensor"
)

// A samplingKind is what differs between the types of pixels.
type samplingKind[T uint8 | float32] struct {
	bilinear func(dst, src []T, stride int, x, y []int32, fx, fy []float32)
	cubic    func(dst, src []T, stride int, x, y []int32, u, v [][4]float32)
	nearest  func(dst, src []T, stride int, x, y []int32)
	round    func(dst []T, src []float32)
	steep    float64 // the slope from which on rows of the result are taken together; measured
}

var (
	sampling8  = samplingKind[uint8]{kernel.BilinearUint8, kernel.CubicUint8, kernel.NearestUint8, roundUint8, 0.3}
	sampling32 = samplingKind[float32]{kernel.BilinearFloat32, kernel.CubicFloat32, kernel.NearestFloat32, copyFloat32, 0.6}
)

func copyFloat32(dst, src []float32) { copy(dst, src) }

// roundUint8 rounds, halves to the even number, and clips to 0..255.
func roundUint8(dst []uint8, src []float32) {
	// Adding 2^23 leaves no place for a fraction: the last byte is the number.
	const whole = 1 << 23
	dst = dst[:len(src)]
	for i, v := range src {
		dst[i] = uint8(math.Float32bits(min(max(v, 0), 255) + whole))
	}
}

// A sampler makes the planes first..last−1 of a result from those of a source. Each pixel is made from a square of the
// source's pixels.
type sampler[T uint8 | float32] struct {
	*samplingKind[T]
	dst, src             []T
	outH, outW, h, w     int
	firstPlane, endPlane int
	filter               Filter
	border               Border
	value                []float32
	before, side         int // how many columns of the square are left of the place's pixel, and how many there are
}

func newSampler[T uint8 | float32](kind *samplingKind[T], dst, src []T, out, in tensor.Spec, first, end int, by sampling) sampler[T] {
	s := sampler[T]{
		samplingKind: kind, dst: dst, src: src, outH: out.H, outW: out.W, h: in.H, w: in.W, firstPlane: first, endPlane: end,
		filter: by.filter.or(Bilinear), border: by.border.or(Constant), value: by.value,
	}
	switch s.filter {
	case Nearest:
		s.side = 1
	case Bilinear:
		s.side = 2
	case Bicubic:
		s.before, s.side = 1, 4
	}
	return s
}

// planes returns n values of the result from the place at on, in plane c, and the plane of the source.
func (s *sampler[T]) planes(c, at, n int) (to, plane []T) {
	return s.dst[c*s.outH*s.outW+at:][:n], s.src[c*s.h*s.w:][:s.h*s.w]
}

// A zone says where a square lies: inside of the source, across its border (or somewhere, where the border isn't
// constant), or away from it on one or two sides.
type zone uint8

const (
	inside zone = 0
	across zone = 1 << iota
	left
	right
	above
	below
)

// zone returns where the square of pixel i lies.
func (s *sampler[T]) zone(p *places, i int) zone {
	x, y := int(p.x[i])-s.before, int(p.y[i])-s.before
	if x >= 0 && y >= 0 && x <= s.w-s.side && y <= s.h-s.side {
		return inside
	}
	if z := side(x, s.w, s.side, left, right) | side(y, s.h, s.side, above, below); z != 0 && s.border == Constant {
		return z
	}
	return across
}

// side returns on which side of n pixels a square lies, if on one.
func side(at, n, size int, before, behind zone) zone {
	switch {
	case at <= -size:
		return before
	case at >= n:
		return behind
	}
	return 0
}

// sample writes n pixels from the place at on.
func (s *sampler[T]) sample(at int, p *places, n int) {
	if s.allInside(p, n) {
		s.inside(at, p, 0, n)
		return
	}
	for i := 0; i < n; {
		z := s.zone(p, i)
		j := s.until(p, i, n, z)
		switch z {
		case inside:
			s.inside(at+i, p, i, j)
		case across:
			s.across(at+i, p, i, j)
		default:
			s.away(at+i, j-i)
		}
		i = j
	}
}

// allInside reports that n squares are inside. It looks at the signs of the distances from the borders.
func (s *sampler[T]) allInside(p *places, n int) bool {
	if p.straight {
		return s.zone(p, 0) == inside && s.zone(p, n-1) == inside
	}
	first, right, bottom, signs := int32(s.before), int32(s.w-s.side+s.before), int32(s.h-s.side+s.before), int32(0)
	ys := p.y[:n]
	for i, x := range p.x[:n] {
		signs |= (x - first) | (right - x) | (ys[i] - first) | (bottom - ys[i])
	}
	return signs >= 0
}

// until returns the end of the pixels from i on that lie in zone z. Those of a line that are inside or on one side are
// without gaps, so that halving finds the last one.
func (s *sampler[T]) until(p *places, i, n int, z zone) int {
	if !p.straight || z == across {
		for i++; i < n && s.zone(p, i) == z; i++ {
		}
		return i
	}
	if s.alike(p, n-1, z) {
		return n
	}
	for lo, hi := i, n-1; ; { // lo is alike, hi isn't
		if hi-lo == 1 {
			return hi
		}
		if middle := (lo + hi) / 2; s.alike(p, middle, z) {
			lo = middle
		} else {
			hi = middle
		}
	}
}

// alike reports that pixel i is inside as z is, or away on one of the sides that z is on.
func (s *sampler[T]) alike(p *places, i int, z zone) bool {
	other := s.zone(p, i)
	return z == other || z&-z&other != 0
}

// inside writes the pixels i..j−1, whose squares are inside.
func (s *sampler[T]) inside(at int, p *places, i, j int) {
	x, y, fx, fy := p.x[i:j], p.y[i:j], p.fx[i:j], p.fy[i:j]
	if s.filter == Bicubic {
		kernel.CubicWeights(p.u[i:j], fx)
		kernel.CubicWeights(p.v[i:j], fy)
	}
	for c := s.firstPlane; c < s.endPlane; c++ {
		to, plane := s.planes(c, at, j-i)
		switch s.filter {
		case Nearest:
			s.nearest(to, plane, s.w, x, y)
		case Bilinear:
			s.bilinear(to, plane, s.w, x, y, fx, fy)
		case Bicubic:
			s.cubic(to, plane, s.w, x, y, p.u[i:j], p.v[i:j])
		}
	}
}

// away writes n pixels, which get the border's value.
func (s *sampler[T]) away(at, n int) {
	for c := s.firstPlane; c < s.endPlane; c++ {
		to, _ := s.planes(c, at, n)
		to[0] = T(s.constant(c))
		for done := 1; done < n; done *= 2 {
			copy(to[done:], to[:done])
		}
	}
}

// constant is the value that channel c has beyond the border.
func (s *sampler[T]) constant(c int) float32 {
	if len(s.value) == 0 {
		return 0
	}
	return channel(s.value, c)
}

// across writes the pixels i..j−1, some or all of whose squares aren't in the source.
func (s *sampler[T]) across(at int, p *places, i, j int) {
	for k := i; k < j; k++ {
		for l := range s.side {
			p.rows[k][l] = s.find(int(p.y[k])-s.before+l, s.h)
			p.columns[k][l] = s.find(int(p.x[k])-s.before+l, s.w)
		}
	}
	if s.filter == Bicubic {
		kernel.CubicWeights(p.u[i:j], p.fx[i:j])
		kernel.CubicWeights(p.v[i:j], p.fy[i:j])
	}
	for c := s.firstPlane; c < s.endPlane; c++ {
		to, plane := s.planes(c, at, j-i)
		if s.filter == Bilinear && s.border != Constant {
			s.mirrored(plane, p, i, j)
		} else {
			for k := i; k < j; k++ {
				p.values[k] = s.mix(plane, s.constant(c), p, k)
			}
		}
		s.round(to, p.values[i:j])
	}
}

// find returns which of n rows or columns counts as the one at a place. Most places are near enough that there is no need to
// divide.
func (s *sampler[T]) find(at, n int) int32 {
	if at >= 0 && at < n {
		return int32(at)
	}
	near := outside
	switch s.border {
	case Reflect:
		near = max(-at, at) - max(2*(at-n+1), 0)
	case Symmetric:
		near = max(-1-at, at) - max(2*(at-n)+1, 0)
	case Wrap:
		near = at + n
		if at >= n {
			near = at - n
		}
	}
	if near >= 0 && near < n {
		return int32(near)
	}
	return int32(s.border.index(at, n))
}

// mirrored computes the values of the pixels i..j−1 for Bilinear where all that lies beyond the border is found in the source.
func (s *sampler[T]) mirrored(plane []T, p *places, i, j int) {
	for k := i; k < j; k++ {
		left, right, f := p.columns[k][0], p.columns[k][1], p.fx[k]
		top, bottom := plane[int(p.rows[k][0])*s.w:][:s.w], plane[int(p.rows[k][1])*s.w:][:s.w]
		t := lerp(float32(top[left]), float32(top[right]), f)
		p.values[k] = lerp(t, lerp(float32(bottom[left]), float32(bottom[right]), f), p.fy[k])
	}
}

// mix is the value of pixel i.
func (s *sampler[T]) mix(plane []T, constant float32, p *places, i int) float32 {
	var v [16]float32 // the square, in rows of 4
	for k, row := range p.rows[i][:s.side] {
		for l, column := range p.columns[i][:s.side] {
			v[4*k+l] = constant
			if row != outside && column != outside {
				v[4*k+l] = float32(plane[int(row)*s.w+int(column)])
			}
		}
	}
	switch s.filter {
	case Nearest:
		return v[0]
	case Bilinear:
		return lerp(lerp(v[0], v[1], p.fx[i]), lerp(v[4], v[5], p.fx[i]), p.fy[i])
	}
	var sum [1]float32
	middle := [1]int32{1}
	kernel.CubicFloat32(sum[:], v[:], 4, middle[:], middle[:], p.u[i:], p.v[i:])
	return sum[0]
}

func lerp(a, b, f float32) float32 { return a + float32((b-a)*f) }
