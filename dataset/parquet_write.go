package dataset

import (
	"github.com/parquet-go/parquet-go"

	"github.com/saccade-go/saccade/internal/atomicfile"
	"github.com/saccade-go/saccade/tensor"
)

// A parquetSink writes the columns of tables. Row groups are small enough for memory, and pages are compressed by Snappy or,
// with Compress, Zstandard.
type parquetSink struct {
	w     *Writer
	p     *parquet.GenericWriter[any]
	value string   // the column's name
	order []string // of the columns
	row   parquet.Row
	items int // in the row group
	bytes int
}

func beginParquet(w *Writer, f *atomicfile.File, _ int) (sink, error) {
	meta, err := huggingFace(w)
	if err != nil {
		return nil, err
	}
	s := &parquetSink{w: w, value: tableColumn(w)}
	schema := s.schema()
	for _, field := range schema.Fields() {
		s.order = append(s.order, field.Name())
	}
	var codec parquet.WriterOption = parquet.Compression(&parquet.Snappy)
	if w.opt.Compress {
		codec = parquet.Compression(&parquet.Zstd)
	}
	s.p = parquet.NewGenericWriter[any](f, schema, codec, parquet.KeyValueMetadata("huggingface", meta))
	return s, nil
}

func (s *parquetSink) schema() *parquet.Schema {
	group := parquet.Group{"path": parquet.Optional(parquet.String())}
	switch number := s.number(); {
	case s.value == "image":
		group[s.value] = parquet.Optional(parquet.Group{
			"bytes": parquet.Optional(parquet.Leaf(parquet.ByteArrayType)),
			"path":  parquet.Optional(parquet.String()),
		})
	case s.w.schema.vector():
		group[s.value] = parquet.Optional(parquet.List(number))
	default:
		group[s.value] = parquet.Optional(parquet.List(parquet.List(parquet.List(number))))
	}
	if s.w.schema.Classes != nil {
		group["label"] = parquet.Optional(parquet.Int(64))
	}
	return parquet.NewSchema("schema", group)
}

// number is the type of values.
func (s *parquetSink) number() parquet.Node {
	if s.w.schema.Spec.DType == tensor.Uint8 {
		return parquet.Uint(8)
	}
	return parquet.Leaf(parquet.FloatType)
}

func (s *parquetSink) write(it *encodedItem) error {
	s.row = s.row[:0]
	for _, name := range s.order { // sorted by name, as the schema has them
		column := 0
		if n := len(s.row); n > 0 {
			column = s.row[n-1].Column() + 1
		}
		switch name {
		case "label":
			s.add(parquet.Int64Value(int64(it.label)), 0, 1, column)
		case "path":
			s.add(parquet.ByteArrayValue([]byte(utf8Name(it.name))), 0, 1, column)
		case "image":
			s.add(parquet.ByteArrayValue(it.payload), 0, 2, column)
			s.add(parquet.ByteArrayValue([]byte(fileName(s.w, it.name))), 0, 2, column+1)
		default:
			s.values(it, column)
		}
	}
	if _, err := s.p.WriteRows([]parquet.Row{s.row}); err != nil {
		return err
	}
	s.items++
	s.bytes += len(it.payload)
	if s.items >= tableItems || s.bytes >= tableBytes {
		return s.flush()
	}
	return nil
}

func (s *parquetSink) add(v parquet.Value, repetition, definition, column int) {
	s.row = append(s.row, v.Level(repetition, definition, column))
}

// values adds a list, or lists of lists. The repetition level of a value says in which of the lists that it is in it is not the
// first (Dremel's encoding); all are defined, once for the column and once for each list.
func (s *parquetSink) values(it *encodedItem, column int) {
	shape := arrayShape(it.spec, s.w.opt.Layout)
	for i := range it.spec.Len() {
		repetition, size := 0, 1
		if i > 0 {
			repetition = len(shape)
			for k := len(shape) - 1; k > 0; k-- {
				if size *= shape[k]; i%size == 0 {
					repetition = k
				}
			}
		}
		v := parquet.Value{}
		if it.spec.DType == tensor.Uint8 {
			v = parquet.Int32Value(int32(it.payload[i]))
		} else {
			v = parquet.FloatValue(float(it.payload, i))
		}
		s.add(v, repetition, 1+len(shape), column)
	}
}

// flush ends the row group.
func (s *parquetSink) flush() error {
	s.items, s.bytes = 0, 0
	return s.p.Flush()
}

func (s *parquetSink) close() error { return s.p.Close() }
func (s *parquetSink) abort()       {}
