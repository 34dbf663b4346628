// Package spell finds what a misspelled name was perhaps meant to be.
package spell

import (
	"cmp"
	"slices"
	"strings"
)

// most is how many letters of a word are looked at: no name is so long, and a word may be anybody's.
const most = 64

// Distance is how many letters have to be put in, taken away or changed, or how many neighbours have to change places, to make
// b of a; no letter does twice (Damerau 1964, Levenshtein 1966; optimal string alignment). Case doesn't matter. Of longer words
// the first 64 letters count.
func Distance(a, b string) int { return distance(letters(a), letters(b)) }

func letters(word string) []rune {
	r := []rune(strings.ToLower(word[:min(len(word), 4*most)]))
	return r[:min(len(r), most)]
}

func distance(a, b []rune) int {
	before, last, row := make([]int, len(b)+1), make([]int, len(b)+1), make([]int, len(b)+1)
	for j := range last {
		last[j] = j
	}
	for i := range a {
		row[0] = i + 1
		for j := range b {
			change := last[j]
			if a[i] != b[j] {
				change++
			}
			row[j+1] = min(row[j]+1, last[j+1]+1, change)
			if i > 0 && j > 0 && a[i] == b[j-1] && a[i-1] == b[j] {
				row[j+1] = min(row[j+1], before[j-1]+1)
			}
		}
		before, last, row = last, row, before
	}
	return last[len(b)]
}

// Order returns the candidates, those first that are most like word, and of equally like ones those that stand before.
func Order(word string, candidates []string) []string {
	type ranked struct {
		name     string
		distance int
	}
	w := letters(word)
	all := make([]ranked, len(candidates))
	for i, c := range candidates {
		all[i] = ranked{c, distance(w, letters(c))}
	}
	slices.SortStableFunc(all, func(a, b ranked) int { return cmp.Compare(a.distance, b.distance) })
	names := make([]string, len(all))
	for i, r := range all {
		names[i] = r.name
	}
	return names
}

// Nearest returns the candidate that word was perhaps meant to be: the one that is most like it, if no more than a third of the
// letters is wrong, or else the only one that begins with it. "" says that there is none.
func Nearest(word string, candidates []string) string {
	w := letters(word)
	if order := Order(word, candidates); len(order) > 0 {
		if d := distance(w, letters(order[0])); d < len(w) && d <= max(1, len(w)/3) {
			return order[0]
		}
	}
	if len(w) < 3 {
		return ""
	}
	begun := ""
	for _, c := range candidates {
		if !strings.HasPrefix(strings.ToLower(c), string(w)) {
			continue
		}
		if begun != "" {
			return ""
		}
		begun = c
	}
	return begun
}

// Perhaps names the nearest candidate at the end of a message, " (perhaps hog)", or is "" if there is none.
func Perhaps(word string, candidates []string) string {
	if name := Nearest(word, candidates); name != "" {
		return " (perhaps " + name + ")"
	}
	return ""
}
