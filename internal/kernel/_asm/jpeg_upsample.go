package main

import (
	. "github.com/mmcloughlin/avo/build"
	. "github.com/mmcloughlin/avo/operand"
	"github.com/mmcloughlin/avo/reg"
)

// VPMADDUBSW multiplies interleaved bytes with 3 and 1 and adds the two products.

func jpegUpsample() {
	threeOne := bytes32("upsampleThreeOne", 3, 1)
	high := bytes32("upsampleHigh", 0, 255)
	upsampleH2V1(threeOne, high)
	upsampleH2V2(threeOne, high)
	upsampleH1V2(threeOne)
}

// inner returns the number of values but for the two ends, which the caller makes.
func inner(param string) reg.GPVirtual {
	n := loadLen(param)
	SUBQ(Imm(2), n)
	return n
}

// weighed returns 3·near+far for 32 values each, as words: those of the lower halves' bytes 0–7, and 8–15.
func weighed(near, far Mem, threeOne reg.VecVirtual) (low, high reg.VecVirtual) {
	a, b := YMM(), YMM()
	low, high = YMM(), YMM()
	VMOVDQU(near, a)
	VMOVDQU(far, b)
	VPUNPCKLBW(b, a, low)
	VPUNPCKHBW(b, a, high)
	VPMADDUBSW(threeOne, low, low)
	VPMADDUBSW(threeOne, high, high)
	return low, high
}

// storeShifted writes 64 bytes, in turn even and odd >> shift, which come in the order of weighed. high has the
// upper byte of each word.
func storeShifted(dst Mem, even, odd [2]reg.VecVirtual, shift uint64, high reg.VecVirtual) {
	for i := range even {
		VPSRLW(Imm(shift), even[i], even[i])
		VPSLLW(Imm(8-shift), odd[i], odd[i])
		VPAND(high, odd[i], odd[i])
		VPOR(odd[i], even[i], even[i])
	}
	first, second := YMM(), YMM()
	VPERM2I128(Imm(0x20), even[1], even[0], first)
	VPERM2I128(Imm(0x31), even[1], even[0], second)
	VMOVDQU(first, dst)
	VMOVDQU(second, dst.Offset(32))
}

func upsampleH2V1(threeOneBytes, highBytes Mem) {
	one, two := words32("upsampleOne", 1), words32("upsampleTwo", 2)
	TEXT("upsampleH2V1AVX2", NOSPLIT, "func(dst, src []uint8)")
	Doc("upsampleH2V1AVX2 is upsampleH2V1Generic, but for the first and the last two values of dst, for at least 34",
		"values of src.")
	Pragma("noescape")
	dst, src := loadBase("dst"), loadBase("src")
	threeOne, bias1, bias2, high := constant(threeOneBytes), constant(one), constant(two), constant(highBytes)
	blocks("values", inner("src"), 32, func(at reg.GPVirtual) {
		s := Mem{Base: src, Index: at, Scale: 1, Disp: 1}
		var even, odd [2]reg.VecVirtual
		even[0], even[1] = weighed(s, s.Offset(-1), threeOne)
		odd[0], odd[1] = weighed(s, s.Offset(1), threeOne)
		for i := range even {
			VPADDW(bias1, even[i], even[i])
			VPADDW(bias2, odd[i], odd[i])
		}
		storeShifted(Mem{Base: dst, Index: at, Scale: 2, Disp: 2}, even, odd, 2, high)
	})
	VZEROUPPER()
	RET()
}

func upsampleH2V2(threeOneBytes, highBytes Mem) {
	seven, eight := words32("upsampleSeven", 7), words32("upsampleEight", 8)
	TEXT("upsampleH2V2AVX2", NOSPLIT, "func(dst, near, far []uint8)")
	Doc("upsampleH2V2AVX2 is upsampleH2V2Generic, but for the first and the last two values of dst, for at least 34",
		"values of near and far.")
	Pragma("noescape")
	dst, near, far := loadBase("dst"), loadBase("near"), loadBase("far")
	threeOne, bias8, bias7, high := constant(threeOneBytes), constant(eight), constant(seven), constant(highBytes)
	blocks("values", inner("near"), 32, func(at reg.GPVirtual) {
		n, f := Mem{Base: near, Index: at, Scale: 1, Disp: 1}, Mem{Base: far, Index: at, Scale: 1, Disp: 1}
		var even, odd [2]reg.VecVirtual
		even[0], even[1] = weighed(n.Offset(-1), f.Offset(-1), threeOne)
		odd[0], odd[1] = weighed(n.Offset(1), f.Offset(1), threeOne)
		low, up := weighed(n, f, threeOne)
		for i, s := range []reg.VecVirtual{low, up} {
			thrice := YMM()
			VPADDW(s, s, thrice)
			VPADDW(s, thrice, thrice)
			VPADDW(thrice, even[i], even[i])
			VPADDW(thrice, odd[i], odd[i])
			VPADDW(bias8, even[i], even[i])
			VPADDW(bias7, odd[i], odd[i])
		}
		storeShifted(Mem{Base: dst, Index: at, Scale: 2, Disp: 2}, even, odd, 4, high)
	})
	VZEROUPPER()
	RET()
}

func upsampleH1V2(threeOneBytes Mem) {
	TEXT("upsampleH1V2AVX2", NOSPLIT, "func(dst, near, far []uint8, bias int32)")
	Doc("upsampleH1V2AVX2 is upsampleH1V2Generic for at least 32 values.")
	Pragma("noescape")
	dst, near, far := loadBase("dst"), loadBase("near"), loadBase("far")
	threeOne, x, bias := constant(threeOneBytes), XMM(), YMM()
	b := Load(Param("bias"), GP32())
	VMOVD(b, x)
	VPBROADCASTW(x, bias)
	blocks("values", loadLen("dst"), 32, func(at reg.GPVirtual) {
		low, high := weighed(Mem{Base: near, Index: at, Scale: 1}, Mem{Base: far, Index: at, Scale: 1}, threeOne)
		for _, v := range []reg.VecVirtual{low, high} {
			VPADDW(bias, v, v)
			VPSRLW(Imm(2), v, v)
		}
		VPACKUSWB(high, low, low)
		VMOVDQU(low, Mem{Base: dst, Index: at, Scale: 1})
	})
	VZEROUPPER()
	RET()
}
