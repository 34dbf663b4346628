package main

import (
	"slices"

	. "github.com/mmcloughlin/avo/build"
	. "github.com/mmcloughlin/avo/operand"
	"github.com/mmcloughlin/avo/reg"
)

// Two lanes and four temporary registers are all that there are, so they are given out by hand. What is needed
// once in a while lies on the stack.
//
// Where only DC is wanted, coefficients aren't stored, and there is one to each block.
//
// The loop has four looks for each lane, by turns, after one refill: 4·11 bits. All else begins with a refill of its
// own and goes back to the beginning of the loop.

// Offsets of fields; the kernel's package checks them.
const (
	laneAcc, laneN, lanePos, laneBuf, laneStop = 0, 8, 16, 24, 48
	laneX, laneLeft, laneUnit, laneK, lanePred = 56, 64, 72, 80, 88
	laneUnits, laneBad                         = 104, 128

	unitDC, unitAC, unitCoef, unitLast, unitStep, unitPred, unitSize = 0, 8, 16, 40, 64, 72, 80

	codeOrder  = 4 << 11
	codeLimit  = codeOrder + 256
	codeFirst  = codeLimit + 4*18
	codeSymbol = codeFirst + 4*18
	codeShort  = codeSymbol + 256
	codeSkip   = codeShort + 512
)

const (
	incomplete = 64
	endOfBlock = 128
	looks      = 4 // for each refill
	skips      = 3 // likewise where only DC is wanted: 2·18 + 18 bits
)

var (
	tmpA = reg.RAX
	tmpB = reg.RBX
	tmpC = reg.RCX
	tmpD = reg.RDX
)

// A lane has the registers of a JPEGLane.
type lane struct {
	name                 string
	acc, n, k, out, code reg.GPPhysical
	ptr, unit, end       Mem // where Buf is loaded from; the current unit; behind the last one
	onlyDC               bool
}

var laneRegisters = [2]lane{
	{name: "a", acc: reg.R8, n: reg.R9, k: reg.R10, out: reg.R11, code: reg.R12},
	{name: "b", acc: reg.R13, n: reg.R14, k: reg.R15, out: reg.RSI, code: reg.RDI},
}

func jpegLane() {
	const one, two = "a *uint64", "a, b *uint64"
	lanesText("jpegDecodeAVX2", one, laneRegisters[:1], false)
	lanesText("jpegDecodeTwoAVX2", two, laneRegisters[:], false)
	lanesText("jpegDecodeDCAVX2", one, laneRegisters[:1], true)
	lanesText("jpegDecodeTwoDCAVX2", two, laneRegisters[:], true)
}

func lanesText(name, params string, lanes []lane, onlyDC bool) {
	TEXT(name, NOSPLIT, "func("+params+")")
	Doc(name+" decodes as jpegDecodeGeneric does until a lane stops. Lanes are given by their first field; they stand",
		"inside an MCU.")
	Pragma("noescape")
	lanes = slices.Clone(lanes)
	for i := range lanes {
		l := &lanes[i]
		l.onlyDC = onlyDC
		locals := AllocLocal(24)
		l.ptr, l.unit, l.end = locals, locals.Offset(8), locals.Offset(16)
		l.enter()
	}
	Label("loop")
	for _, l := range lanes {
		l.refill()
	}
	times := looks
	if onlyDC {
		times = skips
	}
	for range times {
		for _, l := range lanes {
			l.look()
		}
	}
	JMP(LabelRef("loop"))
	for _, l := range lanes {
		l.last()
		l.special()
		l.next()
	}
	Label("done")
	for _, l := range lanes {
		l.leave()
	}
	VZEROUPPER()
	RET()
}

func (l lane) label(name string) string { return l.name + "_" + name }

func (l lane) ref(name string) LabelRef { return LabelRef(l.label(name)) }

// self loads the address of the JPEGLane.
func (l lane) self(into reg.GPPhysical) Mem {
	Load(Param(l.name), into)
	return Mem{Base: into}
}

