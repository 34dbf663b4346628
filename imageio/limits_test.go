package imageio

import (
	"bytes"
	"compress/zlib"
	"encoding/binary"
	"errors"
	"image"
	"image/gif"
	"io"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/saccade-go/saccade/tensor"
)

func le(b []byte, at int, v uint32)    { binary.LittleEndian.PutUint32(b[at:], v) }
func short(b []byte, at int, v uint16) { binary.LittleEndian.PutUint16(b[at:], v) }

// tiffEntry overwrites the value of a tag of a little-endian file, and adds nothing.
func tiffEntry(t *testing.T, file []byte, tag uint16, kind uint16, count, value uint32) []byte {
	t.Helper()
	b := bytes.Clone(file)
	start := int(binary.LittleEndian.Uint32(b[4:]))
	for i := range int(binary.LittleEndian.Uint16(b[start:])) {
		e := start + 2 + i*entrySize
		if binary.LittleEndian.Uint16(b[e:]) == tag {
			short(b, e+2, kind)
			le(b, e+4, count)
			le(b, e+8, value)
			return b
		}
	}
	t.Fatalf("no tag %d", tag)
	return nil
}

func edited(b []byte, edit func([]byte)) []byte {
	b = bytes.Clone(b)
	edit(b)
	return b
}

// TestLies changes headers of good files. Each must be refused at once, without the memory that it asks for.
func TestLies(t *testing.T) {
	file := func(name string) []byte { return readTest(t, "testdata/files/"+name) }
	bmp, gif, webp, tif := file("upright.bmp"), file("upright.gif"), file("lossless_alpha.webp"), file("raw.tiff")
	lossy, png := file("lossy_34x33.webp"), file("3_channels.png")
	for name, data := range map[string][]byte{
		"bmp height -2^31":         edited(bmp, func(b []byte) { le(b, 22, 1<<31) }),
		"bmp width -1":             edited(bmp, func(b []byte) { le(b, 18, 1<<32-1) }),
		"bmp 2^31-1 squared":       edited(bmp, func(b []byte) { le(b, 18, 1<<31-1); le(b, 22, 1<<31-1) }),
		"bmp 9000 squared":         edited(bmp, func(b []byte) { le(b, 18, 9000); le(b, 22, 9000) }),
		"bmp height 0":             edited(bmp, func(b []byte) { le(b, 22, 0) }),
		"bmp 0 by 0":               edited(bmp, func(b []byte) { le(b, 18, 0); le(b, 22, 0) }),
		"bmp offset at the end":    edited(bmp, func(b []byte) { le(b, 10, uint32(len(b))) }),
		"gif screen 65535 squared": edited(gif, func(b []byte) { le(b, 6, 1<<32-1) }),
		"gif frame 9000 squared": edited(gif, func(b []byte) {
			short(b, bytes.IndexByte(b[13+192:], 0x2c)+13+192+5, 9000)
			short(b, bytes.IndexByte(b[13+192:], 0x2c)+13+192+7, 9000)
		}),
		"webp lossless 16384":     edited(webp, func(b []byte) { le(b, 21, binary.LittleEndian.Uint32(b[21:])|(1<<28-1)) }),
		"webp lossy 16383":        edited(lossy, func(b []byte) { short(b, 26, 16383); short(b, 28, 16383) }),
		"webp lossy 0":            edited(lossy, func(b []byte) { short(b, 26, 0) }),
		"png 9000 squared":        edited(png, func(b []byte) { binary.BigEndian.PutUint32(b[16:], 9000); binary.BigEndian.PutUint32(b[20:], 9000) }),
		"tiff 65535 samples":      tiffEntry(t, tif, tagSamplesPerPixel, 3, 1, 65535),
		"tiff 2^32-1 wide":        tiffEntry(t, tif, tagWidth, 4, 1, 1<<32-1),
		"tiff 9000 wide":          tiffEntry(t, tiffEntry(t, tif, tagWidth, 4, 1, 9000), tagHeight, 4, 1, 9000),
		"tiff 0 wide":             tiffEntry(t, tif, tagWidth, 4, 1, 0),
		"tiff many strips":        tiffEntry(t, tiffEntry(t, tif, tagHeight, 4, 1, 7000000), tagRowsPerStrip, 3, 1, 1),
		"tiff separate planes":    tiffEntry(t, tif, tagPlanar, 3, 1, 2),
		"tiff long strip":         tiffEntry(t, tif, tagStripByteCounts, 4, 1, 1<<32-1),
		"tiff strip far away":     tiffEntry(t, tif, tagStripOffsets, 4, 1, 1<<32-1),
		"tiff directory far away": edited(tif, func(b []byte) { le(b, 4, 1<<32-1) }),
		"tiff compression 7":      tiffEntry(t, tif, tagCompression, 3, 1, 7),
		"tiff 32 bits":            tiffEntry(t, file("gray.tiff"), tagBitsPerSample, 3, 1, 32),
	} {
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		start := time.Now()
		_, err := Decode(data, Options{})
		took := time.Since(start)
		runtime.ReadMemStats(&after)
		var e *Error
		if !errors.As(err, &e) {
			t.Errorf("%s: got %v", name, err)
		}
		if mb := (after.TotalAlloc - before.TotalAlloc) >> 20; mb > 8 || took > time.Second {
			t.Errorf("%s: %d MB, %v for: %v", name, mb, took, err)
		}
	}
}

