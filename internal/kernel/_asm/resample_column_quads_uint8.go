package main

import (
	. "github.com/mmcloughlin/avo/build"
	. "github.com/mmcloughlin/avo/operand"
	"github.com/mmcloughlin/avo/reg"
)

// columnQuads sums up four rows at a time: a quad has a column's values of four rows.
type columnQuads struct {
	dst, src, stride, weights, count reg.GPVirtual
	half, byPart, sign               Mem
}

func resampleColumnUint8Quads(half, byPart Mem) {
	TEXT("resampleColumnUint8VNNI", NOSPLIT, "func(dst, src []uint8, stride int, weights []int32)")
	Doc("resampleColumnUint8VNNI is resampleColumnUint8Generic for at least 64 columns and weights that three signed bytes hold.")
	Pragma("noescape")
	c := columnQuads{
		loadBase("dst"), loadBase("src"), load("stride"), loadBase("weights"), loadLen("weights"),
		half, byPart, dwords32("resampleUint8Sign", 0x808080),
	}
	blocks("columns", loadLen("dst"), 64, c.block)
	VZEROUPPER()
	RET()
}

// block makes 64 columns from x on.
func (c columnQuads) block(x reg.GPVirtual) {
	var s [4]thirds
	for i := range s {
		for j := range s[i] {
			s[i][j] = ZMM()
			VPXORD(s[i][j], s[i][j], s[i][j])
		}
	}
	p, w, left := GP64(), GP64(), GP64()
	LEAQ(Mem{Base: c.src, Index: x, Scale: 1}, p)
	MOVQ(c.weights, w)
	MOVQ(c.count, left)
	stride3 := GP64()
	LEAQ(Mem{Base: c.stride, Index: c.stride, Scale: 2}, stride3)
	rows := fourRows{p, c.stride, stride3, 1}
	JMP(LabelRef("test"))
	Label("four")
	run := XMM()
	VMOVDQU32(Mem{Base: w}, run)
	c.add(s, run, [4]Mem{rows.row(0), rows.row(1), rows.row(2), rows.row(3)})
	LEAQ(Mem{Base: p, Index: c.stride, Scale: 4}, p)
	ADDQ(Imm(16), w)
	Label("test")
	SUBQ(Imm(4), left)
	JGE(LabelRef("four"))
	ADDQ(Imm(4), left)
	JZ(LabelRef("sum"))
	run = XMM()
	VMOVDQU32_Z(Mem{Base: w}, firstOf(left), run)
	c.add(s, run, lastRows(p, c.stride, left))
	Label("sum")
	for i := range s {
		joinThird(s[i])
		VPADDD_BCST(c.half, s[i][0], s[i][0])
		VPSRAD(Imm(22), s[i][0], s[i][0])
	}
	VPACKSSDW(s[1][0], s[0][0], s[0][0])
	VPACKSSDW(s[3][0], s[2][0], s[2][0])
	VPACKUSWB(s[2][0], s[0][0], s[0][0])
	VMOVDQU32(s[0][0], Mem{Base: c.dst, Index: x, Scale: 1})
}

// firstOf returns a mask of so many elements, fewer than 16.
func firstOf(n reg.GPVirtual) reg.OpmaskVirtual {
	bits, mask := GP32(), K()
	MOVL(U32(1), bits)
	MOVQ(n, reg.RCX)
	SHLL(reg.CL, bits)
	DECL(bits)
	KMOVW(bits, mask)
	return mask
}

// lastRows returns four rows, of which left, one to three, are there. The first one stands in for those beyond, whose
// weights are 0.
func lastRows(p, stride, left reg.GPVirtual) [4]Mem {
	second, third := GP64(), GP64()
	MOVQ(p, second)
	MOVQ(p, third)
	next := GP64()
	LEAQ(Mem{Base: p, Index: stride, Scale: 1}, next)
	CMPQ(left, Imm(2))
	CMOVQGE(next, second)
	LEAQ(Mem{Base: p, Index: stride, Scale: 2}, next)
	CMPQ(left, Imm(3))
	CMOVQGE(next, third)
	return [4]Mem{{Base: p}, {Base: second}, {Base: third}, {Base: p}}
}

// add adds four rows times the four weights in run.
func (c columnQuads) add(s [4]thirds, run reg.VecVirtual, rows [4]Mem) {
	VPADDD(c.sign, run, run) // makes bytes, each 128 too large
	VPXORD(c.sign, run, run)
	VPSHUFB(c.byPart, run, run)
	all := ZMM()
	VSHUFI32X4(Imm(0), run.AsZ(), run.AsZ(), all)
	var w thirds
	for i := range w {
		w[i] = ZMM()
		VPSHUFD(Imm(uint64(0b01010101*i)), all, w[i])
	}
	var v [4]reg.VecVirtual
	for i := range v {
		v[i] = ZMM()
		VMOVDQU8(rows[i], v[i])
	}
	left, right := zip(v[0], v[1], VPUNPCKLBW, VPUNPCKHBW), zip(v[2], v[3], VPUNPCKLBW, VPUNPCKHBW)
	for i := range left {
		quads := zip(left[i], right[i], VPUNPCKLWD, VPUNPCKHWD)
		s[2*i].multiplyAdd(quads[0], w)
		s[2*i+1].multiplyAdd(quads[1], w)
	}
}

// zip returns what low and high, which interleave halves of lanes, make of a and b.
func zip(a, b reg.VecVirtual, low, high func(...Op)) (both [2]reg.VecVirtual) {
	both[0], both[1] = ZMM(), ZMM()
	low(b, a, both[0])
	high(b, a, both[1])
	return both
}
