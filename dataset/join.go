package dataset

import (
	"cmp"
	"container/heap"
	"context"
	"fmt"
	"io"
	"iter"
	"path/filepath"
	"slices"
	"strings"
)

// Join writes the records of parts to path: data sets that [Create] has written, one for each [Shard] of the same data. All
// are .npz, .safetensors or .csv files and path is one of the same kind, which is written as a whole. Other formats are read in
// parts by everyone.
//
// The records are in the order of one run over all: if those of each part are in the order of their classes and, within a class, of
// their paths, as from a folder, so are all; or in the order of their paths, as from a list; if neither, one part comes behind the
// other. In the first two cases path has the bytes that Create would have written.
//
// Errors are an [*Error]: of a part that isn't such a file, or has other shapes, types or classes than the first one.
func Join(ctx context.Context, path string, parts ...string) (Stats, error) {
	if len(parts) == 0 {
		return Stats{}, mismatch(path, "join", "parts", "none")
	}
	j := joining{path: path, buffer: max(4<<10, min(256<<10, aheadOfAll/len(parts)))}
	for _, part := range parts {
		if err := j.add(part); err != nil {
			return Stats{}, err
		}
	}
	if err := j.sort(ctx); err != nil {
		return Stats{}, err
	}
	return j.write(ctx)
}

// A joinPart is a file of records that are read one after the other.
type joinPart interface {
	path() string
	// begin goes to the first record.
	begin() error
	// next reads a record, or returns io.EOF. With keysOnly, its payload isn't needed.
	next(it *encodedItem, keysOnly bool) error
}

// aheadOfAll is how many bytes of all parts together are read ahead, about.
const aheadOfAll = 64 << 20

// A joining is a run of Join.
type joining struct {
	path   string
	buffer int // of a part, in bytes
	parts  []joinPart
	format *outputFormat
	schema Schema
	opt    WriteOptions
	order  func(a, b *encodedItem) int // nil: one part behind the other
}

// add opens a part, which must be like the first one.
func (j *joining) add(path string) error {
	f := outputFormatOf(path)
	if to := outputFormatOf(j.path); f == nil || f.folder || to == nil || f.name != to.name {
		return mismatch(path, "join", "a part with the ending of "+printable(filepath.Base(j.path)), printable(filepath.Base(path)))
	}
	var p joinPart
	var schema Schema
	var opt WriteOptions
	var err error
	switch f.endings[0] {
	case ".npz", ".safetensors":
		p, schema, opt, err = openArrayPart(path, f, j.buffer)
	case ".csv":
		p, schema, err = openTablePart(path, j.buffer)
	default:
		return mismatch(path, "join", "an .npz, .safetensors or .csv file", f.name+", which is read in parts")
	}
	if err != nil {
		return err
	}
	if len(j.parts) == 0 {
		j.format, j.schema, j.opt = f, schema, opt
	}
	switch first := j.schema; {
	case schema.Spec != first.Spec || opt.Layout != j.opt.Layout:
		return mismatch(path, "join", first.Spec.String()+", as in "+printable(j.parts[0].path()), schema.Spec.String())
	case (schema.Classes == nil) != (first.Classes == nil), f.endings[0] != ".csv" && !slices.Equal(schema.Classes, first.Classes):
		return mismatch(path, "join", fmt.Sprintf("the %d classes of %s", len(first.Classes), printable(j.parts[0].path())), "others")
	}
	j.parts = append(j.parts, p)
	return nil
}

// inClasses and inPaths are the orders that data sets have.
func inClasses(a, b *encodedItem) int { return cmp.Or(cmp.Compare(a.label, b.label), inPaths(a, b)) }
func inPaths(a, b *encodedItem) int   { return strings.Compare(a.name, b.name) }

// sort finds the order that all parts have.
func (j *joining) sort(ctx context.Context) error {
	if err := j.nameClasses(ctx); err != nil {
		return err
	}
	classes, paths := true, true
	for _, p := range j.parts {
		last := encodedItem{label: -2}
		err := eachKey(ctx, p, func(it *encodedItem) {
			classes = classes && inClasses(&last, it) < 0
			paths = paths && (last.label == -2 || inPaths(&last, it) < 0)
			last.label, last.name = it.label, it.name
		})
		if err != nil {
			return err
		}
	}
	switch {
	case classes:
		j.order = inClasses
	case paths:
		j.order = inPaths
	}
	return nil
}

