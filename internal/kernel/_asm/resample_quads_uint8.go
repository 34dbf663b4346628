package main

import (
	"fmt"

	"github.com/mmcloughlin/avo/attr"
	. "github.com/mmcloughlin/avo/build"
	. "github.com/mmcloughlin/avo/operand"
	"github.com/mmcloughlin/avo/reg"
)

// A quad is four neighbouring values of a row in 32 bits. Turned, rows are vectors with a quad of each row: 8 of them for
// AVX2, 16 for VNNI.

func resampleRowsUint8Quads(half, byRow Mem) {
	after := GLOBL("resampleUint8After", attr.RODATA|attr.NOPTR)
	for i := range 32 {
		if i < 16 {
			DATA(i, U8(i))
		} else {
			DATA(i, U8(0x80)) // zero
		}
	}
	turnRowsToQuads(1, after)
	turnRowsToQuads(2, after)
	resampleQuadWords(half, byRow)
	resampleQuads(half, byRow)
}

// turnRowsToQuads writes the function that turns rows, so many times eight. Shuffled by what stands i bytes behind after,
// the last 16−i bytes of a vector come first and zeros follow.
func turnRowsToQuads(eights int, after Mem) {
	name := fmt.Sprintf("turn%dRowsUint8AVX2", 8*eights)
	TEXT(name, NOSPLIT, "func(quads []uint32, src []uint8, srcStride, columns int)")
	Doc(fmt.Sprintf("%s turns rows: quads[%d·q+r] has the values 4·q … 4·q+3 of row r, the first one lowest. Values", name, 8*eights),
		"behind the last column are 0; 16 columns are written at a time. There are 16 values before the last column's end.")
	Pragma("noescape")
	dst, left, top := loadBase("quads"), load("columns"), GP64()
	XORQ(top, top)
	src := rowsOf("src", top, 1)
	JMP(LabelRef("test"))
	Label("whole")
	turn16Columns(dst, src, eights, func(upper, lower Mem, both reg.VecVirtual) {
		VBROADCASTI128(upper, both)
		VINSERTI128(Imm(1), lower, both, both)
	})
	ADDQ(Imm(16), src.first)
	ADDQ(U32(128*eights), dst)
	Label("test")
	SUBQ(Imm(16), left)
	JGE(LabelRef("whole"))
	ADDQ(Imm(16), left)
	JZ(LabelRef("done"))
	SUBQ(Imm(16), left)
	ADDQ(left, src.first)
	NEGQ(left)
	table, last := GP64(), YMM()
	LEAQ(after, table)
	VBROADCASTI128(Mem{Base: table, Index: left, Scale: 1}, last)
	turn16Columns(dst, src, eights, func(upper, lower Mem, both reg.VecVirtual) {
		VBROADCASTI128(upper, both)
		VINSERTI128(Imm(1), lower, both, both)
		VPSHUFB(last, both, both)
	})
	Label("done")
	VZEROUPPER()
	RET()
}

// turn16Columns turns 16 columns of eight rows at a time. load loads what a row of the upper and one of the lower four have.
func turn16Columns(dst reg.GPVirtual, rows fourRows, eights int, load func(upper, lower Mem, both reg.VecVirtual)) {
	for i := range eights {
		below := rows.next()
		var v, pairs [4]reg.VecVirtual
		for r := range v {
			v[r], pairs[r] = YMM(), YMM()
			load(rows.row(r), below.row(r), v[r])
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
			VMOVDQU(v[q], Mem{Base: dst, Disp: 32 * (eights*q + i)})
		}
		if i+1 < eights {
			rows = below.next()
		}
	}
}

func resampleQuadWords(half, byRow Mem) {
	even := words32("resampleUint8Even", 0xFF)
	TEXT("resampleQuadsUint8AVX2", NOSPLIT, "func(dst []uint8, quads []uint32, next []uint8, dstStride, srcStride int, first, weights []int32, steps int)")
	Doc("resampleQuadsUint8AVX2 makes at least 4 results of each of 8 rows from their quads, of which the first has column",
		"first[0], with first and weights in the layout quadWords. Meanwhile it asks for what 8 rows have at next.")
	Pragma("noescape")
	blocks("results", loadLen("first"), 4, func(x reg.GPVirtual) {
		mask := constant(even)
		done := quadResults(x, 16, 5, func(i int, at reg.GPVirtual) {
			if i%2 == 0 {
				prefetch8Rows(0, at)
			}
		}, func(name string, at, w reg.GPVirtual) reg.VecVirtual { return quadWordSum(name, at, w, mask, half) })
		VPSHUFB(byRow, done, done)
		storeLanes(x, 2, func(lane int) reg.VecVirtual {
			if lane == 0 {
				return done.AsX().(reg.VecVirtual)
			}
			right := XMM()
			VEXTRACTI128(Imm(1), done, right)
			return right
		})
	})
	VZEROUPPER()
	RET()
}

