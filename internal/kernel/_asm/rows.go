package main

import (
	"math/bits"

	. "github.com/mmcloughlin/avo/build"
	. "github.com/mmcloughlin/avo/operand"
	"github.com/mmcloughlin/avo/reg"
)

// fourRows is where four rows of a plane begin, a stride apart; a value has size bytes.
type fourRows struct {
	first, stride, stride3 reg.GPVirtual
	size                   uint8
}

// rowsOf returns four rows, from row r on, of the plane in a parameter.
func rowsOf(param string, r reg.GPVirtual, size uint8) fourRows {
	f := fourRows{GP64(), load(param + "Stride"), GP64(), size}
	scale(f.stride, int(size))
	MOVQ(r, f.first)
	IMULQ(f.stride, f.first)
	ADDQ(loadBase(param), f.first)
	LEAQ(Mem{Base: f.stride, Index: f.stride, Scale: 2}, f.stride3)
	return f
}

// scale multiplies r by a power of two.
func scale(r reg.GPVirtual, factor int) {
	if factor > 1 {
		SHLQ(U8(bits.TrailingZeros(uint(factor))), r)
	}
}

// from returns the rows from column x on.
func (f fourRows) from(x reg.GPVirtual) fourRows {
	at := GP64()
	LEAQ(Mem{Base: f.first, Index: x, Scale: f.size}, at)
	f.first = at
	return f
}

// next returns the four rows below.
func (f fourRows) next() fourRows {
	below := GP64()
	LEAQ(Mem{Base: f.first, Index: f.stride, Scale: 4}, below)
	f.first = below
	return f
}

func (f fourRows) row(r int) Mem {
	return []Mem{
		{Base: f.first},
		{Base: f.first, Index: f.stride, Scale: 1},
		{Base: f.first, Index: f.stride, Scale: 2},
		{Base: f.first, Index: f.stride3, Scale: 1},
	}[r]
}

// prefetchBelow asks for what the next four rows have at column x. Rows of large images are about a page long, over
// whose end the processor doesn't look ahead by itself.
func (f fourRows) prefetchBelow(x reg.GPVirtual) {
	next := f.from(x)
	LEAQ(Mem{Base: next.first, Index: next.stride, Scale: 4}, next.first)
	for r := range 4 {
		PREFETCHT0(next.row(r))
	}
}
