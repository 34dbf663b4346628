package main

import (
	"fmt"

	. "github.com/mmcloughlin/avo/build"
	. "github.com/mmcloughlin/avo/operand"
	"github.com/mmcloughlin/avo/reg"
)

// sums are those of four rows.
type sums struct{ lo, hi [4]reg.VecVirtual }

func zeroSums() (s sums) {
	for r := range 4 {
		s.lo[r], s.hi[r] = YMM(), YMM()
		VPXOR(s.lo[r], s.lo[r], s.lo[r])
		VPXOR(s.hi[r], s.hi[r], s.hi[r])
	}
	return s
}

// join returns the whole sums.
func (s sums) join() [4]reg.VecVirtual {
	for i := range s.lo {
		VPSLLD(Imm(16), s.hi[i], s.hi[i])
		VPADDD(s.hi[i], s.lo[i], s.lo[i])
	}
	return s.lo
}

func resampleRowsUint8Shuffle(half Mem) {
	shuffle{
		spread: bytes32("resampleUint8Spread", 0, 0x80, 0, 0x80, 4, 0x80, 4, 0x80, 8, 0x80, 8, 0x80, 12, 0x80, 12, 0x80),
		step:   bytes32("resampleUint8Pair", 0, 0x80, 1, 0x80),
		next:   bytes32("resampleUint8Next", 2, 0, 2, 0),
		half:   half,
		sum:    sumPairs,
	}.text("resampleRowsUint8ShuffleAVX2", "shuffledWords")
	shuffle{
		spread: bytes32("resampleUint8Spread4", 0, 0, 0, 0, 4, 4, 4, 4, 8, 8, 8, 8, 12, 12, 12, 12),
		step:   bytes32("resampleUint8Quad", 0, 1, 2, 3),
		next:   bytes32("resampleUint8Next4", 4),
		half:   half,
		sum:    sumQuads,
	}.text("resampleRowsUint8ShuffleVNNI", "shuffledBytes")
}

// shuffle makes eight results at a time in each of four rows. It picks from a row what a step multiplies: spread
// puts the index of a run's first value where the step's indices are, step adds what they are apart, next goes on to
// the next step.
type shuffle struct {
	spread, step, next, half Mem
	sum                      func(k shuffle, values [4]reg.VecVirtual, index reg.VecVirtual, x reg.GPVirtual) [4]reg.VecVirtual
}

func (k shuffle) text(name, layout string) {
	TEXT(name, NOSPLIT, "func(dst, src []uint8, dstStride, srcStride, rows, in int, first, weights []int32, steps, pitch int)")
	Doc(name+" is resampleRowsUint8Generic for at least 4 rows of in values, in at least 16,",
		"and at least 8 results of a row, with weights in the layout "+layout+".")
	Pragma("noescape")
	blocks("rows", load("rows"), 4, func(r reg.GPVirtual) {
		src := rowsOf("src", r, 1)
		blocks("groups", loadLen("first"), 8, func(x reg.GPVirtual) { k.group(src, r, x) })
	})
	VZEROUPPER()
	RET()
}

// group makes eight results from x on in each of four rows. 16 bytes of a row have all that goes into four results.
func (k shuffle) group(src fourRows, r, x reg.GPVirtual) {
	first := loadBase("first")
	index := YMM()
	VMOVDQU(Mem{Base: first, Index: x, Scale: 4}, index)
	left, right := k.base(first, x, 0), k.base(first, x, 4)
	origin, origin2 := YMM(), XMM()
	VMOVD(left.As32(), origin.AsX())
	VPBROADCASTD(origin.AsX(), origin)
	VMOVD(right.As32(), origin2)
	VPBROADCASTD(origin2, origin2)
	VINSERTI128(Imm(1), origin2, origin, origin)
	VPSUBD(origin, index, index)
	VPSHUFB(k.spread, index, index)
	VPADDB(k.step, index, index)
	var values [4]reg.VecVirtual
	a, b := src.from(left), src.from(right)
	for i := range values {
		values[i] = YMM()
		VBROADCASTI128(a.row(i), values[i])
		VINSERTI128(Imm(1), b.row(i), values[i], values[i])
	}
	k.store(k.sum(k, values, index, x), r, x)
}

// base returns where the 16 bytes for results x+skip… begin: at the first one's first value, but inside the row.
func (k shuffle) base(first, x reg.GPVirtual, skip int) reg.GPVirtual {
	base, last := GP64(), load("in")
	MOVLQSX(Mem{Base: first, Index: x, Scale: 4, Disp: 4 * skip}, base)
	SUBQ(Imm(16), last)
	CMPQ(base, last)
	CMOVQGT(last, base)
	return base
}

