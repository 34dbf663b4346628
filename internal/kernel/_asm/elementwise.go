package main

import (
	"fmt"
	"math"

	"github.com/mmcloughlin/avo/attr"
	. "github.com/mmcloughlin/avo/build"
	. "github.com/mmcloughlin/avo/operand"
	"github.com/mmcloughlin/avo/reg"
)

// A width is how many float32 a vector has, at a level.
type width struct {
	level string
	lanes int
	vec   func() vec
	past  bool // whole vectors are stored past the caches
}

var (
	avx2Width = width{level: "AVX2", lanes: 8, vec: YMM}
	vnniWidth = width{level: "VNNI", lanes: 16, vec: ZMM}
)

// A body turns the values that were read into those to be written.
type body = func(in []vec) (out []vec)

type vec = reg.VecVirtual

// An elementwise kernel makes values from the values that have the same index in other slices, or in the same one.
type elementwise struct {
	name, params string
	read, write  []string           // names of slices of float32, all of the length of write[0]
	vectors      int                // in a round of the loop
	prepare      func(w width) body // loads what stays the same
}

// on writes the kernel's function for a level. It takes some vectors at a time, then 1, then what is left by a mask.
func (e elementwise) on(w width) {
	TEXT(e.name+w.level, NOSPLIT, "func("+e.params+")")
	Doc(e.name + w.level + " is " + e.name + "Generic.")
	e.loops(w)
}

// onPast writes a second function for a level, which writes whole vectors past the caches.
func (e elementwise) onPast(w width) {
	TEXT(e.name+"Past"+w.level, NOSPLIT, "func("+e.params+")")
	Doc(e.name + "Past" + w.level + " is " + e.name + "Generic for results that begin at multiples of 64 bytes, past the caches.")
	w.past = true
	e.loops(w)
}

func (e elementwise) loops(w width) {
	Pragma("noescape")
	bases := map[string]reg.GPVirtual{}
	for _, s := range append(e.read, e.write...) {
		if bases[s] == nil {
			bases[s] = loadBase(s)
		}
	}
	left, at, run := loadLen(e.write[0]), GP64(), e.prepare(w)
	XORQ(at, at)
	rounds := func(name string, vectors int) {
		Label(name)
		CMPQ(left, Imm(uint64(w.lanes*vectors)))
		JL(LabelRef(name + "_done"))
		for i := range vectors {
			place := func(s string) Mem { return Mem{Base: bases[s], Index: at, Scale: 4, Disp: 4 * w.lanes * i} }
			e.vector(w, run, place, nil)
		}
		ADDQ(Imm(uint64(w.lanes*vectors)), at)
		SUBQ(Imm(uint64(w.lanes*vectors)), left)
		JMP(LabelRef(name))
		Label(name + "_done")
	}
	if e.vectors > 1 {
		rounds("round", e.vectors)
	}
	rounds("vector", 1)
	TESTQ(left, left)
	JE(LabelRef("done"))
	place := func(s string) Mem { return Mem{Base: bases[s], Index: at, Scale: 4} }
	e.vector(w, run, place, w.mask(left))
	Label("done")
	if w.past {
		SFENCE()
	}
	VZEROUPPER()
	RET()
}

// vector makes one vector, of which a mask may leave lanes out.
func (e elementwise) vector(w width, run body, place func(string) Mem, mask reg.Register) {
	in := []vec(nil)
	for _, s := range e.read {
		in = append(in, w.load(place(s), mask))
	}
	for i, v := range run(in) {
		w.store(v, place(e.write[i]), mask)
	}
}

// masks8 is the table of masks for vectors of 8, made once for a family.
var masks8 *Mem

// mask lets through as many lanes as n says, fewer than all.
func (w width) mask(n reg.GPVirtual) reg.Register {
	if w.lanes == 16 {
		m, bits := K(), GP32()
		MOVL(U32(math.MaxUint32), bits)
		BZHIL(n.As32(), bits, bits)
		KMOVW(bits, m)
		return m
	}
	if masks8 == nil {
		m := masks("tailMasks", 8)
		masks8 = &m
	}
	table, m := GP64(), YMM()
	LEAQ(*masks8, table)
	NEGQ(n)
	VMOVDQU(Mem{Base: table, Index: n, Scale: 4, Disp: 32}, m)
	return m
}

func (w width) load(from Mem, mask reg.Register) vec {
	v := w.vec()
	switch {
	case mask == nil:
		VMOVUPS(from, v)
	case w.lanes == 16:
		VMOVUPS_Z(from, mask, v)
	default:
		VMASKMOVPS(from, mask, v)
	}
	return v
}

func (w width) store(v vec, to Mem, mask reg.Register) {
	switch {
	case mask == nil && w.past:
		VMOVNTPS(v, to)
	case mask == nil:
		VMOVUPS(v, to)
	case w.lanes == 16:
		VMOVUPS(v, mask, to)
	default:
		VMASKMOVPS(v, mask, to)
	}
}

// broadcast fills a vector with a parameter.
func (w width) broadcast(param string) vec {
	at, err := Param(param).Resolve()
	if err != nil {
		panic(err)
	}
	v := w.vec()
	VBROADCASTSS(at.Addr, v)
	return v
}

// constant loads a constant.
func (w width) constant(m Mem) vec {
	v := w.vec()
	VMOVUPS(m, v)
	return v
}

// zero is a vector of zeros.
func (w width) zero() vec { return w.constant(float(0)) }

// Predicates of comparisons; all but unordered are false for NaN.
const (
	equal        = 0
	unordered    = 3
	less         = 17
	lessEqual    = 18
	greaterEqual = 29
	greater      = 30
)

// where returns yes in the lanes in which a compares to b as the predicate says, and no in the others.
func (w width) where(a vec, predicate uint64, b Op, yes, no vec) vec {
	return w.choose(w.compare(a, predicate, b), yes, no)
}

// compare has the lanes in which a compares to b as the predicate says.
func (w width) compare(a vec, predicate uint64, b Op) reg.Register {
	if w.lanes == 16 {
		k := K()
		VCMPPS(Imm(predicate), b, a, k)
		return k
	}
	m := w.vec()
	VCMPPS(Imm(predicate), b, a, m)
	return m
}

// choose returns yes in the lanes of a comparison, and no in the others.
func (w width) choose(lanes reg.Register, yes, no vec) vec {
	v := w.vec()
	if w.lanes == 16 {
		VBLENDMPS(yes, no, lanes, v)
	} else {
		VBLENDVPS(lanes, yes, no, v)
	}
	return v
}

// and and or are of all bits.
func (w width) and(a Op, b, to vec) {
	if w.lanes == 16 {
		VPANDD(a, b, to)
	} else {
		VPAND(a, b, to)
	}
}

func (w width) or(a Op, b, to vec) {
	if w.lanes == 16 {
		VPORD(a, b, to)
	} else {
		VPOR(a, b, to)
	}
}

// constants of 16 equal 32-bit values, each made once for a family.
var constants = map[uint32]Mem{}

func word(v uint32) Mem {
	if _, ok := constants[v]; !ok {
		m := GLOBL(fmt.Sprintf("all%08x", v), attr.RODATA|attr.NOPTR)
		for i := range 16 {
			DATA(4*i, U32(v))
		}
		constants[v] = m
	}
	return constants[v]
}

func float(v float32) Mem { return word(math.Float32bits(v)) }
