package jpeg

import (
	"bytes"
	"encoding/binary"
)

// A Model is what the components of a file mean.
type Model uint8

// The colour models that files have.
const (
	ModelGray Model = iota
	ModelYCbCr
	ModelRGB
	ModelCMYK // 255 is no ink, as Adobe writes it
	ModelYCCK // CMYK of which C, M and Y are coded as YCbCr
)

// Info is what the header of a file says.
type Info struct {
	Width, Height int
	Components    int // 1, 3 or 4
	Model         Model
	Progressive   bool
	// Exif is the content of the first APP1 segment with Exif, from "Exif\0\0" on, or nil. It shares memory with
	// the file.
	Exif []byte

	frame   frame
	started int  // where the first start of scan is
	split   bool // the first scan has not all components
}

// frame is the start of frame (T.81, B.2.2) and what else decides about the colours.
type frame struct {
	components  [4]frameComponent
	maxH, maxV  int
	jfif, adobe bool
	transform   byte // of Adobe's APP14
	arithmetic  bool
}

type frameComponent struct {
	id   byte
	h, v int // sampling factors
	tq   byte
}

// ReadInfo reads the header of a file, up to the first scan, without decoding anything. If the height is given after
// the first scan (DNL) it looks there.
func ReadInfo(data []byte) (Info, error) {
	var info Info
	err := info.read(data, func(segment) error { return nil })
	return info, err
}

// read reads all segments before the first scan, and gives those that are not for info to tables.
func (f *Info) read(data []byte, tables func(segment) error) error {
	*f = Info{}
	if len(data) < 2 || data[0] != 0xff || data[1] != markerSOI {
		return formatError(0, "a JPEG file", "other bytes")
	}
	w := walker{data, 2}
	for {
		s, err := w.next()
		if err == nil && s.marker == markerSOS {
			f.started, f.split = s.at, f.Components > 1 && len(s.body) > 0 && int(s.body[0]) < f.Components
			return f.finish(data, w.at, s.at)
		}
		if err == nil {
			err = f.segment(s, tables)
		}
		if err != nil {
			return err
		}
	}
}

func (f *Info) segment(s segment, tables func(segment) error) error {
	switch {
	case s.marker == markerEOI:
		return formatError(s.at, "a scan", "the end of the image")
	case s.marker == markerSOI:
		return formatError(s.at, "a scan", "another file's beginning")
	case isSOF(s.marker):
		return f.readFrame(s)
	case s.marker == markerAPP0 && len(s.body) >= 14 && bytes.HasPrefix(s.body, []byte("JFIF\x00")):
		f.frame.jfif = true
	case s.marker == markerAPP14 && len(s.body) >= 12 && bytes.HasPrefix(s.body, []byte("Adobe")):
		f.frame.adobe, f.frame.transform = true, s.body[11]
	case s.marker == markerAPP1 && f.Exif == nil && bytes.HasPrefix(s.body, []byte("Exif\x00\x00")):
		f.Exif = s.body
	}
	return tables(s)
}

// finish checks what is known before the first scan.
func (f *Info) finish(data []byte, scan, sos int) error {
	if f.Components == 0 {
		return formatError(sos, "a frame before the first scan", "none")
	}
	if f.Height == 0 {
		if err := f.findHeight(data, scan); err != nil {
			return err
		}
	}
	f.Model = f.frame.model(f.Components)
	return nil
}

// findHeight reads the height from DNL, which has to follow the first scan (T.81, B.2.5).
func (f *Info) findHeight(data []byte, scan int) error {
	w := walker{data, scan}
	s, err := w.next()
	if err == nil && s.marker == markerDNL && len(s.body) == 2 {
		f.Height = int(binary.BigEndian.Uint16(s.body))
	}
	if f.Height == 0 {
		return formatError(scan, "a height, in the frame or after the first scan", "0")
	}
	return nil
}

func (f *Info) readFrame(s segment) error {
	b := s.body
	if f.Components > 0 {
		return formatError(s.at, "one frame", "a second one")
	}
	if len(b) < 6 || len(b) != 6+3*int(b[5]) {
		return formatError(s.at, "a frame header", "one of %d bytes", len(b))
	}
	if err := unsupportedFrame(s.marker, b); err != nil {
		return err
	}
	f.Height, f.Width = int(b[1])<<8|int(b[2]), int(b[3])<<8|int(b[4])
	if f.Width == 0 {
		return formatError(s.at, "at least one pixel", "%d×%d", f.Width, f.Height)
	}
	f.Progressive = s.marker == markerSOF2 || s.marker == markerSOF10
	f.frame.arithmetic = s.marker >= markerSOF9
	f.Components = int(b[5])
	return f.frame.read(b[6:], s.at)
}

func unsupportedFrame(marker byte, b []byte) error {
	switch {
	case marker > markerSOF2 && marker != markerSOF9 && marker != markerSOF10:
		return unsupported("lossless or hierarchical JPEG")
	case b[0] != 8:
		return unsupported("a precision of %d bits", b[0])
	case b[5] != 1 && b[5] != 3 && b[5] != 4:
		return unsupported("JPEG with %d components", b[5])
	}
	return nil
}

// read reads the components, three bytes each.
func (f *frame) read(b []byte, at int) error {
	n := len(b) / 3
	for i := range n {
		c := frameComponent{b[3*i], int(b[3*i+1] >> 4), int(b[3*i+1] & 15), b[3*i+2]}
		if c.h < 1 || c.h > 4 || c.v < 1 || c.v > 4 {
			return formatError(at, "sampling factors from 1 to 4", "%d×%d", c.h, c.v)
		}
		if c.tq > 3 {
			return formatError(at, "a quantisation table from 0 to 3", "%d", c.tq)
		}
		if n == 1 {
			c.h, c.v = 1, 1 // T.81, A.2.2: one component is never interleaved
		}
		f.maxH, f.maxV = max(f.maxH, c.h), max(f.maxV, c.v)
		f.components[i] = c
	}
	return nil
}

// model guesses the colour model as libjpeg does (jdapimin.c, default_decompress_parms).
func (f *frame) model(n int) Model {
	id := [3]byte{f.components[0].id, f.components[1].id, f.components[2].id}
	switch {
	case n == 1:
		return ModelGray
	case n == 4 && f.adobe && f.transform != 0:
		return ModelYCCK
	case n == 4:
		return ModelCMYK
	case f.jfif:
		return ModelYCbCr
	case f.adobe && f.transform == 0:
		return ModelRGB
	case !f.adobe && id == [3]byte{'R', 'G', 'B'}:
		return ModelRGB
	}
	return ModelYCbCr
}
