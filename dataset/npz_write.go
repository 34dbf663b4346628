package dataset

import (
	"encoding/binary"
	"fmt"
	"io"
	"unicode/utf8"

	"github.com/saccade-go/saccade/internal/atomicfile"
	"github.com/saccade-go/saccade/internal/npy"
)

// An npzSink writes images or features while they come, and labels, classes and paths behind them. Paths and classes are arrays
// of strings (<U…), so that numpy.load needs no pickle; paths are deflated, as such arrays are mostly zeros.
type npzSink struct {
	schema  Schema
	z       *npy.Writer
	array   *npy.Array
	columns *sideColumns
}

func beginNPZ(w *Writer, f *atomicfile.File, _ int) (sink, error) {
	z := npy.NewWriter(f, w.opt.Compress)
	array, err := z.Array(arrayName(w.schema), numpyType(w.schema.Spec.DType), arrayShape(w.schema.Spec, w.opt.Layout), false)
	return &npzSink{w.schema, z, array, newSideColumns(w.path)}, err
}

func (s *npzSink) write(it *encodedItem) error {
	if _, err := s.array.Write(it.payload); err != nil {
		return err
	}
	return s.columns.add(it)
}

func (s *npzSink) close() error {
	if err := s.array.Close(s.columns.n); err != nil {
		return err
	}
	if s.schema.Classes != nil {
		if err := s.labels(); err != nil {
			return err
		}
	}
	if err := s.paths(); err != nil {
		return err
	}
	return s.z.Close()
}

func (s *npzSink) labels() error {
	labels, err := s.z.Array("labels", "<i8", nil, false)
	if err != nil {
		return err
	}
	if _, err := io.Copy(labels, s.columns.labels.Reader()); err != nil {
		return err
	}
	if err := labels.Close(s.columns.n); err != nil {
		return err
	}
	width := 0
	for _, class := range s.schema.Classes {
		width = max(width, utf8.RuneCountInString(utf8Name(class)))
	}
	return s.texts("classes", width, len(s.schema.Classes), func(each func(int, []byte) error) error {
		for i, class := range s.schema.Classes {
			if err := each(i, []byte(utf8Name(class))); err != nil {
				return err
			}
		}
		return nil
	})
}

func (s *npzSink) paths() error {
	return s.texts("paths", s.columns.longest.runes, s.columns.n, s.columns.eachName)
}

// texts writes an array of n strings of up to width characters, each of which takes four bytes.
func (s *npzSink) texts(name string, width, n int, all func(each func(int, []byte) error) error) error {
	width = max(width, 1)
	a, err := s.z.Array(name, fmt.Sprintf("<U%d", width), nil, true)
	if err != nil {
		return err
	}
	row := make([]byte, 4*width)
	err = all(func(_ int, text []byte) error {
		clear(row)
		for i := 0; len(text) > 0; i += 4 {
			r, size := utf8.DecodeRune(text)
			binary.LittleEndian.PutUint32(row[i:], uint32(r))
			text = text[size:]
		}
		_, err := a.Write(row)
		return err
	})
	if err != nil {
		return err
	}
	return a.Close(n)
}

func (s *npzSink) abort() { s.columns.close() }
