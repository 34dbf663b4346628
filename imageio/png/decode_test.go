package png

import (
	"bytes"
	"encoding/binary"
	"errors"
	"io"
	"math/rand/v2"
	"runtime"
	"strings"
	"sync"
	"testing"

	"github.com/saccade-go/saccade/internal/testdata"
	"github.com/saccade-go/saccade/tensor"
)

// TestErrors: each mistake is found, named, and placed.
func TestErrors(t *testing.T) {
	raw := []byte{0, 1, 2, 3, 0, 4, 5, 6}
	good := deflated(t, raw, 9)
	none := []byte{}
	edit := func(at int, v byte) []byte {
		b := bytes.Clone(good)
		b[at] ^= v
		return b
	}
	badSum := grayFile(3, 2, "IDAT", good, "IEND", none)
	badSum[len(badSum)-20] ^= 1
	for name, c := range map[string]struct {
		data  []byte
		chunk string
		at    int64
		says  string
		cut   bool
	}{
		"empty":               {nil, "", 0, "signature", true},
		"other signature":     {[]byte("GIF89a, or something like it"), "", 0, "signature", false},
		"nothing behind IHDR": {grayFile(3, 2), "", 33, "another chunk", true},
		"no IDAT":             {grayFile(3, 2, "IEND", none), "IEND", 33, "order", false},
		"no IEND":             {grayFile(3, 2, "IDAT", good), "", 33 + 12 + int64(len(good)), "another chunk", true},
		"cut in IDAT":         {grayFile(3, 2, "IDAT", good)[:50], "IDAT", 33, "end of the file", true},
		"checksum":            {badSum, "IDAT", 33, "checksum", false},
		"IHDR twice":          {grayFile(3, 2, "IHDR", make([]byte, 13)), "IHDR", 33, "order", false},
		"palette in gray":     {grayFile(3, 2, "PLTE", make([]byte, 3)), "PLTE", 33, "palette", false},
		"long tRNS":           {grayFile(3, 2, "tRNS", make([]byte, 3)), "tRNS", 33, "2 bytes", false},
		"tRNS late":           {grayFile(3, 2, "IDAT", good, "tRNS", make([]byte, 2)), "tRNS", 45 + int64(len(good)), "order", false},
		"content in IEND":     {grayFile(3, 2, "IDAT", good, "IEND", make([]byte, 1)), "IEND", 45 + int64(len(good)), "no content", false},
		"zlib header":         {grayFile(3, 2, "IDAT", edit(0, 1), "IEND", none), "IDAT", 43, "zlib", false},
		"block type":          {grayFile(3, 2, "IDAT", []byte{0x78, 0x9c, 7}, "IEND", none), "IDAT", 33 + 12 + 3, "block of type", false},
		"adler":               {grayFile(3, 2, "IDAT", edit(len(good)-1, 1), "IEND", none), "IDAT", 41 + int64(len(good)) - 4, "checksum", false},
		"no adler":            {grayFile(3, 2, "IDAT", good[:len(good)-4], "IEND", none), "IDAT", 0, "end", true},
		"too few":             {grayFile(3, 3, "IDAT", good, "IEND", none), "IDAT", 0, "too few", false},
		"too many":            {grayFile(3, 1, "IDAT", good, "IEND", none), "IDAT", 0, "too many", false},
		"too many, by less":   {grayFile(2, 2, "IDAT", good, "IEND", none), "IDAT", 0, "", false},
		"filter":              {grayFile(3, 1, "IDAT", deflated(t, []byte{5, 1, 2, 3}, 0), "IEND", none), "IDAT", 0, "unknown filter", false},
		"too short":           {grayFile(30000, 30000, "IDAT", good, "IEND", none), "IDAT", 0, "30000×30000", true},
	} {
		err := Decode(new(tensor.Tensor), c.data, DecodeOptions{})
		var f *FormatError
		switch {
		case !errors.As(err, &f):
			t.Errorf("%s: %v", name, err)
		case f.Chunk != c.chunk || c.at > 0 && f.Offset != c.at || !strings.Contains(err.Error(), c.says):
			t.Errorf("%s: chunk %q at %d: %v", name, f.Chunk, f.Offset, err)
		case errors.Is(err, io.ErrUnexpectedEOF) != c.cut:
			t.Errorf("%s: matches io.ErrUnexpectedEOF: %v", name, !c.cut)
		}
	}
}

// TestTolerance: what doc.go says is passed over.
func TestTolerance(t *testing.T) {
	raw, none := []byte{0, 1, 2, 3, 0, 4, 5, 6}, []byte{}
	good := deflated(t, raw, 9)
	for name, data := range map[string][]byte{
		"plain":                grayFile(3, 2, "IDAT", good, "IEND", none),
		"bytes behind the end": grayFile(3, 2, "IDAT", append(bytes.Clone(good), make([]byte, 9000)...), "IEND", none),
		"empty chunks":         grayFile(3, 2, "IDAT", none, "IDAT", good[:5], "IDAT", none, "IDAT", good[5:], "IDAT", none, "IEND", none),
		"a second run":         grayFile(3, 2, "IDAT", good, "tEXt", none, "IDAT", good, "IEND", none),
		"bytes behind IEND":    append(grayFile(3, 2, "IDAT", good, "IEND", none), "more"...),
	} {
		var got tensor.Tensor
		if err := Decode(&got, data, DecodeOptions{}); err != nil || string(got.U8) != "\x01\x02\x03\x04\x05\x06" {
			t.Errorf("%s: %v, %v", name, got.U8, err)
		}
	}
}

