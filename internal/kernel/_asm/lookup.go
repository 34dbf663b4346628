package main

import (
	. "github.com/mmcloughlin/avo/build"
	. "github.com/mmcloughlin/avo/operand"
	"github.com/mmcloughlin/avo/reg"
)

func lookup() {
	TEXT("lookupFloat32AVX2", NOSPLIT, "func(dst []float32, src []uint8, table *[256]float32)")
	Doc("lookupFloat32AVX2 is lookupFloat32Generic for at least 32 values.")
	Pragma("noescape")
	dst, src, table := loadBase("dst"), loadBase("src"), load("table")
	blocks("values", loadLen("dst"), 32, func(at reg.GPVirtual) {
		for i := range 4 {
			index, all, v := YMM(), YMM(), YMM()
			VPMOVZXBD(Mem{Base: src, Index: at, Scale: 1, Disp: 8 * i}, index)
			VPCMPEQD(all, all, all)
			VGATHERDPS(all, Mem{Base: table, Index: index, Scale: 4}, v)
			VMOVUPS(v, Mem{Base: dst, Index: at, Scale: 4, Disp: 32 * i})
		}
	})
	VZEROUPPER()
	RET()
}
