package imageio

import (
	"bytes"
	"encoding/binary"
	"slices"
)

// Markers of ITU-T T.81, table B.1.
const (
	markerSOF0  = 0xc0
	markerSOF2  = 0xc2
	markerDHT   = 0xc4
	markerJPG   = 0xc8
	markerDAC   = 0xcc
	markerSOF15 = 0xcf
	markerRST0  = 0xd0
	markerRST7  = 0xd7
	markerEOI   = 0xd9
	markerSOS   = 0xda
	markerDQT   = 0xdb
	markerDRI   = 0xdd
	markerAPP1  = 0xe1
)

func isSOF(m byte) bool {
	return m >= markerSOF0 && m <= markerSOF15 && m != markerDHT && m != markerJPG && m != markerDAC
}

// jpegWalker goes from marker to marker.
type jpegWalker struct {
	data []byte
	at   int
}

// next returns the next marker and its segment without the length. Bytes between segments, among them the
// coded data of a scan, and restart markers are passed over, as image/jpeg does.
func (w *jpegWalker) next() (marker byte, body []byte, err error) {
	for {
		i := bytes.IndexByte(w.data[w.at:], 0xff)
		if i < 0 {
			return 0, nil, errTruncated
		}
		w.at += i + 1
		for w.at < len(w.data) && w.data[w.at] == 0xff {
			w.at++
		}
		if w.at >= len(w.data) {
			return 0, nil, errTruncated
		}
		marker = w.data[w.at]
		w.at++
		if marker == 0 || (markerRST0 <= marker && marker <= markerRST7) {
			continue
		}
		break
	}
	if marker == markerEOI {
		return marker, nil, nil
	}
	if w.at+2 > len(w.data) {
		return 0, nil, errTruncated
	}
	n := int(binary.BigEndian.Uint16(w.data[w.at:]))
	if n < 2 {
		return 0, nil, headerError("a segment of at least 2 bytes", "%d", n)
	}
	if w.at+n > len(w.data) {
		return 0, nil, errTruncated
	}
	body = w.data[w.at+2 : w.at+n]
	w.at += n
	return marker, body, nil
}

// read takes note of a table. What is wrong with it, and with other segments, is left to the decoder.
func (t *jpegTables) read(marker byte, body []byte) {
	switch marker {
	case markerDRI:
		if len(body) == 2 {
			t.restart = int(binary.BigEndian.Uint16(body))
		}
	case markerDQT:
		for len(body) > 0 {
			n := min(len(body), 1+64*(1+int(body[0]>>4)))
			if id := body[0] & 15; id < 4 {
				t.quant[id] = body[:n]
			}
			body = body[n:]
		}
	}
}

// readBetween is read for a segment after the first scan. image/jpeg applies the last tables of a progressive
// file to all of its scans, where the first ones count.
func (f *jpegFile) readBetween(marker byte, body []byte) error {
	before := f.tables.quant
	f.tables.read(marker, body)
	for i, table := range before {
		if f.frame.progressive && table != nil && !bytes.Equal(table, f.tables.quant[i]) {
			return unsupported("a quantisation table that changes between progressive scans")
		}
	}
	return nil
}

// check goes through all scans. The work of a scan is the share of the blocks that it goes over. Found this
// way are, besides streams of thousands of scans, files that image/jpeg would give wrong pixels for without
// an error: components that no scan has, quantisation tables that are not there.
func (f *jpegFile) check() (work int64, err error) {
	if err := f.checkLength(); err != nil {
		return 0, err
	}
	all := f.frame.blocksPerMCU()
	total := int64(0) // blocks per MCU, of all scans
	w := jpegWalker{data: f.data, at: f.scans}
	for {
		marker, body, err := w.next()
		switch {
		case err == errTruncated && f.complete():
			f.endAdd = true
			return f.pixels() * total / all, nil
		case err != nil:
			return 0, err
		case marker == markerEOI:
			return f.pixels() * total / all, f.checkComponents()
		case marker == markerSOS:
			n, err := f.scan(body)
			if err != nil {
				return 0, err
			}
			total += n
		default:
			if err := f.readBetween(marker, body); err != nil {
				return 0, err
			}
		}
	}
}

// checkLength refuses a file that is too short to have one code for each block. Codes have 1 bit at least, and
// a block of a sequential file has two.
func (f *jpegFile) checkLength() error {
	n := blocks(f.Width, 8) * blocks(f.Height, 8)
	if f.frame.progressive {
		n /= 2
	}
	if n/4 > int64(len(f.data)) {
		return errTruncated
	}
	return nil
}

// complete reports whether a file without an end can be known to have all its scans, which a progressive one can't.
func (f *jpegFile) complete() bool {
	return !f.frame.progressive && f.checkComponents() == nil
}

func (f *jpegFile) checkComponents() error {
	for _, c := range f.frame.components {
		if !c.scanned {
			return headerError("a scan for each component", "none for component %d", c.id)
		}
	}
	return nil
}

// scan reads a start of scan (T.81, B.2.3) and returns its number of blocks per MCU.
func (f *jpegFile) scan(body []byte) (int64, error) {
	if len(body) < 6 || len(body) != 4+2*int(body[0]) {
		return 0, headerError("a scan header", "one of %d bytes", len(body))
	}
	blocks := 0
	for s := body[1 : len(body)-3]; len(s) > 0; s = s[2:] {
		i := slices.IndexFunc(f.frame.components, func(c jpegComponent) bool { return c.id == s[0] })
		if i < 0 {
			return 0, headerError("a component of the frame", "%d", s[0])
		}
		c := &f.frame.components[i]
		if c.quant > 3 || f.tables.quant[c.quant] == nil {
			return 0, headerError("a quantisation table for each component", "none with number %d", c.quant)
		}
		if body[0] == 1 {
			if err := f.checkSingle(i); err != nil {
				return 0, err
			}
		}
		c.scanned = true
		blocks += c.h * c.v
	}
	return int64(blocks), nil
}

// checkSingle refuses the scans of one component that image/jpeg can't read: there, it takes the rows of blocks
// to be as long as in interleaved scans, unless the component has full resolution, and counts restart intervals
// in interleaved MCUs (T.81, A.2.2 and E.2.4: the MCU of such a scan is one block).
func (f *jpegFile) checkSingle(i int) error {
	first, c := f.frame.components[0], f.frame.components[i]
	if c.h*c.v == 1 {
		return nil
	}
	if f.tables.restart > 0 {
		return unsupported("restart intervals in a scan of one component with %d×%d sampling", c.h, c.v)
	}
	if c.h != first.h && c.h > 1 || c.v != first.v && c.v > 1 {
		return unsupported("a scan of one component with %d×%d of %d×%d sampling", c.h, c.v, first.h, first.v)
	}
	return nil
}
