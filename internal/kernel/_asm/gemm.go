package main

import (
	"fmt"

	. "github.com/mmcloughlin/avo/build"
	. "github.com/mmcloughlin/avo/operand"
	"github.com/mmcloughlin/avo/reg"
)

func gemm() {
	gemmTile(tile{name: "gemmTileAVX2", rows: 6, across: 2, lanes: 8, register: YMM})
	gemmTile(tile{name: "gemmTileVNNI", rows: 14, across: 2, lanes: 16, register: ZMM, masks: true})
	gemmTile(tile{name: "gemmNarrowTileVNNI", rows: 14, across: 1, lanes: 16, register: ZMM, masks: true})
	gemmTile(tile{name: "gemmColumnAVX2", rows: 14, across: 1, lanes: 1, register: XMM})
	gemmDots(avx2Width)
	gemmDots(vnniWidth)
	gemmPack("gemmPackAVX2", 2)
	gemmPack("gemmPackVNNI", 4)
}

// A tile of the result has up to so many rows, and so many vectors across. All of it stays in registers.
type tile struct {
	name     string
	rows     int
	across   int
	lanes    int // values in a vector
	register func() reg.VecVirtual
	masks    bool // AVX-512: a tile may have fewer columns
}

// gemmTile writes a function with a body for each number of rows. What a body waits for is multiplication: every value
// of a and b that it loads is used as often as the tile has vectors or rows.
func gemmTile(t tile) {
	TEXT(t.name, NOSPLIT, "func(rows, cols, k int, a *float32, aRow, aCol int, b *float32, bRow int, c *float32, cRow int, add bool)")
	width, least := t.across*t.lanes, t.across*t.lanes
	if t.masks {
		least = 1
	}
	Doc(fmt.Sprintf("%s is gemmTileGeneric, fused, for k from 1, rows in 1..%d and cols in %d..%d.", t.name, t.rows, least, width))
	Pragma("noescape")
	g := tileRegisters{
		tile: t, k: load("k"), a: load("a"), aRow: load("aRow"), aCol: load("aCol"), b: load("b"), bRow: load("bRow"),
		c: load("c"), cRow: load("cRow"),
	}
	add, rows := Load(Param("add"), GP8()), load("rows")
	for _, stride := range []reg.GPVirtual{g.aRow, g.aCol, g.bRow, g.cRow} {
		scale(stride, 4)
	}
	if t.masks {
		g.columnMasks(load("cols"))
	}
	for n := t.rows; n >= 1; n-- {
		next := fmt.Sprint("below", n)
		CMPQ(rows, Imm(uint64(n)))
		JL(LabelRef(next))
		g.body(n, add)
		VZEROUPPER()
		RET()
		Label(next)
	}
	RET()
}

type tileRegisters struct {
	tile
	k, a, aRow, aCol, b, bRow, c, cRow reg.GPVirtual
	mask                               []reg.OpmaskVirtual // of each vector, the columns that there are
}

func (g *tileRegisters) columnMasks(cols reg.GPVirtual) {
	bits := GP64()
	MOVQ(I64(-1), bits)
	BZHIQ(cols, bits, bits)
	for range g.across {
		mask := K()
		KMOVW(bits.As32(), mask)
		SHRQ(Imm(uint64(g.lanes)), bits)
		g.mask = append(g.mask, mask)
	}
}

// body writes the tile for n rows.
func (g *tileRegisters) body(n int, add reg.Register) {
	sums := make([][]reg.VecVirtual, n)
	for r := range sums {
		sums[r] = g.registers()
		for _, sum := range sums[r] {
			g.zero(sum)
		}
	}
	starts, name := g.rowStarts(n), fmt.Sprint("rows", n)
	TESTB(add, add)
	JZ(LabelRef(name))
	g.eachResult(sums, g.loadVector)
	Label(name)
	across := g.registers()
	for v := range across {
		g.loadVector(Mem{Base: g.b, Disp: 4 * g.lanes * v}, v, across[v])
	}
	for r := range sums {
		g.multiply(g.rowAt(starts, r), across, sums[r])
	}
	for _, start := range starts {
		ADDQ(g.aCol, start)
	}
	ADDQ(g.bRow, g.b)
	DECQ(g.k)
	JNZ(LabelRef(name))
	g.eachResult(sums, g.storeVector)
}

