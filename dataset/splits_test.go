package dataset

import (
	"strings"
	"testing"
)

func TestSplits(t *testing.T) {
	tree(t, "d/test/cat/a.png", "d/Train/cat/b.png", "d/Train/dog/c.png", "d/val/dog/d.png", "d/README.md=x",
		"classes/cat/a.png", "classes/test/a.png", "classes/dog/a.png", "one/test/cat/a.png", "two/test/cat/a.png", "two/train/x.png", "none/a.txt=x")
	for path, want := range map[string]string{
		"d":       "d/Train:2 d/test:1 d/val:1",
		"classes": "classes:3", // one class called so is a class
		"one":     "one/test:1",
		"d/val":   "d/val:1",
	} {
		sets, err := Splits(path)
		must(t, err)
		var got []string
		for _, d := range sets {
			got = append(got, d.Name+":"+string(rune('0'+len(d.Samples))))
		}
		same(t, path, []string{strings.Join(got, " ")}, []string{want})
	}
	for _, path := range []string{"two", "none", "absent", "d/README.md"} {
		if sets, err := Splits(path); err == nil {
			t.Errorf("%s gave %d data sets", path, len(sets))
		}
	}
}
