package dataset

import (
	"io"

	"github.com/saccade-go/saccade/internal/atomicfile"
	"github.com/saccade-go/saccade/internal/hdf5"
	"github.com/saccade-go/saccade/tensor"
)

// An hdf5Sink writes arrays in the root group: images or features, labels, classes, paths. Strings have a fixed width and are
// UTF-8: h5py gives bytes, and strings by .asstr().
type hdf5Sink struct {
	schema  Schema
	h       *hdf5.Writer
	columns *sideColumns
}

func beginHDF5(w *Writer, f *atomicfile.File, _ int) (sink, error) {
	s := &hdf5Sink{w.schema, hdf5.NewWriter(f), newSideColumns(w.path)}
	typ := hdf5.Uint8
	if w.schema.Spec.DType == tensor.Float32 {
		typ = hdf5.Float32
	}
	return s, s.h.Array(arrayName(w.schema), typ, arrayShape(w.schema.Spec, w.opt.Layout)...)
}

func (s *hdf5Sink) write(it *encodedItem) error {
	if _, err := s.h.Write(it.payload); err != nil {
		return err
	}
	return s.columns.add(it)
}

func (s *hdf5Sink) close() error {
	s.h.End(s.columns.n)
	if s.schema.Classes != nil {
		if err := s.labels(); err != nil {
			return err
		}
	}
	if err := s.texts("paths", s.columns.longest.bytes, s.columns.eachName); err != nil {
		return err
	}
	s.h.End(s.columns.n)
	return s.h.Close()
}

func (s *hdf5Sink) labels() error {
	if err := s.h.Array("labels", hdf5.Int64); err != nil {
		return err
	}
	if _, err := io.Copy(s.h, s.columns.labels.Reader()); err != nil {
		return err
	}
	s.h.End(s.columns.n)
	width := 0
	for _, class := range s.schema.Classes {
		width = max(width, len(utf8Name(class)))
	}
	err := s.texts("classes", width, func(each func(int, []byte) error) error {
		for i, class := range s.schema.Classes {
			if err := each(i, []byte(utf8Name(class))); err != nil {
				return err
			}
		}
		return nil
	})
	s.h.End(len(s.schema.Classes))
	return err
}

// texts writes strings of up to width bytes.
func (s *hdf5Sink) texts(name string, width int, all func(each func(int, []byte) error) error) error {
	typ := hdf5.String(width)
	if err := s.h.Array(name, typ); err != nil {
		return err
	}
	row := make([]byte, typ.Size())
	return all(func(_ int, text []byte) error {
		clear(row[copy(row, text):])
		_, err := s.h.Write(row)
		return err
	})
}

func (s *hdf5Sink) abort() { s.columns.close() }
