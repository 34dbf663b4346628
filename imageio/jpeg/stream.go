package jpeg

// chunkBlocks is about how many blocks are decoded before they are transformed: 16 KB of coefficients, which stay
// in the first-level cache.
const chunkBlocks = 128

// stream decodes the only scan of a sequential file a few MCUs at a time, straight into the destination.
func (d *Decoder) stream() {
	chunk := max(1, chunkBlocks/d.perMCU)
	d.streamMemory(chunk)
	for y := range min(d.down, d.lines.to) {
		for x := 0; x < d.across; x += chunk {
			n := min(chunk, d.across-x)
			d.decodeChunk(n)
			if y >= d.lines.from {
				d.transformChunk(y, x, n, chunk)
			}
		}
		if y >= d.lines.from {
			d.out.emit(d, y)
		}
	}
}

// streamMemory gives each unit its row of the blocks of so many MCUs.
func (d *Decoder) streamMemory(chunk int) {
	for _, c := range d.scan.comps {
		n := c.h * c.v * chunk
		c.coef, c.last = resize(c.coef, 64*n), resize(c.last, n)
	}
	d.place(chunk)
}

// place points the units to the memory of so many MCUs.
func (d *Decoder) place(chunk int) {
	u := d.scan.units
	for _, c := range d.scan.comps {
		for i := range c.h * c.v {
			first := i/c.h*c.h*chunk + i%c.h
			u[0].coef, u[0].last = c.coef[64*first:], c.last[first:]
			u = u[1:]
		}
	}
}

func (d *Decoder) decodeChunk(n int) { d.decodeRun(0, n) }

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

// transformChunk makes samples of the MCUs x… of row y that the region needs.
func (d *Decoder) transformChunk(y, x, n, chunk int) {
	from, to := d.columns.cut(x, x+n)
	if from >= to {
		return
	}
	for i := range d.n {
		c := &d.comps[i]
		if !d.out.needs(i) {
			continue
		}
		for v := range c.v {
			row := v * c.h * chunk
			a, b := row+(from-x)*c.h, row+(to-x)*c.h
			c.transform(y*c.v+v, from*c.h, c.coef[64*a:64*b], c.last[a:b])
		}
	}
}

// transform makes samples of row y of the component's blocks, from block x on.
func (c *component) transform(y, x int, coef []int16, last []uint8) {
	at := y * c.size % c.rows * c.stride
	c.idct(c.ring[at+x*c.size:], c.stride, coef, &c.quant, last)
}