// enter loads the lane, which stands behind the DC coefficient of a block.
func (l lane) enter() {
	self := l.self(tmpB)
	MOVQ(self.Offset(laneAcc), l.acc)
	MOVQ(self.Offset(laneN), l.n)
	MOVQ(self.Offset(laneBuf), tmpC)
	ADDQ(self.Offset(lanePos), tmpC)
	MOVQ(tmpC, l.ptr)
	MOVQ(self.Offset(laneUnits), tmpC)
	IMUL3Q(Imm(unitSize), self.Offset(laneUnits+8), tmpD)
	ADDQ(tmpC, tmpD)
	MOVQ(tmpD, l.end)
	IMUL3Q(Imm(unitSize), self.Offset(laneUnit), tmpD)
	ADDQ(tmpD, tmpC)
	l.aim(self)
	MOVQ(Mem{Base: tmpC, Disp: unitAC}, l.code)
	MOVQ(self.Offset(laneK), l.k)
}

// aim makes the unit in tmpC the current one.
func (l lane) aim(self Mem) {
	MOVQ(tmpC, l.unit)
	MOVQ(self.Offset(laneX), l.out)
	IMULQ(Mem{Base: tmpC, Disp: unitStep}, l.out)
	if l.onlyDC {
		ADDQ(l.out, l.out)
	} else {
		SHLQ(Imm(7), l.out)
	}
	ADDQ(Mem{Base: tmpC, Disp: unitCoef}, l.out)
}

// refill makes n at least 56. It uses tmpA and tmpD. Of n only the lowest six bits count.
func (l lane) refill() {
	MOVQ(l.ptr, tmpD)
	MOVQ(Mem{Base: tmpD}, tmpA)
	BSWAPQ(tmpA)
	ANDL(Imm(63), l.n.As32())
	SHRXQ(l.n, tmpA, tmpA)
	ORQ(tmpA, l.acc)
	MOVL(l.n.As32(), tmpA.As32())
	SHRL(Imm(3), tmpA.As32())
	XORL(Imm(7), tmpA.As32())
	ADDQ(tmpA, tmpD)
	MOVQ(tmpD, l.ptr)
	ORL(Imm(56), l.n.As32())
}

// find loads the entry at the head.
func (l lane) find() {
	if l.onlyDC {
		MOVQ(l.acc, tmpC)
		SHRQ(Imm(64-12), tmpC)
		MOVWLZX(Mem{Base: l.code, Index: tmpC, Scale: 2, Disp: codeSkip}, tmpA.As32())
		return
	}
	MOVQ(l.acc, tmpC)
	SHRQ(Imm(64-11), tmpC)
	MOVL(Mem{Base: l.code, Index: tmpC, Scale: 4}, tmpA.As32())
}

// look takes an entry, the last of a block and special ones aside.
func (l lane) look() {
	l.find()
	MOVBLZX(reg.AH, tmpD.As32())
	ADDL(l.k.As32(), tmpD.As32())
	CMPL(tmpD.As32(), Imm(62))
	JHI(l.ref("last"))
	l.store(func() { LEAL(Mem{Base: tmpD, Disp: 1}, l.k.As32()) })
}

// store writes the coefficients of an entry, whose last one has number tmpD, and drops its bits. advance is called when
// k isn't needed any more.
func (l lane) store(advance func()) {
	if l.onlyDC {
		advance()
		l.drop()
		return
	}
	MOVL(tmpA.As32(), tmpC.As32())
	SHRL(Imm(16), tmpC.As32())
	ANDL(Imm(15), tmpC.As32())
	ADDL(l.k.As32(), tmpC.As32())
	MOVBLZX(Mem{Base: l.code, Index: tmpC, Scale: 1, Disp: codeOrder}, tmpC.As32())
	advance()
	MOVBLZX(Mem{Base: l.code, Index: tmpD, Scale: 1, Disp: codeOrder}, tmpD.As32())
	l.drop()
	MOVL(tmpA.As32(), tmpB.As32())
	SHLL(Imm(8), tmpB.As32())
	SARL(Imm(28), tmpB.As32())
	MOVW(tmpB.As16(), Mem{Base: l.out, Index: tmpD, Scale: 2})
	SARL(Imm(24), tmpA.As32())
	MOVW(tmpA.As16(), Mem{Base: l.out, Index: tmpC, Scale: 2})
}

// last takes the entry with which a block ends, if it is no special one. It leaves the number of the last coefficient in k.
func (l lane) last() {
	Label(l.label("last"))
	CMPL(tmpD.As32(), Imm(63))
	JEQ(l.ref("full"))
	LEAL(Mem{Base: tmpD, Disp: -endOfBlock}, tmpC.As32())
	CMPL(tmpC.As32(), Imm(63))
	JCC(l.ref("special"))
	Label(l.label("full"))
	if !l.onlyDC {
		CMPL(tmpA.As32(), U32(1<<16))
		JCS(l.ref("alone"))
	}
	l.store(func() {
		MOVL(tmpD.As32(), l.k.As32())
		ANDL(Imm(63), l.k.As32())
	})
	JMP(l.ref("next"))
	if l.onlyDC {
		return
	}
	Label(l.label("alone"))
	l.drop()
	DECL(l.k.As32())
	JMP(l.ref("next"))
}

