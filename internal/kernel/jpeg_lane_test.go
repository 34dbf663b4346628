package kernel

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
)

// jpegSpecs are tables as files have them: two like those of the standard, one with hardly a symbol, and one with values
// that are too large and whose codes leave room.
var jpegSpecs = [][]byte{
	jpegSpec([16]byte{0, 2, 1, 3, 3, 2, 4, 3, 5, 5, 4, 4, 0, 0, 1, 0x7d}, jpegSymbols(162, 10)),
	jpegSpec([16]byte{0, 2, 1, 2, 4, 4, 3, 4, 7, 5, 4, 4, 0, 1, 2, 0x77}, jpegSymbols(162, 10)),
	jpegSpec([16]byte{1, 1}, []byte{0x01, 0x00}),
	jpegSpec([16]byte{0, 0, 0, 0, 0, 20, 0, 0, 0, 0, 0, 0, 0, 0, 0, 90}, jpegSymbols(110, 11)),
}

func jpegSpec(counts [16]byte, symbols []byte) []byte { return append(counts[:], symbols...) }

// jpegSymbols returns n symbols of AC coefficients of at most so many bits, those of small values first.
func jpegSymbols(n, size int) []byte {
	symbols := []byte{0x01, 0x02, 0x03, 0x00, 0x04, 0x11, 0x05, 0x12, 0x21, 0x31, 0x41, 0x06, 0x13, 0x51, 0x61, 0x07, 0xf0, 0x22}
	for s := 0; len(symbols) < n; s++ {
		if !slices.Contains(symbols, byte(s)) && s&15 <= size && (s&15 > 0 || size > 10) {
			symbols = append(symbols, byte(s))
		}
	}
	return symbols
}

var jpegDCSpec = jpegSpec([16]byte{0, 1, 5, 1, 1, 1, 1, 1, 1, 0, 1}, []byte{0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12})

// newLane returns a lane on data whose memory for n MCUs begins or ends where memory does.
func newLane(r *rand.Rand, data []byte, n int, f fence, atEnd, onlyDC bool) *JPEGLane {
	dc, ac := new(JPEGCode), make([]JPEGCode, 2)
	dc.Set(jpegDCSpec, true)
	for i := range ac {
		ac[i].Set(jpegSpecs[r.IntN(len(jpegSpecs))], false)
		ac[i].PrepareSkip()
	}
	l := &JPEGLane{Buf: append(slices.Clip(data), make([]byte, JPEGSlack)...), Stop: 8 * len(data), Left: n, OnlyDC: onlyDC}
	units, size := 1+r.IntN(10), 64
	if onlyDC {
		size = 1
	}
	coef := fenced[int16](f, size*n*units, atEnd)
	for i := range coef {
		coef[i] = -1 // decoding has to make it 0
	}
	for i := range units {
		l.Units = append(l.Units, JPEGUnit{DC: dc, AC: &ac[i%2], Coef: coef[size*i:], Last: make([]uint8, n*units), Step: units, Pred: i % 4})
	}
	return l
}

// sameLanes compares what two lanes have decoded and where they stand.
func sameLanes(t *testing.T, got, want *JPEGLane, note string) {
	t.Helper()
	if got.Bad != want.Bad || got.X != want.X || got.Unit != want.Unit || got.Left != want.Left {
		t.Fatalf("%s: bad %v at MCU %d.%d, %d left, want %v at %d.%d, %d left", note,
			got.Bad, got.X, got.Unit, got.Left, want.Bad, want.X, want.Unit, want.Left)
	}
	if got.Consumed() != want.Consumed() || !got.Bad && got.K != want.K || got.Pred != want.Pred {
		t.Fatalf("%s: at bit %d, coefficient %d, predictions %v, want %d, %d, %v", note,
			got.Consumed(), got.K, got.Pred, want.Consumed(), want.K, want.Pred)
	}
	for i := range want.Units {
		for x := range want.X {
			g, w := &got.Units[i], &want.Units[i]
			if at := x * w.Step; want.OnlyDC {
				if g.Coef[at] != w.Coef[at] {
					t.Fatalf("%s: MCU %d, block %d: DC %d, want %d", note, x, i, g.Coef[at], w.Coef[at])
				}
			} else if !slices.Equal(g.Coef[64*at:][:64], w.Coef[64*at:][:64]) || g.Last[at] != w.Last[at] {
				t.Fatalf("%s: MCU %d, block %d: last %d, coefficients %d, want %d, %d", note,
					x, i, g.Last[at], g.Coef[64*at:][:64], w.Last[at], w.Coef[64*at:][:64])
			}
		}
	}
}

