package kernel

import (
	"math/bits"
	"math/rand/v2"
	"slices"
	"testing"
)

// refineSpecs are tables for later scans: one like an encoder's, one whose codes are all long, one of few symbols that
// leaves room, and one with symbols that a later scan can't have.
var refineSpecs = [][]byte{
	jpegSpec([16]byte{0, 2, 1, 2, 2, 3, 2, 2, 2, 2, 2, 2, 2, 2, 2, 4}, refineSymbols(32)),
	jpegSpec([16]byte{0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 14, 8, 5, 5}, refineSymbols(32)),
	jpegSpec([16]byte{1, 1, 1}, []byte{0x01, 0x11, 0x00}),
	jpegSpec([16]byte{0, 3, 1, 1}, []byte{0x01, 0xf0, 0x50, 0x02, 0xf1}),
}

// refineSymbols returns n of the symbols that a later scan has.
func refineSymbols(n int) []byte {
	symbols := []byte{0x01, 0x11, 0x21, 0x00, 0x31, 0x41, 0x51, 0x10, 0xf0, 0x61}
	for s := 0; len(symbols) < n; s++ {
		if !slices.Contains(symbols, byte(s)) && s&15 <= 1 {
			symbols = append(symbols, byte(s))
		}
	}
	return symbols
}

// newRefiner returns a refiner on data whose memory for n blocks begins or ends where memory does. The blocks have what
// earlier scans left: coefficients that are multiples of what the scan adds, few, or in nearly all places.
func newRefiner(r *rand.Rand, data []byte, n int, f [2]fence, atEnd bool) *JPEGRefiner {
	var code JPEGCode
	code.Set(refineSpecs[r.IntN(len(refineSpecs))], false)
	low, from := r.IntN(14), 1+r.IntN(63)
	band := ^uint64(0) >> from & (^uint64(0) << r.IntN(64-from))
	if r.IntN(2) == 0 {
		band = 1<<63 - 1
	}
	x := r.IntN(3)
	q := &JPEGRefiner{Buf: append(slices.Clip(data), make([]byte, JPEGSlack)...), Stop: 8 * len(data),
		X: x, Left: n, Run: max(0, r.IntN(8)-4), Band: band, One: 1 << low,
		Coef: fenced[int16](f[0], 64*(x+n), atEnd), Mask: fenced[uint64](f[1], x+n, atEnd)}
	q.SetCode(&code)
	for b := range q.Mask {
		q.Mask[b] = r.Uint64() & r.Uint64() & r.Uint64()
		if density := r.IntN(8); density == 0 {
			q.Mask[b] = ^q.Mask[b]
		} else if density < 4 {
			q.Mask[b] = 0
		}
		for k := range 64 {
			v := int16(0)
			if q.Mask[b]<<k>>63 != 0 {
				v = int16((r.IntN(9) - 4) * 2 << low)
			}
			q.Coef[64*b+int(jpegOrder[k])] = v
		}
	}
	return q
}

// testRefiner compares decoding, a few blocks at a time, with the reference.
func testRefiner(t *testing.T, seed uint64, data []byte) {
	t.Helper()
	begin := func(f [2]fence) (*JPEGRefiner, *rand.Rand) {
		r := rand.New(rand.NewPCG(seed, 3))
		n, atEnd := 1+r.IntN(60), r.IntN(2) == 0
		return newRefiner(r, data, n, f, atEnd), r
	}
	want, _ := begin([2]fence{newHeap(), newHeap()})
	jpegRefineGeneric(want)
	got, r := begin([2]fence{fences[0], fences[1]})
	for all := got.Left; all > 0 && !got.Bad && got.Consumed() <= got.Stop; {
		part := min(all, 1+r.IntN(9))
		got.Left = part
		JPEGRefine(got)
		all -= part - got.Left
		got.Left = all
	}
	if got.X != want.X || got.Left != want.Left || got.Bad != want.Bad || got.Run != want.Run || got.Consumed() != want.Consumed() {
		t.Fatalf("at block %d with %d left, bad %v, run %d, bit %d, want %d, %d, %v, %d, %d",
			got.X, got.Left, got.Bad, got.Run, got.Consumed(), want.X, want.Left, want.Bad, want.Run, want.Consumed())
	}
	for b := range want.Mask {
		if got.Mask[b] != want.Mask[b] || !slices.Equal(got.Coef[64*b:][:64], want.Coef[64*b:][:64]) {
			t.Fatalf("block %d: %#x, %d, want %#x, %d", b, got.Mask[b], got.Coef[64*b:][:64], want.Mask[b], want.Coef[64*b:][:64])
		}
	}
}

