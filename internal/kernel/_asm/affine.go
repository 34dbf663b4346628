package main

import (
	"fmt"
	"math"

	. "github.com/mmcloughlin/avo/build"
	. "github.com/mmcloughlin/avo/operand"
	"github.com/mmcloughlin/avo/reg"
)

func affine() {
	affineFloat32()
	white := dwords32("affineWhite", math.Float32bits(255))
	unitUint8(white)
	affineUint8(white)
}

// affineFloat32 takes 4 vectors at a time, then 1, then what is left. Blocks that overlap wouldn't do in place.
func affineFloat32() {
	masks := masks("affineMasks", 8)
	TEXT("affineFloat32AVX2", NOSPLIT, "func(dst, src []float32, mean, std float32)")
	Doc("affineFloat32AVX2 is affineFloat32Generic.")
	Pragma("noescape")
	dst, src, left := loadBase("dst"), loadBase("src"), loadLen("dst")
	mean, std := broadcast("mean"), broadcast("std")
	for _, vectors := range []int{4, 1} {
		name := fmt.Sprint("vectors", vectors)
		Label(name)
		CMPQ(left, Imm(uint64(8*vectors)))
		JL(LabelRef(name + "_done"))
		for i := range vectors {
			v := YMM()
			VMOVUPS(Mem{Base: src, Disp: 32 * i}, v)
			standardise(v, mean, std)
			VMOVUPS(v, Mem{Base: dst, Disp: 32 * i})
		}
		ADDQ(Imm(uint64(32*vectors)), src)
		ADDQ(Imm(uint64(32*vectors)), dst)
		SUBQ(Imm(uint64(8*vectors)), left)
		JMP(LabelRef(name))
		Label(name + "_done")
	}
	NEGQ(left)
	table, mask, v := GP64(), YMM(), YMM()
	LEAQ(masks, table)
	VMOVDQU(Mem{Base: table, Index: left, Scale: 4, Disp: 32}, mask)
	VMASKMOVPS(Mem{Base: src}, mask, v)
	standardise(v, mean, std)
	VMASKMOVPS(v, mask, Mem{Base: dst})
	VZEROUPPER()
	RET()
}

func standardise(v, mean, std reg.VecVirtual) {
	VSUBPS(mean, v, v)
	VDIVPS(std, v, v)
}

func broadcast(param string) reg.VecVirtual {
	at, err := Param(param).Resolve()
	if err != nil {
		panic(err)
	}
	v := YMM()
	VBROADCASTSS(at.Addr, v)
	return v
}

func unitUint8(white Mem) {
	TEXT("unitUint8AVX2", NOSPLIT, "func(dst []float32, src []uint8)")
	Doc("unitUint8AVX2 is unitUint8Generic for at least 32 values.")
	Pragma("noescape")
	fromUint8(white, func(reg.VecVirtual) {})
}

func affineUint8(white Mem) {
	TEXT("affineUint8AVX2", NOSPLIT, "func(dst []float32, src []uint8, mean, std float32)")
	Doc("affineUint8AVX2 is affineUint8Generic for at least 32 values.")
	Pragma("noescape")
	mean, std := broadcast("mean"), broadcast("std")
	fromUint8(white, func(v reg.VecVirtual) { standardise(v, mean, std) })
}

// fromUint8 divides each value by 255 and stores what then makes of it.
func fromUint8(white Mem, then func(v reg.VecVirtual)) {
	dst, src, divisor := loadBase("dst"), loadBase("src"), YMM()
	VMOVUPS(white, divisor)
	blocks("values", loadLen("dst"), 32, func(at reg.GPVirtual) {
		for i := range 4 {
			v := YMM()
			VPMOVZXBD(Mem{Base: src, Index: at, Scale: 1, Disp: 8 * i}, v)
			VCVTDQ2PS(v, v)
			VDIVPS(divisor, v, v)
			then(v)
			VMOVUPS(v, Mem{Base: dst, Index: at, Scale: 4, Disp: 32 * i})
		}
	})
	VZEROUPPER()
	RET()
}
