package dataset

import (
	"cmp"
	"strings"
)

// natural compares names as people sort them: runs of the digits 0 to 9 by their value, however long they are,
// everything else byte by byte. cat2 is before cat10, Cat is before cat. Names that differ only in leading
// zeros are ordered byte by byte, so only equal names compare as 0.
func natural(a, b string) int {
	x, y := a, b
	for x != "" && y != "" {
		var c int
		if nx, ny := digits(x), digits(y); nx > 0 && ny > 0 {
			c = compareNumbers(x[:nx], y[:ny])
			x, y = x[nx:], y[ny:]
		} else {
			c = cmp.Compare(x[0], y[0])
			x, y = x[1:], y[1:]
		}
		if c != 0 {
			return c
		}
	}
	return cmp.Or(cmp.Compare(len(x), len(y)), strings.Compare(a, b))
}

// digits returns how many digits s begins with.
func digits(s string) int {
	return len(s) - len(strings.TrimLeft(s, "0123456789"))
}

func compareNumbers(a, b string) int {
	a, b = strings.TrimLeft(a, "0"), strings.TrimLeft(b, "0")
	return cmp.Or(cmp.Compare(len(a), len(b)), strings.Compare(a, b))
}