// special takes one symbol where an entry can't be taken.
func (l lane) special() {
	Label(l.label("special"))
	l.refill()
	if l.onlyDC {
		JMP(l.ref("ac_search"))
	} else {
		l.find()
		TESTL(U32(incomplete<<8), tmpA.As32())
		JZ(l.ref("ac_search")) // the first one of two symbols
		MOVL(tmpA.As32(), tmpD.As32())
		SHRL(Imm(16), tmpD.As32())
		ANDL(Imm(63), tmpA.As32())
		JZ(l.ref("ac_search")) // a long code
		l.drop()
	}
	Label(l.label("ac_found"))
	MOVL(tmpD.As32(), tmpC.As32())
	SHRL(Imm(4), tmpC.As32())
	ANDL(Imm(15), tmpD.As32())
	JZ(l.ref("zeros"))
	CMPL(tmpD.As32(), Imm(10))
	JHI(l.ref("bad"))
	Label(l.label("value"))
	ADDL(tmpC.As32(), l.k.As32())
	if l.onlyDC {
		MOVL(tmpD.As32(), tmpA.As32())
		l.drop()
	} else {
		l.value()
		MOVBLZX(Mem{Base: l.code, Index: l.k, Scale: 1, Disp: codeOrder}, tmpC.As32())
		MOVW(tmpA.As16(), Mem{Base: l.out, Index: tmpC, Scale: 2})
	}
	INCL(l.k.As32())
	CMPL(l.k.As32(), Imm(63))
	JLS(LabelRef("loop"))
	MOVL(U32(63), l.k.As32())
	JMP(l.ref("next"))
	Label(l.label("zeros"))
	CMPL(tmpC.As32(), Imm(15))
	JEQ(l.ref("value"))
	DECL(l.k.As32())
	JMP(l.ref("next"))
	l.search("ac")
}

// drop drops as many bits as the lowest six of tmpA say.
func (l lane) drop() {
	SHLXQ(tmpA, l.acc, l.acc)
	SUBL(tmpA.As32(), l.n.As32())
}

// search drops a code and leaves its symbol in tmpD.
func (l lane) search(name string) {
	Label(l.label(name + "_search"))
	MOVQ(l.acc, tmpC)
	SHRQ(Imm(48), tmpC)
	MOVL(U32(1), tmpA.As32())
	Label(l.label(name + "_longer"))
	CMPL(tmpC.As32(), Mem{Base: l.code, Index: tmpA, Scale: 4, Disp: codeLimit})
	JCS(l.ref(name + "_length"))
	INCL(tmpA.As32())
	CMPL(tmpA.As32(), Imm(16))
	JLS(l.ref(name + "_longer"))
	JMP(l.ref("bad"))
	Label(l.label(name + "_length"))
	MOVL(U32(16), tmpD.As32())
	SUBL(tmpA.As32(), tmpD.As32())
	SHRXL(tmpD.As32(), tmpC.As32(), tmpD.As32())
	ADDL(Mem{Base: l.code, Index: tmpA, Scale: 4, Disp: codeFirst}, tmpD.As32())
	MOVBLZX(tmpD.As8(), tmpD.As32())
	MOVBLZX(Mem{Base: l.code, Index: tmpD, Scale: 1, Disp: codeSymbol}, tmpD.As32())
	l.drop()
	JMP(l.ref(name + "_found"))
}

// value takes tmpD bits, at most 11, and leaves what they stand for in tmpA. It uses tmpB.
func (l lane) value() {
	// (acc>>1)>>(63−size), and less 2^size−1 if the highest bit is 0.
	MOVQ(l.acc, tmpA)
	SHRQ(Imm(1), tmpA)
	MOVL(tmpD.As32(), tmpB.As32())
	XORL(Imm(63), tmpB.As32())
	SHRXQ(tmpB, tmpA, tmpA)
	MOVQ(l.acc, tmpB)
	NOTQ(tmpB)
	SARQ(Imm(63), tmpB)                          // −1 for values below 0
	SHLXL(tmpD.As32(), tmpB.As32(), tmpB.As32()) // −2^size
	SHLXQ(tmpD, l.acc, l.acc)
	SUBL(tmpD.As32(), l.n.As32())
	ADDL(tmpB.As32(), tmpA.As32())
	SHRL(Imm(31), tmpB.As32())
	ADDL(tmpB.As32(), tmpA.As32())
}

