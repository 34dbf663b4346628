package main

import (
	"github.com/mmcloughlin/avo/attr"
	. "github.com/mmcloughlin/avo/build"
	. "github.com/mmcloughlin/avo/operand"
	"github.com/mmcloughlin/avo/reg"
)

// All that a block changes is stored when the block is complete. Where something comes that the loop can't do it
// returns, and what it has read of the block counts for nothing.
//
// What is kept of a block are sets of coefficients like its mask, with the first one in the highest bit: a set of n
// coefficients is taken from the n bits at the head by PDEP. In the end they move all coefficients of the block at once.

// Offsets of fields; the kernel's package checks them.
const (
	refineAcc, refineN, refinePos, refineBuf, refineStop   = 0, 8, 16, 24, 48
	refineX, refineLeft, refineRun, refineCoef, refineMask = 56, 64, 72, 80, 104
	refineBand, refineOne, refineLook                      = 128, 136, 146
)

// What entries have.
const (
	refineBits     = 12 // of a look
	refineEnd      = 1 << 12
	refineNegative = 14
	refineValue    = 15
)

var refiner = struct {
	acc, n, ptr, look, was, free, zeros, moved, set, negative reg.GPPhysical
	run                                                       Mem
}{
	acc: reg.R8, n: reg.R9, ptr: reg.R10, look: reg.R11,
	was: reg.R12, free: reg.R13, // what is left of the band: coefficients that were sent before, and zeros
	zeros:    reg.R14, // 1<<(n−1), where free has n zeros
	moved:    reg.R15, // coefficients that move by one away from 0
	set:      reg.RSI, // coefficients that were 0
	negative: reg.RDI, // those of them that become negative
}

func jpegRefine() {
	TEXT("jpegRefineVNNI", NOSPLIT, "func(r *uint64)")
	Doc("jpegRefineVNNI decodes as jpegRefineGeneric does until it stops, or until a block that is left to that. The refiner is",
		"given by its first field.")
	Pragma("noescape")
	r := &refiner
	r.run = AllocLocal(8)
	self := refineSelf()
	MOVQ(self.Offset(refineAcc), r.acc)
	MOVQ(self.Offset(refineN), r.n)
	MOVQ(self.Offset(refineBuf), r.ptr)
	ADDQ(self.Offset(refinePos), r.ptr)
	LEAQ(self.Offset(refineLook), r.look)
	VMOVDQU64(refineOrder(), reg.Z4)
	MOVQ(self.Offset(refineOne), tmpA)
	VPBROADCASTW(tmpA.As32(), reg.Z5)
	VPTERNLOGD(Imm(255), reg.Z6, reg.Z6, reg.Z6)
	refineBegin()
	refineSymbol()
	refineEndOfBlock()
	refineCorrections()
	refineMove()
	refineCommit()
	Label("done")
	VZEROUPPER()
	RET()
}

// refineSelf loads the address of the JPEGRefiner.
func refineSelf() Mem {
	Load(Param("r"), tmpB)
	return Mem{Base: tmpB}
}

// refineOrder has for each place of a block, row by row, its coefficient's bit in a mask.
func refineOrder() Mem {
	var order [64]int
	bit := 63
	for d := range 15 {
		for k := range d + 1 {
			y, x := d-k, k
			if d%2 == 1 {
				y, x = k, d-k
			}
			if y < 8 && x < 8 {
				order[8*y+x] = bit
				bit--
			}
		}
	}
	m := GLOBL("jpegRefineOrder", attr.RODATA|attr.NOPTR)
	for i, bit := range order {
		DATA(i, U8(bit))
	}
	return m
}

