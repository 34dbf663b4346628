package icc

import (
	"math"
	"sync"

	"github.com/saccade-go/saccade/colorspace"
)

const (
	bins    = 4096 // of linear light; the narrowest of the 255 steps is wider than one
	oneBits = 0x3f800000
)

// An encoder finds the byte that encodes linear light, rounded to nearest: base has the byte at the beginning of a bin,
// and from has for each byte the bits of the light where it begins, so that base is right or one too small.
type encoder struct {
	base [2 * bins]uint8 // from bins on, 255: only the first is met
	from [257]int32
}

var srgb = sync.OnceValue(newEncoder)

func newEncoder() *encoder {
	e := new(encoder)
	edges := make([]float32, 255)
	for i := range edges {
		edges[i] = (float32(i) + 0.5) / 255
	}
	colorspace.DecodeSRGB(edges, edges)
	for i, edge := range edges {
		e.from[i+1] = int32(math.Float32bits(edge))
	}
	e.from[256] = math.MaxInt32
	q := 0
	for i := range e.base {
		for q < 255 && edges[q] <= float32(i)/bins {
			q++
		}
		e.base[i] = uint8(q)
	}
	return e
}

// encode returns the byte for light v, which is clipped to 0..1 and no NaN.
func (e *encoder) encode(v float32) uint8 {
	// As integers the bits of floats from 0 on have the order of the floats, and those of negative ones are negative.
	bits := min(max(int32(math.Float32bits(v)), 0), oneBits)
	q := e.base[int32(math.Float32frombits(uint32(bits))*bins)&(2*bins-1)]
	return q + uint8(uint32(e.from[int(q)+1]-bits-1)>>31)
}