// runLane decodes all of a lane, a few MCUs at a time.
func runLane(r *rand.Rand, l *JPEGLane, decode func(*JPEGLane)) {
	for all := l.Left; ; {
		l.Left = min(all, 1+r.IntN(5))
		all -= l.Left
		decode(l)
		all += l.Left
		if l.Left = all; l.Stopped() {
			return
		}
	}
}

// laneData returns bytes: any, those that make short codes, or few ones.
func laneData(r *rand.Rand) []byte {
	data := fillBytes(r, make([]byte, r.IntN(3000)))
	switch r.IntN(3) {
	case 1:
		for i := range data {
			data[i] &= byte(r.Uint32())
		}
	case 2:
		for i := range data {
			data[i] &= byte(r.Uint32() & 0x0f0f >> r.IntN(8))
		}
	}
	return data
}

// testLane compares decoding with the reference: one lane alone, and two by turns.
func testLane(t *testing.T, r *rand.Rand, data [2][]byte) {
	seed, n := r.Uint64(), 1+r.IntN(40)
	lane := func(i int, f fence) *JPEGLane {
		return newLane(rand.New(rand.NewPCG(seed, uint64(i))), data[i], n, f, seed&1 == 0, seed&6 == 0)
	}
	want := [2]*JPEGLane{lane(0, fences[0]), lane(1, fences[1])}
	for _, l := range want {
		jpegDecodeGeneric(l)
	}
	one := lane(0, fences[2])
	runLane(r, one, JPEGDecode)
	sameLanes(t, one, want[0], "one lane")

	a, b := lane(0, newHeap()), lane(1, newHeap())
	JPEGDecodeTwo(a, b)
	for i, l := range []*JPEGLane{a, b} {
		if !l.Stopped() {
			JPEGDecode(l)
		}
		sameLanes(t, l, want[i], fmt.Sprintf("lane %d of two", i))
	}
}

// newHeap is memory without a fence.
func newHeap() fence { return fence{make([]byte, 1<<17)} }

func TestJPEGLane(t *testing.T) {
	onLevels(t, func(t *testing.T) {
		r := rand.New(rand.NewPCG(5, 6))
		for range 400 {
			testLane(t, r, [2][]byte{laneData(r), laneData(r)})
		}
	})
}

func FuzzJPEGLane(f *testing.F) {
	r := rand.New(rand.NewPCG(7, 8))
	for range 8 {
		f.Add(laneData(r), laneData(r), r.Uint64())
	}
	f.Fuzz(func(t *testing.T, a, b []byte, seed uint64) {
		fuzzLevels(func() {
			testLane(t, rand.New(rand.NewPCG(seed, 1)), [2][]byte{a[:min(len(a), 4000)], b[:min(len(b), 4000)]})
		})
	})
}

// TestJPEGCode: what a look gives, and what the symbols say one by one, is the same.
func TestJPEGCode(t *testing.T) {
	r := rand.New(rand.NewPCG(9, 10))
	for _, spec := range jpegSpecs {
		var c JPEGCode
		if !c.Set(spec, false) {
			t.Fatal("no prefix code")
		}
		for range 20000 {
			acc := r.Uint64()
			e := c.Entry(acc)
			if !e.Complete() {
				continue
			}
			run, first := e.First()
			if at, value, n := slowSymbol(&c, acc); e.EndOfBlock() && e.Bits() == n {
				if value != 0 || at != 0 || first != 0 {
					t.Fatalf("%011b: end of block is %d, %d", acc>>53, at, value)
				}
				continue
			} else if at != run || value != first {
				t.Fatalf("%011b: first is %d at %d, want %d at %d", acc>>53, first, run, value, at)
			} else if before, second := e.Second(); second != 0 {
				after, value, m := slowSymbol(&c, acc<<n)
				if before != run+1+after || second != value || e.Bits() != n+m {
					t.Fatalf("%011b: second is %d at %d, want %d at %d", acc>>53, second, before, value, run+1+after)
				}
			}
		}
	}
}

