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
	Doc(fmt.Sprintf("%s is gemmTileFused for k from 1, rows in 1..%d and cols in %d..%d. It reads %d values of", t.name, t.rows, least, width, width),
		"each row of b.")
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
	g.eachResult(sums, g.loadResult)
	Label(name)
	across := g.registers()
	for v := range across {
		VMOVUPS(Mem{Base: g.b, Disp: 4 * g.lanes * v}, across[v])
	}
	for r := range sums {
		down := g.register()
		VBROADCASTSS(g.rowAt(starts, r), down)
		for v := range across {
			VFMADD231PS(across[v], down, sums[r][v])
		}
	}
	for _, start := range starts {
		ADDQ(g.aCol, start)
	}
	ADDQ(g.bRow, g.b)
	DECQ(g.k)
	JNZ(LabelRef(name))
	g.eachResult(sums, g.storeResult)
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

func (g *tileRegisters) loadResult(m Mem, v int, sum reg.VecVirtual) {
	if g.masks {
		VMOVUPS_Z(m, g.mask[v], sum)
	} else {
		VMOVUPS(m, sum)
	}
}

func (g *tileRegisters) storeResult(m Mem, v int, sum reg.VecVirtual) {
	if g.masks {
		VMOVUPS(sum, g.mask[v], m)
	} else {
		VMOVUPS(sum, m)
	}
}
