package jpeg

import (
	"sync"

	"github.com/saccade-go/saccade/internal/kernel"
)

// A relay decodes the strands of a large picture on several goroutines. Each has a leg, some of the strands, which it runs
// for one row of MCUs after the other, always behind the leg before it; the last one also makes samples and pixels of the
// row. Of the rows that are between the first leg and the last there are coefficients in memory.
type relay struct {
	d    *Decoder
	legs []span // of strands
	rows int    // of MCUs in memory

	mu      sync.Mutex
	moved   sync.Cond // of mu: what follows has changed
	done    []int     // rows that each leg is through with
	stopped bool
}

// relayRows is for how many rows of MCUs there is memory for each leg.
const relayRows = 4

// relayed does what runAbreast does, on several goroutines. It reports whether the picture is large enough.
func (d *Decoder) relayed() bool {
	if d.opt.Workers < 2 || d.blocks < leastBlocks {
		return false
	}
	r := d.relay
	if r == nil {
		r = new(relay)
		r.moved.L = &r.mu
	}
	if r.legs = d.legs(r.legs[:0]); len(r.legs) < 2 {
		return false
	}
	d.relay = nil // after a panic it isn't what it has to be
	r.d, r.rows, r.stopped = d, min(d.down, relayRows*len(r.legs)), false
	r.done = zeroed(r.done, len(r.legs))
	d.allocate(r.rows)
	kernel.Parallel(len(r.legs), len(r.legs), r.run)
	r.d, d.relay = nil, r
	return true
}

// legs shares the strands out among the workers by the size of their data. To make pixels of two blocks takes about as long
// as to decode 5 bytes.
func (d *Decoder) legs(legs []span) []span {
	n := len(d.strands)
	size := func(i int) int {
		if i == n {
			return d.blocks * 5 / 2
		}
		return d.strands[i].scan.r.size
	}
	rest := 0
	for i := range n + 1 {
		rest += size(i)
	}
	from, sum := 0, 0
	for i := range n + 1 {
		if left := d.opt.Workers - len(legs); left > 1 && i > from && sum+size(i)/2 > rest/left {
			legs = append(legs, span{from, i})
			from, rest, sum = i, rest-sum, 0
		}
		sum += size(i)
	}
	return append(legs, span{from, n})
}

// run is the goroutine of a leg.
func (r *relay) run(leg int) {
	defer func() {
		if v := recover(); v != nil {
			r.stop() // nobody has to wait for this goroutine
			panic(v)
		}
	}()
	for y := range r.d.down {
		if !r.wait(leg, y) {
			return
		}
		r.row(leg, y)
		r.pass(leg)
	}
}

// row does what a leg has to do for row y.
func (r *relay) row(leg, y int) {
	d := r.d
	if leg == 0 {
		d.clearRow(y)
	}
	for _, s := range d.strands[r.legs[leg].from:r.legs[leg].to] {
		s.scan.decodeRow(d, y)
	}
	if leg == len(r.legs)-1 {
		d.renderRow(y)
	}
}

// wait waits until a leg can run for row y: the leg before has done so, or, for the first one, there is memory. It reports
// whether that comes.
func (r *relay) wait(leg, y int) bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	for !r.stopped {
		if leg == 0 && r.done[len(r.legs)-1]+r.rows > y || leg > 0 && r.done[leg-1] > y {
			return true
		}
		r.moved.Wait()
	}
	return false
}

// pass tells the others that a leg is through with a row.
func (r *relay) pass(leg int) {
	r.mu.Lock()
	r.done[leg]++
	r.mu.Unlock()
	r.moved.Broadcast()
}

// stop makes all legs stop that wait or will wait.
func (r *relay) stop() {
	r.mu.Lock()
	r.stopped = true
	r.mu.Unlock()
	r.moved.Broadcast()
}
