package main

import (
	"fmt"

	"github.com/mmcloughlin/avo/attr"
	. "github.com/mmcloughlin/avo/build"
	. "github.com/mmcloughlin/avo/operand"
	"github.com/mmcloughlin/avo/reg"
)

// A quad is four neighbouring values of a row in 32 bits. Turned, 16 rows are 64 bytes for each quad.

func resampleRowsUint8Quads(half, byRow Mem) {
	turn16Rows()
	quadSums{
		size: 16, half: half, byRow: byRow, even: words32("resampleUint8Even", 0xFF), sum: quadSums.words, lane: lanesOfY,
	}.text("resampleQuadsUint8AVX2", "quadWords")
	quadSums{
		size: 12, half: half, byRow: byRow, sum: quadSums.bytes, lane: lanesOfZ,
	}.text("resampleQuadsUint8VNNI", "quadBytes")
}

func turn16Rows() {
	// Shuffled by what stands i bytes behind after, the last 16−i bytes of a vector come first, and zeros follow.
	after := GLOBL("resampleUint8After", attr.RODATA|attr.NOPTR)
	for i := range 32 {
		if i < 16 {
			DATA(i, U8(i))
		} else {
			DATA(i, U8(0x80))
		}
	}
	TEXT("turn16RowsUint8AVX2", NOSPLIT, "func(quads []uint32, src []uint8, srcStride, columns int)")
	Doc("turn16RowsUint8AVX2 turns 16 rows: quads[16·q+r] has the values 4·q … 4·q+3 of row r, the first one lowest. Values",
		"behind the last column are 0; 16 columns are written at a time. A row has 16 values before the last column's end.")
	Pragma("noescape")
	dst, left, top := loadBase("quads"), load("columns"), GP64()
	XORQ(top, top)
	src := rowsOf("src", top, 1)
	JMP(LabelRef("test"))
	Label("whole")
	turn16Columns(dst, src, func(reg.VecVirtual) {})
	ADDQ(Imm(16), src.first)
	ADDQ(U32(256), dst)
	Label("test")
	SUBQ(Imm(16), left)
	JGE(LabelRef("whole"))
	CMPQ(left, I8(-16))
	JE(LabelRef("done"))
	ADDQ(left, src.first)
	NEGQ(left)
	table, last := GP64(), YMM()
	LEAQ(after, table)
	VBROADCASTI128(Mem{Base: table, Index: left, Scale: 1}, last)
	turn16Columns(dst, src, func(v reg.VecVirtual) { VPSHUFB(last, v, v) })
	Label("done")
	VZEROUPPER()
	RET()
}

// turn16Columns turns 16 columns, eight rows at a time. loaded gets what was loaded of two rows.
func turn16Columns(dst reg.GPVirtual, rows fourRows, loaded func(reg.VecVirtual)) {
	for _, at := range []int{0, 32} {
		below := rows.next()
		var v, pairs [4]reg.VecVirtual
		for r := range v {
			v[r], pairs[r] = YMM(), YMM()
			VBROADCASTI128(rows.row(r), v[r])
			VINSERTI128(Imm(1), below.row(r), v[r], v[r])
			loaded(v[r])
		}
		VPUNPCKLDQ(v[1], v[0], pairs[0])
		VPUNPCKLDQ(v[3], v[2], pairs[1])
		VPUNPCKHDQ(v[1], v[0], pairs[2])
		VPUNPCKHDQ(v[3], v[2], pairs[3])
		VPUNPCKLQDQ(pairs[1], pairs[0], v[0])
		VPUNPCKHQDQ(pairs[1], pairs[0], v[1])
		VPUNPCKLQDQ(pairs[3], pairs[2], v[2])
		VPUNPCKHQDQ(pairs[3], pairs[2], v[3])
		for q := range v {
			VMOVDQU(v[q], Mem{Base: dst, Disp: 64*q + at})
		}
		rows = below.next()
	}
}

// quadSums makes results of 16 rows from their quads. The weights of a step have size bytes. sum makes one result of each
// row from the quads from at on and the weights at w, which it moves on; lane takes four rows out of what was made.
type quadSums struct {
	size              uint32
	half, byRow, even Mem
	sum               func(k quadSums, name string, at, w reg.GPVirtual) []reg.VecVirtual
	lane              func(done []reg.VecVirtual, lane int) reg.VecVirtual
}

func (k quadSums) text(name, layout string) {
	TEXT(name, NOSPLIT, "func(dst []uint8, quads []uint32, next []uint8, dstStride, srcStride int, first, weights []int32, steps int)")
	Doc(name+" makes at least 4 results of each of 16 rows from their quads, of which the first has column",
		"first[0], with first and weights in the layout "+layout+". Meanwhile it asks for what 16 rows have at next.")
	Pragma("noescape")
	blocks("results", loadLen("first"), 4, k.results)
	VZEROUPPER()
	RET()
}

