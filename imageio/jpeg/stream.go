package jpeg

import "sync"

// chunkBlocks is about how many blocks are decoded before they are transformed: 16 KB of coefficients, which stay
// in the first-level cache.
const chunkBlocks = 128

// stream decodes the only scan of a sequential file a few MCUs at a time, straight into the destination.
func (d *Decoder) stream() {
	if d.opt.Workers > 1 {
		d.streamParallel()
		return
	}
	chunk := max(1, chunkBlocks/d.perMCU)
	d.streamMemory(chunk, 1)
	d.aimChunk(chunk, 0)
	for y := range min(d.down, d.lines.to) {
		for x := 0; x < d.across; x += chunk {
			n := min(chunk, d.across-x)
			d.decodeChunk(n)
			d.transformChunk(y, x, n, chunk, 0)
			d.clearChunk(chunk, 0)
		}
		if y >= d.lines.from {
			d.out.emit(d, y)
		}
	}
}

// streamParallel is stream on two goroutines: this one decodes rows of MCUs, alternately into two halves of the
// memory, another one makes pixels of them.
func (d *Decoder) streamParallel() {
	d.streamMemory(d.across, 2)
	empty, full := make(chan int, 2), make(chan int, 2)
	empty <- 0
	empty <- 1
	var failed any
	var wait sync.WaitGroup
	wait.Go(func() {
		defer func() { failed = recover() }()
		defer close(empty)
		d.consume(empty, full)
	})
	for range min(d.down, d.lines.to) {
		half, alive := <-empty
		if !alive {
			break
		}
		d.aimChunk(d.across, half)
		d.decodeChunk(d.across)
		full <- half
	}
	close(full)
	wait.Wait()
	if failed != nil {
		panic(failed) // where the caller can recover it
	}
}

// consume makes pixels of the halves that come in by full, row by row, and gives them back by empty.
func (d *Decoder) consume(empty chan<- int, full <-chan int) {
	y := 0
	for half := range full {
		d.transformChunk(y, 0, d.across, d.across, half)
		d.clearChunk(d.across, half)
		if y >= d.lines.from {
			d.out.emit(d, y)
		}
		y++
		empty <- half
	}
}

// streamMemory takes memory for the blocks of so many MCUs, copies times.
func (d *Decoder) streamMemory(chunk, copies int) {
	for _, c := range d.scan.comps {
		n := c.h * c.v * chunk
		c.coef, c.last = zeroed(c.coef, copies*64*n), zeroed(c.last, copies*n)
	}
}

// chunk returns the component's blocks in copy number half of a chunk.
func (c *component) chunk(chunk, half int) (coef []int16, last []uint8) {
	n := c.h * c.v * chunk
	return c.coef[half*64*n : (half+1)*64*n], c.last[half*n : (half+1)*n]
}

// aimChunk gives each unit its row of the chunk's blocks.
func (d *Decoder) aimChunk(chunk, half int) {
	u := d.scan.units
	for _, c := range d.scan.comps {
		coef, last := c.chunk(chunk, half)
		for i := range c.h * c.v {
			first := i/c.h*c.h*chunk + i%c.h
			u[0].coef, u[0].last = coef[64*first:], last[first:]
			u = u[1:]
		}
	}
}

func (d *Decoder) decodeChunk(n int) {
	for x := 0; x < n; {
		run, live := d.scan.ahead(n - x)
		if live {
			d.scan.decode(x, run, false)
		}
		x += run
	}
}

// transformChunk makes samples of the MCUs x… of row y that the region needs.
func (d *Decoder) transformChunk(y, x, n, chunk, half int) {
	from, to := d.columns.cut(x, x+n)
	if from >= to || y < d.lines.from {
		return
	}
	for i := range d.n {
		c := &d.comps[i]
		if !d.out.needs(i) {
			continue
		}
		coef, last := c.chunk(chunk, half)
		for v := range c.v {
			row := v * c.h * chunk
			a, b := row+(from-x)*c.h, row+(to-x)*c.h
			c.transform(y*c.v+v, from*c.h, coef[64*a:64*b], last[a:b])
		}
	}
}

// transform makes samples of row y of the component's blocks, from block x on.
func (c *component) transform(y, x int, coef []int16, last []uint8) {
	at := y * c.size % c.rows * c.stride
	c.idct(c.ring[at+x*c.size:], c.stride, coef, &c.quant, last)
}

func (d *Decoder) clearChunk(chunk, half int) {
	for i := range d.n {
		coef, last := d.comps[i].chunk(chunk, half)
		clear(coef)
		clear(last)
	}
}
