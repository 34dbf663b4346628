package png

import (
	"bytes"
	"compress/zlib"
	"encoding/binary"
	"fmt"
	"hash/crc32"
	"math/rand/v2"
	"testing"
)

// appendChunk appends a chunk with its checksum.
func appendChunk(file []byte, kind string, body []byte) []byte {
	file = binary.BigEndian.AppendUint32(file, uint32(len(body)))
	at := len(file)
	file = append(append(file, kind...), body...)
	return binary.BigEndian.AppendUint32(file, crc32.ChecksumIEEE(file[at:]))
}

// ihdr makes the content of IHDR, interlaced files too.
func ihdr(info *Info) []byte {
	b := header(info)
	if info.Interlaced {
		b[12] = 1
	}
	return b
}

// deflated is the zlib stream of raw.
func deflated(t testing.TB, raw []byte, level int) []byte {
	t.Helper()
	var b bytes.Buffer
	z, err := zlib.NewWriterLevel(&b, level)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := z.Write(raw); err != nil {
		t.Fatal(err)
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// randomRows makes rows with few different bytes, filtered at random: every content is a picture.
func randomRows(info *Info, r *rand.Rand) []byte {
	passes := whole[:]
	if info.Interlaced {
		passes = adam7[:]
	}
	var raw []byte
	for _, p := range passes {
		h, w := p.size(info)
		if w == 0 {
			continue
		}
		for range h {
			raw = append(raw, byte(r.IntN(filters)))
			for range info.rowBytes(w) {
				raw = append(raw, byte(r.IntN(6)*51))
			}
		}
	}
	return raw
}

// randomFile makes a file whose colours and pixels are random; the stream is cut into chunks of at most chunk bytes.
func randomFile(t testing.TB, info *Info, r *rand.Rand, chunk int) []byte {
	t.Helper()
	file := appendChunk([]byte(signature), "IHDR", ihdr(info))
	few := func(n int) []byte {
		b := make([]byte, n)
		for i := range b {
			b[i] = byte(r.IntN(6) * 51)
		}
		return b
	}
	if info.Colour == Palette {
		file = appendChunk(file, "PLTE", few(3*(1+r.IntN(1<<info.Depth))))
	}
	switch {
	case !info.Transparent:
	case info.Colour == Palette:
		file = appendChunk(file, "tRNS", few(r.IntN(1+1<<info.Depth)))
	default:
		key := few(2 * info.Colour.samples())
		for i := range key {
			key[i] &= 1<<min(info.Depth, 8) - 1
		}
		file = appendChunk(file, "tRNS", key)
	}
	stream := deflated(t, randomRows(info, r), r.IntN(10))
	for len(stream) > 0 {
		n := min(chunk, len(stream))
		file, stream = appendChunk(file, "IDAT", stream[:n]), stream[n:]
	}
	return appendChunk(file, "IEND", nil)
}

// TestEveryKind: files of every colour type, depth, interlace and transparency, of all small widths, have the pixels that
// image/png gives them.
func TestEveryKind(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	for _, colour := range []Colour{Gray, RGB, Palette, GrayAlpha, RGBA} {
		for _, depth := range []int{1, 2, 4, 8, 16} {
			info := Info{Depth: depth, Colour: colour}
			if !info.validDepth() {
				continue
			}
			for i := range 64 {
				info.Width, info.Height = 1+i/2, 1+r.IntN(20)
				info.Interlaced = r.IntN(2) == 0
				info.Transparent = r.IntN(2) == 0 && colour != GrayAlpha && colour != RGBA
				data := randomFile(t, &info, r, 1+r.IntN(400))
				if err := agree(data); err != nil {
					t.Fatalf("%+v: %v", info, err)
				}
			}
		}
	}
}

// TestLarge: a picture that is many times the window, with rows longer than a chunk of it too.
func TestLarge(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 4))
	for _, size := range [][2]int{{400, 330}, {140000, 3}, {3, 40000}} {
		for _, interlaced := range []bool{false, true} {
			info := Info{Width: size[0], Height: size[1], Depth: 8, Colour: RGB, Interlaced: interlaced}
			if err := agree(randomFile(t, &info, r, 1<<20)); err != nil {
				t.Errorf("%v: %v", size, err)
			}
		}
	}
}

// file makes a gray picture of 8 bits from its chunks behind IHDR.
func grayFile(width, height int, chunks ...any) []byte {
	b := appendChunk([]byte(signature), "IHDR", ihdr(&Info{Width: width, Height: height, Depth: 8}))
	for i := 0; i < len(chunks); i += 2 {
		b = appendChunk(b, fmt.Sprint(chunks[i]), chunks[i+1].([]byte))
	}
	return b
}
