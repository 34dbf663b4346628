package main

import (
	. "github.com/mmcloughlin/avo/build"
	. "github.com/mmcloughlin/avo/operand"
	"github.com/mmcloughlin/avo/reg"
)

// Two blocks are transformed at a time, one in each half of the vectors. What is 16 bits wide in the generic code
// is so here; VPMADDWD has the sums of two products in 32.

// Constants of the transform: round(2¹³·x).
const (
	fix0298 = 2446
	fix0390 = 3196
	fix0541 = 4433
	fix0765 = 6270
	fix0899 = 7373
	fix1175 = 9633
	fix1501 = 12299
	fix1847 = 15137
	fix1961 = 16069
	fix2053 = 16819
	fix2562 = 20995
	fix3072 = 25172
)

func jpegIDCT() {
	k := newIDCT()
	k.row8()
	idctReduced(k)
}

func (k idct) row8() {
	TEXT("idctRow8AVX2", NOSPLIT, "func(dst []uint8, stride int, coef []int16, quant *[64]uint16, last []uint8)")
	Doc("idctRow8AVX2 is idctRow8Generic for at least 2 blocks.")
	Pragma("noescape")
	k.spill = AllocLocal(8 * 32)
	dst, stride, coef, quant, last := loadBase("dst"), load("stride"), loadBase("coef"), load("quant"), loadBase("last")
	stride3 := GP64()
	LEAQ(Mem{Base: stride, Index: stride, Scale: 2}, stride3)
	blocks("blocks", loadLen("last"), 2, func(b reg.GPVirtual) {
		from, to := GP64(), GP64()
		MOVQ(b, from)
		SHLQ(Imm(7), from)
		ADDQ(coef, from)
		LEAQ(Mem{Base: dst, Index: b, Scale: 8}, to)
		out := fourRows{to, stride, stride3, 1}
		CMPW(Mem{Base: last, Index: b, Scale: 1}, Imm(0))
		JNE(LabelRef("transform"))
		k.fill(out, from, quant)
		JMP(LabelRef("written"))
		Label("transform")
		k.transform(out, from, quant)
		Label("written")
	})
	VZEROUPPER()
	RET()
}

// idct has constants: pairs of factors, and a half of the last bit that each pass keeps.
type idct struct {
	e2, e3, z3, z4, o0, o1, o2, o3 Mem
	half1, half2, centre, four     Mem
	eachHalf                       Mem
	spill                          Mem
}

// pair makes a constant of two factors in turn.
func pair(name string, a, b int) Mem { return dwords32("idct"+name, pair16(a, b)) }

func newIDCT() idct {
	return idct{
		e2: pair("E2", fix0541, fix0541-fix1847), e3: pair("E3", fix0541+fix0765, fix0541),
		z3: pair("Z3", fix1175-fix1961, fix1175), z4: pair("Z4", fix1175, fix1175-fix0390),
		o0: pair("O0", -fix0899, fix1501-fix0899), o3: pair("O3", fix0298-fix0899, -fix0899),
		o1: pair("O1", -fix2562, fix3072-fix2562), o2: pair("O2", fix2053-fix2562, -fix2562),
		half1: dwords32("idctHalf1", 1<<10), half2: dwords32("idctHalf2", 1<<17),
		centre: bytes32("idctCentre", 128), four: dwords32("idctFour", 4),
		eachHalf: bytes32("idctEachHalf", 0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 1, 1, 1),
	}
}

// fill writes two blocks that have only DC.
func (k idct) fill(out fourRows, coef, quant reg.GPVirtual) {
	a, b, q := GP32(), GP32(), GP32()
	MOVWLSX(Mem{Base: quant}, q)
	MOVWLSX(Mem{Base: coef}, a)
	MOVWLSX(Mem{Base: coef, Disp: 128}, b)
	IMULL(q, a)
	IMULL(q, b)
	MOVWLSX(a.As16(), a)
	MOVWLSX(b.As16(), b)
	v := XMM()
	VMOVD(a, v)
	VPINSRD(Imm(1), b, v, v)
	VPADDD(k.four, v, v)
	VPSRAD(Imm(3), v, v)
	VPACKSSDW(v, v, v)
	VPACKSSWB(v, v, v)
	VPADDB(k.centre, v, v)
	VPSHUFB(k.eachHalf, v, v)
	for y := range 8 {
		VMOVDQU(v, k.row(&out, y))
	}
}

