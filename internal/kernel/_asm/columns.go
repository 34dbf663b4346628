package main

import (
	"fmt"

	. "github.com/mmcloughlin/avo/build"
	. "github.com/mmcloughlin/avo/operand"
	"github.com/mmcloughlin/avo/reg"
)

// columnSums goes down the rows with as many columns as fit into 8 vectors, then 1, then what is left by a mask.
func columnSums() {
	TEXT("columnSumsAVX2", NOSPLIT, "func(dst, a []float32, rows int)")
	Doc("columnSumsAVX2 is columnSumsGeneric.")
	Pragma("noescape")
	dst, a, left, rows, stride := loadBase("dst"), loadBase("a"), loadLen("dst"), load("rows"), GP64()
	MOVQ(left, stride)
	SHLQ(U8(2), stride)
	for _, vectors := range []int{8, 1} {
		name := fmt.Sprint("vectors", vectors)
		Label(name)
		CMPQ(left, Imm(uint64(8*vectors)))
		JL(LabelRef(name + "_done"))
		sumDown(name, dst, a, rows, stride, vectors, nil)
		ADDQ(U32(32*vectors), a)
		ADDQ(U32(32*vectors), dst)
		SUBQ(Imm(uint64(8*vectors)), left)
		JMP(LabelRef(name))
		Label(name + "_done")
	}
	TESTQ(left, left)
	JE(LabelRef("done"))
	sumDown("rest", dst, a, rows, stride, 1, avx2Width.mask(left))
	Label("done")
	VZEROUPPER()
	RET()
}

// sumDown sums vectors of columns over all rows.
func sumDown(name string, dst, a, rows, stride reg.GPVirtual, vectors int, mask reg.Register) {
	w, sums, at, n := avx2Width, []vec(nil), GP64(), GP64()
	for range vectors {
		sums = append(sums, w.zero())
	}
	MOVQ(a, at)
	MOVQ(rows, n)
	Label(name + "_rows")
	TESTQ(n, n)
	JE(LabelRef(name + "_sums"))
	for i, sum := range sums {
		if mask == nil {
			VADDPS(Mem{Base: at, Disp: 32 * i}, sum, sum)
		} else {
			VADDPS(w.load(Mem{Base: at}, mask), sum, sum)
		}
	}
	ADDQ(stride, at)
	DECQ(n)
	JMP(LabelRef(name + "_rows"))
	Label(name + "_sums")
	for i, sum := range sums {
		w.store(sum, Mem{Base: dst, Disp: 32 * i}, mask)
	}
}