func TestJPEGRefine(t *testing.T) {
	onLevels(t, func(t *testing.T) {
		r := rand.New(rand.NewPCG(11, 12))
		for range 2000 {
			testRefiner(t, r.Uint64(), laneData(r))
		}
	})
}

func FuzzJPEGRefine(f *testing.F) {
	r := rand.New(rand.NewPCG(13, 14))
	for range 8 {
		f.Add(laneData(r), r.Uint64())
	}
	f.Fuzz(func(t *testing.T, data []byte, seed uint64) {
		fuzzLevels(func() { testRefiner(t, seed, data[:min(len(data), 4000)]) })
	})
}

// A bookRefiner decodes by the book, coefficient by coefficient and bit by bit (T.81, figures G.7 and F.16).
type bookRefiner struct {
	JPEGRefiner
	at int // the next bit
}

func (q *bookRefiner) bit() int {
	q.at++
	return int(q.Buf[(q.at-1)/8] >> (7 - (q.at-1)%8) & 1)
}

func (q *bookRefiner) symbol() (zeros, size int) {
	code, first, i := 0, 0, 16
	for n := range 16 {
		code = code<<1 | q.bit()
		count := int(q.code.spec[n])
		if code-first < count {
			symbol := q.code.spec[i+code-first]
			return int(symbol >> 4), int(symbol & 15)
		}
		i, first = i+count, (first+count)<<1
	}
	panic("no such code")
}

func (q *bookRefiner) block(coef []int16, was uint64) {
	end := 63 - bits.TrailingZeros64(q.Band)
	for k := bits.LeadingZeros64(q.Band); k <= end; k++ {
		zeros, value := 64, int16(0)
		if q.Run == 0 {
			var size int
			switch zeros, size = q.symbol(); {
			case size > 0:
				value = int16(q.One) * int16(2*q.bit()-1)
			case zeros < 15:
				q.Run = 1
				for range zeros {
					q.Run = 2*q.Run + q.bit()
				}
				zeros = 64
			}
		}
		for ; k <= end; k++ {
			v := &coef[jpegOrder[k]]
			if was<<k>>63 == 0 {
				if zeros--; zeros < 0 {
					*v = value
					break
				}
			} else if by := int16(q.bit()) * int16(q.One); *v < 0 {
				*v -= by
			} else {
				*v += by
			}
		}
	}
	q.Run = max(0, q.Run-1)
}

// TestJPEGRefineByTheBook compares the reference with the standard.
func TestJPEGRefineByTheBook(t *testing.T) {
	r, compared := rand.New(rand.NewPCG(15, 16)), 0
	for range 400 {
		q := newRefiner(r, laneData(r), 12, [2]fence{newHeap(), newHeap()}, false)
		book := bookRefiner{JPEGRefiner: *q}
		book.Coef, book.Mask = slices.Clone(q.Coef), slices.Clone(q.Mask)
		if jpegRefineGeneric(q); q.Bad || q.Consumed() > q.Stop {
			continue
		}
		for b := book.X; b < q.X; b++ {
			book.block(book.Coef[64*b:][:64], book.Mask[b])
		}
		if compared++; !slices.Equal(book.Coef, q.Coef) || book.Run != q.Run || book.at != q.Consumed() {
			t.Fatalf("run %d, bit %d, want %d, %d, or other coefficients", q.Run, q.Consumed(), book.Run, book.at)
		}
	}
	if compared < 100 {
		t.Errorf("only %d were without a bad code", compared)
	}
}

func BenchmarkJPEGRefine(b *testing.B) {
	const blocks = 200
	data := fillBytes(rand.New(rand.NewPCG(1, 1)), make([]byte, 1<<14))
	benchLevels(b, func(b *testing.B) {
		r := rand.New(rand.NewPCG(4, 4))
		q := newRefiner(r, data, blocks, [2]fence{newHeap(), newHeap()}, false)
		var code JPEGCode
		code.Set(jpegSpec([16]byte{0, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 4}, refineSymbols(24)), false)
		q.SetCode(&code)
		q.Band, q.One = 1<<63-1, 2
		mask := slices.Clone(q.Mask)
		bits := 0
		for b.Loop() {
			copy(q.Mask, mask)
			q.Acc, q.N, q.Pos, q.X, q.Left, q.Run = 0, 0, 0, 0, blocks, 0
			JPEGRefine(q)
			bits = q.Consumed()
		}
		if q.Bad || q.Left > 0 {
			b.Fatal("a code that isn't in the table")
		}
		b.SetBytes(int64(bits / 8))
		b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/blocks, "ns/block")
	})
}
