package imgproc

import (
	"math"

	"github.com/saccade-go/saccade/internal/scratch"
)

// A tally counts bytes: how many have each value, and how many each of their upper halves. Four counts of 16 bits lie in one word,
// so that they are added at once; 255×255 values are not too many for them.
type tally struct {
	coarse [4]uint64
	fine   [64]uint64 // four words for each upper half
}

func (t *tally) add(v uint8) {
	t.coarse[v>>6] += 1 << (v >> 4 & 3 * 16)
	t.fine[v>>2] += 1 << (v & 3 * 16)
}

func (t *tally) remove(v uint8) {
	t.coarse[v>>6] -= 1 << (v >> 4 & 3 * 16)
	t.fine[v>>2] -= 1 << (v & 3 * 16)
}

// part returns the counts of the 16 values with an upper half.
func (t *tally) part(upper int) *[4]uint64 { return (*[4]uint64)(t.fine[upper&15*4:]) }

func addCounts(to, from *[4]uint64) {
	to[0] += from[0]
	to[1] += from[1]
	to[2] += from[2]
	to[3] += from[3]
}

// moveCounts adds those of what comes and takes away those of what goes.
func moveCounts(to, comes, goes *[4]uint64) {
	to[0] += comes[0] - goes[0]
	to[1] += comes[1] - goes[1]
	to[2] += comes[2] - goes[2]
	to[3] += comes[3] - goes[3]
}

// findCount returns the first of 16 counts with which their sum is above rank, and the sum of those before it.
func findCount(counts *[4]uint64, rank int) (at, before int) {
	const prefixes = 1<<48 | 1<<32 | 1<<16 | 1 // times a word: in each place the sum up to there
	word, sum := 0, int(counts[0]*prefixes>>48)
	for word < 3 && sum <= rank {
		word++
		before = sum
		sum += int(counts[word&3] * prefixes >> 48)
	}
	sums := counts[word&3] * prefixes
	at, sum = 4*word, 0
	for range 3 {
		next := int(sums & 0xffff)
		if next > rank-before {
			break
		}
		at, sum, sums = at+1, next, sums>>16
	}
	return at, before + sum
}

var tallies scratch.Pool[tally]

// stripe is how many columns are filtered from top to bottom, so that their tallies stay in the cache.
const stripe = 512

// rankBytes writes the value of each n×n window before which rank others come. It keeps a tally for each column of n values and
// one for the window, which those of columns are added to and taken from (S. Perreault and P. Hébert, "Median filtering in
// constant time", 2007).
func rankBytes(dst, src []uint8, h, w, n, rank int, border Border) {
	radius := n / 2
	pitch := w + 2*radius
	ring, memory := scratch.Uint8.Get(n*pitch), tallies.Get(min(stripe, w)+2*radius)
	defer scratch.Uint8.Put(ring)
	defer tallies.Put(memory)
	for left := 0; left < w; left += stripe {
		wide := min(stripe, w-left)
		columns := memory.S[:wide+2*radius]
		clear(columns)
		for y := -radius; y < h+radius; y++ {
			row := ring.S[modulo(y, n)*pitch:][:pitch]
			if y-n >= -radius {
				for x, v := range row[left:][:len(columns)] {
					columns[x].remove(v)
				}
			}
			padRow(row, src, y, h, w, radius, border)
			for x, v := range row[left:][:len(columns)] {
				columns[x].add(v)
			}
			if y >= radius {
				rankColumns(dst[(y-radius)*w+left:][:wide], columns, n, rank)
			}
		}
	}
}

// rankColumns slides a window of n columns. Of its fine counts it renews those that are asked for: for columns that came
// and went since then, or from nothing if these are more than half of the window.
func rankColumns(dst []uint8, columns []tally, n, rank int) {
	var window tally
	var ends [16]int // the column behind those that each part has
	for i := range ends {
		ends[i] = math.MinInt32
	}
	for x := range n {
		addCounts(&window.coarse, &columns[x].coarse)
	}
	for x := range dst {
		end := x + n
		if x > 0 {
			moveCounts(&window.coarse, &columns[end-1].coarse, &columns[x-1].coarse)
		}
		upper, below := findCount(&window.coarse, rank)
		part := window.part(upper)
		if from := &ends[upper&15]; 2*(end-*from) > n {
			*part = [4]uint64{}
			for i := x; i < end; i++ {
				addCounts(part, columns[i].part(upper))
			}
			*from = end
		} else {
			for ; *from < end; *from++ {
				moveCounts(part, columns[*from].part(upper), columns[*from-n].part(upper))
			}
		}
		lower, _ := findCount(part, rank-below)
		dst[x] = uint8(upper<<4 | lower)
	}
}
