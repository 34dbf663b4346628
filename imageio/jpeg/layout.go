package jpeg

import (
	"image"

	"github.com/saccade-go/saccade/internal/kernel"
)

// A component is a plane of the file with all that it takes to decode it.
type component struct {
	frameComponent
	number  int        // of the component in the frame
	quant   [64]uint16 // row by row, as it was when the component's first scan began
	latched bool

	across, down       int // blocks that the picture has
	padAcross, padDown int // blocks of whole MCUs

	// After scaling a block has size×size samples; the plane has width×height.
	size          int
	width, height int
	idct          kernel.JPEGBlockFunc
	upsampling

	// ring holds the samples of the last two rows of MCUs: row y of the plane is row y mod rows of it.
	ring         []uint8
	stride, rows int

	// Coefficients, kept of each block, 64 or DC alone: of all blocks, or of a few MCUs of a row if the scan is decoded as it comes.
	coef []int16
	kept int
	held int      // rows of blocks in the memory, if scans are buffered: row y is row y mod held of it
	last []uint8  // for each block the zigzag number of its last coefficient
	mask []uint64 // for each block of a progressive file which coefficients are not 0, see [kernel.JPEGRefiner]
	sent [64]int8 // progressive: down to which bit a coefficient has been sent, −1 for none
}

// A frameLayout is what follows from the frame and the options.
type frameLayout struct {
	scale         int // 1, 2, 4 or 8
	width, height int // of the scaled picture
	across, down  int // MCUs
	mcuW, mcuH    int // of an MCU in the scaled picture
	region        image.Rectangle
	columns       span // of MCUs that the region needs
	lines         span
	blocks        int // of the picture's MCUs
	perMCU        int
	chunk         int // MCUs that there is memory for, if the scan is decoded as it comes
}

type span struct{ from, to int }

func (s span) cut(from, to int) (int, int) { return max(s.from, from), min(s.to, to) }

func ceilDiv(a, b int) int { return (a + b - 1) / b }

// arrange computes the layout. The arithmetic is that of libjpeg: jdmaster.c (sizes), jdsample.c (upsampling).
func (d *Decoder) arrange(info *Info, opt Options) error {
	f, l := &info.frame, &d.frameLayout
	least := 8 / opt.scale() // samples per block where sampling is densest
	*l = frameLayout{scale: opt.scale(), mcuW: f.maxH * least, mcuH: f.maxV * least}
	l.width, l.height = ceilDiv(info.Width, l.scale), ceilDiv(info.Height, l.scale)
	l.across, l.down = ceilDiv(info.Width, 8*f.maxH), ceilDiv(info.Height, 8*f.maxV)
	d.n = info.Components
	for i := range d.n {
		c := &d.comps[i]
		c.frameComponent, c.number, c.latched = f.components[i], i, false
		c.arrange(info, l, least, opt.Coarse && least < 8)
		if err := c.upsampling.choose(f.maxH*least, f.maxV*least, c, least); err != nil {
			return err
		}
		l.perMCU += c.h * c.v
	}
	l.blocks = l.across * l.down * l.perMCU
	return l.choose(opt.Region)
}

func (c *component) arrange(info *Info, l *frameLayout, least int, coarse bool) {
	f := &info.frame
	c.padAcross, c.padDown = l.across*c.h, l.down*c.v
	c.across, c.down = ceilDiv(info.Width*c.h, 8*f.maxH), ceilDiv(info.Height*c.v, 8*f.maxV)
	// A subsampled component is scaled down less, if that saves upsampling.
	c.size = least
	for !coarse && c.size < 8 && f.maxH*least%(c.h*c.size*2) == 0 && f.maxV*least%(c.v*c.size*2) == 0 {
		c.size *= 2
	}
	c.width, c.height = ceilDiv(info.Width*c.h*c.size, 8*f.maxH), ceilDiv(info.Height*c.v*c.size, 8*f.maxV)
	c.idct = map8[c.size]
	c.stride, c.rows = c.padAcross*c.size, 2*c.v*c.size
	c.ring = resize(c.ring, c.stride*c.rows)
}

var map8 = [9]kernel.JPEGBlockFunc{1: kernel.IDCTRow1, 2: kernel.IDCTRow2, 4: kernel.IDCTRow4, 8: kernel.IDCTRow8}

// choose takes the region, or all of the picture, and finds the MCUs that it needs: those that it touches, and
// those whose samples interpolation reads.
func (l *frameLayout) choose(r image.Rectangle) error {
	all := image.Rect(0, 0, l.width, l.height)
	l.region = all
	if r != (image.Rectangle{}) {
		l.region = r
	}
	if r.Dx() < 0 || l.region.Empty() || !l.region.In(all) {
		return &RegionError{Region: r, Picture: all}
	}
	const margin = 8 // two samples of the coarsest plane
	x0, x1 := max(0, l.region.Min.X-margin), min(l.width, l.region.Max.X+margin)
	y0, y1 := max(0, l.region.Min.Y-margin), min(l.height, l.region.Max.Y+margin)
	l.columns = span{x0 / l.mcuW, ceilDiv(x1, l.mcuW)}
	l.lines = span{y0 / l.mcuH, ceilDiv(y1, l.mcuH)}
	return nil
}

// resize returns a slice of n values, s if it is large enough.
func resize[T any](s []T, n int) []T {
	if cap(s) < n {
		return make([]T, n)
	}
	return s[:n]
}

// zeroed is resize with all values 0.
func zeroed[T any](s []T, n int) []T {
	s = resize(s, n)
	clear(s)
	return s
}