// next ends a block, whose last coefficient is k, and begins another.
func (l lane) next() {
	Label(l.label("next"))
	self := l.self(tmpB)
	MOVQ(l.unit, tmpC)
	if !l.onlyDC {
		MOVQ(self.Offset(laneX), tmpD)
		IMULQ(Mem{Base: tmpC, Disp: unitStep}, tmpD)
		ADDQ(Mem{Base: tmpC, Disp: unitLast}, tmpD)
		MOVB(l.k.As8(), Mem{Base: tmpD})
	}
	ADDQ(Imm(unitSize), tmpC)
	CMPQ(tmpC, l.end)
	JNE(l.ref("begin"))
	// The MCU is complete.
	MOVQ(self.Offset(laneUnits), tmpC)
	MOVQ(tmpC, l.unit)
	XORL(l.k.As32(), l.k.As32())
	INCQ(self.Offset(laneX))
	DECQ(self.Offset(laneLeft))
	JZ(LabelRef("done"))
	ANDL(Imm(63), l.n.As32())
	MOVQ(l.ptr, tmpD)
	SUBQ(self.Offset(laneBuf), tmpD)
	SHLQ(Imm(3), tmpD)
	SUBQ(l.n, tmpD)
	CMPQ(tmpD, self.Offset(laneStop))
	JGT(LabelRef("done"))
	l.begin()
	l.search("dc")
	Label(l.label("bad"))
	self = l.self(tmpB)
	MOVB(Imm(1), self.Offset(laneBad))
	JMP(LabelRef("done"))
}

// begin begins the block of the unit in tmpC: with DC.
func (l lane) begin() {
	Label(l.label("begin"))
	self := l.self(tmpB)
	l.aim(self)
	if !l.onlyDC {
		VPXOR(reg.Y0, reg.Y0, reg.Y0)
		for i := range 4 {
			VMOVDQU(reg.Y0, Mem{Base: l.out, Disp: 32 * i})
		}
	}
	MOVQ(Mem{Base: tmpC, Disp: unitDC}, l.code)
	l.refill()
	MOVQ(l.acc, tmpC)
	SHRQ(Imm(56), tmpC)
	MOVWLZX(Mem{Base: l.code, Index: tmpC, Scale: 2, Disp: codeShort}, tmpA.As32())
	MOVBLZX(reg.AH, tmpD.As32())
	TESTL(tmpA.As32(), tmpA.As32())
	JZ(l.ref("dc_search"))
	l.drop()
	Label(l.label("dc_found"))
	CMPL(tmpD.As32(), Imm(11))
	JHI(l.ref("bad"))
	l.value()
	self = l.self(tmpB)
	MOVQ(l.unit, tmpC)
	MOVQ(Mem{Base: tmpC, Disp: unitPred}, tmpD)
	pred := Mem{Base: tmpB, Index: tmpD, Scale: 4, Disp: lanePred}
	ADDL(pred, tmpA.As32())
	MOVL(tmpA.As32(), pred)
	MOVW(tmpA.As16(), Mem{Base: l.out})
	MOVQ(Mem{Base: tmpC, Disp: unitAC}, l.code)
	MOVL(U32(1), l.k.As32())
	JMP(LabelRef("loop"))
}

// leave stores the lane.
func (l lane) leave() {
	self := l.self(tmpB)
	MOVQ(l.acc, self.Offset(laneAcc))
	ANDL(Imm(63), l.n.As32())
	MOVQ(l.n, self.Offset(laneN))
	MOVQ(l.ptr, tmpC)
	SUBQ(self.Offset(laneBuf), tmpC)
	MOVQ(tmpC, self.Offset(lanePos))
	MOVQ(l.k, self.Offset(laneK))
	MOVQ(l.unit, tmpA)
	SUBQ(self.Offset(laneUnits), tmpA)
	XORL(tmpD.As32(), tmpD.As32())
	MOVL(U32(unitSize), tmpC.As32())
	DIVQ(tmpC)
	MOVQ(tmpA, self.Offset(laneUnit))
}