// slowSymbol decodes a symbol and its value bit by bit, by the book (T.81, F.2.2).
func slowSymbol(c *JPEGCode, acc uint64) (run int, value int16, bits uint) {
	symbol, length := c.Symbol(acc)
	size := uint(symbol & 15)
	v := acc << length >> 1 >> (63 - size)
	return int(symbol >> 4), int16(JPEGExtend(uint32(v), int(size))), length + size
}

// TestJPEGLaneDC: where coefficients are passed over, DC is that of full decoding.
func TestJPEGLaneDC(t *testing.T) {
	onLevels(t, func(t *testing.T) {
		r := rand.New(rand.NewPCG(11, 12))
		for range 100 {
			seed, data := r.Uint64(), laneData(r)
			full := newLane(rand.New(rand.NewPCG(seed, 1)), data, 30, newHeap(), false, false)
			dc := newLane(rand.New(rand.NewPCG(seed, 1)), data, 30, newHeap(), false, true)
			JPEGDecode(full)
			JPEGDecode(dc)
			if dc.X != full.X || dc.Bad != full.Bad || dc.Pred != full.Pred || dc.Consumed() != full.Consumed() {
				t.Fatalf("%d MCUs, bad %v, want %d, %v", dc.X, dc.Bad, full.X, full.Bad)
			}
			for i, u := range full.Units {
				for x := range full.X {
					if got, want := dc.Units[i].Coef[x*u.Step], u.Coef[64*x*u.Step]; got != want {
						t.Fatalf("MCU %d, block %d: DC %d, want %d", x, i, got, want)
					}
				}
			}
		}
	})
}

func TestJPEGCodeRefuses(t *testing.T) {
	for _, counts := range [][16]byte{{3}, {1, 3}, {2, 1}, {0, 0, 9}} {
		if new(JPEGCode).Set(jpegSpec(counts, make([]byte, 20)), false) {
			t.Errorf("%v is taken for a prefix code", counts)
		}
	}
}

// BenchmarkJPEGLane decodes bits at random, in codes of which each sequence of bits is one.
func BenchmarkJPEGLane(b *testing.B) {
	const mcus = 100
	data := fillBytes(rand.New(rand.NewPCG(1, 1)), make([]byte, 1<<16))
	for i := range 4 {
		two, onlyDC := i&1 > 0, i&2 > 0
		b.Run(fmt.Sprintf("two=%t/dc=%t", two, onlyDC), func(b *testing.B) {
			benchLevels(b, func(b *testing.B) { benchLanes(b, data, mcus, two, onlyDC) })
		})
	}
}

func benchLanes(b *testing.B, data []byte, mcus int, two, onlyDC bool) {
	var lanes, start [2]JPEGLane
	for i := range lanes {
		start[i] = *newLane(rand.New(rand.NewPCG(4, 4)), data[i:], mcus, newHeap(), false, onlyDC)
		for j := range start[i].Units {
			start[i].Units[j].AC.Set(jpegSpec([16]byte{0, 1, 2, 3, 4, 5, 6, 6, 8, 10, 12, 14, 36}, jpegSymbols(107, 10)), false)
			start[i].Units[j].AC.PrepareSkip()
			start[i].Units[j].DC.Set(jpegSpec([16]byte{0, 0, 8}, []byte{0, 1, 2, 3, 4, 5, 6, 7}), true)
		}
	}
	for b.Loop() {
		lanes = start
		if two {
			JPEGDecodeTwo(&lanes[0], &lanes[1])
		}
		for i := range lanes {
			JPEGDecode(&lanes[i])
		}
	}
	if lanes[0].Bad || lanes[1].Bad {
		b.Fatal("a code that isn't in the table")
	}
	bits := lanes[0].Consumed() + lanes[1].Consumed()
	b.SetBytes(int64(bits / 8))
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/float64(2*mcus*len(start[0].Units)), "ns/block")
}
