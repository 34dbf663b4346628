package imagehash

import (
	"cmp"
	"slices"
)

// An Index finds, among many hashes, those that are near another one. It looks exactly, without comparing with all (multi-index
// hashing, Norouzi, Punjani & Fleet 2012): a hash is cut into four words of 16 bits, and of two hashes that differ in r bits at least
// one word differs in r/4 or fewer.
//
// The zero value is empty and ready. Searches may run at the same time, Add may not.
type Index struct {
	hashes []Hash
	words  [indexWords]map[uint16][]int32
}

const indexWords = 4

// A Match is a hash that was found.
type Match struct {
	Position int // in the order of Add, from 0
	Distance int // bits that differ
}

// Len returns how many hashes there are.
func (x *Index) Len() int { return len(x.hashes) }

// Add appends h.
func (x *Index) Add(h Hash) {
	for w := range x.words {
		if x.words[w] == nil {
			x.words[w] = map[uint16][]int32{}
		}
		at := word(h, w)
		x.words[w][at] = append(x.words[w][at], int32(len(x.hashes)))
	}
	x.hashes = append(x.hashes, h)
}

// word returns word w of h.
func word(h Hash, w int) uint16 { return uint16(h >> (16 * w)) }

// Search returns the hashes that differ from h in at most radius bits, the nearest first, equally near ones by position.
func (x *Index) Search(h Hash, radius int) []Match {
	var found []Match
	if reach := radius / indexWords; radius >= 0 && reach <= maxReach {
		for w := range x.words {
			around(word(h, w), 16, reach, func(near uint16) {
				for _, i := range x.words[w][near] {
					if d := h.Distance(x.hashes[i]); d <= radius && firstWord(h^x.hashes[i], reach) == w {
						found = append(found, Match{int(i), d})
					}
				}
			})
		}
	} else {
		for i, other := range x.hashes {
			if d := h.Distance(other); d <= radius {
				found = append(found, Match{i, d})
			}
		}
	}
	slices.SortFunc(found, func(a, b Match) int { return cmp.Or(a.Distance-b.Distance, a.Position-b.Position) })
	return found
}

// maxReach is up to which distance of words looking up their neighbours, 1 + 16 + 120 at a distance of 2, is worth it.
const maxReach = 2

// firstWord returns the first word of difference with at most reach bits, by which alone a match is found.
func firstWord(difference Hash, reach int) int {
	for w := range indexWords - 1 {
		if Hash(word(difference, w)).Distance(0) <= reach {
			return w
		}
	}
	return indexWords - 1
}

// around calls f with v and all that differ from it in at most reach of the lowest n bits.
func around(v uint16, n, reach int, f func(uint16)) {
	f(v)
	if reach == 0 {
		return
	}
	for bit := range n {
		around(v^1<<bit, bit, reach-1, f)
	}
}
