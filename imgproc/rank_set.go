package imgproc

import (
	"math"
	"math/bits"

	"github.com/saccade-go/saccade/internal/scratch"
)

// rankFloats writes the value of each n×n window before which rank others come. It sorts the values of tiles, so that a window
// is a set of ranks, that is of bits, which slides along the rows (B. Weiss, "Fast median and bilateral filtering", 2006).
func rankFloats(dst, src []float32, h, w, n, rank int, border Border) {
	radius := n / 2
	pitch, tile := w+2*radius, max(64, n)
	high := min(tile, h) + 2*radius
	size := high * (min(tile, w) + 2*radius)
	band, ranks, words := scratch.Float32.Get(high*pitch), scratch.Int32.Get(size), wordsPool.Get(2*size+(size+63)/64)
	defer scratch.Float32.Put(band)
	defer scratch.Int32.Put(ranks)
	defer wordsPool.Put(words)
	for top := 0; top < h; top += tile {
		high := min(tile, h-top)
		for y := range high + 2*radius {
			padRow(band.S[y*pitch:][:pitch], src, top+y-radius, h, w, radius, border)
		}
		for left := 0; left < w; left += tile {
			wide := min(tile, w-left)
			t := newRanking(words.S, ranks.S, band.S[left:], high+2*radius, wide+2*radius, pitch)
			for y := range high {
				t.slide(dst[(top+y)*w+left:][:wide], y, n, rank)
			}
		}
	}
}

var wordsPool scratch.Pool[uint64]

// A ranking is a tile of values, each of which has a rank of its own, and the set of those in the window.
type ranking struct {
	ranks  []int32
	wide   int
	sorted []uint64 // the values' keys in their upper halves
	set    []uint64
	at     int32 // the word of the set in which the last value was
	below  int   // how many are in the words before that
}

func newRanking(words []uint64, ranks []int32, values []float32, high, wide, pitch int) ranking {
	n := high * wide
	sorted, other := words[:n], words[n:][:n]
	for y := range high {
		for x, v := range values[y*pitch:][:wide] {
			i := y*wide + x
			sorted[i] = uint64(orderedKey(v))<<32 | uint64(i)
		}
	}
	for shift := 32; shift < 64; shift += 11 {
		sortDigit(other, sorted, shift)
		sorted, other = other, sorted
	}
	for rank, v := range sorted {
		ranks[uint32(v)] = int32(rank)
	}
	return ranking{ranks: ranks[:n], wide: wide, sorted: sorted, set: words[2*n:][:(n+63)/64]}
}

// orderedKey has the order of the values, with NaN last.
func orderedKey(v float32) uint32 {
	if v != v {
		return math.MaxUint32
	}
	b := math.Float32bits(v)
	return b ^ (uint32(int32(b)>>31) | 1<<31)
}

func ofOrderedKey(k uint32) float32 {
	return math.Float32frombits(k ^ (uint32(int32(^k)>>31) | 1<<31))
}

// sortDigit sorts by 11 bits; what has the same stays in order.
func sortDigit(to, from []uint64, shift int) {
	var starts [1 << 11]int32
	for _, v := range from {
		starts[v>>shift&(1<<11-1)]++
	}
	sum := int32(0)
	for d, count := range starts {
		starts[d] = sum
		sum += count
	}
	for _, v := range from {
		start := &starts[v>>shift&(1<<11-1)]
		to[*start] = v
		*start++
	}
}

// slide writes the values with a rank in the windows whose first row is y.
func (t *ranking) slide(dst []float32, y, n, rank int) {
	clear(t.set)
	t.at, t.below = 0, 0
	ranks := t.ranks[y*t.wide:]
	for x := range n - 1 {
		t.column(ranks[x:], n, 1)
	}
	for x := range dst {
		t.column(ranks[x+n-1:], n, 1)
		dst[x] = t.nth(rank)
		t.column(ranks[x:], n, -1)
	}
}

// column puts n ranks into the set, or takes them out.
func (t *ranking) column(ranks []int32, n, sign int) {
	before := 0
	for i := 0; i < n*t.wide; i += t.wide {
		rank := ranks[i]
		t.set[rank>>6] ^= 1 << (rank & 63)
		before += int(uint32(rank>>6-t.at) >> 31) // 1 if it lies in a word before at
	}
	t.below += sign * before
}

// nth returns the value of the set before which k are in it.
func (t *ranking) nth(k int) float32 {
	for t.below > k {
		t.at--
		t.below -= bits.OnesCount64(t.set[t.at])
	}
	for {
		count := bits.OnesCount64(t.set[t.at])
		if t.below+count > k {
			break
		}
		t.below += count
		t.at++
	}
	word := t.set[t.at]
	for range k - t.below {
		word &= word - 1
	}
	return ofOrderedKey(uint32(t.sorted[int(t.at)<<6+bits.TrailingZeros64(word)] >> 32))
}