// quadWordSum makes one result of each of 8 rows from the quads from at on and the weights at w, and moves w on.
func quadWordSum(name string, at, w reg.GPVirtual, even, half Op) reg.VecVirtual {
	lo, hi := YMM(), YMM()
	VPXOR(lo, lo, lo)
	VPXOR(hi, hi, hi)
	left := load("steps")
	Label(name)
	for i := range 2 {
		v, wlo, whi := YMM(), YMM(), YMM()
		if i == 0 {
			VPAND(Mem{Base: at}, even, v)
		} else {
			VMOVDQU(Mem{Base: at}, v)
			VPSRLW(Imm(8), v, v)
		}
		VPBROADCASTD(Mem{Base: w, Disp: 8 * i}, wlo)
		VPBROADCASTD(Mem{Base: w, Disp: 8*i + 4}, whi)
		multiplyAdd(lo, hi, v, wlo, whi, YMM)
	}
	ADDQ(Imm(32), at)
	ADDQ(Imm(16), w)
	DECQ(left)
	JNZ(LabelRef(name))
	round(lo, hi, half)
	return lo
}

func resampleQuads(half, byRow Mem) {
	TEXT("resampleQuadsUint8VNNI", NOSPLIT, "func(dst []uint8, quads []uint32, next []uint8, dstStride, srcStride int, first, weights []int32, steps int)")
	Doc("resampleQuadsUint8VNNI makes at least 4 results of each of 16 rows from their quads, of which the first has column",
		"first[0], with first and weights in the layout quadBytes. Meanwhile it asks for what 16 rows have at next.")
	Pragma("noescape")
	blocks("results", loadLen("first"), 4, func(x reg.GPVirtual) {
		done := quadResults(x, 12, 6, func(i int, at reg.GPVirtual) { prefetch8Rows(i%2, at) },
			func(name string, at, w reg.GPVirtual) reg.VecVirtual { return quadSum(name, at, w, half) })
		order := ZMM()
		VBROADCASTI32X4(byRow, order)
		VPSHUFB(order, done, done)
		storeLanes(x, 4, func(lane int) reg.VecVirtual {
			rows := XMM()
			VEXTRACTI32X4(Imm(uint64(lane)), done, rows)
			return rows
		})
	})
	VZEROUPPER()
	RET()
}

// quadResults makes four results from x on in each row, of weights that have size bytes a step and quads of 2^shift bytes.
// It returns them as bytes, result by result in each lane.
func quadResults(x reg.GPVirtual, size uint32, shift uint64, prefetch func(i int, at reg.GPVirtual), sum func(name string, at, w reg.GPVirtual) reg.VecVirtual) reg.VecVirtual {
	first, origin, w := loadBase("first"), GP64(), load("steps")
	MOVLQSX(Mem{Base: first}, origin)
	IMULQ(x, w)
	IMUL3Q(U32(size), w, w)
	ADDQ(loadBase("weights"), w)
	var done [4]reg.VecVirtual
	for i := range done {
		at := GP64()
		MOVLQSX(Mem{Base: first, Index: x, Scale: 4, Disp: 4 * i}, at)
		SUBQ(origin, at)
		prefetch(i, at)
		SHLQ(Imm(shift-2), at)
		ADDQ(loadBase("quads"), at)
		done[i] = sum(fmt.Sprint("steps", i), at, w)
	}
	VPACKSSDW(done[1], done[0], done[0])
	VPACKSSDW(done[3], done[2], done[2])
	VPACKUSWB(done[2], done[0], done[0])
	return done[0]
}

// storeLanes stores four results from x on of four rows for each lane.
func storeLanes(x reg.GPVirtual, lanes int, lane func(int) reg.VecVirtual) {
	top := GP64()
	XORQ(top, top)
	dst := rowsOf("dst", top, 1).from(x)
	for l := range lanes {
		rows := lane(l)
		for r := range 4 {
			VPEXTRD(Imm(uint64(r)), rows, dst.row(r))
		}
		if l+1 < lanes {
			dst = dst.next()
		}
	}
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

// quadSum makes one result of each row from the quads from at on and the weights at w, and moves w on.
func quadSum(name string, at, w reg.GPVirtual, half Mem) reg.VecVirtual {
	var s [3]reg.VecVirtual
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
	joinThird(s)
	VPADDD_BCST(half, s[0], s[0])
	VPSRAD(Imm(22), s[0], s[0])
	return s[0]
}
