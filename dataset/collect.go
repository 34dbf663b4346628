package dataset

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
)

// A record is what a reader finds.
type record struct {
	name    string
	label   label
	content content // nil: the file at path
	path    string
}

// A collector makes data sets of the records of one or more files.
type collector struct {
	name     string // of the data set, as it was given
	samples  []Sample
	notes    []Note
	declared []string // names of classes in the files' order
	labels   []label  // Label of samples is an index here, until sets is called
	known    map[label]int
	split    string // of what comes, where the file's name says it
	// keep makes samples of broken records too, and none of what would have to be left out: for who wants an answer for
	// each input, and no labels.
	keep bool
}

func newCollector(name string) *collector { return &collector{name: name, known: map[label]int{}} }

func (c *collector) add(r record) {
	if r.label.split == "" {
		r.label.split = c.split
	}
	id, ok := c.known[r.label]
	if !ok {
		id = len(c.labels)
		c.labels = append(c.labels, r.label)
		c.known[r.label] = id
	}
	c.samples = append(c.samples, Sample{Name: r.name, Label: id, Path: r.path, content: r.content})
}

// fail takes a record that can't be read, while others can. One that has a picture and no good label is a sample for who
// wants no labels.
func (c *collector) fail(r record, err error) {
	if !c.keep {
		c.note(Broken, r.name, err)
		return
	}
	if r.content == nil {
		r.content = &broken{err: err}
	}
	r.label = label{}
	c.add(r)
}

// unique gives names that come again in an archive a number: x.tar[a.png], x.tar[a.png#2]. It looks at the samples from first on.
func (c *collector) unique(first int) {
	seen := map[string]int{}
	for i := range c.samples[first:] {
		s := &c.samples[first+i]
		seen[s.Name]++
		if n := seen[s.Name]; n > 1 {
			s.Name = fmt.Sprintf("%s#%d]", strings.TrimSuffix(s.Name, "]"), n)
		}
	}
}

func (c *collector) note(kind NoteKind, path string, err error) {
	c.notes = append(c.notes, Note{kind, path, err})
}

// declare says which classes there are, in their order; several files may have the same.
func (c *collector) declare(names []string) {
	for _, name := range names {
		if !slices.Contains(c.declared, name) {
			c.declared = append(c.declared, name)
		}
	}
}

// files returns all samples without labels.
func (c *collector) files() []Sample {
	for i := range c.samples {
		c.samples[i].Label = noClass
	}
	return c.samples
}

// sets returns the data sets, one for each split, the one to train on first. They have the same classes.
func (c *collector) sets() ([]*Dataset, error) {
	if len(c.samples) == 0 {
		return nil, mismatch(c.name, "data", "at least one image", c.describe())
	}
	c.resolveFolders()
	names, index := classesOf(c.labels, c.declared)
	for i := range names {
		names[i] = utf8Name(names[i])
	}
	if err := checkNames(c.name, names); err != nil {
		return nil, err
	}
	var splits []string
	for _, l := range c.labels {
		if !slices.Contains(splits, l.split) {
			splits = append(splits, l.split)
		}
	}
	slices.SortStableFunc(splits, func(a, b string) int { return splitRank(a) - splitRank(b) })
	sets := make([]*Dataset, len(splits))
	for i, split := range splits {
		sets[i] = &Dataset{Name: c.name, Classes: names, Notes: c.notes}
		if len(splits) > 1 {
			sets[i].Name = join(c.name, cmp.Or(split, "rest"))
		}
		if i > 0 {
			sets[i].Notes = nil // they are told once
		}
	}
	c.distribute(sets, splits, index)
	sets = slices.DeleteFunc(sets, func(d *Dataset) bool { return len(d.Samples) == 0 })
	return sets, nil
}

// distribute gives the samples to their splits.
func (c *collector) distribute(sets []*Dataset, splits []string, index []int) {
	if len(sets) == 1 { // without a copy
		for i := range c.samples {
			c.samples[i].Label = index[c.samples[i].Label]
		}
		sets[0].Samples = c.samples
		return
	}
	for _, s := range c.samples {
		d := sets[slices.Index(splits, c.labels[s.Label].split)]
		s.Label = index[s.Label]
		d.Samples = append(d.Samples, s)
	}
}

