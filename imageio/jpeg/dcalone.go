package jpeg

import "github.com/saccade-go/saccade/internal/kernel"

// A progressive picture at an eighth of its size needs the DC coefficients and nothing else. Scans of others are passed
// over (see idle), and the coefficients lie close together, which saves most of the memory and the time.

// dcAlone reports whether the picture that is wanted is such a one.
func (d *Decoder) dcAlone() bool {
	if !d.info.Progressive || d.scan.coded {
		return false
	}
	for i := range d.n {
		if !d.onlyDC(&d.comps[i]) {
			return false
		}
	}
	return true
}

// transformDC makes samples of the blocks from x on in row y of a component's blocks.
func (c *component) transformDC(y, x int, dc []int16) {
	kernel.DCSamples(c.ring[y*c.size%c.rows*c.stride+x:][:len(dc)], dc, c.quant[0])
}
