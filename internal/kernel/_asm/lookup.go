package main

import (
	. "github.com/mmcloughlin/avo/build"
	. "github.com/mmcloughlin/avo/operand"
	"github.com/mmcloughlin/avo/reg"
)

// lookup loads eight indices at once and stores four values at once. VGATHERDPS is no faster than single loads, and
// several times slower on processors that are protected against Downfall (CVE-2022-40982).
func lookup() {
	TEXT("lookupFloat32AVX2", NOSPLIT, "func(dst []float32, src []uint8, table *[256]float32)")
	Doc("lookupFloat32AVX2 is lookupFloat32Generic for at least 8 values.")
	Pragma("noescape")
	dst, src, table := loadBase("dst"), loadBase("src"), load("table")
	blocks("values", loadLen("dst"), 8, func(at reg.GPVirtual) {
		indices := GP64()
		MOVQ(Mem{Base: src, Index: at, Scale: 1}, indices)
		for i := range 2 {
			v := XMM()
			VMOVSS(entry(table, indices), v)
			for lane := 1; lane < 4; lane++ {
				SHRQ(Imm(8), indices)
				VINSERTPS(Imm(uint64(lane<<4)), entry(table, indices), v, v)
			}
			SHRQ(Imm(8), indices)
			VMOVUPS(v, Mem{Base: dst, Index: at, Scale: 4, Disp: 16 * i})
		}
	})
	RET()
}

// entry is the table's value for the lowest byte of indices.
func entry(table, indices reg.GPVirtual) Mem {
	i := GP32()
	MOVBLZX(indices.As8(), i)
	return Mem{Base: table, Index: i.As64(), Scale: 4}
}
