package imgproc

import (
	"math"

	"github.com/saccade-go/saccade/internal/kernel"
	"github.com/saccade-go/saccade/tensor"
)

// A samplingKind is what differs between the types of pixels.
type samplingKind[T uint8 | float32] struct {
	bilinear func(dst, src []T, stride int, x, y []int32, fx, fy []float32)
	round    func(dst []T, src []float32)
}

var (
	sampling8  = samplingKind[uint8]{kernel.BilinearUint8, roundUint8}
	sampling32 = samplingKind[float32]{kernel.BilinearFloat32, func(dst, src []float32) { copy(dst, src) }}
)

// roundUint8 rounds, halves to the even number, and clips to 0..255.
func roundUint8(dst []uint8, src []float32) {
	// Adding 2^23 leaves no place for a fraction: the last byte is the number.
	const whole = 1 << 23
	dst = dst[:len(src)]
	for i, v := range src {
		dst[i] = uint8(math.Float32bits(min(max(v, 0), 255) + whole))
	}
}

// A sampler takes values from the planes of src.
type sampler[T uint8 | float32] struct {
	*samplingKind[T]
	src            []T
	channels, h, w int
	filter         Filter
	border         Border
	value          []float32
	before, taps   int // how many pixels before a place count, and how many in all
}

func newSampler[T uint8 | float32](kind *samplingKind[T], src []T, in tensor.Spec, by sampling) sampler[T] {
	s := sampler[T]{
		samplingKind: kind, src: src, channels: in.C, h: in.H, w: in.W,
		filter: by.filter.or(Bilinear), border: by.border.or(Constant), value: by.value,
	}
	switch s.filter {
	case Nearest:
		s.taps = 1
	case Bilinear:
		s.taps = 2
	case Bicubic:
		s.before, s.taps = 1, 4
	}
	return s
}

// sample writes n pixels, whose planes are pitch apart in dst.
func (s *sampler[T]) sample(dst []T, pitch int, p *places, n int) {
	for i := 0; i < n; {
		j := s.insideUntil(p, i, n)
		if i < j {
			s.inside(dst, pitch, p, i, j)
		}
		for i = j; i < n && !s.isInside(p.x[i], p.y[i]); i++ {
			s.beyond(dst[i:], pitch, p, i)
		}
	}
}

// isInside reports that all pixels that count are inside of the source.
func (s *sampler[T]) isInside(x, y int32) bool {
	x0, y0 := int(x)-s.before, int(y)-s.before
	return x0 >= 0 && y0 >= 0 && x0 <= s.w-s.taps && y0 <= s.h-s.taps
}

// insideUntil returns the first place from i on, or n, that isn't inside.
func (s *sampler[T]) insideUntil(p *places, i, n int) int {
	if p.straight && s.isInside(p.x[i], p.y[i]) && s.isInside(p.x[n-1], p.y[n-1]) {
		return n
	}
	for i < n && s.isInside(p.x[i], p.y[i]) {
		i++
	}
	return i
}

// inside writes the pixels i..j−1, which are all inside.
func (s *sampler[T]) inside(dst []T, pitch int, p *places, i, j int) {
	x, y, fx, fy := p.x[i:j], p.y[i:j], p.fx[i:j], p.fy[i:j]
	for c := range s.channels {
		to, plane := dst[c*pitch:][i:j], s.src[c*s.h*s.w:][:s.h*s.w]
		switch s.filter {
		case Nearest:
			nearestInside(to, plane, s.w, x, y)
		case Bilinear:
			s.bilinear(to, plane, s.w, x, y, fx, fy)
		case Bicubic:
			var values [stretch]float32
			cubicInside(values[:j-i], plane, s.w, x, y, fx, fy)
			s.round(to, values[:j-i])
		}
	}
}

func nearestInside[T uint8 | float32](dst, src []T, stride int, x, y []int32) {
	x, y = x[:len(dst)], y[:len(dst)]
	for i := range dst {
		dst[i] = src[int(y[i])*stride+int(x[i])]
	}
}

func cubicInside[T uint8 | float32](dst []float32, src []T, stride int, x, y []int32, fx, fy []float32) {
	x, y, fx, fy = x[:len(dst)], y[:len(dst)], fx[:len(dst)], fy[:len(dst)]
	for i := range dst {
		wx, wy := cubicWeights(fx[i]), cubicWeights(fy[i])
		at, sum := int(y[i]-1)*stride+int(x[i]-1), float32(0)
		for _, w := range wy {
			row := src[at:][:4]
			sum += w * (wx[0]*float32(row[0]) + wx[1]*float32(row[1]) + wx[2]*float32(row[2]) + wx[3]*float32(row[3]))
			at += stride
		}
		dst[i] = sum
	}
}

// cubicWeights are those of the pixels at −1, 0, 1, 2 for the place at f, by Keys' function with a = −¾. They sum to 1.
func cubicWeights(f float32) [4]float32 {
	const a = -0.75
	g := 1 - f
	w0 := a * f * g * g
	w1 := ((a+2)*f-(a+3))*f*f + 1
	w3 := a * g * f * f
	return [4]float32{w0, w1, 1 - w0 - w1 - w3, w3}
}

// beyond writes pixel i, not all of whose source pixels are inside.
func (s *sampler[T]) beyond(dst []T, pitch int, p *places, i int) {
	var rows, columns [4]int
	some := false
	for k := range s.taps {
		rows[k] = s.find(int(p.y[i])-s.before+k, s.h)
		columns[k] = s.find(int(p.x[i])-s.before+k, s.w)
	}
	for k := range s.taps {
		for l := range s.taps {
			some = some || rows[k] != outside && columns[l] != outside
		}
	}
	for c := range s.channels {
		v := s.constant(c)
		if some {
			v = s.mix(c, &rows, &columns, p.fx[i], p.fy[i])
		}
		one := [1]float32{v}
		s.round(dst[c*pitch:][:1], one[:])
	}
}

// find returns which of n pixels counts as pixel at.
func (s *sampler[T]) find(at, n int) int {
	if at >= 0 && at < n {
		return at
	}
	return s.border.index(at, n)
}

// constant is the value that channel c has beyond the border.
func (s *sampler[T]) constant(c int) float32 {
	if len(s.value) == 0 {
		return 0
	}
	return channel(s.value, c)
}

// mix is the value of channel c between pixels of the given rows and columns.
func (s *sampler[T]) mix(c int, rows, columns *[4]int, fx, fy float32) float32 {
	plane, value := s.src[c*s.h*s.w:][:s.h*s.w], s.constant(c)
	var v [4][4]float32
	for k, row := range rows[:s.taps] {
		for l, column := range columns[:s.taps] {
			v[k][l] = value
			if row != outside && column != outside {
				v[k][l] = float32(plane[row*s.w+column])
			}
		}
	}
	switch s.filter {
	case Nearest:
		return v[0][0]
	case Bilinear:
		return lerp(lerp(v[0][0], v[0][1], fx), lerp(v[1][0], v[1][1], fx), fy)
	}
	wx, wy, sum := cubicWeights(fx), cubicWeights(fy), float32(0)
	for k, w := range wy {
		sum += w * (wx[0]*v[k][0] + wx[1]*v[k][1] + wx[2]*v[k][2] + wx[3]*v[k][3])
	}
	return sum
}

func lerp(a, b, f float32) float32 { return a + float32((b-a)*f) }
