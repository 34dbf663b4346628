package jpeg

import (
	"encoding/binary"

	"github.com/saccade-go/saccade/internal/kernel"
)

// tables is what markers before and between scans define.
type tables struct {
	quant    [4][64]uint16 // row by row
	hasQuant [4]bool
	dc, ac   [4]kernel.JPEGCode
	hasDC    [4]bool
	hasAC    [4]bool
	restart  int
	cond     conditioning
}

// forget makes all tables undefined. Huffman tables keep their content, as the next file is likely to have the
// same ones.
func (t *tables) forget() {
	t.hasQuant, t.hasDC, t.hasAC = [4]bool{}, [4]bool{}, [4]bool{}
	t.restart, t.cond = 0, usualConditioning
}

// read takes over a segment that defines a table, and passes over others.
func (t *tables) read(s segment) error {
	switch s.marker {
	case markerDQT:
		return t.readQuant(s)
	case markerDHT:
		return t.readHuffman(s)
	case markerDAC:
		return t.cond.read(s)
	case markerDRI:
		if len(s.body) != 2 {
			return formatError(s.at, "a restart interval of 2 bytes", "%d", len(s.body))
		}
		t.restart = int(binary.BigEndian.Uint16(s.body))
	}
	return nil
}

// readQuant reads quantisation tables (T.81, B.2.4.1).
func (t *tables) readQuant(s segment) error {
	for b := s.body; len(b) > 0; {
		wide, id := int(b[0]>>4), b[0]&15
		n := 64 * (wide + 1)
		if wide > 1 || id > 3 || len(b) < 1+n {
			return formatError(s.at, "a quantisation table", "one of %d bytes with precision %d, number %d", len(b), wide, id)
		}
		q := &t.quant[id]
		for k, v := range b[1 : 1+n/(wide+1)] {
			if wide == 1 {
				q[natural[k]] = binary.BigEndian.Uint16(b[1+2*k:])
			} else {
				q[natural[k]] = uint16(v)
			}
		}
		t.hasQuant[id] = true
		b = b[1+n:]
	}
	return nil
}

// readHuffman reads Huffman tables (T.81, B.2.4.2).
func (t *tables) readHuffman(s segment) error {
	for b := s.body; len(b) > 0; {
		n := codesIn(b)
		if n < 0 || b[0]&15 > 3 || b[0]>>4 > 1 {
			return formatError(s.at, "a Huffman table", "one of %d bytes, number %#x", len(b), b[0])
		}
		if !t.setHuffman(b[0]>>4 == 0, int(b[0]&3), b[1:17+n]) {
			return formatError(s.at, "a Huffman table", "codes that don't fit in their lengths")
		}
		b = b[17+n:]
	}
	return nil
}

// codesIn returns how many codes the table at the head of b has, and −1 if b is too short or they are too many.
func codesIn(b []byte) int {
	if len(b) < 17 {
		return -1
	}
	n := 0
	for _, count := range b[1:17] {
		n += int(count)
	}
	if n > 256 || len(b) < 17+n {
		return -1
	}
	return n
}

func (t *tables) setHuffman(dc bool, id int, spec []byte) bool {
	if dc {
		t.hasDC[id] = true
		return t.dc[id].Set(spec, true)
	}
	t.hasAC[id] = true
	return t.ac[id].Set(spec, false)
}
