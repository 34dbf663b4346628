package jpeg

import (
	"slices"

	"github.com/saccade-go/saccade/tensor"
)

// A Decoder decodes one file after another and keeps its memory from file to file: up to 1.5 MB, a few rows of
// pixels, the data of progressive files, and of those with arithmetic coding or restart markers, and of sequential files of
// several scans, the coefficients of the largest of them. The zero Decoder is ready to use. It is not
// safe for concurrent use.
type Decoder struct {
	info   Info
	opt    Options
	tables tables
	frameLayout
	comps  [4]component
	n      int // of comps
	scan   scan
	out    output
	team   *team // nil until a file is decoded on several goroutines
	pair   *pair // nil until a scan is decoded at two places
	halves halves

	strands []*strand // of a progressive file
	relay   *relay    // nil until they are decoded on several goroutines

	passed int64 // blocks of all scans
	lost   DamageError

	stopper stopper
}

// Decode makes dst the picture that data, the content of a file, has: uint8, Gray or RGB, as stored, not turned. The
// memory of dst is used again.
//
// If the file is damaged or ends early, the error is a *[DamageError], and dst has what could be decoded. After any
// other error the content of dst is not defined.
func (d *Decoder) Decode(dst *tensor.Tensor, data []byte, opt Options) error {
	if err := d.begin(data, opt); err != nil {
		return err
	}
	space := opt.space(d.info.Model)
	dst.Reset(tensor.Spec{Space: space, C: space.Channels(), H: d.region.Dy(), W: d.region.Dx()})
	d.out.toTensor(d, dst)
	defer d.release()
	return d.scans(data)
}

// A RowTaker takes a picture a few rows at a time.
type RowTaker interface {
	// TakeRows takes n rows from row y of the picture on: row i of them, of channel c, begins at rows[c][i·stride] and is
	// as long as the picture is wide. They are valid during the call.
	TakeRows(y, n int, rows [3][]uint8, stride int)
}

// DecodeRows decodes as [Decoder.Decode] does, and gives the rows of the picture to take instead of keeping them: each row
// once, several at a time. With Options.Workers they come in any order and from several goroutines. Errors are those of
// Decode.
func (d *Decoder) DecodeRows(take RowTaker, data []byte, opt Options) error {
	if err := d.begin(data, opt); err != nil {
		return err
	}
	d.out.toRows(d, take, opt.space(d.info.Model))
	defer d.release()
	return d.scans(data)
}

// release lets go of what belongs to the caller.
func (d *Decoder) release() {
	d.info.Exif, d.scan.data, d.opt.Stop, d.stopper.ask = nil, nil, nil, nil
	d.out.dst, d.out.planes, d.out.take = [3][]uint8{}, nil, nil
	d.releaseStrands()
}

// Cap returns how many bytes the decoder keeps for the next file, beside some 200 KB.
func (d *Decoder) Cap() int {
	n := cap(d.scan.r.buf) + d.team.size() + d.strandsSize()
	if d.pair != nil {
		n += d.pair.part.Cap()
	}
	for _, s := range d.out.strip {
		n += cap(s)
	}
	for i := range d.comps {
		c := &d.comps[i]
		n += cap(c.ring) + 2*cap(c.coef) + cap(c.last) + 8*cap(c.mask)
	}
	return n
}

// begin reads the header and prepares everything but the destination.
func (d *Decoder) begin(data []byte, opt Options) error {
	if err := opt.check(); err != nil {
		return err
	}
	d.opt, d.passed, d.lost = opt, 0, DamageError{}
	d.stopper.begin(opt.Stop)
	d.scan.stopper = &d.stopper
	d.tables.forget()
	if err := d.info.read(data, d.tables.read); err != nil {
		return err
	}
	d.scan.onlyDC = false // until it is known what is wanted
	d.scan.coded, d.scan.cond = d.info.frame.arithmetic, &d.tables.cond
	return d.arrange(&d.info, opt)
}

// scans decodes all scans, if it isn't stopped.
func (d *Decoder) scans(data []byte) error {
	err := d.allScans(data)
	if stopped := d.stopper.err(); stopped != nil {
		return stopped
	}
	return err
}

// allScans decodes all scans. Once there is something to be seen, every error becomes a DamageError.
func (d *Decoder) allScans(data []byte) error {
	w := walker{data, d.info.started}
	s, err := w.next()
	if err == nil {
		err = d.readScan(s)
	}
	if err != nil {
		return err
	}
	if !d.info.Progressive && len(d.scan.comps) == d.n {
		d.halve(data, w.at)
		d.scan.start(data, w.at, d.tables.restart)
		d.scan.r.halves = nil
		d.scan.keepOnlyDC(d.scan.wantsOnlyDC())
		if !d.parallel() {
			d.stream(d.byTurns())
		}
		d.out.flush(d)
		d.passOver(d.wanted())
		d.tally(&d.scan)
		return d.damage()
	}
	if d.info.Progressive && !d.scan.coded {
		err = d.progressive(&w)
	} else {
		d.allocate(d.down)
		err = d.buffered(&w)
		d.render()
	}
	d.out.flush(d)
	if _, limit := err.(*LimitError); limit {
		return err
	}
	if err != nil {
		d.note(w.at, err)
	}
	return d.damage()
}

// buffered decodes the scan that was read and all that follow it into the memory of coefficients.
func (d *Decoder) buffered(w *walker) error {
	for {
		if !d.idle() {
			d.scan.start(w.data, w.at, d.tables.restart)
			d.scan.decodeAll(d)
			d.tally(&d.scan)
			w.at = d.scan.next
		}
		if more, err := d.nextScan(w); err != nil || !more {
			return err
		}
	}
}

// nextScan reads up to the header of the next scan. Without one the file is at its end.
func (d *Decoder) nextScan(w *walker) (more bool, err error) {
	for {
		s, err := w.next()
		switch {
		case err != nil && d.complete():
			return false, nil // only the end of the image is missing
		case err != nil:
			return false, err
		case s.marker == markerEOI || s.marker == markerSOI:
			return false, d.checkScanned(s.at)
		case s.marker == markerSOS:
			return true, d.readScan(s)
		case isSOF(s.marker):
			return false, formatError(s.at, "one frame", "a second one")
		}
		if err := d.tables.read(s); err != nil {
			return false, err
		}
	}
}

// complete reports whether all coefficients have been sent to the last bit.
func (d *Decoder) complete() bool {
	for i := range d.n {
		c := &d.comps[i]
		if !c.latched || slices.ContainsFunc(c.sent[:], func(bit int8) bool { return bit != 0 }) {
			return false
		}
	}
	return true
}

func (d *Decoder) checkScanned(at int) error {
	for i := range d.n {
		if !d.comps[i].latched {
			return formatError(at, "a scan for each component", "none for component %d", d.comps[i].id)
		}
	}
	return nil
}

// tally takes account of a scan that has ended.
func (d *Decoder) tally(s *scan) {
	d.lost.Missing += s.missing * int64(len(s.units))
	if s.damage != nil {
		d.note(s.next, s.damage)
	}
}

// note keeps the first damage.
func (d *Decoder) note(at int, err error) {
	if d.lost.Err == nil {
		d.lost.Offset, d.lost.Err = at, err
	}
}

// damage returns what tally and note have gathered.
func (d *Decoder) damage() error {
	if d.lost.Err == nil {
		return nil
	}
	e := d.lost
	e.Blocks = d.passed
	return &e
}