// results makes four results from x on in each row.
func (k quadSums) results(x reg.GPVirtual) {
	first, origin, w := loadBase("first"), GP64(), load("steps")
	MOVLQSX(Mem{Base: first}, origin)
	IMULQ(x, w)
	IMUL3Q(U32(k.size), w, w)
	ADDQ(loadBase("weights"), w)
	var done []reg.VecVirtual
	for i := range 2 {
		var pair [2][]reg.VecVirtual
		for j := range pair {
			at := GP64()
			MOVLQSX(Mem{Base: first, Index: x, Scale: 4, Disp: 4 * (2*i + j)}, at)
			SUBQ(origin, at)
			prefetch8Rows(j, at)
			SHLQ(Imm(4), at)
			ADDQ(loadBase("quads"), at)
			pair[j] = k.sum(k, fmt.Sprint("steps", 2*i+j), at, w)
		}
		for v := range pair[0] {
			VPACKSSDW(pair[1][v], pair[0][v], pair[0][v])
		}
		if i == 0 {
			done = pair[0]
			continue
		}
		for v := range done {
			VPACKUSWB(pair[0][v], done[v], done[v])
		}
	}
	k.store(x, done)
}

// store writes four results of each row, which are result by result in each lane.
func (k quadSums) store(x reg.GPVirtual, done []reg.VecVirtual) {
	top, byRow := GP64(), XMM()
	XORQ(top, top)
	dst := rowsOf("dst", top, 1).from(x)
	VMOVDQU(k.byRow, byRow)
	for lane := range 4 {
		if lane > 0 {
			dst = dst.next()
		}
		rows := k.lane(done, lane)
		VPSHUFB(byRow, rows, rows)
		for r := range 4 {
			VPEXTRD(Imm(uint64(r)), rows, dst.row(r))
		}
	}
}

func lanesOfY(done []reg.VecVirtual, lane int) reg.VecVirtual {
	rows := XMM()
	VEXTRACTI128(Imm(uint64(lane%2)), done[lane/2], rows)
	return rows
}

func lanesOfZ(done []reg.VecVirtual, lane int) reg.VecVirtual {
	rows := XMM()
	VEXTRACTI32X4(Imm(uint64(lane)), done[0], rows)
	return rows
}

// words multiplies words, of 8 rows at a time: the first and the third of each quad, then the others.
func (k quadSums) words(name string, at, w reg.GPVirtual) []reg.VecVirtual {
	even := constant(k.even)
	var lo, hi [2]reg.VecVirtual
	for i := range lo {
		lo[i], hi[i] = YMM(), YMM()
		VPXOR(lo[i], lo[i], lo[i])
		VPXOR(hi[i], hi[i], hi[i])
	}
	left := load("steps")
	Label(name)
	for odd := range 2 {
		wlo, whi := YMM(), YMM()
		VPBROADCASTD(Mem{Base: w, Disp: 8 * odd}, wlo)
		VPBROADCASTD(Mem{Base: w, Disp: 8*odd + 4}, whi)
		for i := range lo {
			v, quads := YMM(), Mem{Base: at, Disp: 32 * i}
			if odd == 0 {
				VPAND(quads, even, v)
			} else {
				VMOVDQU(quads, v)
				VPSRLW(Imm(8), v, v)
			}
			multiplyAdd(lo[i], hi[i], v, wlo, whi, YMM)
		}
	}
	ADDQ(Imm(64), at)
	ADDQ(Imm(16), w)
	DECQ(left)
	JNZ(LabelRef(name))
	for i := range lo {
		round(lo[i], hi[i], k.half)
	}
	return lo[:]
}

// bytes multiplies bytes of 16 rows at a time.
func (k quadSums) bytes(name string, at, w reg.GPVirtual) []reg.VecVirtual {
	var s thirds
	for i := range s {
		s[i] = ZMM()
		VPXORD(s[i], s[i], s[i])
	}
	left, v := load("steps"), ZMM()
	Label(name)
	VMOVDQU32(Mem{Base: at}, v)
	for i := range s {
		VPDPBUSD_BCST(Mem{Base: w, Disp: 4 * i}, v, s[i])
	}
	ADDQ(Imm(64), at)
	ADDQ(Imm(12), w)
	DECQ(left)
	JNZ(LabelRef(name))
	whole := joinThird(s)
	VPADDD_BCST(k.half, whole, whole)
	VPSRAD(Imm(22), whole, whole)
	return []reg.VecVirtual{whole}
}

// prefetch8Rows asks for what the upper or lower eight rows of next have at column x. Without that, memory would rest
// while sums are made.
func prefetch8Rows(half int, x reg.GPVirtual) {
	stride, stride3 := load("srcStride"), GP64()
	LEAQ(Mem{Base: stride, Index: stride, Scale: 2}, stride3)
	rows := fourRows{loadBase("next"), stride, stride3, 1}.from(x)
	if half > 0 {
		LEAQ(Mem{Base: rows.first, Index: stride, Scale: 8}, rows.first)
	}
	for _, four := range []fourRows{rows, rows.next()} {
		for r := range 4 {
			PREFETCHT0(four.row(r))
		}
	}
}
