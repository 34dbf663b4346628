package main

import (
	"fmt"

	. "github.com/mmcloughlin/avo/build"
	. "github.com/mmcloughlin/avo/operand"
	"github.com/mmcloughlin/avo/reg"
)

// A quad is four neighbouring values of a row in 32 bits. Turned, 16 rows are vectors with a quad of each row.

func resampleRowsUint8Quads(half, byRow Mem) {
	turnRowsToQuads()
	resampleQuads(half, byRow)
}

func turnRowsToQuads() {
	TEXT("quadsUint8VNNI", NOSPLIT, "func(quads []uint32, src []uint8, srcStride, columns int)")
	Doc("quadsUint8VNNI turns 16 rows: quads[16·q+r] has the values 4·q … 4·q+3 of row r, the first one lowest. Values",
		"behind the last column are 0; 16 columns are written at a time.")
	Pragma("noescape")
	dst, left, top := loadBase("quads"), load("columns"), GP64()
	XORQ(top, top)
	src := rowsOf("src", top, 1)
	JMP(LabelRef("test"))
	Label("whole")
	turn16Columns(dst, src, func(m Mem) reg.VecVirtual {
		v := XMM()
		VMOVDQU8(m, v)
		return v
	})
	ADDQ(Imm(16), src.first)
	ADDQ(U32(256), dst)
	Label("test")
	SUBQ(Imm(16), left)
	JGE(LabelRef("whole"))
	ADDQ(Imm(16), left)
	JZ(LabelRef("done"))
	rest := firstBytes(left)
	turn16Columns(dst, src, func(m Mem) reg.VecVirtual {
		v := XMM()
		VMOVDQU8_Z(m, rest, v)
		return v
	})
	Label("done")
	VZEROUPPER()
	RET()
}

// firstBytes returns a mask of so many bytes, fewer than 16.
func firstBytes(n reg.GPVirtual) reg.OpmaskVirtual {
	bits, mask := GP32(), K()
	MOVL(U32(1), bits)
	MOVQ(n, reg.RCX)
	SHLL(reg.CL, bits)
	DECL(bits)
	KMOVW(bits, mask)
	return mask
}

// turn16Columns turns 16 columns, which load loads from a row, of eight rows at a time.
func turn16Columns(dst reg.GPVirtual, rows fourRows, load func(Mem) reg.VecVirtual) {
	for _, at := range []int{0, 32} {
		below := rows.next()
		var v, pairs [4]reg.VecVirtual
		for r := range v {
			upper, lower := load(rows.row(r)), load(below.row(r))
			v[r], pairs[r] = YMM(), YMM()
			VINSERTI32X4(Imm(1), lower, upper.AsY(), v[r])
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
			VMOVDQU32(v[q], Mem{Base: dst, Disp: 64*q + at})
		}
		rows = below.next()
	}
}

func resampleQuads(half, byRow Mem) {
	TEXT("resampleQuadsUint8VNNI", NOSPLIT, "func(dst []uint8, quads []uint32, next []uint8, dstStride, srcStride int, first, weights []int32, steps int)")
	Doc("resampleQuadsUint8VNNI makes at least 4 results of each of 16 rows from their quads, of which the first has column",
		"first[0], with first and weights in the layout quadBytes. Meanwhile it asks for what 16 rows have at next.")
	Pragma("noescape")
	blocks("results", loadLen("first"), 4, func(x reg.GPVirtual) { quadResults(x, half, byRow) })
	VZEROUPPER()
	RET()
}

// quadResults makes four results from x on in each of 16 rows.
func quadResults(x reg.GPVirtual, half, byRow Mem) {
	first, origin, w := loadBase("first"), GP64(), load("steps")
	MOVLQSX(Mem{Base: first}, origin)
	IMULQ(x, w)
	IMUL3Q(U32(12), w, w)
	ADDQ(loadBase("weights"), w)
	var done [4]reg.VecVirtual
	for i := range done {
		at := GP64()
		MOVLQSX(Mem{Base: first, Index: x, Scale: 4, Disp: 4 * i}, at)
		SUBQ(origin, at)
		prefetch8Rows(i%2, at)
		SHLQ(Imm(4), at)
		ADDQ(loadBase("quads"), at)
		done[i] = quadSum(fmt.Sprint("steps", i), at, w, half)
	}
	VPACKSSDW(done[1], done[0], done[0])
	VPACKSSDW(done[3], done[2], done[2])
	VPACKUSWB(done[2], done[0], done[0])
	order, top := ZMM(), GP64()
	VBROADCASTI32X4(byRow, order)
	VPSHUFB(order, done[0], done[0])
	XORQ(top, top)
	dst := rowsOf("dst", top, 1).from(x)
	for lane := range 4 {
		rows := XMM()
		VEXTRACTI32X4(Imm(uint64(lane)), done[0], rows)
		for r := range 4 {
			VPEXTRD(Imm(uint64(r)), rows, dst.row(r))
		}
		if lane < 3 {
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
