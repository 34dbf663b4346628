package jpeg

import "math"

// Work returns how many pixels decoding visits: Width·Height for each time that the scans of data, the file that f is
// of, go over the whole picture, and the share of it for scans with some of the components. Nothing is decoded; what is
// wrong with the file beyond its header is left to the decoder.
func (f *Info) Work(data []byte) int64 {
	perMCU, visited := 0, int64(0)
	for _, c := range f.frame.components[:f.Components] {
		perMCU += c.h * c.v
	}
	w := walker{data, f.started}
	for {
		s, err := w.next()
		if err != nil || s.marker == markerEOI || s.marker == markerSOI {
			break
		}
		if s.marker != markerSOS {
			continue
		}
		n := f.blocksIn(s)
		visited += int64(n)
		if !f.Progressive && n == perMCU {
			break // the only scan
		}
	}
	pixels := int64(f.Width) * int64(f.Height)
	if visited > math.MaxInt64/pixels {
		return math.MaxInt64
	}
	return pixels * visited / int64(perMCU)
}

// blocksIn returns how many blocks of an MCU a scan has.
func (f *Info) blocksIn(s segment) (n int) {
	if len(s.body) < 1 {
		return 0
	}
	ids := s.body[1:]
	for range min(int(s.body[0]), len(ids)/2) {
		for _, c := range f.frame.components[:f.Components] {
			if c.id == ids[0] {
				n += c.h * c.v
			}
		}
		ids = ids[2:]
	}
	return n
}

// Memory returns about how many bytes a new [Decoder] takes for a file of size bytes, beside the destination.
func (f *Info) Memory(size int) int64 {
	across := int64(ceilDiv(f.Width, 8*f.frame.maxH))
	down := int64(ceilDiv(f.Height, 8*f.frame.maxV))
	perMCU, n := 0, int64(200<<10+size+slack)
	for _, c := range f.frame.components[:f.Components] {
		perMCU += c.h * c.v
	}
	n += across * int64(perMCU) * 64 * 2 // rows of samples
	n += int64(f.Width) * 7
	if f.buffered() {
		n += across * down * int64(perMCU) * (64*2 + 8 + 1)
	}
	return n
}

// buffered reports whether the coefficients of the whole picture may have to be kept.
func (f *Info) buffered() bool { return f.Progressive || f.split }
