package jpeg

import "github.com/saccade-go/saccade/internal/kernel"

// The scans of a progressive file go over the picture abreast: each decodes its part of a row of MCUs, in the order of the
// file, and then the row becomes samples. So a row of coefficients is all that there has to be memory for, and it stays in
// the cache. It takes scans whose ends can be found before they are decoded, as those with restart markers can't, and a
// bounded number of them: of other files all coefficients are kept, and scans follow one another.

// mostAbreast is how many scans go abreast at most. Encoders make about ten. It is a variable for tests.
var mostAbreast = 24

// strandBytes is about how much memory a strand takes beside its data.
const strandBytes = 64 << 10

// A strand is a scan that goes with others. What it needs of the file's tables, which later ones replace, is its own.
type strand struct {
	scan  scan
	codes [4]*kernel.JPEGCode // those in use, by number
}

// progressive decodes the scan that was read and all that follow it, and makes the picture.
func (d *Decoder) progressive(w *walker) error {
	more, err := d.gather(w)
	if _, limit := err.(*LimitError); limit {
		return err
	}
	switch {
	case more:
		d.allocate(d.down)
		for _, s := range d.strands {
			s.scan.decodeAll(d)
		}
	case !d.relayed():
		d.allocate(1)
		d.runAbreast()
	}
	for _, s := range d.strands {
		d.tally(&s.scan)
	}
	if more {
		err = d.buffered(w)
		d.render()
	}
	return err
}

// gather makes strands of the scan that was read and of those that follow it. It reports whether it came to one that can't
// be one, whose header has been read.
func (d *Decoder) gather(w *walker) (more bool, err error) {
	for d.strands = d.strands[:0]; ; {
		if d.tables.restart > 0 || len(d.strands) >= mostAbreast {
			return true, nil
		}
		if !d.idle() {
			s := d.strand()
			s.take(&d.scan)
			s.scan.start(w.data, w.at, 0)
			w.at = s.scan.next
		}
		if more, err := d.nextScan(w); err != nil || !more {
			return false, err
		}
	}
}

// strand returns one more strand, which has the memory that it had for another file.
func (d *Decoder) strand() *strand {
	n := len(d.strands)
	if n == cap(d.strands) {
		d.strands = append(d.strands, new(strand))
	}
	d.strands = d.strands[:n+1]
	if d.strands[n] == nil {
		d.strands[n] = new(strand)
	}
	return d.strands[n]
}

// take makes the strand's scan like of, with memory of its own.
func (s *strand) take(of *scan) {
	old := s.scan
	s.scan = *of
	s.scan.comps, s.scan.units = append(old.comps[:0], of.comps...), append(old.units[:0], of.units...)
	s.scan.r.buf, s.scan.lane, s.scan.refiner = old.r.buf, old.lane, old.refiner
	for i := range s.scan.units {
		u := &s.scan.units[i]
		switch {
		case of.from > 0:
			u.ac = s.code(u.ac, u.acID)
		case of.high == 0:
			u.dc = s.code(u.dc, u.dcID)
		}
	}
}

// code returns a copy of the code in table number id.
func (s *strand) code(of *kernel.JPEGCode, id int) *kernel.JPEGCode {
	if s.codes[id] == nil {
		s.codes[id] = new(kernel.JPEGCode)
	}
	s.codes[id].Copy(of)
	return s.codes[id]
}

// runAbreast decodes all strands and makes the picture.
func (d *Decoder) runAbreast() {
	for y := range d.down {
		d.clearRow(y)
		for _, s := range d.strands {
			s.scan.decodeRow(d, y)
		}
		d.renderRow(y)
	}
}

// clearRow makes the coefficients of row y of the MCUs 0.
func (d *Decoder) clearRow(y int) {
	for i := range d.n {
		c := &d.comps[i]
		from, n := y*c.v%c.held*c.padAcross, c.v*c.padAcross
		clear(c.coef[c.kept*from:][:c.kept*n])
		clear(c.mask[from:][:n])
	}
}

// releaseStrands lets go of what belongs to the caller.
func (d *Decoder) releaseStrands() {
	for _, s := range d.strands {
		s.scan.data = nil
	}
}

// strandsSize returns how many bytes the strands keep.
func (d *Decoder) strandsSize() (n int) {
	for _, s := range d.strands[:cap(d.strands)] {
		if s != nil {
			n += strandBytes + cap(s.scan.r.buf)
		}
	}
	return n
}
