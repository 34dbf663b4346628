package jpeg

import "github.com/saccade-go/saccade/internal/kernel"

// chunkBlocks is about how many blocks are decoded before they are transformed: 16 KB of coefficients, which stay
// in the first-level cache.
const chunkBlocks = 128

// stream decodes the only scan of a sequential file a few MCUs at a time, straight into the destination. Of the picture
// done MCUs are there already.
func (d *Decoder) stream(done int) {
	d.streamMemory(max(1, chunkBlocks/d.perMCU))
	for limit := d.wanted(); done < limit; {
		n := min(d.chunk, limit-done)
		d.decodeRun(0, n)
		d.put(d, 0, n, done)
		done += n
	}
}

// passOver reads the MCUs behind the region, of which done are before, so that damage there is noticed.
func (d *Decoder) passOver(done int) {
	all := d.down * d.across
	if done == all {
		return
	}
	d.scan.keepOnlyDC(true)
	d.streamMemory(max(1, chunkBlocks/d.perMCU))
	for ; done < all; done += d.chunk {
		d.decodeRun(0, min(d.chunk, all-done))
	}
}

// wanted returns how many MCUs have to be decoded.
func (d *Decoder) wanted() int { return min(d.down, d.lines.to) * d.across }

// streamMemory gives each unit its row of the blocks of so many MCUs.
func (d *Decoder) streamMemory(chunk int) {
	for _, c := range d.scan.comps {
		n := c.h * c.v * chunk
		c.kept = 64
		if d.scan.onlyDC {
			c.kept = 1
		}
		c.coef, c.last = resize(c.coef, c.kept*n), resize(c.last, n)
	}
	d.place(chunk)
}

// place points the units to the memory of so many MCUs.
func (d *Decoder) place(chunk int) {
	d.chunk = chunk
	u := d.scan.units
	for _, c := range d.scan.comps {
		for i := range c.h * c.v {
			first := i/c.h*c.h*chunk + i%c.h
			u[0].kept, u[0].coef, u[0].last = c.kept, c.coef[c.kept*first:], c.last[first:]
			u = u[1:]
		}
	}
}

// decodeRun decodes n MCUs into the memory from MCU x on.
func (d *Decoder) decodeRun(x, n int) {
	for end := x + n; x < end; {
		run, live := d.scan.ahead(end - x)
		if live {
			d.scan.decode(x, run, false)
		} else {
			d.scan.wipe(0, x, x+run)
		}
		x += run
	}
}

// put makes pixels of n MCUs, number first and those that follow it, which are in the memory of from, from its MCU at on.
func (d *Decoder) put(from *Decoder, at, n, first int) {
	for n > 0 {
		y, x := first/d.across, first%d.across
		part := min(n, d.across-x)
		if y >= d.lines.from {
			d.transformRun(from, at, part, y, x)
			if x+part == d.across {
				d.out.emit(d, y)
			}
		}
		at, n, first = at+part, n-part, first+part
	}
}

// transformRun makes samples of n MCUs from column x of row y on, which are in the memory of from, from its MCU at on. It
// passes over those that the region doesn't need.
func (d *Decoder) transformRun(from *Decoder, at, n, y, x int) {
	first, end := d.columns.cut(x, x+n)
	if first >= end {
		return
	}
	at += first - x
	for i := range d.n {
		c, memory := &d.comps[i], &from.comps[i]
		if !d.out.needs(i) {
			continue
		}
		for v := range c.v {
			a := (v*from.chunk + at) * c.h
			b := a + (end-first)*c.h
			c.transform(y*c.v+v, first*c.h, memory.coef[memory.kept*a:memory.kept*b], memory.last[a:b])
		}
	}
}

// transform makes samples of row y of the component's blocks, from block x on.
func (c *component) transform(y, x int, coef []int16, last []uint8) {
	at := y * c.size % c.rows * c.stride
	if len(coef) == len(last) {
		kernel.DCSamples(c.ring[at+x:][:len(last)], coef, c.quant[0])
		return
	}
	c.idct(c.ring[at+x*c.size:], c.stride, coef, &c.quant, last)
}
