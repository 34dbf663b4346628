package jpeg

import "github.com/saccade-go/saccade/internal/kernel"

// leastHalves is how many bytes of data are worth two goroutines to free them from byte stuffing. It is a variable for tests.
var leastHalves = 256 << 10

// halves frees data from byte stuffing on two goroutines, each of which takes a half.
type halves struct {
	data    []byte
	at, mid int
	bufs    [2][]byte
	ends    [2]int
	do      func(half int) // is unstuff, made once
}

// load is bitReader.load.
func (h *halves) load(r *bitReader, data []byte, at int) int {
	if h.do == nil {
		h.do = h.unstuff
	}
	h.data, h.at, h.mid = data, at, at+(len(data)-at)/2
	for h.mid > at && data[h.mid-1] == 0xff {
		h.mid--
	}
	h.bufs[0] = r.buf
	kernel.Parallel(2, 2, h.do)
	buf, end := h.bufs[0], h.ends[0]
	if end == h.mid {
		buf, end = append(buf, h.bufs[1]...), h.ends[1]
	}
	r.set(buf)
	h.data, h.bufs[0] = nil, nil
	return end
}

func (h *halves) unstuff(half int) {
	from, limit := h.at, h.mid
	if half == 1 {
		from, limit = h.mid, len(h.data)
	}
	h.bufs[half], h.ends[half] = unstuff(h.bufs[half][:0], h.data, from, limit)
}

// halve makes the data of the only scan, which begin at byte at, be loaded on two goroutines if that pays.
func (d *Decoder) halve(data []byte, at int) {
	d.scan.r.halves = nil
	if d.opt.Workers > 1 && !d.scan.coded && d.tables.restart == 0 && len(data)-at >= leastHalves {
		d.scan.r.halves = &d.halves
	}
}
