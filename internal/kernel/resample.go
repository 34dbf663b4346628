package kernel

// ResampleBits is how many bits after the binary point the int32 weights of [Taps] have. It leaves 8 bits
// for the value and 2 for weights whose absolute values sum to more than 1 (PRECISION_BITS in Pillow).
const ResampleBits = 32 - 8 - 2

// Taps says how each value of a resampled row is made from a run of consecutive source values: value x is
//
//	Σ src[First[x]+i] · Weights[x·Stride+i]   for i in 0..Count[x]−1
//
// Weights are float32, or int32 with [ResampleBits] bits after the binary point. Those of a stride that
// aren't used are 0. Runs have at least one value.
type Taps[W int32 | float32] struct {
	First, Count []int32
	Weights      []W
	Stride       int

	packed packedTaps
}

// PackRows returns taps that do the same, prepared for [ResampleRowsUint8] on rows of in values.
func PackRows(t Taps[int32], in int) Taps[int32] {
	t.packed = packRowsUint8(t, in)
	return t
}

// Len returns how many values the taps make.
func (t Taps[W]) Len() int { return len(t.First) }

// Run returns the source index of the first value that goes into value x, and the weights.
func (t Taps[W]) Run(x int) (first int, weights []W) {
	return int(t.First[x]), t.Weights[x*t.Stride:][:t.Count[x]]
}

// Slice returns the taps of the values lo..hi−1.
func (t Taps[W]) Slice(lo, hi int) Taps[W] {
	return Taps[W]{
		t.First[lo:hi], t.Count[lo:hi], t.Weights[lo*t.Stride : hi*t.Stride], t.Stride,
		t.packed.slice(lo, hi),
	}
}

// Span returns the part lo..hi−1 of the source that the taps read.
func (t Taps[W]) Span() (lo, hi int) {
	lo = int(t.First[0])
	for x, first := range t.First {
		lo = min(lo, int(first))
		hi = max(hi, int(first+t.Count[x]))
	}
	return lo, hi
}

// A layout is an order of packed weights.
type layout int

const (
	unpacked      layout = iota
	shuffledWords        // step by step, each for all results: for short runs, many results at a time
	shuffledBytes
	dotWords // result by result: for long runs
	dotBytes
	quadWords // result by result, for 16 rows at a time: for runs of middling length
	quadBytes
)

// packedTaps are the weights of Taps[int32] as vectors read them, taken apart into words or bytes, four bytes to
// each int32. A row has in values. A run has so many steps. A step of a shuffled layout has rows of the given pitch,
// of the others so many int32. So many results are made as a group.
type packedTaps struct {
	layout           layout
	in, steps, pitch int
	group            int // of quadWords and quadBytes only
	first, weights   []int32
}

// slice returns the weights of the results lo..hi−1.
func (p packedTaps) slice(lo, hi int) packedTaps {
	switch p.layout {
	case unpacked:
		return p
	case shuffledWords, shuffledBytes:
		p.weights = p.weights[lo:]
	case dotWords, dotBytes, quadWords, quadBytes:
		size := p.steps * p.pitch
		p.weights = p.weights[lo*size : hi*size]
	}
	p.first = p.first[lo:hi]
	return p
}