// TestTileBomb: a picture of 1 by 60 000 000 in tiles of 1024×1024 would be 1024 times as much work.
func TestTileBomb(t *testing.T) {
	entries := [][2]uint32{{tagWidth, 1}, {tagHeight, 60e6}, {tagBitsPerSample, 8}, {tagCompression, tiffDeflate},
		{tagPhotometric, tiffBlackIsZero}, {tagTileWidth, 1024}, {tagTileHeight, 1024}, {tagTileOffsets, 8}, {tagTileByteCounts, 8}}
	b := append([]byte("II*\x00\x08\x00\x00\x00"), tiffDirectory(entries)...)
	_, err := Decode(b, Options{})
	wantLimit(t, "tile bomb", err, "passes over the image", 64)
}

// TestStripExcess: a strip that unpacks to more than its pixels is refused before the decoder keeps all of it.
func TestStripExcess(t *testing.T) {
	const side, excess = 2100, 8 * 2100 * 2100
	var deflated bytes.Buffer
	z := zlib.NewWriter(&deflated)
	if _, err := z.Write(make([]byte, excess)); err != nil || z.Close() != nil {
		t.Fatal(err)
	}
	packed := bytes.Repeat([]byte{0x81, 0}, excess/128)
	for compression, strip := range map[uint32][]byte{tiffDeflate: deflated.Bytes(), tiffPackBits: packed} {
		file := append([]byte("II*\x00\x00\x00\x00\x00"), strip...)
		le(file, 4, uint32(len(file)))
		entries := [][2]uint32{{tagWidth, side}, {tagHeight, side}, {tagBitsPerSample, 8}, {tagCompression, compression},
			{tagPhotometric, tiffBlackIsZero}, {tagStripOffsets, 8}, {tagStripByteCounts, uint32(len(strip))}}
		_, err := Decode(append(file, tiffDirectory(entries)...), Options{})
		var l *LimitError
		if !errors.As(err, &l) || l.What != "bytes in a strip or tile" {
			t.Errorf("compression %d: got %v", compression, err)
		}
	}
}

// tiffDirectory makes a directory of entries, tag and value, each one LONG.
func tiffDirectory(entries [][2]uint32) []byte {
	b := binary.LittleEndian.AppendUint16(nil, uint16(len(entries)))
	for _, e := range entries {
		b = binary.LittleEndian.AppendUint16(b, uint16(e[0]))
		b = binary.LittleEndian.AppendUint16(b, 4)
		b = binary.LittleEndian.AppendUint32(b, 1)
		b = binary.LittleEndian.AppendUint32(b, e[1])
	}
	return b
}

func wantLimit(t *testing.T, name string, err error, what string, limit int64) {
	t.Helper()
	var l *LimitError
	var e *Error
	if !errors.As(err, &l) || !errors.As(err, &e) || e.Stage != "limit" {
		t.Errorf("%s: got %v, want a *LimitError", name, err)
	} else if l.What != what || l.Limit != limit || l.Found <= limit {
		t.Errorf("%s: got %+v, want %d %s", name, l, limit, what)
	}
}

// repeatScans makes a JPEG with more scans: the last one of file again and again.
func repeatScans(t *testing.T, file []byte, times int) []byte {
	t.Helper()
	last, end := bytes.LastIndex(file, []byte{0xff, markerSOS}), len(file)-2
	b := bytes.Clone(file[:end])
	for range times {
		b = append(b, file[last:end]...)
	}
	return append(b, file[end:]...)
}

func TestScanBomb(t *testing.T) {
	file := readTest(t, "testdata/files/444_progressive.jpg")
	big := bytes.Clone(file)
	at := bytes.Index(big, []byte{0xff, markerSOF2}) + 5
	binary.BigEndian.PutUint16(big[at:], 2000)
	binary.BigEndian.PutUint16(big[at+2:], 2000)
	start := time.Now()
	_, err := Decode(repeatScans(t, big, 30000), Options{})
	wantLimit(t, "scan bomb", err, "passes over the image", 64)
	if took := time.Since(start); took > time.Second {
		t.Errorf("the scan bomb took %v", took)
	}
	// The usual number of scans passes, and so does a limit that knows it.
	for cost, ok := range map[int64]bool{0: true, 5: true} {
		if _, err := Decode(file, Options{Limits: Limits{Cost: cost}}); (err == nil) != ok {
			t.Errorf("cost %d: %v", cost, err)
		}
	}
}

func TestPixelLimit(t *testing.T) {
	for _, name := range []string{"444.jpg", "3_channels.png", "lossy_34x33.webp", "raw.tiff", "gray.bmp", "upright.gif"} {
		data := readTest(t, "testdata/files/"+name)
		info, err := ReadInfo(data)
		if err != nil {
			t.Fatal(err)
		}
		n := info.Width * info.Height
		if _, err := Decode(data, Options{Limits: Limits{Pixels: n}}); err != nil {
			t.Errorf("%s at its limit: %v", name, err)
		}
		_, err = Decode(data, Options{Limits: Limits{Pixels: n - 1}})
		wantLimit(t, name, err, "pixels", int64(n-1))
	}
}

