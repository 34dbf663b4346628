package dataset

import (
	"bytes"
	"encoding/base64"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/ipc"
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
	arrows, err := arrowSchema(w, schema, meta)
	s.p = parquet.NewGenericWriter[any](f, schema, codec, parquet.KeyValueMetadata("huggingface", meta), parquet.KeyValueMetadata("ARROW:schema", arrows))
	return s, err
}

// arrowSchema is the value of the key from which Arrow's libraries know what Parquet has no type for: the message with the
// schema with which an Arrow stream begins, in base 64.
func arrowSchema(w *Writer, schema *parquet.Schema, meta string) (string, error) {
	byName := map[string]arrow.Field{}
	for _, field := range arrowFields(w) {
		byName[field.Name] = field
	}
	var fields []arrow.Field
	for _, field := range schema.Fields() { // in Parquet's order
		fields = append(fields, byName[field.Name()])
	}
	all := arrow.MetadataFrom(map[string]string{"huggingface": meta})
	var b bytes.Buffer
	if err := ipc.NewWriter(&b, ipc.WithSchema(arrow.NewSchema(fields, &all))).Close(); err != nil {
		return "", err
	}
	const end = 8 // bytes that say that the stream ends
	return base64.StdEncoding.EncodeToString(b.Bytes()[:b.Len()-end]), nil
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
		group[s.value] = optionalList(number)
	default:
		group[s.value] = optionalList(optionalList(optionalList(number)))
	}
	if s.w.schema.Classes != nil {
		group["label"] = parquet.Optional(parquet.Int(64))
	}
	return parquet.NewSchema("schema", group)
}

// optionalList is a list in which anything may be missing, as Arrow has it, although nothing is.
func optionalList(of parquet.Node) parquet.Node {
	return parquet.Optional(parquet.List(parquet.Optional(of)))
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
// first (Dremel's encoding); all are defined, once for the column and twice for each list.
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
		s.add(v, repetition, 1+2*len(shape), column)
	}
}

// flush ends the row group.
func (s *parquetSink) flush() error {
	s.items, s.bytes = 0, 0
	return s.p.Flush()
}

func (s *parquetSink) close() error { return s.p.Close() }
func (s *parquetSink) abort()       {}
