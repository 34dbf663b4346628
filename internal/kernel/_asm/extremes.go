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
	sort5("sort5Uint8", "uint8", 1, VPMINUB, VPMAXUB)
	sort5("sort5Float32", "float32", 4, VMINPS, VMAXPS)
	medianOf25("medianOf25Uint8", "uint8", 1, VPMINUB, VPMAXUB)
	medianOf25("medianOf25Float32", "float32", 4, VMINPS, VMAXPS)
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

// sort5 writes the k-th smallest of the five rows' values at i to to[k·n+i], n = len(a).
func sort5(name, typ string, size int, low, high func(...Op)) {
	TEXT(name+"AVX2", NOSPLIT, "func(to, a, b, c, d, e []"+typ+")")
	Doc(name + "AVX2 is " + name + "Generic for at least 32 bytes.")
	Pragma("noescape")
	n := loadLen("a")
	var from, to [5]reg.GPVirtual
	for y := range 5 {
		from[y] = loadBase(string(rune('a' + y)))
	}
	to[0] = loadBase("to")
	for y := 1; y < 5; y++ {
		to[y] = GP64()
		LEAQ(Mem{Base: to[y-1], Index: n, Scale: uint8(size)}, to[y])
	}
	blocks("values", n, 32/size, func(at reg.GPVirtual) {
		v := make(map[int]reg.VecVirtual)
		for y, row := range from {
			v[y] = load256(Mem{Base: row, Index: at, Scale: uint8(size)})
		}
		for _, c := range sortingOf5 {
			exchange(v, c, low, high)
		}
		for y, row := range to {
			VMOVUPS(v[y], Mem{Base: row, Index: at, Scale: uint8(size)})
		}
	})
	VZEROUPPER()
	RET()
}

// medianOf25 is the median of five rows of five values that begin at i of each of the rows that sort5 wrote.
func medianOf25(name, typ string, size int, low, high func(...Op)) {
	TEXT(name+"AVX2", NOSPLIT, "func(dst, sorted []"+typ+")")
	Doc(name + "AVX2 is " + name + "Generic for at least 32 bytes.")
	Pragma("noescape")
	dst, n, pitch := loadBase("dst"), loadLen("dst"), GP64()
	var rows [5]reg.GPVirtual
	rows[0] = loadBase("sorted")
	LEAQ(Mem{Base: n, Disp: 4}, pitch)
	for y := 1; y < 5; y++ {
		rows[y] = GP64()
		LEAQ(Mem{Base: rows[y-1], Index: pitch, Scale: uint8(size)}, rows[y])
	}
	blocks("values", n, 32/size, func(at reg.GPVirtual) {
		v := make(map[int]reg.VecVirtual)
		needed := neededOf(middleOf25, middleAt)
		for i, c := range middleOf25 {
			for _, w := range c {
				if v[w] == nil {
					v[w] = load256(Mem{Base: rows[w/5], Index: at, Scale: uint8(size), Disp: size * (w % 5)})
				}
			}
			switch {
			case !needed[i][0]:
				high(v[c[1]], v[c[0]], v[c[1]])
			case !needed[i][1]:
				low(v[c[1]], v[c[0]], v[c[0]])
			default:
				exchange(v, c, low, high)
			}
		}
		VMOVUPS(v[middleAt], Mem{Base: dst, Index: at, Scale: uint8(size)})
	})
	VZEROUPPER()
	RET()
}

// exchange puts the lower of two values first.
func exchange(v map[int]reg.VecVirtual, c [2]int, low, high func(...Op)) {
	lo := YMM()
	low(v[c[1]], v[c[0]], lo)
	high(v[c[1]], v[c[0]], v[c[1]])
	v[c[0]] = lo
}

// neededOf says of each comparator whether its lower and its higher value are needed for the one at last.
func neededOf(network [][2]int, last int) [][2]bool {
	needed, live := make([][2]bool, len(network)), map[int]bool{last: true}
	for i := len(network) - 1; i >= 0; i-- {
		a, b := network[i][0], network[i][1]
		needed[i] = [2]bool{live[a], live[b]}
		live[a], live[b] = true, true
	}
	return needed
}

// The networks of the kernel package, which explains them.
var (
	sortingOf5 = [][2]int{{0, 3}, {1, 4}, {0, 2}, {1, 3}, {0, 1}, {2, 4}, {1, 2}, {3, 4}, {2, 3}}
	middleOf25 = [][2]int{
		{0, 1}, {3, 4}, {2, 4}, {2, 3}, {1, 4}, {0, 3}, {1, 3},
		{5, 6}, {8, 9}, {7, 9}, {7, 8}, {6, 9}, {5, 8}, {6, 8}, {6, 7},
		{10, 11}, {13, 14}, {12, 14}, {12, 13}, {11, 14}, {10, 13}, {10, 12}, {11, 13}, {11, 12},
		{15, 18}, {16, 19}, {15, 16}, {16, 17}, {18, 19}, {17, 18},
		{20, 21}, {23, 24}, {22, 24}, {22, 23}, {20, 22}, {21, 23}, {21, 22},
		{15, 3}, {11, 4}, {9, 17}, {16, 20}, {9, 20}, {3, 20}, {4, 3}, {7, 16}, {3, 13}, {16, 3}, {4, 16}, {9, 8}, {3, 8}, {16, 9},
		{3, 21}, {9, 12}, {9, 3}, {3, 12},
	}
	middleAt = 3
)
