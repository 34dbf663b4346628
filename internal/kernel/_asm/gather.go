package main

import (
	. "github.com/mmcloughlin/avo/build"
	. "github.com/mmcloughlin/avo/operand"
)

// gather copies a row and fetches another one. Rows in random order are what the processor can't foresee; without that it
// waits for memory at the beginning of each row and of each page. They come to the caches behind the first one, which
// is too small for eight.
func gather() {
	TEXT("copyAheadAVX2", NOSPLIT, "func(dst, src, soon *float32, n int)")
	Doc("copyAheadAVX2 is copyAheadGeneric for n values, a multiple of 32 from 32. What is behind the end of soon isn't read.")
	Pragma("noescape")
	dst, src, soon, n := load("dst"), load("src"), load("soon"), load("n")
	Label("lines")
	for line := range 2 {
		PREFETCHT2(Mem{Base: soon, Disp: 64 * line})
	}
	for v := range 4 {
		y := YMM()
		VMOVUPS(Mem{Base: src, Disp: 32 * v}, y)
		VMOVUPS(y, Mem{Base: dst, Disp: 32 * v})
	}
	ADDQ(Imm(128), soon)
	ADDQ(Imm(128), src)
	ADDQ(Imm(128), dst)
	SUBQ(Imm(32), n)
	JNZ(LabelRef("lines"))
	VZEROUPPER()
	RET()
}
