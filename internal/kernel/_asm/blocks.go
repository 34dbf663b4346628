package main

import (
	"encoding/binary"
	"math"

	"github.com/mmcloughlin/avo/attr"
	. "github.com/mmcloughlin/avo/build"
	. "github.com/mmcloughlin/avo/operand"
	"github.com/mmcloughlin/avo/reg"
)

// blocks writes a loop over 0..n−1 in blocks of size: body gets the index at which a block begins. The last
// block ends at n, so that it may overlap the one before. n is at least size.
func blocks(name string, n reg.GPVirtual, size int, body func(at reg.GPVirtual)) {
	at, last := GP64(), GP64()
	XORQ(at, at)
	Label(name)
	body(at)
	ADDQ(Imm(uint64(size)), at)
	CMPQ(at, n)
	JGE(LabelRef(name + "_done"))
	LEAQ(Mem{Base: n, Disp: -size}, last)
	CMPQ(at, last)
	CMOVQGT(last, at)
	JMP(LabelRef(name))
	Label(name + "_done")
}

// bytes32 makes a constant of 32 bytes that repeats the given ones.
func bytes32(name string, pattern ...byte) Mem {
	var all [32]byte
	for i := range all {
		all[i] = pattern[i%len(pattern)]
	}
	m := GLOBL(name, attr.RODATA|attr.NOPTR)
	for i := 0; i < len(all); i += 8 {
		DATA(i, U64(binary.LittleEndian.Uint64(all[i:])))
	}
	return m
}

// words32 makes a constant of 16 equal words below 256.
func words32(name string, v byte) Mem { return bytes32(name, v, 0) }

// masks makes a table of so many 32-bit values that are all ones, and then as many 0.
func masks(name string, n int) Mem {
	m := GLOBL(name, attr.RODATA|attr.NOPTR)
	for i := range 2 * n {
		v := U32(0)
		if i < n {
			v = math.MaxUint32
		}
		DATA(4*i, v)
	}
	return m
}

// dwords32 makes a constant of 8 equal 32-bit values.
func dwords32(name string, v uint32) Mem {
	return bytes32(name, byte(v), byte(v>>8), byte(v>>16), byte(v>>24))
}

func load(param string) reg.GPVirtual {
	return Load(Param(param), GP64()).(reg.GPVirtual)
}

func loadBase(param string) reg.GPVirtual {
	return Load(Param(param).Base(), GP64()).(reg.GPVirtual)
}

func loadLen(param string) reg.GPVirtual {
	return Load(Param(param).Len(), GP64()).(reg.GPVirtual)
}

// constant loads a constant.
func constant(m Mem) reg.VecVirtual {
	v := YMM()
	VMOVDQU(m, v)
	return v
}
