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
	row, down := f.blocksInRow()
	n := int64(200<<10+size+slack) + f.rows()
	if f.buffered() {
		n += row * down * (64*2 + 8 + 1)
		n += int64(mostAbreast) * (strandBytes + slack)
	} else if !f.frame.arithmetic {
		n += 2 * (min(int64(2*roundBlocks), row*down+row) + mostMarks*maxPerMCU) * (64*2 + 1)
	}
	return n
}

// WorkersMemory returns about how many bytes a new [Decoder] takes beside those of Memory if [Options.Workers] is set.
func (f *Info) WorkersMemory(size, workers int) int64 {
	row, down := f.blocksInRow()
	if workers < 2 || f.buffered() || f.frame.arithmetic || row*down < int64(leastBlocks) {
		return 0
	}
	blocks := max(row, row*down/4) + 2*row + mostMarks*maxPerMCU
	return int64(2*min(workers, mostSegments)+1) * (int64(200<<10+size+slack) + f.rows() + blocks*(64*2+1))
}

// blocksInRow returns how many blocks a row of MCUs has, and how many rows there are.
func (f *Info) blocksInRow() (row, down int64) {
	for _, c := range f.frame.components[:f.Components] {
		row += int64(c.h * c.v)
	}
	return row * int64(ceilDiv(f.Width, 8*f.frame.maxH)), int64(ceilDiv(f.Height, 8*f.frame.maxV))
}

// rows returns how many bytes the rows of samples and of pixels take.
func (f *Info) rows() int64 {
	row, _ := f.blocksInRow()
	return row*64*4 + int64(f.Width)*(7+3*stripRows)
}

// buffered reports whether the coefficients of the whole picture may have to be kept.
func (f *Info) buffered() bool { return f.Progressive || f.split }