// refineBegin begins a block.
func refineBegin() {
	r := &refiner
	Label("block")
	self := refineSelf()
	MOVQ(self.Offset(refineX), tmpA)
	MOVQ(self.Offset(refineMask), tmpC)
	MOVQ(Mem{Base: tmpC, Index: tmpA, Scale: 8}, r.was)
	MOVQ(self.Offset(refineBand), r.free)
	ANDQ(r.free, r.was)
	XORQ(r.was, r.free)
	for _, v := range []reg.GPPhysical{r.moved, r.set, r.negative} {
		XORL(v.As32(), v.As32())
	}
	MOVQ(self.Offset(refineRun), tmpA)
	MOVQ(tmpA, r.run)
	TESTQ(tmpA, tmpA)
	JNZ(LabelRef("corrections"))
	POPCNTQ(r.free, tmpC)
	DECL(tmpC.As32())
	MOVL(U32(1), tmpA.As32())
	SHLXQ(tmpC, tmpA, r.zeros)
}

// refineRefill makes n at least 56. Of n only the lowest six bits count.
func refineRefill() {
	r := &refiner
	MOVQ(Mem{Base: r.ptr}, tmpD)
	BSWAPQ(tmpD)
	SHRXQ(r.n, tmpD, tmpD)
	ORQ(tmpD, r.acc)
	MOVL(r.n.As32(), tmpD.As32())
	NOTL(tmpD.As32())
	ANDL(Imm(63), tmpD.As32())
	SHRL(Imm(3), tmpD.As32())
	ADDQ(tmpD, r.ptr)
	ORL(Imm(56), r.n.As32())
}

// refineSymbol takes the entry of a coefficient, or of 16 zeros. The refill is behind the entry: there, nothing waits for it,
// and corrections leave enough bits for the next look.
func refineSymbol() {
	r := &refiner
	refineRefill()
	Label("symbol")
	MOVQ(r.acc, tmpC)
	SHRQ(Imm(64-refineBits), tmpC)
	MOVWQSX(Mem{Base: r.look, Index: tmpC, Scale: 2}, tmpA)
	TESTL(U32(refineEnd), tmpA.As32())
	JNZ(LabelRef("end"))
	// The place in free behind the run of zeros.
	SHRXQ(tmpA, r.zeros, r.zeros)
	PDEPQ(r.free, r.zeros, tmpB)
	SHRQ(Imm(1), r.zeros)
	refineDrop(tmpA, tmpC)
	refineRefill()
	TESTQ(tmpB, tmpB)
	JZ(LabelRef("done"))
	// It has a coefficient, perhaps.
	MOVQ(tmpA, tmpC)
	SARQ(Imm(refineValue), tmpC)
	ANDQ(tmpB, tmpC)
	ORQ(tmpC, r.set)
	SHLQ(Imm(63-refineNegative), tmpA)
	SARQ(Imm(63), tmpA)
	ANDQ(tmpB, tmpA)
	ORQ(tmpA, r.negative)
	// Those before it are corrected.
	LEAQ(Mem{Base: tmpB, Index: tmpB, Scale: 1, Disp: -1}, tmpA)
	ANDNQ(r.was, tmpA, tmpA)
	DECQ(tmpB)
	ANDQ(tmpB, r.was)
	ANDQ(tmpB, r.free)
	refineCorrect(56 - refineBits)
	MOVQ(r.was, tmpA)
	ORQ(r.free, tmpA)
	JNZ(LabelRef("symbol"))
	JMP(LabelRef("move"))
}

// refineDrop drops the bits that an entry stands for. It uses tmp.
func refineDrop(entry, tmp reg.GPPhysical) {
	MOVL(entry.As32(), tmp.As32())
	SHRL(Imm(6), tmp.As32())
	refineDropBits(tmp)
}

// refineDropBits drops as many bits as the lowest six of n say.
func refineDropBits(n reg.GPPhysical) {
	SHLXQ(n, refiner.acc, refiner.acc)
	SUBL(n.As32(), refiner.n.As32())
}

// refineCorrect reads a bit for each coefficient of the set in tmpA. It uses tmpB and tmpC.
func refineCorrect(most uint64) {
	r := &refiner
	POPCNTQ(tmpA, tmpC)
	CMPL(tmpC.As32(), Imm(most))
	JHI(LabelRef("done"))
	MOVL(tmpC.As32(), tmpB.As32())
	NEGL(tmpB.As32())
	SHRXQ(tmpB, r.acc, tmpB) // all of acc where there are none
	PDEPQ(tmpA, tmpB, tmpB)
	ORQ(tmpB, r.moved)
	refineDropBits(tmpC)
}