// checkNames refuses names of classes that stand there twice.
func checkNames(of string, names []string) error {
	seen := set()
	for _, name := range names {
		if seen[name] {
			return mismatch(of, "classes", "every class once", printable(name)+" twice")
		}
		seen[name] = true
	}
	return nil
}

func (c *collector) describe() string {
	if len(c.notes) == 0 {
		return "none"
	}
	var kinds []string
	for _, kind := range noteKinds {
		if n := len((&Dataset{Notes: c.notes}).Noted(kind)); n > 0 {
			kinds = append(kinds, fmt.Sprintf("%s: %d", kind, n))
		}
	}
	return "none (" + strings.Join(kinds, ", ") + "); the first: " + c.notes[0].String()
}

// resolveFolders makes classes, and splits, of the folders that records lie in. What all folders begin with is left out;
// then the first part of a path is the class, or a split if two or all of the first parts are names of splits. What lies
// above the classes is a stray and left out, unless nothing has a class.
func (c *collector) resolveFolders() {
	var folders [][]string
	for _, l := range c.labels {
		if l.kind == inFolder {
			folders = append(folders, parts(l.text))
		}
	}
	shared := sharedParts(folders)
	top := set()
	for _, f := range folders {
		if len(f) > shared {
			top[f[shared]] = true
		}
	}
	splits := areSplits(top)
	stray := map[int]bool{}
	classes := false
	for i, l := range c.labels {
		if l.kind != inFolder {
			continue
		}
		rest := parts(l.text)[min(shared, len(parts(l.text))):]
		if splits && len(rest) > 0 {
			l.split, rest = strings.ToLower(rest[0]), rest[1:]
		}
		if len(rest) > 0 {
			l.kind, l.text = called, rest[0]
			classes = true
		} else {
			l.kind, l.text = noLabel, ""
			stray[i] = true
		}
		c.labels[i] = l
	}
	if classes && len(stray) > 0 && !c.keep {
		c.samples = slices.DeleteFunc(c.samples, func(s Sample) bool {
			if stray[s.Label] {
				c.note(Stray, s.Name, nil)
			}
			return stray[s.Label]
		})
	}
}

// parts are the folders of a path with slashes.
func parts(path string) []string {
	return strings.FieldsFunc(path, func(r rune) bool { return r == '/' })
}

// sharedParts returns how many parts all folders begin with, but leaves each folder at least one, unless all are the same
// part alone: one folder is one class.
func sharedParts(folders [][]string) int {
	if len(folders) == 0 {
		return 0
	}
	n := len(folders[0])
	for _, f := range folders {
		n = min(n, len(f))
		for i := range n {
			if f[i] != folders[0][i] {
				n = i
				break
			}
		}
	}
	if n > 0 && slices.ContainsFunc(folders, func(f []string) bool { return len(f) == n }) {
		// a folder ends here: it is a class if it is alone, and else it has strays beside the classes
		if !slices.ContainsFunc(folders, func(f []string) bool { return len(f) > n }) {
			return n - 1
		}
	}
	return n
}

// areSplits reports whether folders with these names are splits; see refuseSplits.
func areSplits(names map[string]bool) bool {
	n := 0
	for name := range names {
		if isSplit(name) {
			n++
		}
	}
	return n > 0 && n >= min(len(names), 2)
}

// only returns the only one of data sets, and refuses several splits with the right call.
func only(name string, sets []*Dataset, err error) (*Dataset, error) {
	if err != nil {
		return nil, err
	}
	if len(sets) > 1 {
		var splits []string
		for _, d := range sets {
			splits = append(splits, d.Name[len(join(name, "")):])
		}
		found := fmt.Sprintf("the splits %s: give %s", list(splits), printable(sets[0].Name))
		return nil, mismatch(name, "classes", "one data set", found)
	}
	return sets[0], nil
}