// registers returns one for each vector across.
func (g *tileRegisters) registers() []reg.VecVirtual {
	row := make([]reg.VecVirtual, g.across)
	for v := range row {
		row[v] = g.register()
	}
	return row
}

func (g *tileRegisters) zero(v reg.VecVirtual) {
	if g.masks {
		VPXORD(v, v, v)
	} else {
		VPXOR(v, v, v)
	}
}

// rowStarts returns pointers into a to every third row.
func (g *tileRegisters) rowStarts(n int) []reg.GPVirtual {
	starts := []reg.GPVirtual{g.a}
	for r := 3; r < n; r += 3 {
		next, last := GP64(), starts[len(starts)-1]
		LEAQ(Mem{Base: last, Index: g.aRow, Scale: 2}, next)
		ADDQ(g.aRow, next)
		starts = append(starts, next)
	}
	return starts
}

func (g *tileRegisters) rowAt(starts []reg.GPVirtual, r int) Mem {
	m := Mem{Base: starts[r/3]}
	if r%3 > 0 {
		m.Index, m.Scale = g.aRow, uint8(r%3)
	}
	return m
}

// eachResult calls f with each vector of the tile and where it is in c.
func (g *tileRegisters) eachResult(sums [][]reg.VecVirtual, f func(m Mem, v int, sum reg.VecVirtual)) {
	row := GP64()
	MOVQ(g.c, row)
	for r := range sums {
		for v, sum := range sums[r] {
			f(Mem{Base: row, Disp: 4 * g.lanes * v}, v, sum)
		}
		if r < len(sums)-1 {
			ADDQ(g.cRow, row)
		}
	}
}

// multiply adds the value at m times a row of b to sums.
func (g *tileRegisters) multiply(m Mem, row, sums []reg.VecVirtual) {
	if g.lanes == 1 {
		VFMADD231SS(m, row[0], sums[0])
		return
	}
	value := g.register()
	VBROADCASTSS(m, value)
	for v := range row {
		VFMADD231PS(row[v], value, sums[v])
	}
}

// loadVector loads the vector v of a row of c or b.
func (g *tileRegisters) loadVector(m Mem, v int, to reg.VecVirtual) {
	switch {
	case g.masks:
		VMOVUPS_Z(m, g.mask[v], to)
	case g.lanes == 1:
		VMOVSS(m, to)
	default:
		VMOVUPS(m, to)
	}
}

func (g *tileRegisters) storeVector(m Mem, v int, from reg.VecVirtual) {
	switch {
	case g.masks:
		VMOVUPS(from, g.mask[v], m)
	case g.lanes == 1:
		VMOVSS(from, m)
	default:
		VMOVUPS(from, m)
	}
}

// gemmPack writes a function that copies panels as wide as so many vectors of 8. It goes through whole rows, as memory
// likes it.
func gemmPack(name string, vectors int) {
	TEXT(name, NOSPLIT, "func(dst *float32, panel int, src *float32, srcRow, rows, panels int)")
	Doc(fmt.Sprintf("%s is dst[q*panel+l*%d+j] = src[l*srcRow+q*%d+j] for l below rows, q below panels and j below %d.",
		name, 8*vectors, 8*vectors, 8*vectors), "rows and panels are at least 1.")
	Pragma("noescape")
	dst, panel, src, srcRow := load("dst"), load("panel"), load("src"), load("srcRow")
	rows, panels := load("rows"), load("panels")
	scale(panel, 4)
	scale(srcRow, 4)
	from, to, left := GP64(), GP64(), GP64()
	Label("rows")
	MOVQ(src, from)
	MOVQ(dst, to)
	MOVQ(panels, left)
	Label("panels")
	for v := range vectors {
		m, y := Mem{Base: from, Disp: 32 * v}, YMM()
		VMOVUPS(m, y)
		VMOVUPS(y, Mem{Base: to, Disp: 32 * v})
	}
	ADDQ(Imm(uint64(32*vectors)), from)
	ADDQ(panel, to)
	DECQ(left)
	JNZ(LabelRef("panels"))
	ADDQ(srcRow, src)
	ADDQ(Imm(uint64(32*vectors)), dst)
	DECQ(rows)
	JNZ(LabelRef("rows"))
	VZEROUPPER()
	RET()
}