// TestReserve: it is called once, before memory is taken, with no less than what is taken, and its error ends
// the decode.
func TestReserve(t *testing.T) {
	for _, format := range []Format{JPEG, PNG} {
		data := encoded(t, format, 300, 400)
		for _, opt := range []Options{{}, {DType: tensor.Float32, Space: tensor.Gray}, {Alpha: Keep}} {
			calls, asked := 0, int64(0)
			opt.Limits.Reserve = func(n int64) error { calls++; asked = n; return nil }
			var before, after runtime.MemStats
			runtime.ReadMemStats(&before)
			if _, err := Decode(data, opt); err != nil {
				t.Fatal(err)
			}
			runtime.ReadMemStats(&after)
			if took := int64(after.TotalAlloc - before.TotalAlloc); calls != 1 || asked < took*9/10 {
				t.Errorf("%s: %d calls, asked for %d bytes, took %d", format, calls, asked, took)
			}
		}
	}
}

func TestReserveError(t *testing.T) {
	data := readTest(t, "testdata/files/upright_6.png")
	no := errors.New("no room")
	opt := Options{DType: tensor.Float32, Limits: Limits{Reserve: func(int64) error { return no }}}
	var e *Error
	if _, err := Decode(data, opt); !errors.Is(err, no) || !errors.As(err, &e) || e.Stage != "limit" {
		t.Errorf("got %v", err)
	}
	// A file that is refused anyway reserves nothing.
	opt.Limits.Reserve = func(int64) error { t.Error("memory reserved for a refused file"); return nil }
	opt.Limits.Pixels = 10
	if _, err := Decode(data, opt); err == nil {
		t.Error("no error")
	}
}

// TestTruncated cuts every file at every length: an error that says so, or the same picture.
func TestTruncated(t *testing.T) {
	for _, name := range []string{"444.jpg", "444_progressive.jpg", "3_channels.png", "interlaced.gif", "lossy_17x16.webp",
		"lossless_alpha.webp", "tiff_lzw.tiff", "palette.bmp"} {
		data := readTest(t, "testdata/files/"+name)
		whole, err := Decode(data, Options{})
		if err != nil {
			t.Fatal(err)
		}
		for n := range len(data) {
			got, err := Decode(data[:n], Options{})
			if err == nil && (got.Spec != whole.Spec || string(got.U8) != string(whole.U8)) {
				t.Errorf("first %d of %d bytes of %s give another picture", n, len(data), name)
			}
			if err == nil && n < len(data)*9/10 {
				t.Errorf("first %d of %d bytes of %s are decoded", n, len(data), name)
			}
		}
	}
}

// TestDamaged flips bytes: any outcome but a panic, a hang or a picture of the wrong size.
func TestDamaged(t *testing.T) {
	for _, name := range []string{"420_progressive.jpg", "palette.png", "inside_transparent.gif", "lossy_alpha.webp", "packbits.tiff", "1bit.bmp"} {
		data := readTest(t, "testdata/files/"+name)
		for i := range data {
			for _, v := range []byte{0, 0xff, data[i] ^ 1} {
				old := data[i]
				data[i] = v
				info, infoErr := ReadInfo(data)
				got, err := Decode(data, Options{Limits: Limits{Pixels: 1 << 20}})
				if err == nil && (infoErr != nil || got.Spec != info.Spec(Options{})) {
					t.Errorf("%s with byte %d = %d: %v, ReadInfo %+v %v", name, i, v, got.Spec, info, infoErr)
				}
				data[i] = old
			}
		}
	}
}

// TestGuard: a panic and a leaked io.EOF of a decoder become errors.
func TestGuard(t *testing.T) {
	if err := guard(func() error { panic("index out of range") }); err == nil || !strings.Contains(err.Error(), "index out of range") {
		t.Errorf("got %v", err)
	}
	if err := guard(func() error { return io.EOF }); !errors.Is(err, io.ErrUnexpectedEOF) {
		t.Errorf("got %v", err)
	}
}

// TestGIFManyFrames: frames after the first are not read.
func TestGIFManyFrames(t *testing.T) {
	frames := &gif.GIF{}
	img, err := gif.Decode(bytes.NewReader(readTest(t, "testdata/files/upright.gif")))
	if err != nil {
		t.Fatal(err)
	}
	for range 3 {
		frames.Image, frames.Delay = append(frames.Image, img.(*image.Paletted)), append(frames.Delay, 1)
	}
	var file bytes.Buffer
	if err := gif.EncodeAll(&file, frames); err != nil {
		t.Fatal(err)
	}
	got, err := Decode(file.Bytes()[:file.Len()/2], Options{}) // cut in the second frame
	if err != nil || got.W != 14 || got.H != 9 || got.Space != tensor.RGB {
		t.Errorf("got %v, %v", got, err)
	}
}
