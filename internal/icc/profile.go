package icc

import (
	"encoding/binary"
	"strings"
)

// MaxSize is the largest profile that is read, in bytes. Those of printing machines have some 3 MB.
const MaxSize = 16 << 20

const (
	headerSize   = 128
	tagEntrySize = 12
)

// A Profile is what the header and the tags of a profile say. It keeps the bytes that it was made from.
type Profile struct {
	// Description is the profile's name, in English if it has several, or "" if it says none.
	Description string

	class, space, pcs string
	data, tags        []byte // the whole; the entries of the tag table
}

// Parse reads a profile's header, its tag table and its description. The error is an *[Error].
func Parse(data []byte) (*Profile, error) {
	if len(data) < headerSize+4 {
		return nil, errorf("a header of 128 bytes and a tag table", "%d bytes", len(data))
	}
	if len(data) > MaxSize {
		return nil, errorf("a profile of at most 16 MiB", "%d bytes", len(data))
	}
	be := binary.BigEndian
	if size := be.Uint32(data); int64(size) > int64(len(data)) {
		return nil, errorf("the bytes that the header says", "%d of %d", len(data), size)
	}
	if string(data[36:40]) != "acsp" {
		return nil, errorf(`the signature "acsp"`, "%q", data[36:40])
	}
	if v := data[8]; v != 2 && v != 4 {
		return nil, errorf("version 2 or 4", "%d", v)
	}
	n := be.Uint32(data[headerSize:])
	tags := data[headerSize+4:]
	if int64(n)*tagEntrySize > int64(len(tags)) {
		return nil, errorf("a table of so many tags as it says", "%d tags in %d bytes", n, len(tags))
	}
	p := &Profile{data: data, tags: tags[:n*tagEntrySize]}
	p.class, p.space, p.pcs = trimmed(data[12:16]), trimmed(data[16:20]), trimmed(data[20:24])
	p.Description = p.description()
	return p, nil
}

// trimmed is a signature without the spaces at its end.
func trimmed(b []byte) string { return strings.TrimRight(string(b), " ") }

// has reports whether there is a tag of this name.
func (p *Profile) has(name string) bool {
	_, _, ok := p.find(name)
	return ok
}

func (p *Profile) find(name string) (offset, size uint32, ok bool) {
	for e := p.tags; len(e) > 0; e = e[tagEntrySize:] {
		if string(e[:4]) == name {
			return binary.BigEndian.Uint32(e[4:]), binary.BigEndian.Uint32(e[8:]), true
		}
	}
	return 0, 0, false
}

// tag returns the bytes of a tag, which are 8 at least: its type and 4 that are reserved.
func (p *Profile) tag(name string) ([]byte, error) {
	offset, size, ok := p.find(name)
	if !ok {
		return nil, errorf("a tag "+name, "none")
	}
	if end := int64(offset) + int64(size); end > int64(len(p.data)) || size < 8 {
		return nil, errorf("a tag "+name+" within the profile", "%d bytes from byte %d of %d", size, offset, len(p.data))
	}
	return p.data[offset:][:size:size], nil
}

// xyz returns the first colour of a tag of type XYZ.
func (p *Profile) xyz(name string) (v vector, err error) {
	b, err := p.tag(name)
	if err != nil {
		return v, err
	}
	if string(b[:4]) != "XYZ " || len(b) < 20 {
		return v, errorf("X, Y and Z in tag "+name, "type %q of %d bytes", b[:4], len(b))
	}
	for i := range v {
		v[i] = fixed(b[8+4*i:])
	}
	return v, nil
}

// fixed is an s15Fixed16Number.
func fixed(b []byte) float64 { return float64(int32(binary.BigEndian.Uint32(b))) / 65536 }
