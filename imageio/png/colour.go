package png

import (
	"encoding/binary"
	"fmt"
)

// A ColourSpace is what the chunks before the palette and the pixels say of a file's colours. Where there are several, the
// first field here counts (PNG, third edition, section 4.3).
type ColourSpace struct {
	CICP           []byte     // primaries, transfer function, matrix, full range (ITU-T H.273); nil: no cICP chunk
	ICC            []byte     // the profile; nil: no iCCP chunk
	SRGB           bool       // there is an sRGB chunk
	Gamma          *uint32    // the exponent of encoding times 100 000; nil: no gAMA chunk
	Chromaticities *[8]uint32 // x, y of white, red, green, blue times 100 000; nil: no cHRM chunk
}

// ReadColourSpace reads the chunks cICP, iCCP, sRGB, gAMA and cHRM (sections 11.3.2.1 to 11.3.2.6), and of several with the
// same name the first. No pixels are decoded. The error, a *[FormatError], is about the chunk that counts; what comes behind
// it in order isn't looked at.
func ReadColourSpace(data []byte) (ColourSpace, error) {
	w, err := walk(data)
	if err != nil {
		return ColourSpace{}, err
	}
	var found [5]chunk
	names := [...]string{"cICP", "iCCP", "sRGB", "gAMA", "cHRM"}
walk:
	for c, ok := w.next(); ok; c, ok = w.next() {
		switch string(c.kind) {
		case "PLTE", "IDAT", "IEND": // they stand before these
			break walk
		}
		for i, name := range names {
			if string(c.kind) == name && found[i].kind == nil {
				found[i] = c
			}
		}
	}
	return colourSpace(found[0], found[1], found[2], found[3], found[4])
}

// colourSpace reads the chunks that count. Those that a file hasn't have no kind.
func colourSpace(cicp, iccp, srgb, gama, chrm chunk) (s ColourSpace, err error) {
	switch {
	case cicp.kind != nil:
		s.CICP = cicp.body
		return s, cicp.sized(4)
	case iccp.kind != nil:
		s.ICC, err = iccp.profile()
		return s, err
	case srgb.kind != nil:
		s.SRGB = true
		return s, srgb.sized(1)
	}
	if gama.kind != nil {
		if err := gama.sized(4); err != nil {
			return s, err
		}
		gamma := binary.BigEndian.Uint32(gama.body)
		s.Gamma = &gamma
	}
	if chrm.kind != nil {
		if err := chrm.sized(32); err != nil {
			return s, err
		}
		s.Chromaticities = new([8]uint32)
		for i := range s.Chromaticities {
			s.Chromaticities[i] = binary.BigEndian.Uint32(chrm.body[4*i:])
		}
	}
	return s, nil
}

// sized is check for a chunk of n bytes.
func (c chunk) sized(n int) error {
	if err := c.check(); err != nil {
		return err
	}
	if len(c.body) != n {
		return c.errorf(fmt.Sprintf("%d bytes", n), "%d", len(c.body))
	}
	return nil
}

func (c chunk) profile() ([]byte, error) {
	if err := c.check(); err != nil {
		return nil, err
	}
	profile := unpackICC(c.body)
	if profile == nil {
		return nil, c.errorf("a compressed profile of at most 4 MiB", "something else")
	}
	return profile, nil
}
