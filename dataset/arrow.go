package dataset

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/saccade-go/saccade/imageio"
	"github.com/saccade-go/saccade/internal/arrowipc"
	"github.com/saccade-go/saccade/tensor"
)

// matchArrow knows files by their magic, and streams by the mark and the length that messages begin with.
func matchArrow(head []byte, _ string, size int64) bool {
	if strings.HasPrefix(string(head), arrowipc.Magic) {
		return true
	}
	if len(head) < 8 || binary.LittleEndian.Uint32(head) != 0xffffffff {
		return false
	}
	n := int64(binary.LittleEndian.Uint32(head[4:]))
	return n > 0 && n%8 == 0 && (size < 0 || n <= size-8)
}

// openArrow reads the labels of an Arrow file or stream, and where its pictures are: the layout is that of openParquet, and
// the files that datasets keeps in its cache and save_to_disk writes have it.
func openArrow(c *collector, src *source) error {
	f, err := src.open()
	if err != nil {
		return failure(src.path, "open", err)
	}
	defer f.Close()
	a := arrowReader{c: c, src: src}
	err = arrowipc.Read(f, src.size, a.begin, a.batch)
	if _, ours := errors.AsType[*Error](err); err != nil && !ours {
		err = &Error{Path: src.path, Record: a.row, Stage: "data", Err: named(err)}
	}
	return err
}

type arrowReader struct {
	c            *collector
	src          *source
	image, label *arrowipc.Column
	names        []string
	row          int
}

// begin finds the columns.
func (a *arrowReader) begin(s *arrowipc.Schema) error {
	columns := make([]tableField, len(s.Columns))
	for i, c := range s.Columns {
		plain := c.Dictionary == arrowipc.Other
		columns[i] = tableField{c.Path, c.Structured() && plain && (c.Type == arrowipc.Binary || c.Type == arrowipc.LargeBinary), c.Type == arrowipc.Int}
	}
	features := hfFeatures(s.Metadata["huggingface"])
	image, label, err := chooseColumns(a.src.path, columns, features)
	if err != nil {
		return err
	}
	a.image = &s.Columns[image]
	if label >= 0 {
		a.label = &s.Columns[label]
		a.names = features[a.label.Path[0]].Names
		a.c.declare(a.names)
	}
	return nil
}

// batch adds the rows of one batch.
func (a *arrowReader) batch(b *arrowipc.Batch) error {
	place, offsets, present, err := b.Values(*a.image)
	if err != nil {
		return err
	}
	labels, err := a.labels(b)
	if err != nil {
		return err
	}
	var packed *arrowColumn
	if b.Compressed {
		packed = &arrowColumn{src: a.src, batch: b, place: place}
	}
	for i := range int(b.Rows) {
		r := record{name: fmt.Sprintf("%s[%d]", a.src.path, a.row)}
		if labels != nil {
			r.label = labels[i]
		}
		from, to := offsets[i], offsets[i+1]
		switch {
		case present != nil && !present[i]:
			r.content = &broken{err: failure(r.name, "data", errNoBytes)}
		case packed != nil:
			r.content = arrowRow{packed, from, to}
		default:
			r.content = a.src.span(place.Offset+from, to-from)
		}
		a.c.add(r)
		a.row++
	}
	return nil
}

func (a *arrowReader) labels(b *arrowipc.Batch) ([]label, error) {
	if a.label == nil {
		return nil, nil
	}
	labels := make([]label, b.Rows)
	if a.label.Type != arrowipc.Int || a.label.Dictionary != arrowipc.Other {
		texts, err := b.Texts(*a.label)
		if err != nil {
			return nil, err
		}
		for i, text := range texts {
			labels[i] = textLabel(string(text))
		}
		return labels, nil
	}
	ints, present, err := b.Ints(*a.label)
	if err != nil {
		return nil, err
	}
	for i, n := range ints {
		if present != nil && !present[i] {
			continue
		}
		if labels[i], err = namedLabel(n, a.names); err != nil {
			return nil, &Error{Path: a.src.path, Record: a.row + i, Stage: "labels", Err: err}
		}
	}
	return labels, nil
}

// An arrowColumn is the pictures of a compressed batch.
type arrowColumn struct {
	src   *source
	batch *arrowipc.Batch
	place arrowipc.Buffer
}

// An arrowRow is one of them: the bytes from one place to another.
type arrowRow struct {
	*arrowColumn
	from, to int64
}

func (a arrowRow) fetches() bool { return true }
func (a arrowRow) size() int64   { return a.to - a.from }

func (a arrowRow) fetch(buf []byte, name string, opt imageio.Options) ([]byte, error) {
	values, err := pages.get(pageKey{of: a.arrowColumn}, func() ([][]byte, int64, error) {
		f, err := a.src.open()
		if err != nil {
			return nil, 0, err
		}
		defer f.Close()
		data, err := a.batch.UnpackAt(f, a.place)
		return [][]byte{data}, int64(len(data)), err
	})
	if err == nil && a.to > int64(len(values[0])) {
		err = fmt.Errorf("wanted a buffer of %d bytes, found %d", a.to, len(values[0]))
	}
	if err != nil {
		return buf, failure(name, "data", named(err))
	}
	return imageio.FetchFrom(buf, bytes.NewReader(values[0][a.from:a.to]), a.to-a.from, name, opt)
}

func (a arrowRow) load(dst *tensor.Tensor, name string, data []byte, opt imageio.Options) error {
	return imageio.DecodeFetched(dst, name, data, opt)
}

func (a arrowRow) identify(w io.Writer) error {
	if err := a.src.identify(w); err != nil {
		return err
	}
	_, err := fmt.Fprintf(w, "%d %d %d\n", a.place.Offset, a.from, a.to)
	return err
}