// row returns where row y of the samples begins. Rows are asked for in order.
func (k idct) row(out *fourRows, y int) Mem {
	if y == 4 {
		at := GP64()
		LEAQ(Mem{Base: out.first, Index: out.stride, Scale: 4}, at)
		out.first = at
	}
	return out.row(y % 4)
}

func (k idct) transform(out fourRows, coef, quant reg.GPVirtual) {
	var s [8]reg.VecVirtual
	for y := range s {
		s[y] = dequantised(coef, quant, y)
	}
	s = k.pass(s, k.half1, 11)
	s = transposeWords(s)
	s = k.pass(s, k.half2, 18)
	for i, rows := range transposeBytes(s) {
		VPADDB(k.centre, rows, rows)
		VPERMQ(Imm(0b11_01_10_00), rows, rows)
		VMOVDQU(rows.AsX(), k.row(&out, 2*i))
		VEXTRACTI128(Imm(1), rows, k.row(&out, 2*i+1))
	}
}

// dequantised returns row y of two blocks.
func dequantised(coef, quant reg.GPVirtual, y int) reg.VecVirtual {
	s, q := YMM(), YMM()
	VBROADCASTI128(Mem{Base: coef, Disp: 16 * y}, s)
	VINSERTI128(Imm(1), Mem{Base: coef, Disp: 128 + 16*y}, s, s)
	VBROADCASTI128(Mem{Base: quant, Disp: 16 * y}, q)
	VPMULLW(q, s, s)
	return s
}

// pass is the one-dimensional transform on words: function islow, the last butterflies and the shift.
func (k idct) pass(s [8]reg.VecVirtual, half Mem, shift uint64) (out [8]reg.VecVirtual) {
	k.even(s[0], s[2], s[4], s[6], half)
	odd := k.odd(s[1], s[3], s[5], s[7])
	for y := range 4 {
		out[y], out[7-y] = YMM(), YMM()
		plus, minus := YMM(), YMM()
		for i, o := range odd[y] {
			e := k.spill.Offset(64*y + 32*i)
			sum, difference := out[y], out[7-y]
			if i == 1 {
				sum, difference = plus, minus
			}
			VMOVDQU(e, difference)
			VPADDD(difference, o, sum)
			VPSUBD(o, difference, difference)
			VPSRAD(Imm(shift), sum, sum)
			VPSRAD(Imm(shift), difference, difference)
		}
		VPACKSSDW(plus, out[y], out[y])
		VPACKSSDW(minus, out[7-y], out[7-y])
	}
	return out
}

// even leaves e0 … e3, each in two vectors of 32 bits, with half added, in the spill.
func (k idct) even(s0, s2, s4, s6 reg.VecVirtual, half Mem) {
	low, high := unpackWords(s2, s6)
	t2 := madd(low, high, k.e2)
	t3 := madd(low, high, k.e3)
	sum, difference := YMM(), YMM()
	VPADDW(s4, s0, sum)
	VPSUBW(s4, s0, difference)
	for i, t := range [][2]reg.VecVirtual{t3, t2} {
		wide := widened([]reg.VecVirtual{sum, difference}[i], 13, half)
		for j := range t {
			e := YMM()
			VPADDD(t[j], wide[j], e)
			VMOVDQU(e, k.spill.Offset(64*i+32*j))
			VPSUBD(t[j], wide[j], wide[j])
			VMOVDQU(wide[j], k.spill.Offset(64*(3-i)+32*j))
		}
	}
}

