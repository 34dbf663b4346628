package icc

import (
	"encoding/binary"
	"strings"
	"unicode"
	"unicode/utf16"
)

// maxDescription is how many letters of a description are kept.
const maxDescription = 120

// description reads the tag desc, of type desc (version 2) or mluc (version 4). A broken one is "".
func (p *Profile) description() string {
	b, err := p.tag("desc")
	if err != nil || len(b) < 12 {
		return ""
	}
	be := binary.BigEndian
	switch string(b[:4]) {
	case "desc":
		text := b[12:]
		return readable(string(text[:min(uint64(be.Uint32(b[8:])), uint64(len(text)))]))
	case "mluc":
		return readable(localized(b))
	}
	return ""
}

// localized returns the English text of a multiLocalizedUnicodeType, or the first if there is none.
func localized(b []byte) string {
	be := binary.BigEndian
	const entries, size = 16, 12
	if len(b) < entries+size || be.Uint32(b[12:]) != size {
		return ""
	}
	n := min(uint64(be.Uint32(b[8:])), uint64((len(b)-entries)/size))
	if n == 0 {
		return ""
	}
	first := b[entries:]
	for e := first; n > 0; e, n = e[size:], n-1 {
		if string(e[:2]) == "en" {
			first = e
			break
		}
	}
	length, offset := uint64(be.Uint32(first[4:])), uint64(be.Uint32(first[8:]))
	if offset+length > uint64(len(b)) {
		return ""
	}
	text := b[offset:][:min(length, 2*maxDescription)]
	units := make([]uint16, len(text)/2)
	for i := range units {
		units[i] = be.Uint16(text[2*i:])
	}
	return string(utf16.Decode(units))
}

// readable is the text up to its first zero, as one line, not too long, and without what doesn't print.
func readable(s string) string {
	s, _, _ = strings.Cut(s[:min(len(s), 4*maxDescription)], "\x00")
	var out []rune
	for _, r := range s {
		if unicode.IsPrint(r) && r != unicode.ReplacementChar && len(out) < maxDescription {
			out = append(out, r)
		}
	}
	return strings.TrimSpace(string(out))
}
