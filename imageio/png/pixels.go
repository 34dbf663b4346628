package png

import "encoding/binary"

const (
	windowSize = farthest
	chunkSize  = 96 << 10 // inflated at a time: the window and a chunk fit the second level cache
	overhang   = 8        // bytes behind a row that words may touch
)

// pixelStream is the zlib stream (RFC 1950) in the IDAT chunks, of which the size is known.
type pixelStream struct {
	inflater
	buf      []byte // bytes of the stream as they come, with at least windowSize of those before from
	from, to int    // what of buf is inflated and not read
	left     int64  // bytes of the stream that are not in buf
	sum      uint32
}

// open reads the header of the stream, which is to make size bytes in rows of at most longest bytes.
func (p *pixelStream) open(stream []byte, size int64, longest int) error {
	head := stream[:min(2, len(stream))]
	p.reset(stream[len(head):], size)
	if len(head) < 2 {
		return errCut
	}
	if v := binary.BigEndian.Uint16(head); v&0x0f00 != 0x0800 || v > 0x78ff || v%31 != 0 || v&0x20 != 0 {
		return errZlib
	}
	room := windowSize + max(longest, chunkSize)
	if int64(room) > size {
		room = int(size)
	}
	p.buf = grow(p.buf, room+slack+overhang)
	p.from, p.to, p.left, p.sum = 0, 0, size, 1
	return nil
}

// row returns the next n bytes, which stay until the next call and have overhang bytes behind them.
func (p *pixelStream) row(n int) ([]byte, error) {
	for p.to-p.from < n {
		if err := p.more(); err != nil {
			return nil, err
		}
	}
	row := p.buf[p.from : p.from+n : p.from+n+overhang]
	p.from += n
	return row, nil
}

// makeRoom moves what isn't read, and the window, to the beginning of buf.
func (p *pixelStream) makeRoom() {
	if keep := min(p.from, p.to-windowSize); keep > 0 {
		copy(p.buf, p.buf[keep:p.to])
		p.from -= keep
		p.to -= keep
	}
}

// more inflates as much as buf takes, after making room in it.
func (p *pixelStream) more() error {
	if p.left > 0 {
		p.makeRoom()
	}
	limit := int(min(int64(len(p.buf)-slack-overhang-p.to), p.left)) + p.to
	to, err := p.fill(p.buf, p.to, limit)
	switch {
	case err != nil:
		return err
	case to < limit:
		return errFew
	case int64(to-p.to) > p.left:
		return errMany
	}
	p.sum = adlerSum(p.sum, p.buf[p.to:to])
	p.left -= int64(to - p.to)
	p.to = to
	return nil
}

// close checks that the stream ends where its last row does, and its checksum.
func (p *pixelStream) close() error {
	p.makeRoom() // the last fill may have gone on into the slack, which the next one needs
	if to, err := p.fill(p.buf, p.to, p.to+1); err != nil {
		return err
	} else if to > p.to {
		return errMany
	}
	p.align()
	if len(p.in)-p.at < 4 {
		return errCut
	}
	if p.sum != binary.BigEndian.Uint32(p.in[p.at:]) {
		return errAdler
	}
	return nil
}

// position returns which byte of the stream, with its header, is next.
func (p *pixelStream) position() int { return 2 + p.at - max(int(p.n/8)-int(p.over), 0) }

// grow returns n bytes, which are not defined, in s's memory if it is large enough.
func grow(s []byte, n int) []byte {
	if cap(s) < n {
		return make([]byte, n)
	}
	return s[:n]
}
