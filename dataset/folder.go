package dataset

import (
	"fmt"
	"os"
	"slices"
	"strings"
)

// Folder reads a folder with one subfolder per class. A class has the name of its folder, whose bytes that aren't UTF-8
// become U+FFFD, and all pictures in it, at any depth; classes are in natural order (cat2 before cat10), the samples by
// class and then by path, byte by byte. The package documentation says what counts as a picture, and what becomes a note.
// A folder without a picture is no class.
//
// A folder that has no class at all is an [*Error] that says what it has, and so is one whose subfolders are
// splits of a data set (train, test, val …) rather than classes: then it names the folder to give instead.
func Folder(dir string) (*Dataset, error) {
	w := newWalker()
	top, entries, err := w.open(dir)
	if err != nil {
		return nil, err
	}
	var classes []os.DirEntry
	for _, e := range entries {
		if isClass(top.path, e) {
			classes = append(classes, e)
		} else {
			w.visit(top, e)
		}
	}
	slices.SortFunc(classes, func(a, b os.DirEntry) int { return natural(a.Name(), b.Name()) })
	names := make([]string, len(classes))
	for i, e := range classes {
		names[i] = e.Name()
	}
	if err := refuseSplits(dir, names); err != nil {
		return nil, err
	}
	for i, e := range classes {
		w.visit(folder{top.path, top.real, i}, e)
	}
	w.follow()
	d := w.dataset(dir, names)
	if err := checkNames(dir, d.Classes); err != nil {
		return nil, err
	}
	if len(d.Samples) == 0 {
		return nil, mismatch(dir, "classes", "a folder with one subfolder of images per class", d.describe(names, entries))
	}
	return d, nil
}

// isClass reports whether e is a folder, or a link to one, whose name may be a class.
func isClass(dir string, e os.DirEntry) bool {
	switch {
	case isLitter(e.Name()):
		return false
	case e.Type()&os.ModeSymlink != 0:
		info, err := os.Stat(join(dir, e.Name()))
		return err == nil && info.IsDir()
	}
	return e.IsDir()
}

// splitNames has names of splits, the one to train on first.
var splitNames = []string{"train", "training", "test", "testing", "val", "valid", "validation", "dev", "eval", "holdout"}

// refuseSplits reports if the subfolders are splits: all of them, or at least two, as nobody calls two classes so.
func refuseSplits(dir string, names []string) error {
	var splits []string
	for _, name := range names {
		if isSplit(name) {
			splits = append(splits, name)
		}
	}
	if len(splits) == 0 || len(splits) < min(len(names), 2) {
		return nil
	}
	first := slices.MinFunc(splits, func(a, b string) int { return splitRank(a) - splitRank(b) })
	found := fmt.Sprintf("the splits %s: give %s", list(splits), printable(join(dir, first)))
	return mismatch(dir, "classes", "one subfolder per class", found)
}

// dataset makes a dataset of what was found. Classes without a sample are left out.
func (w *walker) dataset(dir string, names []string) *Dataset {
	d := &Dataset{Name: dir}
	next := 0 // the class that is next to get an index
	for _, f := range w.sorted() {
		if f.class == noClass {
			w.note(Stray, f.path, nil)
			continue
		}
		if f.class >= next {
			w.noteEmpty(dir, names[next:f.class])
			d.Classes = append(d.Classes, utf8Name(names[f.class]))
			next = f.class + 1
		}
		d.Samples = append(d.Samples, Sample{Name: f.path, Label: len(d.Classes) - 1, Path: f.path})
	}
	w.noteEmpty(dir, names[next:])
	d.Notes = w.notes
	return d
}

func (w *walker) noteEmpty(dir string, names []string) {
	for _, name := range names {
		w.note(EmptyClass, join(dir, name), nil)
	}
}

// describe says what a folder without a sample has.
func (d *Dataset) describe(names []string, entries []os.DirEntry) string {
	if prefixes := idxPrefixes(d.Name, entries); len(prefixes) > 0 {
		return "IDX files: give " + strings.Join(prefixes, " or ")
	}
	if files := shardFiles(d.Name, entries); len(files) > 0 {
		return "files with samples beside folders, or of several kinds: give one of them, such as " + printable(files[0])
	}
	stray := len(d.Noted(Stray))
	switch {
	case len(names) > 0 && stray > 0:
		return fmt.Sprintf("no image in %s, and %d images beside", list(names), stray)
	case len(names) > 0:
		return "no image in " + list(names)
	case stray > 0:
		return fmt.Sprintf("%d images and no subfolder", stray)
	case len(entries) > 0:
		return fmt.Sprintf("%d files and no image", len(entries))
	}
	return "an empty folder"
}