// eachKey calls f with the labels and names of a part's records, and goes to the first one again.
func eachKey(ctx context.Context, p joinPart, f func(*encodedItem)) error {
	var it encodedItem
	for {
		err := p.next(&it, true)
		if err == io.EOF {
			return p.begin()
		}
		if err = cmp.Or(err, ctx.Err()); err != nil {
			return err
		}
		f(&it)
	}
}

// nameClasses makes the classes of tables, which have their names in each row, those of all parts.
func (j *joining) nameClasses(ctx context.Context) error {
	var tables []*tablePart
	for _, p := range j.parts {
		t, ok := p.(*tablePart)
		if !ok || j.schema.Classes == nil {
			return nil
		}
		tables = append(tables, t)
	}
	index := map[string]int{}
	for _, t := range tables {
		t.classes = index
		if err := eachKey(ctx, t, func(*encodedItem) {}); err != nil {
			return err
		}
	}
	for name := range index {
		j.schema.Classes = append(j.schema.Classes, name)
	}
	slices.SortFunc(j.schema.Classes, natural)
	for i, name := range j.schema.Classes {
		index[name] = i
	}
	return nil
}

// write writes all records.
func (j *joining) write(ctx context.Context) (Stats, error) {
	w := &Writer{path: j.path, schema: j.schema, opt: j.opt, format: j.format}
	w.encoder = arrayEncoder{dtype: j.schema.Spec.DType, layout: j.opt.Layout}
	w.stats.Spec = j.schema.Spec
	target, err := newSingle(w)
	if err != nil {
		return Stats{}, err
	}
	defer target.abort()
	w.target = target
	for it, err := range j.records() {
		if err = cmp.Or(err, ctx.Err()); err != nil {
			return Stats{}, err
		}
		it.spec = j.schema.Spec
		if err := w.take(it); err != nil {
			return Stats{}, err
		}
	}
	err = target.close()
	return w.stats, err
}

// records yields those of all parts in their order.
func (j *joining) records() iter.Seq2[*encodedItem, error] {
	return func(yield func(*encodedItem, error) bool) {
		h := joinHeap{order: j.order}
		for i, p := range j.parts {
			head := joinHead{joinPart: p, index: i}
			if err := p.next(&head.item, false); err == nil {
				h.heads = append(h.heads, &head)
			} else if err != io.EOF {
				yield(nil, err)
				return
			}
		}
		heap.Init(&h)
		for h.Len() > 0 {
			head := h.heads[0]
			if err := h.repeated(); err != nil || !yield(&head.item, nil) {
				yield(nil, err)
				return
			}
			switch err := head.next(&head.item, false); {
			case err == io.EOF:
				heap.Pop(&h)
			case err != nil:
				yield(nil, err)
				return
			default:
				heap.Fix(&h, 0)
			}
		}
	}
}

// A joinHead is a part with its next record.
type joinHead struct {
	joinPart
	index int
	item  encodedItem
}

// A joinHeap has the part with the next record of all in front.
type joinHeap struct {
	order func(a, b *encodedItem) int
	heads []*joinHead
}

func (h *joinHeap) Len() int           { return len(h.heads) }
func (h *joinHeap) Less(i, k int) bool { return h.compare(i, k) < 0 }
func (h *joinHeap) Swap(i, k int)      { h.heads[i], h.heads[k] = h.heads[k], h.heads[i] }
func (h *joinHeap) Push(any)           {} // parts only leave
func (h *joinHeap) Pop() any {
	h.heads = h.heads[:len(h.heads)-1]
	return nil
}

func (h *joinHeap) compare(i, k int) int {
	a, b := h.heads[i], h.heads[k]
	if h.order == nil {
		return cmp.Compare(a.index, b.index)
	}
	return cmp.Or(h.order(&a.item, &b.item), cmp.Compare(a.index, b.index))
}

// repeated reports that another part has the record in front, too.
func (h *joinHeap) repeated() error {
	for i := 1; i < min(len(h.heads), 3) && h.order != nil; i++ { // the children of the first
		if a, b := h.heads[0], h.heads[i]; h.order(&a.item, &b.item) == 0 {
			return mismatch(b.path(), "join", "each record in one part", printable(a.item.name)+" also in "+printable(a.path()))
		}
	}
	return nil
}
