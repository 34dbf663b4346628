package main

import (
	"fmt"

	. "github.com/mmcloughlin/avo/build"
	. "github.com/mmcloughlin/avo/operand"
	"github.com/mmcloughlin/avo/reg"
)

// dotSizes are the numbers of rows and columns that gemmDots has bodies for.
var dotSizes = map[string][][2]int{
	"AVX2": {{1, 5}, {1, 2}, {1, 1}},
	"VNNI": {{4, 5}, {4, 2}, {4, 1}, {1, 5}, {1, 2}, {1, 1}},
}

// dots are products of rows of a and rows of b, 16 values at a time.
type dots struct {
	width
	k, aRow, bRow, c, cRow reg.GPVirtual
	a, b                   []reg.GPVirtual
	add                    reg.Register
}

// gemmDots writes a function with a body for each of the sizes.
func gemmDots(w width) {
	TEXT("gemmDots"+w.level, NOSPLIT, "func(rows, cols, k int, a *float32, aRow int, b *float32, bRow int, c *float32, cRow int, add bool)")
	sizes := dotSizes[w.level]
	Doc(fmt.Sprintf("gemmDots%s is gemmDotsGeneric, fused, for k from 1 and rows×cols one of %v.", w.level, sizes))
	Pragma("noescape")
	rows, cols := load("rows"), load("cols")
	d := dots{
		width: w, k: load("k"), aRow: load("aRow"), bRow: load("bRow"), c: load("c"), cRow: load("cRow"),
		add: Load(Param("add"), GP8()),
	}
	a, b := load("a"), load("b")
	for _, stride := range []reg.GPVirtual{d.aRow, d.bRow, d.cRow} {
		scale(stride, 4)
	}
	for _, size := range sizes {
		name := fmt.Sprintf("not%dx%d", size[0], size[1])
		CMPQ(rows, Imm(uint64(size[0])))
		JNE(LabelRef(name))
		CMPQ(cols, Imm(uint64(size[1])))
		JNE(LabelRef(name))
		d.a, d.b = starts(a, d.aRow, size[0]), starts(b, d.bRow, size[1])
		d.body(fmt.Sprintf("block%dx%d", size[0], size[1]))
		VZEROUPPER()
		RET()
		Label(name)
	}
	RET()
}

// starts returns pointers to n rows.
func starts(first, stride reg.GPVirtual, n int) []reg.GPVirtual {
	rows := []reg.GPVirtual{first}
	for len(rows) < n {
		next := GP64()
		LEAQ(Mem{Base: rows[len(rows)-1], Index: stride, Scale: 1}, next)
		rows = append(rows, next)
	}
	return rows
}

// body keeps 16 sums for each product.
func (d *dots) body(name string) {
	sums := make([][][]vec, len(d.a))
	for r := range sums {
		for range d.b {
			sums[r] = append(sums[r], d.sixteen(func(int) vec { v := d.vec(); d.clear(v); return v }))
		}
	}
	at, end := GP64(), GP64()
	XORQ(at, at)
	MOVQ(d.k, end)
	ANDQ(I8(-16), end)
	JE(LabelRef(name + "rest"))
	Label(name)
	d.step(sums, at, nil)
	ADDQ(Imm(16), at)
	CMPQ(at, end)
	JL(LabelRef(name))
	Label(name + "rest")
	left := GP64()
	MOVQ(d.k, left)
	SUBQ(end, left)
	JE(LabelRef(name + "total"))
	d.step(sums, at, d.masks(left, name))
	Label(name + "total")
	for r := range sums {
		for c := range sums[r] {
			d.finish(sums[r][c], Mem{Base: d.c, Disp: 4 * c}, fmt.Sprintf("%ssum%dx%d", name, r, c))
		}
		ADDQ(d.cRow, d.c)
	}
}

// sixteen makes the vectors that have 16 values.
func (d *dots) sixteen(f func(i int) vec) (all []vec) {
	for i := range 16 / d.lanes {
		all = append(all, f(i))
	}
	return all
}

func (d *dots) clear(v vec) {
	if d.lanes == 16 {
		VPXORD(v, v, v)
	} else {
		VPXOR(v, v, v)
	}
}

// masks are those of left values, below 16.
func (d *dots) masks(left reg.GPVirtual, name string) []reg.Register {
	if d.lanes == 16 {
		return []reg.Register{d.mask(left)}
	}
	low, high := GP64(), GP64()
	MOVQ(left, low)
	SUBQ(Imm(8), left)
	XORQ(high, high)
	CMPQ(low, Imm(8))
	JLE(LabelRef(name + "masks"))
	MOVQ(left, high)
	MOVQ(U32(8), low)
	Label(name + "masks")
	return []reg.Register{d.mask(low), d.mask(high)}
}

// step adds the products of 16 values from at on, or of those that masks let through.
func (d *dots) step(sums [][][]vec, at reg.GPVirtual, masks []reg.Register) {
	values := func(row reg.GPVirtual) []vec {
		return d.sixteen(func(i int) vec {
			var mask reg.Register
			if masks != nil {
				mask = masks[i]
			}
			return d.load(Mem{Base: row, Index: at, Scale: 4, Disp: 4 * d.lanes * i}, mask)
		})
	}
	var rows [][]vec
	for _, row := range d.a {
		rows = append(rows, values(row))
	}
	for c, row := range d.b {
		column := values(row)
		for r := range rows {
			for i := range column {
				VFMADD231PS(rows[r][i], column[i], sums[r][c][i])
			}
		}
	}
}

// finish adds up 16 sums, and what is at to if there is to be added, and stores it there.
func (d *dots) finish(sums []vec, to Mem, name string) {
	half, x, other := YMM(), XMM(), XMM()
	if d.lanes == 16 {
		VEXTRACTF64X4(Imm(1), sums[0], half)
		VADDPS(half, sums[0].AsY(), half)
		VEXTRACTF32X4(Imm(1), half, x)
	} else {
		VADDPS(sums[1], sums[0], half)
		VEXTRACTF128(Imm(1), half, x)
	}
	VADDPS(x, half.AsX(), x)
	VPERMILPS(Imm(0b01_00_11_10), x, other)
	VADDPS(other, x, x)
	VPERMILPS(Imm(0b10_11_00_01), x, other)
	VADDSS(other, x, x)
	TESTB(d.add, d.add)
	JZ(LabelRef(name))
	VADDSS(to, x, x)
	Label(name)
	VMOVSS(x, to)
}
