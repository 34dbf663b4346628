package jpeg

import "github.com/saccade-go/saccade/internal/kernel"

// upsampling says how the rows of a component become rows of the picture.
type upsampling struct {
	byH, byV int  // how many samples of the picture stand for one of the plane
	fancy    bool // libjpeg's triangle filter rather than repeated samples
}

// choose decides as libjpeg does (jdsample.c, jinit_upsampler): interpolation if the factors are 2, but not of planes
// with less than 3 columns, nor where a block has become a single sample. outH and outV are the size of an MCU.
func (u *upsampling) choose(outH, outV int, c *component, least int) error {
	inH, inV := c.h*c.size, c.v*c.size
	if outH%inH != 0 || outV%inV != 0 {
		return unsupported("sampling by %d×%d of %d×%d", inH, inV, outH, outV)
	}
	u.byH, u.byV = outH/inH, outV/inV
	switch {
	case least == 1:
		u.fancy = false
	case u.byH == 2 && u.byV <= 2:
		u.fancy = c.width > 2
	default:
		u.fancy = u.byH == 1 && u.byV == 2
	}
	return nil
}

// row returns samples x0..x1 of row y of the component in the picture's size. The result is in buf or in the ring.
func (c *component) row(buf []uint8, y, x0, x1 int) []uint8 {
	// One more sample at both sides, where there is one, makes the ends right for interpolation.
	from, to := max(0, x0/c.byH-1), min(c.width, (x1-1)/c.byH+2)
	near := c.line(y / c.byV)[from:to]
	if c.byH == 1 && c.byV == 1 {
		return near[x0-from : x1-from]
	}
	out := buf[:c.byH*(to-from)]
	switch {
	case !c.fancy:
		repeat(out, near, c.byH)
	case c.byV == 1:
		kernel.UpsampleH2V1(out, near)
	case c.byH == 1:
		kernel.UpsampleH1V2(out, near, c.neighbour(y)[from:to], int32(1+y&1))
	default:
		kernel.UpsampleH2V2(out, near, c.neighbour(y)[from:to])
	}
	return out[x0-c.byH*from : x1-c.byH*from]
}

// neighbour returns the row of the plane that is second next to row y of the picture.
func (c *component) neighbour(y int) []uint8 {
	return c.line(min(max(0, y/2-1+2*(y&1)), c.height-1))
}

// line returns row y of the plane.
func (c *component) line(y int) []uint8 {
	return c.ring[y%c.rows*c.stride:][:c.width]
}

func repeat(dst, src []uint8, by int) {
	if by == 1 {
		copy(dst, src)
		return
	}
	for i, v := range src {
		for j := range by {
			dst[by*i+j] = v
		}
	}
}
