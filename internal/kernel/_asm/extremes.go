package main

import (
	. "github.com/mmcloughlin/avo/build"
	. "github.com/mmcloughlin/avo/operand"
	"github.com/mmcloughlin/avo/reg"
)

func extremes() {
	extreme("minUint8", "uint8", 1, VPMINUB)
	extreme("maxUint8", "uint8", 1, VPMAXUB)
	extreme("minFloat32", "float32", 4, VMINPS)
	extreme("maxFloat32", "float32", 4, VMAXPS)
	medianOf9("medianOf9Uint8", "uint8", 1, VPMINUB, VPMAXUB)
	medianOf9("medianOf9Float32", "float32", 4, VMINPS, VMAXPS)
}

// extreme writes a kernel of one instruction for at least one vector, of which the last may overlap the one before: where it
// writes over b, what it read there first is what it writes again.
func extreme(name, typ string, size int, instruction func(...Op)) {
	TEXT(name+"AVX2", NOSPLIT, "func(dst, a, b []"+typ+")")
	Doc(name + "AVX2 is " + name + "Generic for at least 32 bytes.")
	Pragma("noescape")
	dst, a, b, n := loadBase("dst"), loadBase("a"), loadBase("b"), loadLen("dst")
	step := func(at reg.GPVirtual, vectors int) {
		v := make([]reg.VecVirtual, vectors)
		for i := range v {
			v[i] = YMM()
			VMOVUPS(Mem{Base: b, Index: at, Scale: uint8(size), Disp: 32 * i}, v[i])
		}
		for i := range v {
			instruction(v[i], load256(Mem{Base: a, Index: at, Scale: uint8(size), Disp: 32 * i}), v[i])
		}
		for i := range v {
			VMOVUPS(v[i], Mem{Base: dst, Index: at, Scale: uint8(size), Disp: 32 * i})
		}
	}
	CMPQ(n, Imm(uint64(128/size)))
	JL(LabelRef("narrow"))
	blocks("wide", n, 128/size, func(at reg.GPVirtual) { step(at, 4) })
	VZEROUPPER()
	RET()
	Label("narrow")
	blocks("single", n, 32/size, func(at reg.GPVirtual) { step(at, 1) })
	VZEROUPPER()
	RET()
}

func load256(m Mem) reg.VecVirtual {
	v := YMM()
	VMOVUPS(m, v)
	return v
}

// medianOf9 sorts the three columns, which are shared by neighbours in principle; the median is the middle one of the largest of
// the lows, the middle of the middles and the smallest of the highs.
func medianOf9(name, typ string, size int, low, high func(...Op)) {
	TEXT(name+"AVX2", NOSPLIT, "func(dst, above, here, below []"+typ+")")
	Doc(name + "AVX2 is " + name + "Generic for at least 32 bytes.")
	Pragma("noescape")
	dst, n := loadBase("dst"), loadLen("dst")
	rows := [3]reg.GPVirtual{loadBase("above"), loadBase("here"), loadBase("below")}
	sort2 := func(a, b reg.VecVirtual) (reg.VecVirtual, reg.VecVirtual) {
		lo := YMM()
		low(b, a, lo)
		high(b, a, b)
		return lo, b
	}
	blocks("values", n, 32/size, func(at reg.GPVirtual) {
		var lows, middles, highs [3]reg.VecVirtual
		for x := range 3 {
			var v [3]reg.VecVirtual
			for y, row := range rows {
				v[y] = load256(Mem{Base: row, Index: at, Scale: uint8(size), Disp: size * x})
			}
			v[0], v[1] = sort2(v[0], v[1])
			v[1], v[2] = sort2(v[1], v[2])
			v[0], v[1] = sort2(v[0], v[1])
			lows[x], middles[x], highs[x] = v[0], v[1], v[2]
		}
		high(lows[1], lows[0], lows[0])
		high(lows[2], lows[0], lows[0])
		low(highs[1], highs[0], highs[0])
		low(highs[2], highs[0], highs[0])
		m := middleOf(middles, low, high)
		m = middleOf([3]reg.VecVirtual{lows[0], m, highs[0]}, low, high)
		VMOVUPS(m, Mem{Base: dst, Index: at, Scale: uint8(size)})
	})
	VZEROUPPER()
	RET()
}

// middleOf is max(min(a, b), min(max(a, b), c)).
func middleOf(v [3]reg.VecVirtual, low, high func(...Op)) reg.VecVirtual {
	lo := YMM()
	low(v[1], v[0], lo)
	high(v[1], v[0], v[1])
	low(v[2], v[1], v[1])
	high(v[1], lo, lo)
	return lo
}
