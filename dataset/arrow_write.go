package dataset

import (
	"bufio"

	"github.com/apache/arrow-go/v18/arrow"
	arrays "github.com/apache/arrow-go/v18/arrow/array"
	"github.com/apache/arrow-go/v18/arrow/ipc"
	arrowmemory "github.com/apache/arrow-go/v18/arrow/memory"

	"github.com/saccade-go/saccade/internal/atomicfile"
)

// An arrowSink writes the columns of tables as an Arrow IPC file, record batch by record batch; with Compress, their buffers are
// compressed by Zstandard.
type arrowSink struct {
	w     *Writer
	buf   *bufio.Writer
	file  *ipc.FileWriter
	batch *arrays.RecordBuilder
	value string
	items int // in the batch
	bytes int
}

func beginArrow(w *Writer, f *atomicfile.File, _ int) (sink, error) {
	meta, err := huggingFace(w)
	if err != nil {
		return nil, err
	}
	s := &arrowSink{w: w, buf: buffered(f), value: tableColumn(w)}
	text := arrow.MetadataFrom(map[string]string{"huggingface": meta})
	schema := arrow.NewSchema(arrowFields(w), &text)
	options := []ipc.Option{ipc.WithSchema(schema)}
	if w.opt.Compress {
		options = append(options, ipc.WithZstd(), ipc.WithCompressConcurrency(1))
	}
	s.batch = arrays.NewRecordBuilder(arrowmemory.DefaultAllocator, schema)
	s.file, err = ipc.NewFileWriter(s.buf, options...)
	return s, err
}

func (s *arrowSink) write(it *encodedItem) error {
	field := 1
	if s.w.schema.Classes != nil {
		s.batch.Field(field).(*arrays.Int64Builder).Append(int64(it.label))
		field++
	}
	s.batch.Field(field).(*arrays.StringBuilder).Append(utf8Name(it.name))
	switch b := s.batch.Field(0).(type) {
	case *arrays.StructBuilder:
		b.Append(true)
		b.FieldBuilder(0).(*arrays.BinaryBuilder).Append(it.payload)
		b.FieldBuilder(1).(*arrays.StringBuilder).Append(fileName(s.w, it.name))
	case *arrays.ListBuilder:
		appendLists(b, it, arrayShape(it.spec, s.w.opt.Layout), 0)
	}
	s.items++
	s.bytes += len(it.payload)
	if s.items >= tableItems || s.bytes >= tableBytes {
		return s.flush()
	}
	return nil
}

// appendLists appends a list of shape, whose first value is the payload's at-th, and returns where the next list begins.
func appendLists(b *arrays.ListBuilder, it *encodedItem, shape []int, at int) int {
	b.Append(true)
	switch values := b.ValueBuilder().(type) {
	case *arrays.ListBuilder:
		for range shape[0] {
			at = appendLists(values, it, shape[1:], at)
		}
	case *arrays.Uint8Builder:
		values.AppendValues(it.payload[at:at+shape[0]], nil)
		at += shape[0]
	case *arrays.Float32Builder:
		values.Reserve(shape[0])
		for range shape[0] {
			values.UnsafeAppend(float(it.payload, at))
			at++
		}
	}
	return at
}

// flush ends the batch.
func (s *arrowSink) flush() error {
	s.items, s.bytes = 0, 0
	r := s.batch.NewRecordBatch()
	defer r.Release()
	return s.file.Write(r)
}

func (s *arrowSink) close() error {
	if s.items > 0 {
		if err := s.flush(); err != nil {
			return err
		}
	}
	if err := s.file.Close(); err != nil {
		return err
	}
	return s.buf.Flush()
}

func (s *arrowSink) abort() { s.batch.Release() }