// sumPairs multiplies words, two of each run at a time.
func sumPairs(k shuffle, values [4]reg.VecVirtual, index reg.VecVirtual, x reg.GPVirtual) [4]reg.VecVirtual {
	s := zeroSums()
	w, pitch, steps := loadBase("weights"), load("pitch"), load("steps")
	LEAQ(Mem{Base: w, Index: x, Scale: 4}, w)
	SHLQ(Imm(2), pitch)
	Label("steps")
	for i := range values {
		v := YMM()
		VPSHUFB(index, values[i], v)
		multiplyAdd(s.lo[i], s.hi[i], v, Mem{Base: w}, Mem{Base: w, Index: pitch, Scale: 1}, YMM)
	}
	VPADDB(k.next, index, index)
	LEAQ(Mem{Base: w, Index: pitch, Scale: 2}, w)
	DECQ(steps)
	JNZ(LabelRef("steps"))
	return s.join()
}

// sumQuads multiplies bytes, four of each run at a time.
func sumQuads(k shuffle, values [4]reg.VecVirtual, index reg.VecVirtual, x reg.GPVirtual) [4]reg.VecVirtual {
	s := zeroThirds()
	w, pitch, steps := loadBase("weights"), load("pitch"), load("steps")
	LEAQ(Mem{Base: w, Index: x, Scale: 4}, w)
	SHLQ(Imm(2), pitch)
	Label("steps")
	weights := loadThirds(Mem{Base: w}, Mem{Base: w, Index: pitch, Scale: 1}, Mem{Base: w, Index: pitch, Scale: 2})
	for i := range values {
		v := YMM()
		VPSHUFB(index, values[i], v)
		s[i].multiplyAdd(v, weights)
	}
	VPADDB(k.next, index, index)
	LEAQ(Mem{Base: w, Index: pitch, Scale: 2}, w)
	ADDQ(pitch, w)
	DECQ(steps)
	JNZ(LabelRef("steps"))
	return joinThirds(s)
}

// store writes eight results of each row.
func (k shuffle) store(s [4]reg.VecVirtual, r, x reg.GPVirtual) {
	for i := range s {
		VPADDD(k.half, s[i], s[i])
		VPSRAD(Imm(22), s[i], s[i])
	}
	VPACKSSDW(s[1], s[0], s[0])
	VPACKSSDW(s[3], s[2], s[2])
	VPACKUSWB(s[2], s[0], s[0])
	right := XMM()
	VEXTRACTI128(Imm(1), s[0], right)
	rows01, rows23 := XMM(), XMM()
	VPUNPCKLDQ(right, s[0].AsX(), rows01)
	VPUNPCKHDQ(right, s[0].AsX(), rows23)
	dst := rowsOf("dst", r, 1).from(x)
	VMOVQ(rows01, dst.row(0))
	VPEXTRQ(Imm(1), rows01, dst.row(1))
	VMOVQ(rows23, dst.row(2))
	VPEXTRQ(Imm(1), rows23, dst.row(3))
}

func resampleRowsUint8Dot(half Mem) {
	byRow := bytes32("resampleUint8ByRow", 0, 4, 8, 12, 1, 5, 9, 13, 2, 6, 10, 14, 3, 7, 11, 15)
	dot{half, byRow, 64, dotWords}.text("resampleRowsUint8DotAVX2", "dotWords")
	dot{half, byRow, 96, dotBytes}.text("resampleRowsUint8DotVNNI", "dotBytes")
	resampleRowsUint8Quads(half, byRow)
	resampleColumnUint8Quads(half, byRow)
}

// dot makes four results at a time in each of four rows. The weights of a step have size bytes.
type dot struct {
	half, byRow Mem
	size        uint32
	sum         func(name string, p fourRows, w reg.GPVirtual) [4]reg.VecVirtual
}

func (k dot) text(name, layout string) {
	TEXT(name, NOSPLIT, "func(dst, src []uint8, dstStride, srcStride, rows int, first, weights []int32, steps int)")
	Doc(name+" is resampleRowsUint8Generic for at least 4 rows and 4 results of a row, with first",
		"and weights in the layout "+layout+".")
	Pragma("noescape")
	blocks("rows", load("rows"), 4, func(r reg.GPVirtual) {
		src := rowsOf("src", r, 1)
		blocks("results", loadLen("first"), 4, func(x reg.GPVirtual) { k.results(src, r, x) })
	})
	VZEROUPPER()
	RET()
}

