package dataset

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"sort"
	"sync"

	"github.com/saccade-go/saccade/imageio"
	"github.com/saccade-go/saccade/internal/parquetfile"
	"github.com/saccade-go/saccade/tensor"
)

// openParquet reads the labels of a Parquet file, and where its pictures are, in the layout of Hugging Face's datasets: image
// files in a column image of struct{bytes, path}, or a column of bytes; labels as integers or text. Names of the classes stand in
// the metadata; see hfFeatures.
func openParquet(c *collector, src *source) error {
	f, err := src.open()
	if err != nil {
		return failure(src.path, "open", err)
	}
	defer f.Close()
	file, err := parquetfile.Open(f, src.size)
	if err != nil {
		return failure(src.path, "header", named(err))
	}
	features := hfFeatures(file.Metadata["huggingface"])
	image, label, err := parquetColumns(src.path, file, features)
	if err != nil {
		return err
	}
	t := &table{src: src, file: file, image: image}
	var names []string
	if label != nil {
		names = features[label.Path[0]].Names
		c.declare(names)
	}
	row := 0
	for g, group := range file.Groups {
		labels, err := t.labels(f, g, label, names)
		if err != nil {
			return &Error{Path: src.path, Record: row, Stage: "labels", Err: named(err)}
		}
		t.groups = append(t.groups, &tableGroup{first: row})
		for i := range int(group.Rows) {
			r := record{name: fmt.Sprintf("%s[%d]", src.path, row), content: parquetRow{t, row}}
			if labels != nil {
				r.label = labels[i]
			}
			c.add(r)
			row++
		}
	}
	return nil
}

// parquetColumns finds the columns of pictures and, if there is one, of labels.
func parquetColumns(path string, file *parquetfile.File, features map[string]feature) (image parquetfile.Column, label *parquetfile.Column, err error) {
	columns := make([]tableField, len(file.Columns))
	for i, c := range file.Columns {
		columns[i] = tableField{c.Path, c.Type == parquetfile.Bytes, c.Type == parquetfile.Int}
	}
	i, l, err := chooseColumns(path, columns, features)
	if err != nil {
		return image, nil, err
	}
	if l >= 0 {
		label = &file.Columns[l]
	}
	return file.Columns[i], label, nil
}

// A table is a Parquet file whose rows are pictures.
type table struct {
	src    *source
	file   *parquetfile.File
	image  parquetfile.Column
	groups []*tableGroup
}

// A tableGroup is a number of rows; its pages are looked for when a row is wanted.
type tableGroup struct {
	first int
	mu    sync.Mutex
	pages *parquetfile.Pages
}

// labels reads those of a group, nil if there is no column.
func (t *table) labels(r io.ReaderAt, group int, column *parquetfile.Column, names []string) ([]label, error) {
	if column == nil {
		return nil, nil
	}
	p, err := t.file.Pages(r, group, *column)
	if err != nil {
		return nil, err
	}
	labels := make([]label, 0, t.file.Groups[group].Rows)
	for i := range p.Data {
		v, err := p.Read(r, &p.Data[i])
		if err != nil {
			return nil, err
		}
		for i := range p.Data[i].Rows {
			l := label{}
			switch {
			case v.Bytes != nil:
				l = textLabel(string(v.Bytes[i]))
			case v.Null == nil || !v.Null[i]:
				if l, err = namedLabel(v.Ints[i], names); err != nil {
					return nil, fmt.Errorf("row %d of the group: %w", len(labels), err)
				}
			}
			labels = append(labels, l)
		}
	}
	return labels, nil
}

// encoded returns the picture of a row, which must not be changed.
func (t *table) encoded(row int) ([]byte, error) {
	g := sort.Search(len(t.groups), func(i int) bool { return t.groups[i].first > row }) - 1
	for g > 0 && t.file.Groups[g].Rows == 0 {
		g--
	}
	group := t.groups[g]
	row -= group.first
	p, err := t.pages(g)
	if err != nil {
		return nil, err
	}
	k := sort.Search(len(p.Data), func(i int) bool { return p.Data[i].First > int64(row) }) - 1
	for p.Data[k].Rows == 0 {
		k--
	}
	values, err := pages.get(pageKey{t, g, k}, func() ([][]byte, int64, error) {
		f, err := t.src.open()
		if err != nil {
			return nil, 0, err
		}
		defer f.Close()
		v, err := p.Read(f, &p.Data[k])
		if err != nil {
			return nil, 0, err
		}
		return v.Bytes, v.Size, nil
	})
	if err != nil {
		return nil, err
	}
	data := values[row-int(p.Data[k].First)]
	if data == nil {
		return nil, errNoBytes
	}
	return data, nil
}

var errNoBytes = errors.New("wanted an image file's bytes, found none (null)")

func (t *table) pages(group int) (*parquetfile.Pages, error) {
	g := t.groups[group]
	g.mu.Lock()
	defer g.mu.Unlock()
	if g.pages != nil {
		return g.pages, nil
	}
	f, err := t.src.open()
	if err != nil {
		return nil, err
	}
	defer f.Close()
	p, err := t.file.Pages(f, group, t.image)
	if err == nil {
		g.pages = p
	}
	return p, err
}

// A parquetRow is a picture of a table.
type parquetRow struct {
	*table
	row int
}

func (p parquetRow) fetches() bool { return true }

// size is that of an average row.
func (p parquetRow) size() int64 { return p.src.size / max(p.file.Rows, 1) }

func (p parquetRow) fetch(buf []byte, name string, opt imageio.Options) ([]byte, error) {
	data, err := p.encoded(p.row)
	if err != nil {
		return buf, failure(name, "data", named(err))
	}
	return imageio.FetchFrom(buf, bytes.NewReader(data), int64(len(data)), name, opt)
}

func (p parquetRow) load(dst *tensor.Tensor, name string, data []byte, opt imageio.Options) error {
	return imageio.DecodeFetched(dst, name, data, opt)
}

func (p parquetRow) identify(w io.Writer) error {
	if err := p.src.identify(w); err != nil {
		return err
	}
	_, err := fmt.Fprintf(w, "row %d\n", p.row)
	return err
}
