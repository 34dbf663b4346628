//go:build !purego

package kernel

import "slices"

// A split takes weights apart for one step into rows of int32, each with a part of every weight.
type split struct {
	lanes, parts int // weights that an int32 has a part of; int32 that a group of lanes weights becomes
	put          func(out []int32, pitch int, w []int32)
}

var (
	inWords = split{2, 2, putWords}
	inBytes = split{4, 3, putBytes}

	inQuadWords = split{4, 4, putQuadWords}
)

// packRowsUint8 chooses the layout: shuffled for short runs, quads for longer ones, dots for the longest, none if rows
// are too short. Bytes need a processor that multiplies them, and weights between −2 and 2; a run of two has one step
// with words, too.
func packRowsUint8(t Taps[int32], in int) packedTaps {
	if active < avx2 || in < shuffleSpan || t.Len() == 0 {
		return packedTaps{}
	}
	fits := active >= vnni && int(slices.Max(t.Count)) > inWords.lanes && fitBytes(t.Weights)
	switch near := fitsShuffle(t, in); {
	case near && fits:
		return packShuffled(t, in, shuffledBytes, inBytes)
	case near:
		return packShuffled(t, in, shuffledWords, inWords)
	case fits:
		return packLong(t, in, quadBytes, inBytes, dotBytes, inBytes, 32)
	}
	return packLong(t, in, quadWords, inQuadWords, dotWords, inWords, 16)
}

// packLong stores quads if it can, otherwise dots in steps of the given length.
func packLong(t Taps[int32], in int, quads layout, inQuads split, dots layout, inDots split, length int) packedTaps {
	if p := packQuads(t, in, quads, inQuads); p.layout != unpacked {
		return p
	}
	return packDots(t, in, dots, inDots, length)
}

// A shuffle picks from shuffleSpan bytes what goes into shuffleGroup neighbouring results.
const shuffleSpan, shuffleGroup = 16, 4

// fitsShuffle reports whether all groups' values lie that near, wherever groups begin.
func fitsShuffle(t Taps[int32], in int) bool {
	for x := range t.First {
		base := min(t.First[x], int32(in-shuffleSpan))
		for i := x; i < min(x+shuffleGroup, t.Len()); i++ {
			if t.First[i] < t.First[x] || t.First[i]+t.Count[i] > base+shuffleSpan {
				return false
			}
		}
	}
	return true
}

// packShuffled stores, for each step of a run, the parts of all results' weights, part by part.
func packShuffled(t Taps[int32], in int, l layout, s split) packedTaps {
	steps := (int(slices.Max(t.Count)) + s.lanes - 1) / s.lanes
	p := packedTaps{layout: l, in: in, first: t.First, steps: steps, pitch: t.Len()}
	p.weights = make([]int32, steps*s.parts*p.pitch)
	padded := make([]int32, steps*s.lanes)
	for x := range t.First {
		_, run := t.Run(x)
		clear(padded[copy(padded, run):])
		for i := range steps {
			s.put(p.weights[i*s.parts*p.pitch+x:], p.pitch, padded[i*s.lanes:])
		}
	}
	return p
}

// packDots stores, for each result, its weights in steps of the given length: part by part. A run that a last step
// would carry beyond the row begins earlier, with weights of 0.
func packDots(t Taps[int32], in int, l layout, s split, length int) packedTaps {
	steps := (int(slices.Max(t.Count)) + length - 1) / length
	if steps*length > in {
		return packedTaps{}
	}
	groups := length / s.lanes
	p := packedTaps{layout: l, in: in, first: make([]int32, t.Len()), steps: steps, pitch: s.parts * groups}
	p.weights = make([]int32, t.Len()*steps*p.pitch)
	padded := make([]int32, steps*length)
	for x := range t.First {
		first, run := t.Run(x)
		begin := min(first, in-len(padded))
		p.first[x] = int32(begin)
		clear(padded)
		copy(padded[first-begin:], run)
		for i := range steps * groups {
			out := p.weights[(x*steps+i/groups)*p.pitch+i%groups:]
			s.put(out, groups, padded[i*s.lanes:])
		}
	}
	return p
}

// putWords splits two weights, w = high·2¹⁶ + low with low in −2¹⁵..2¹⁵−1, into the low words and, pitch away, the
// high ones.
func putWords(out []int32, pitch int, w []int32) {
	const carry = 1 << 15
	w0, w1 := uint32(w[0]), uint32(w[1])
	out[0] = int32(w0&0xFFFF | w1<<16)
	out[pitch] = int32((w0+carry)>>16 | (w1+carry)&0xFFFF0000)
}

// putQuadWords splits four weights as putWords does, those of the first and the third value before the others'.
func putQuadWords(out []int32, pitch int, w []int32) {
	putWords(out, pitch, []int32{w[0], w[2]})
	putWords(out[2*pitch:], pitch, []int32{w[1], w[3]})
}

// minBytes is the least that three signed bytes can hold; the largest is 2²⁴−1 more.
const minBytes = -128<<16 - 128<<8 - 128

// fitBytes reports whether three signed bytes hold each weight.
func fitBytes(weights []int32) bool {
	all := uint32(0)
	for _, w := range weights {
		all |= uint32(w - minBytes)
	}
	return all>>24 == 0
}

// putBytes splits four weights, w = high·2¹⁶ + middle·2⁸ + low with all of them in −128..127, into the low bytes
// and, each pitch away, the middle and the high ones.
func putBytes(out []int32, pitch int, w []int32) {
	var parts [3]uint32
	for i, v := range w[:4] {
		low := int8(v)
		v = (v - int32(low)) >> 8
		middle := int8(v)
		high := int8((v - int32(middle)) >> 8)
		for j, b := range []int8{low, middle, high} {
			parts[j] |= uint32(uint8(b)) << (8 * i)
		}
	}
	out[0], out[pitch], out[2*pitch] = int32(parts[0]), int32(parts[1]), int32(parts[2])
}