// results makes four results from x on in each of four rows.
func (k dot) results(src fourRows, r, x reg.GPVirtual) {
	w, first := load("steps"), loadBase("first")
	IMULQ(x, w)
	IMUL3Q(U32(k.size), w, w)
	ADDQ(loadBase("weights"), w)
	var done [4]reg.VecVirtual
	for i := range done {
		at := GP64()
		MOVLQSX(Mem{Base: first, Index: x, Scale: 4, Disp: 4 * i}, at)
		if i == 0 {
			src.prefetchBelow(at)
		}
		done[i] = k.reduce(k.sum(fmt.Sprint("steps", i), src.from(at), w))
	}
	VPACKSSDW(done[1], done[0], done[0])
	VPACKSSDW(done[3], done[2], done[2])
	VPACKUSWB(done[2], done[0], done[0])
	VPSHUFB(k.byRow, done[0], done[0])
	dst := rowsOf("dst", r, 1).from(x)
	for i := range 4 {
		VPEXTRD(Imm(uint64(i)), done[0], dst.row(i))
	}
}

// dotWords multiplies 16 values of each row at a time with 16 weights at w, and moves w on.
func dotWords(name string, p fourRows, w reg.GPVirtual) [4]reg.VecVirtual {
	s := zeroSums()
	left := load("steps")
	Label(name)
	lo, hi := YMM(), YMM()
	VMOVDQU(Mem{Base: w}, lo)
	VMOVDQU(Mem{Base: w, Disp: 32}, hi)
	for i := range 4 {
		v := YMM()
		VPMOVZXBW(p.row(i), v)
		multiplyAdd(s.lo[i], s.hi[i], v, lo, hi, YMM)
	}
	ADDQ(Imm(16), p.first)
	ADDQ(Imm(64), w)
	DECQ(left)
	JNZ(LabelRef(name))
	return s.join()
}

// dotBytes multiplies 32 values of each row at a time with 32 weights at w, and moves w on.
func dotBytes(name string, p fourRows, w reg.GPVirtual) [4]reg.VecVirtual {
	s := zeroThirds()
	left := load("steps")
	Label(name)
	weights := loadThirds(Mem{Base: w}, Mem{Base: w, Disp: 32}, Mem{Base: w, Disp: 64})
	for i := range 4 {
		v := YMM()
		VMOVDQU32(p.row(i), v)
		s[i].multiplyAdd(v, weights)
	}
	ADDQ(Imm(32), p.first)
	ADDQ(Imm(96), w)
	DECQ(left)
	JNZ(LabelRef(name))
	return joinThirds(s)
}

// reduce adds the lanes of each row's sums and returns the four results.
func (k dot) reduce(s [4]reg.VecVirtual) reg.VecVirtual {
	VPHADDD(s[1], s[0], s[0])
	VPHADDD(s[3], s[2], s[2])
	VPHADDD(s[2], s[0], s[0])
	right := XMM()
	VEXTRACTI128(Imm(1), s[0], right)
	VPADDD(s[0].AsX(), right, right)
	VPADDD(k.half, right, right)
	VPSRAD(Imm(22), right, right)
	return right
}

// thirds are sums of products with the bytes of weights, w = high·2¹⁶ + middle·2⁸ + low with all of them signed,
// which VPDPBUSD multiplies with values and adds up four by four.
type thirds [3]reg.VecVirtual

func zeroThirds() (s [4]thirds) {
	zero := YMM()
	VPXOR(zero, zero, zero)
	for i := range s {
		for j := range s[i] {
			s[i][j] = YMM()
			VMOVDQA32(zero, s[i][j])
		}
	}
	return s
}

func loadThirds(low, middle, high Mem) (w thirds) {
	for i, m := range []Mem{low, middle, high} {
		w[i] = YMM()
		VMOVDQU32(m, w[i])
	}
	return w
}

func (s thirds) multiplyAdd(values reg.VecVirtual, weights thirds) {
	for i := range s {
		VPDPBUSD(weights[i], values, s[i])
	}
}

// joinThirds returns the whole sums.
func joinThirds(s [4]thirds) (whole [4]reg.VecVirtual) {
	for i, t := range s {
		whole[i] = joinThird(t)
	}
	return whole
}

func joinThird(t thirds) reg.VecVirtual {
	VPSLLD(Imm(8), t[2], t[2])
	VPADDD(t[1], t[2], t[2])
	VPSLLD(Imm(8), t[2], t[2])
	VPADDD(t[2], t[0], t[0])
	return t[0]
}