// TestLies: sizes that the data doesn't bear out take no memory.
func TestLies(t *testing.T) {
	data := grayFile(3, 2, "IDAT", deflated(t, make([]byte, 8), 9), "IEND", []byte{})
	for _, size := range [][2]uint32{{1<<31 - 1, 1<<31 - 1}, {1<<31 - 1, 1}, {1, 1<<31 - 1}, {1 << 31, 1}, {0, 3}, {9000, 9000}} {
		binary.BigEndian.PutUint32(data[16:], size[0])
		binary.BigEndian.PutUint32(data[20:], size[1])
		lie := repaired(data)
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		err := Decode(new(tensor.Tensor), lie, DecodeOptions{})
		runtime.ReadMemStats(&after)
		if taken := after.TotalAlloc - before.TotalAlloc; err == nil || taken > 1<<20 {
			t.Errorf("%d×%d: %v, %d bytes taken", size[0], size[1], err, taken)
		}
	}
}

// repaired returns a copy of data with the right checksum in every chunk that is whole.
func repaired(data []byte) []byte {
	data = bytes.Clone(data)
	w, err := walk(data)
	for ok := err == nil; ok; {
		var c chunk
		if c, ok = w.next(); c.sum != nil {
			copy(c.sum, appendChunk(nil, string(c.kind), c.body)[8+len(c.body):])
		}
	}
	return data
}

// TestManyTables: dynamic blocks that make no pixels are not read for ever.
func TestManyTables(t *testing.T) {
	var b bitWriter
	for range 3000 {
		b.emptyDynamicBlock()
	}
	var z inflater
	z.reset(b.bytes, 100)
	if _, err := z.fill(make([]byte, 1000), 0, 100); err != errTables {
		t.Errorf("got %v", err)
	}
}

// TestMemory: in the steady state nothing is allocated, and what is taken at first is what Info.Memory says.
func TestMemory(t *testing.T) {
	r := rand.New(rand.NewPCG(5, 6))
	for _, info := range []Info{
		{Width: 300, Height: 200, Depth: 8, Colour: RGB}, {Width: 300, Height: 200, Depth: 8, Colour: RGBA},
		{Width: 300, Height: 200, Depth: 8}, {Width: 300, Height: 200, Depth: 4, Colour: Palette},
		{Width: 300, Height: 200, Depth: 16, Colour: RGB, Interlaced: true, Transparent: true},
		{Width: 100000, Height: 3, Depth: 1, Colour: Palette, Interlaced: true, Transparent: true},
	} {
		data := randomFile(t, &info, r, 5000)
		read, err := ReadInfo(data)
		if err != nil {
			t.Fatal(err)
		}
		var dst tensor.Tensor
		decode := func() {
			if err := Decode(&dst, data, DecodeOptions{Wide: true}); err != nil {
				t.Fatal(err)
			}
		}
		decode()
		runtime.GC()
		runtime.GC() // pools are empty now
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		decode()
		runtime.ReadMemStats(&after)
		if taken := int64(after.TotalAlloc - before.TotalAlloc); taken > read.Memory() {
			t.Errorf("%+v: %d bytes taken, %d announced", info, taken, read.Memory())
		}
		if n := testing.AllocsPerRun(20, decode); n > 0 && !testdata.Race {
			t.Errorf("%+v: %v allocations", info, n)
		}
	}
}

// TestConcurrent decodes different pictures at the same time.
func TestConcurrent(t *testing.T) {
	r := rand.New(rand.NewPCG(7, 8))
	var all sync.WaitGroup
	for i := range 8 {
		info := Info{Width: 10 + 30*i, Height: 50, Depth: 8, Colour: RGB, Interlaced: i&1 != 0}
		data := randomFile(t, &info, r, 777)
		all.Go(func() {
			for range 5 {
				if err := agree(data); err != nil {
					t.Error(err)
				}
			}
		})
	}
	all.Wait()
}

// FuzzDecode: whatever the bytes, image/png says the same, but for what doc.go lists.
func FuzzDecode(f *testing.F) {
	r := rand.New(rand.NewPCG(9, 10))
	for _, info := range []Info{
		{Width: 5, Height: 4, Depth: 8, Colour: RGB}, {Width: 5, Height: 4, Depth: 2, Colour: Palette, Transparent: true},
		{Width: 9, Height: 9, Depth: 16, Colour: RGBA, Interlaced: true}, {Width: 9, Height: 9, Depth: 1, Transparent: true},
	} {
		f.Add(randomFile(f, &info, r, 50), true)
	}
	for _, data := range testdata.Seeds(f, ".png") {
		f.Add(data, true)
	}
	f.Fuzz(func(t *testing.T, data []byte, repair bool) {
		if repair {
			data = repaired(data)
		}
		if info, err := ReadInfo(data); err == nil && info.Width*info.Height > 1<<18 {
			return
		}
		if err := agree(data); err != nil {
			t.Error(err)
		}
	})
}