// widened makes 32 bits of words, times 2^bits, and adds half.
func widened(words reg.VecVirtual, bits uint64, half Mem) [2]reg.VecVirtual {
	zero := YMM()
	VPXOR(zero, zero, zero)
	low, high := unpackWords(zero, words)
	for _, v := range []reg.VecVirtual{low, high} {
		VPSRAD(Imm(16-bits), v, v)
		VPADDD(half, v, v)
	}
	return [2]reg.VecVirtual{low, high}
}

// odd returns o0 … o3, each in two vectors of 32 bits.
func (k idct) odd(s1, s3, s5, s7 reg.VecVirtual) (o [4][2]reg.VecVirtual) {
	a, b := YMM(), YMM()
	VPADDW(s3, s7, a)
	VPADDW(s1, s5, b)
	low, high := unpackWords(a, b)
	z3, z4 := madd(low, high, k.z3), madd(low, high, k.z4)
	low, high = unpackWords(s7, s1)
	o[3], o[0] = madd(low, high, k.o3), madd(low, high, k.o0)
	low, high = unpackWords(s5, s3)
	o[2], o[1] = madd(low, high, k.o2), madd(low, high, k.o1)
	for i := range 2 {
		VPADDD(z3[i], o[3][i], o[3][i])
		VPADDD(z4[i], o[0][i], o[0][i])
		VPADDD(z4[i], o[2][i], o[2][i])
		VPADDD(z3[i], o[1][i], o[1][i])
	}
	return o
}

func unpackWords(a, b reg.VecVirtual) (low, high reg.VecVirtual) {
	low, high = YMM(), YMM()
	VPUNPCKLWD(b, a, low)
	VPUNPCKHWD(b, a, high)
	return low, high
}

func madd(low, high reg.VecVirtual, factors Mem) [2]reg.VecVirtual {
	a, b := YMM(), YMM()
	VPMADDWD(factors, low, a)
	VPMADDWD(factors, high, b)
	return [2]reg.VecVirtual{a, b}
}

// transposeWords exchanges rows and columns of the 8×8 words in each half.
func transposeWords(s [8]reg.VecVirtual) (t [8]reg.VecVirtual) {
	for i := range 4 {
		t[2*i], t[2*i+1] = unpackWords(s[2*i], s[2*i+1])
	}
	for i, j := range []int{0, 1, 4, 5} {
		s[2*i], s[2*i+1] = YMM(), YMM()
		VPUNPCKLDQ(t[j+2], t[j], s[2*i])
		VPUNPCKHDQ(t[j+2], t[j], s[2*i+1])
	}
	for i := range 4 {
		t[2*i], t[2*i+1] = YMM(), YMM()
		VPUNPCKLQDQ(s[4+i], s[i], t[2*i])
		VPUNPCKHQDQ(s[4+i], s[i], t[2*i+1])
	}
	return t
}

// transposeBytes clips words, which are columns, to bytes, and returns rows, two of each block in a vector.
func transposeBytes(s [8]reg.VecVirtual) (rows [4]reg.VecVirtual) {
	for x := range 4 {
		VPACKSSWB(s[x+4], s[x], s[x])
	}
	var pairs [4]reg.VecVirtual
	for i := range 2 {
		pairs[i], pairs[2+i] = YMM(), YMM()
		VPUNPCKLBW(s[2*i+1], s[2*i], pairs[i])
		VPUNPCKHBW(s[2*i+1], s[2*i], pairs[2+i])
	}
	left0, left4 := unpackWords(pairs[0], pairs[1])
	right0, right4 := unpackWords(pairs[2], pairs[3])
	for i, half := range [][2]reg.VecVirtual{{left0, right0}, {left4, right4}} {
		rows[2*i], rows[2*i+1] = YMM(), YMM()
		VPUNPCKLDQ(half[1], half[0], rows[2*i])
		VPUNPCKHDQ(half[1], half[0], rows[2*i+1])
	}
	return rows
}
