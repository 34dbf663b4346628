package png

// stage is how far the chunks have come; PNG, section 5.6.
type stage uint8

const (
	seenIHDR stage = iota
	seenPLTE
	seenTRNS
	seenIDAT
	seenIEND
)

// structure is what the chunks of a file say, read strictly.
type structure struct {
	info    Info
	stage   stage
	palette [256][4]uint8 // red, green, blue, alpha
	key     []byte        // the transparent pixel of a file without palette, as splitting has it; nil if there is none
	keyMem  [6]byte
	first   int    // where the first IDAT chunk begins
	stream  []byte // what is in its run of IDAT chunks
	joined  []byte // memory for stream where the run is longer than one
}

// read checks all chunks up to IEND and keeps what decoding needs.
func (s *structure) read(data []byte) error {
	s.stage, s.key = seenIHDR, nil
	w, err := walk(data)
	if err != nil {
		return err
	}
	c, err := w.whole()
	if err == nil {
		s.info, err = readIHDR(c)
	}
	for err == nil && s.stage != seenIEND {
		if c, err = w.whole(); err == nil {
			err = s.take(c, w)
		}
	}
	return err
}

// take reads one chunk, behind which w is. Chunks that are not about pixels are passed over.
func (s *structure) take(c chunk, w walker) error {
	next, ok := s.follows(string(c.kind))
	if !ok {
		return c.errorf("IHDR, PLTE, tRNS, IDAT and IEND in this order", "it in another place")
	}
	again := next == s.stage
	s.stage = next
	switch string(c.kind) {
	case "PLTE":
		return s.takePLTE(c)
	case "tRNS":
		return s.takeTRNS(c)
	case "IDAT":
		if !again { // a second run is passed over
			s.takeRun(c, w)
		}
	case "IEND":
		if len(c.body) > 0 {
			return c.errorf("no content", "%d bytes", len(c.body))
		}
	}
	return nil
}

// follows returns the stage that a kind of chunk leads to, and whether it may stand here.
func (s *structure) follows(kind string) (next stage, ok bool) {
	was, palette := s.stage, s.info.Colour == Palette
	switch kind {
	case "IHDR":
		return was, false
	case "PLTE":
		return seenPLTE, was == seenIHDR
	case "tRNS":
		return seenTRNS, was == seenPLTE || was == seenIHDR && !palette
	case "IDAT":
		return seenIDAT, was != seenIHDR || !palette
	case "IEND":
		return seenIEND, was == seenIDAT
	}
	return was, true
}

// takePLTE reads a palette. An index without a colour is opaque black.
func (s *structure) takePLTE(c chunk) error {
	n := len(c.body) / 3
	switch {
	case s.info.Colour == Gray || s.info.Colour == GrayAlpha:
		return c.errorf("no palette", "one in a gray file")
	case n == 0 || n > min(256, 1<<s.info.Depth) || len(c.body)%3 != 0:
		return c.errorf("3 bytes for each of at least 1 and no more colours than the depth allows", "%d bytes", len(c.body))
	}
	for i := range s.palette {
		s.palette[i] = [4]uint8{3: 255}
	}
	for i := range n {
		copy(s.palette[i][:], c.body[3*i:3*i+3])
	}
	return nil
}

// takeTRNS reads the alpha of a palette, or which pixel is transparent.
func (s *structure) takeTRNS(c chunk) error {
	s.info.Transparent = true
	switch want, n := 2*s.info.Colour.samples(), len(c.body); {
	case s.info.Colour == GrayAlpha || s.info.Colour == RGBA:
		return c.errorf("no transparency", "it in a file with alpha")
	case s.info.Colour == Palette && n > 256:
		return c.errorf("at most 256 bytes", "%d", n)
	case s.info.Colour == Palette:
		for i, v := range c.body {
			s.palette[i][3] = v
		}
	case n != want:
		return c.errorf("2 bytes for each sample", "%d", n)
	default:
		s.setKey(c.body)
	}
	return nil
}

// setKey makes the key of two bytes for each sample: all of them for a depth of 16, otherwise the low ones, scaled as
// unpack does. As in image/png, bits above the depth don't make the chunk invalid.
func (s *structure) setKey(samples []byte) {
	s.key = append(s.keyMem[:0], samples...)
	if s.info.Depth < 16 {
		s.key = s.key[:len(samples)/2]
		for i := range s.key {
			s.key[i] = samples[2*i+1] * scales[s.info.Depth]
		}
	}
}

// takeRun makes stream the content of c and of the IDAT chunks that come next, which w has before it.
func (s *structure) takeRun(c chunk, w walker) {
	s.first, s.stream = c.at, c.body
	size, ahead := len(c.body), w
	for c, ok := ahead.next(); ok && string(c.kind) == "IDAT"; c, ok = ahead.next() {
		size += len(c.body)
	}
	if size > len(c.body) {
		s.joined = append(grow(s.joined, size)[:0], c.body...)
		for len(s.joined) < size {
			c, _ = w.next()
			s.joined = append(s.joined, c.body...)
		}
		s.stream = s.joined
	}
	s.info.Compressed = int64(size)
}

// offset returns where in data byte at of stream is.
func (s *structure) offset(data []byte, at int) int64 {
	w := walker{data, s.first}
	for {
		c, ok := w.next()
		if !ok || string(c.kind) != "IDAT" {
			return int64(c.at)
		}
		if at < len(c.body) {
			return int64(c.at + 8 + at)
		}
		at -= len(c.body)
	}
}
