package dataset

import (
	"os"
	"slices"
	"strings"
)

// Splits reads what [Open] does and, beyond that, a folder of splits: one whose subfolders train, test, val … are folders of classes each.
// They come in this order, the one to train on first. What is no folder of splits is the only data set of the result.
func Splits(path string) ([]*Dataset, error) {
	entries, err := os.ReadDir(path)
	if err != nil { // a file or a prefix, or Open says what is wrong
		return one(Open(path))
	}
	var names []string
	classes := false
	for _, e := range entries {
		switch {
		case !isClass(path, e):
		case isSplit(e.Name()):
			names = append(names, e.Name())
		default:
			classes = true
		}
	}
	if len(names) == 0 || len(names) < 2 && classes {
		return one(Open(path))
	}
	slices.SortStableFunc(names, func(a, b string) int { return splitRank(a) - splitRank(b) })
	var all []*Dataset
	for _, name := range names {
		d, err := Folder(join(path, name))
		if err != nil {
			return nil, err
		}
		all = append(all, d)
	}
	return all, nil
}

func one(d *Dataset, err error) ([]*Dataset, error) {
	if err != nil {
		return nil, err
	}
	return []*Dataset{d}, nil
}

func isSplit(name string) bool { return splitRank(name) >= 0 }

func splitRank(name string) int { return slices.Index(splitNames, strings.ToLower(name)) }