// refineEndOfBlock reads how many blocks have corrections alone from here on.
func refineEndOfBlock() {
	r := &refiner
	Label("end")
	TESTL(U32(15<<6), tmpA.As32())
	JZ(LabelRef("done"))
	refineDrop(tmpA, tmpC)
	refineRefill()
	ANDL(Imm(15), tmpA.As32())
	MOVL(tmpA.As32(), tmpC.As32())
	XORL(Imm(63), tmpC.As32())
	MOVQ(r.acc, tmpD)
	SHRQ(Imm(1), tmpD)
	SHRXQ(tmpC, tmpD, tmpD)
	MOVL(U32(1), tmpC.As32())
	SHLXQ(tmpA, tmpC, tmpC)
	ADDQ(tmpC, tmpD)
	MOVQ(tmpD, r.run)
	refineDropBits(tmpA)
}

// refineCorrections reads the corrections of what is left of a block that has nothing else.
func refineCorrections() {
	r := &refiner
	Label("corrections")
	DECQ(r.run)
	TESTQ(r.was, r.was)
	JZ(LabelRef("move"))
	refineRefill()
	MOVQ(r.was, tmpA)
	refineCorrect(56)
}

// refineMove changes the coefficients and the mask.
func refineMove() {
	r := &refiner
	Label("move")
	self := refineSelf()
	ORQ(r.set, r.moved)
	JZ(LabelRef("commit"))
	VPBROADCASTQ(r.moved, reg.Z0)
	VPSHUFBITQMB(reg.Z4, reg.Z0, reg.K1)
	VPBROADCASTQ(r.negative, reg.Z0)
	VPSHUFBITQMB(reg.Z4, reg.Z0, reg.K2)
	MOVQ(self.Offset(refineX), tmpA)
	MOVQ(self.Offset(refineMask), tmpC)
	ORQ(r.set, Mem{Base: tmpC, Index: tmpA, Scale: 8})
	SHLQ(Imm(7), tmpA)
	ADDQ(self.Offset(refineCoef), tmpA)
	for half := range 2 {
		at := Mem{Base: tmpA, Disp: 64 * half}
		v, sign, by := reg.Z0, reg.Z1, reg.Z2
		VMOVDQU16(at, v)
		VPSRAW(Imm(15), v, sign)
		VMOVDQU16(reg.Z6, reg.K2, sign)
		VPXORQ(sign, reg.Z5, by)
		VPSUBW(sign, by, by)
		VPADDW(by, v, reg.K1, v)
		VMOVDQU16(v, at)
		if half == 0 {
			KSHIFTRQ(Imm(32), reg.K1, reg.K1)
			KSHIFTRQ(Imm(32), reg.K2, reg.K2)
		}
	}
}

// refineCommit ends the block.
func refineCommit() {
	r := &refiner
	Label("commit")
	MOVQ(r.run, tmpA)
	MOVQ(tmpA, Mem{Base: tmpB, Disp: refineRun})
	MOVQ(r.acc, Mem{Base: tmpB, Disp: refineAcc})
	ANDL(Imm(63), r.n.As32())
	MOVQ(r.n, Mem{Base: tmpB, Disp: refineN})
	MOVQ(r.ptr, tmpA)
	SUBQ(Mem{Base: tmpB, Disp: refineBuf}, tmpA)
	MOVQ(tmpA, Mem{Base: tmpB, Disp: refinePos})
	INCQ(Mem{Base: tmpB, Disp: refineX})
	DECQ(Mem{Base: tmpB, Disp: refineLeft})
	JZ(LabelRef("done"))
	SHLQ(Imm(3), tmpA)
	SUBQ(r.n, tmpA)
	CMPQ(tmpA, Mem{Base: tmpB, Disp: refineStop})
	JLE(LabelRef("block"))
}
