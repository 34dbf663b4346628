package jpeg

import (
	"bytes"
	"encoding/binary"
)

// Markers of T.81, table B.1.
const (
	markerSOF0  = 0xc0 // baseline
	markerSOF1  = 0xc1 // extended sequential
	markerSOF2  = 0xc2 // progressive
	markerDHT   = 0xc4
	markerJPG   = 0xc8
	markerSOF9  = 0xc9 // extended sequential, arithmetic coding
	markerSOF10 = 0xca // progressive, arithmetic coding
	markerDAC   = 0xcc
	markerSOF15 = 0xcf
	markerRST0  = 0xd0
	markerRST7  = 0xd7
	markerSOI   = 0xd8
	markerEOI   = 0xd9
	markerSOS   = 0xda
	markerDQT   = 0xdb
	markerDNL   = 0xdc
	markerDRI   = 0xdd
	markerAPP0  = 0xe0
	markerAPP1  = 0xe1
	markerAPP2  = 0xe2
	markerAPP14 = 0xee
	markerTEM   = 0x01
)

func isSOF(m byte) bool {
	return m >= markerSOF0 && m <= markerSOF15 && m != markerDHT && m != markerJPG && m != markerDAC
}

func isRST(m byte) bool { return m >= markerRST0 && m <= markerRST7 }

// A segment is a marker with its parameters, without the two bytes of their length.
type segment struct {
	marker byte
	at     int // where the marker begins
	body   []byte
}

// A walker goes from marker to marker.
type walker struct {
	data []byte
	at   int
}

// next returns the next segment. Bytes between segments, among them the coded data of a scan, fill bytes and restart
// markers are passed over, as libjpeg does.
func (w *walker) next() (segment, error) {
	for {
		i := bytes.IndexByte(w.data[min(w.at, len(w.data)):], 0xff)
		if i < 0 {
			return segment{}, &TruncatedError{len(w.data), "a marker has to follow"}
		}
		start := w.at + i
		w.at = start
		marker := w.skipFill()
		switch {
		case marker == 0 && w.at >= len(w.data):
			return segment{}, &TruncatedError{start, "a marker has to follow"}
		case marker == 0 || marker == markerTEM || isRST(marker):
			w.at++
		case marker == markerEOI || marker == markerSOI:
			w.at++
			return segment{marker: marker, at: start}, nil
		default:
			w.at++
			return w.body(marker, start)
		}
	}
}

// skipFill goes to the first byte that isn't 0xff and returns it, 0 at the end of the file.
func (w *walker) skipFill() byte {
	for w.at < len(w.data) {
		if m := w.data[w.at]; m != 0xff {
			return m
		}
		w.at++
	}
	return 0
}

func (w *walker) body(marker byte, start int) (segment, error) {
	if w.at+2 > len(w.data) {
		return segment{}, &TruncatedError{start, "the length of a segment has to follow"}
	}
	n := int(binary.BigEndian.Uint16(w.data[w.at:]))
	if n < 2 {
		return segment{}, formatError(w.at, "a segment of at least 2 bytes", "%d", n)
	}
	if w.at+n > len(w.data) {
		return segment{}, &TruncatedError{start, "a segment has to follow"}
	}
	s := segment{marker, start, w.data[w.at+2 : w.at+n]}
	w.at += n
	return s, nil
}
