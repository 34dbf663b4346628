package png

import (
	"bytes"
	"compress/flate"
	"hash/adler32"
	"io"
	"math/rand/v2"
	"testing"
)

// bitWriter writes the bits of a deflate stream.
type bitWriter struct {
	bytes []byte
	n     int
}

func (b *bitWriter) put(v uint32, n int) {
	for i := range n {
		if b.n%8 == 0 {
			b.bytes = append(b.bytes, 0)
		}
		b.bytes[b.n/8] |= byte(v>>i&1) << (b.n % 8)
		b.n++
	}
}

// emptyDynamicBlock writes a block that has a code of one bit for the end, and the end.
func (b *bitWriter) emptyDynamicBlock() {
	b.put(0, 1)
	b.put(2, 2)
	b.put(0, 5)
	b.put(0, 5)
	b.put(14, 4) // 18 lengths of codes: 18 has 1 bit, 1 has 1 bit
	for _, i := range metaOrder[:18] {
		b.put(map[uint8]uint32{18: 1, 1: 1}[i], 3)
	}
	b.put(1, 1)
	b.put(138-11, 7)
	b.put(1, 1)
	b.put(118-11, 7)
	b.put(0, 1) // the end of the block: 1 bit
	b.put(0, 1) // a distance: 1 bit
	b.put(0, 1)
}

// inflateAll inflates in pieces of at most piece bytes, moving the window as pixelStream does, up to limit bytes.
func inflateAll(in []byte, piece, limit int) (out []byte, err error) {
	var z inflater
	z.reset(in, int64(limit))
	buf := make([]byte, farthest+piece+slack)
	at := 0
	for err == nil && z.state != atEnd && len(out) <= limit {
		from := at
		at, err = z.fill(buf, at, from+piece)
		out = append(out, buf[from:at]...)
		if at > farthest {
			copy(buf, buf[at-farthest:at])
			at = farthest
		}
	}
	return out, err
}

// sameAsFlate compares with compress/flate: the same bytes, or both an error.
func sameAsFlate(t *testing.T, in []byte, piece int) {
	t.Helper()
	const limit = 1 << 20
	want, wantErr := io.ReadAll(io.LimitReader(flate.NewReader(bytes.NewReader(in)), limit))
	got, err := inflateAll(in, piece, limit)
	switch {
	case len(want) == limit || err == errTables:
	case (err == nil) != (wantErr == nil):
		t.Errorf("got %v, compress/flate %v", err, wantErr)
	case err == nil && !bytes.Equal(got, want):
		t.Errorf("%d bytes, compress/flate %d, or others", len(got), len(want))
	}
}

// texts have the statistics that make encoders choose different blocks.
func texts() map[string][]byte {
	r := rand.New(rand.NewPCG(1, 2))
	random, skewed, runs := make([]byte, 70000), make([]byte, 300000), make([]byte, 0, 200000)
	for i := range random {
		random[i] = byte(r.Uint32())
	}
	for i := range skewed {
		skewed[i] = byte(r.NormFloat64() * 3)
	}
	for len(runs) < 190000 {
		n, period := 1+r.IntN(700), 1+r.IntN(12)
		for i := range n {
			if i < period || len(runs) < period {
				runs = append(runs, byte(r.Uint32()))
			} else {
				runs = append(runs, runs[len(runs)-period])
			}
		}
	}
	far := append(append(bytes.Clone(random[:32768]), random[:32768]...), random[:32768]...)
	return map[string][]byte{"nothing": {}, "one": {7}, "random": random, "skewed": skewed, "runs": runs, "far": far}
}

func compressed(t testing.TB, text []byte, level int) []byte {
	t.Helper()
	var b bytes.Buffer
	w, err := flate.NewWriter(&b, level)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := w.Write(text); err != nil || w.Close() != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// TestInflate inflates what every level writes, in pieces of many sizes.
func TestInflate(t *testing.T) {
	for name, text := range texts() {
		for _, level := range []int{flate.HuffmanOnly, 0, 1, 6, 9} {
			in := compressed(t, text, level)
			for _, piece := range []int{1000, 4099, 1 << 19} {
				if got, err := inflateAll(in, piece, len(text)); err != nil || !bytes.Equal(got, text) {
					t.Errorf("%s, level %d, pieces of %d: %d bytes of %d, %v", name, level, piece, len(got), len(text), err)
				}
			}
		}
	}
}

// TestInflateDamaged cuts streams and flips their bits.
func TestInflateDamaged(t *testing.T) {
	for _, text := range [][]byte{texts()["runs"][:3000], texts()["skewed"][:2000], []byte("short")} {
		for _, level := range []int{0, 1, 9} {
			in := compressed(t, text, level)
			for i := range in {
				if _, err := inflateAll(in[:i], 500, 1<<20); err != errCut {
					t.Errorf("%d of %d bytes: %v", i, len(in), err)
				}
				bad := bytes.Clone(in)
				bad[i] ^= 1 << (i % 8)
				sameAsFlate(t, bad, 500)
			}
		}
	}
}

func TestAdler32(t *testing.T) {
	text := texts()["random"]
	white := bytes.Repeat([]byte{255}, 3<<20)
	for n := range 300 {
		if got, want := adler32Of(text[:n]), adler32.Checksum(text[:n]); got != want {
			t.Errorf("%d bytes: got %08x, want %08x", n, got, want)
		}
	}
	for _, p := range [][]byte{text, white} {
		if got, want := adler32Of(p), adler32.Checksum(p); got != want {
			t.Errorf("%d bytes: got %08x, want %08x", len(p), got, want)
		}
	}
}

// adler32Of sums p in two parts.
func adler32Of(p []byte) uint32 { return adlerSum(adlerSum(1, p[:len(p)/3]), p[len(p)/3:]) }

// FuzzInflate: whatever the bytes, compress/flate says the same.
func FuzzInflate(f *testing.F) {
	for _, text := range texts() {
		for _, level := range []int{0, 1, 9} {
			in := compressed(f, text[:min(len(text), 500)], level)
			f.Add(in, uint16(100))
		}
	}
	var b bitWriter
	b.emptyDynamicBlock()
	f.Add(b.bytes, uint16(0))
	f.Fuzz(func(t *testing.T, in []byte, piece uint16) {
		sameAsFlate(t, in, 1+int(piece))
	})
}
