package imageio

import (
	"encoding/binary"
	"fmt"

	"github.com/saccade-go/saccade/internal/icc"
)

// Where a bitmap has its colours, from the beginning of the file; see BITMAPV5HEADER in the Windows documentation.
const (
	bmpHeaderAt   = 14
	bmpSpaceAt    = bmpHeaderAt + 56
	bmpEndpointAt = bmpHeaderAt + 60 // three colorants of three numbers, and three gammas
	bmpProfileAt  = bmpHeaderAt + 112
	bmpV4Size     = 108
	bmpV5Size     = 124
)

// Kinds of colour spaces of a bitmap, LCSCSTYPE.
const (
	bmpCalibrated = 0x00000000
	bmpSRGB       = 0x73524742 // sRGB
	bmpWindows    = 0x57696e20 // Win: the default space, sRGB
	bmpEmbedded   = 0x4d424544 // MBED
	bmpLinked     = 0x4c494e4b // LINK
)

func (f *bmpFile) u32(at int) uint32 { return binary.LittleEndian.Uint32(f.data[at:]) }

// icc returns the profile that a bitmap of version 5 may have.
func (f *bmpFile) icc() []byte {
	if f.u32(bmpHeaderAt) < bmpV5Size || f.u32(bmpSpaceAt) != bmpEmbedded {
		return nil
	}
	at, size := bmpHeaderAt+uint64(f.u32(bmpProfileAt)), uint64(f.u32(bmpProfileAt+4))
	if size == 0 || at+size > uint64(len(f.data)) {
		return nil
	}
	return f.data[at : at+size]
}

// colours reads the header of versions 4 and 5. Colorants without values say nothing.
func (f *bmpFile) colours() (colours, error) {
	size := f.u32(bmpHeaderAt)
	if size < bmpV4Size {
		return colours{}, nil
	}
	switch kind := f.u32(bmpSpaceAt); {
	case kind == bmpSRGB || kind == bmpWindows:
		return colours{name: "sRGB"}, nil
	case kind == bmpEmbedded && size >= bmpV5Size:
		profile := f.icc()
		if profile == nil {
			return colours{}, &icc.Error{Want: "a profile in the file", Found: "a header that leads nowhere"}
		}
		return ofProfile(profile)
	case kind == bmpLinked && size >= bmpV5Size:
		return colours{}, &icc.Error{Want: "a profile in the file", Found: "the name of another file"}
	case kind != bmpCalibrated:
		return colours{}, &icc.Error{Want: "sRGB or a profile in the file", Found: fmt.Sprintf("space %#08x", kind)}
	}
	for at := bmpEndpointAt; at < bmpEndpointAt+36; at += 4 {
		if f.u32(at) != 0 {
			return colours{}, &icc.Error{Want: "sRGB or a profile in the file", Found: "colorants in the header"}
		}
	}
	return colours{}, nil
}
