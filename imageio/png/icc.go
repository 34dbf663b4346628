package png

import (
	"bytes"
	"io"

	"github.com/klauspost/compress/zlib"
)

// mostICC is the largest profile that is unpacked. Those of printing machines have some 3 MB.
const mostICC = 4 << 20

// ICC returns the colour profile of a file, from its iCCP chunk (PNG, section 11.3.2.3), or nil if it has none, a broken one,
// or one of more than 4 MiB. No pixels are decoded. A profile takes no more than twice the memory that it really has.
func ICC(data []byte) []byte {
	w, err := walk(data)
	if err != nil {
		return nil
	}
	for c, ok := w.next(); ok; c, ok = w.next() {
		switch string(c.kind) {
		case "iCCP":
			if c.check() != nil {
				return nil
			}
			return unpackICC(c.body)
		case "PLTE", "IDAT", "IEND": // it stands before these
			return nil
		}
	}
	return nil
}

// unpackICC reads the content of the chunk: a name of 1 to 79 bytes, 0, 0 for deflate, and a zlib stream.
func unpackICC(body []byte) []byte {
	end := bytes.IndexByte(body, 0)
	if end < 1 || end > 79 || len(body) < end+2 || body[end+1] != 0 {
		return nil
	}
	z, err := zlib.NewReader(bytes.NewReader(body[end+2:]))
	if err != nil {
		return nil
	}
	profile, err := io.ReadAll(io.LimitReader(z, mostICC+1))
	if err != nil || len(profile) > mostICC {
		return nil
	}
	return profile
}
