package png

import (
	"errors"
	"slices"
	"testing"
)

// coloured is a small file with these chunks before its pixels.
func coloured(chunks ...any) []byte {
	return grayFile(1, 1, append(chunks, "IDAT", []byte{}, "gAMA", []byte{0, 0, 0, 9}, "IEND", []byte{})...)
}

// TestReadColourSpace: the chunk with precedence is read, the first of its name, and nothing behind pixels.
func TestReadColourSpace(t *testing.T) {
	gama, cicp := []byte{0, 1, 2, 3}, []byte{1, 13, 0, 1}
	chrm := make([]byte, 32)
	chrm[7], chrm[31] = 1, 7
	for what, c := range map[string]struct {
		data []byte
		ok   func(s ColourSpace) bool
	}{
		"nothing": {coloured(), func(s ColourSpace) bool {
			return s.Gamma == nil && s.Chromaticities == nil && !s.SRGB && s.ICC == nil && s.CICP == nil
		}},
		"cICP": {coloured("sRGB", []byte{0}, "cICP", cicp), func(s ColourSpace) bool { return slices.Equal(s.CICP, cicp) && !s.SRGB }},
		"sRGB": {coloured("gAMA", gama, "sRGB", []byte{0}), func(s ColourSpace) bool { return s.SRGB && s.Gamma == nil }},
		"gAMA": {coloured("gAMA", gama, "gAMA", []byte{0, 0, 0, 1}), func(s ColourSpace) bool { return s.Gamma != nil && *s.Gamma == 0x10203 && s.Chromaticities == nil }},
		"cHRM": {coloured("cHRM", chrm, "gAMA", gama), func(s ColourSpace) bool {
			return s.Gamma != nil && s.Chromaticities != nil && *s.Chromaticities == [8]uint32{1: 1, 7: 7}
		}},
	} {
		if s, err := ReadColourSpace(c.data); err != nil || !c.ok(s) {
			t.Errorf("%s: %+v, %v", what, s, err)
		}
	}
}

// TestReadColourSpaceRefuses: a broken chunk that counts is a *FormatError that names it.
func TestReadColourSpaceRefuses(t *testing.T) {
	damaged := coloured("gAMA", []byte{0, 1, 2, 3})
	damaged[8+25+8] ^= 1
	for what, c := range map[string]struct {
		data  []byte
		chunk string
	}{
		"no file":    {nil, ""},
		"cICP":       {coloured("cICP", []byte{1, 2, 3, 4, 5}), "cICP"},
		"iCCP":       {coloured("iCCP", []byte("name")), "iCCP"},
		"sRGB":       {coloured("sRGB", []byte{}), "sRGB"},
		"gAMA":       {coloured("gAMA", []byte{1}), "gAMA"},
		"cHRM":       {coloured("cHRM", make([]byte, 31)), "cHRM"},
		"a checksum": {damaged, "gAMA"},
		"a cut file": {coloured("gAMA", []byte{0, 1, 2, 3})[:8+25+10], "gAMA"},
	} {
		_, err := ReadColourSpace(c.data)
		if e := (*FormatError)(nil); !errors.As(err, &e) || e.Chunk != c.chunk {
			t.Errorf("%s: %v", what, err)
		}
	}
}
