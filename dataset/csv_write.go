package dataset

import (
	"bytes"
	"encoding/csv"
	"strconv"

	"github.com/saccade-go/saccade/internal/atomicfile"
)

// A csvSink writes path,label,f0,f1 … where the label is the class's name, and empty where that isn't known. Without classes there
// is no column for it. Values stand in the order of the layout.
type csvSink struct {
	w    *Writer
	s    *fileStream
	text bytes.Buffer
	csv  *csv.Writer // to text
}

func beginCSV(w *Writer, f *atomicfile.File, _ int) (sink, error) {
	s := &csvSink{w: w, s: newFileStream(w, f)}
	s.csv = csv.NewWriter(&s.text)
	line := []byte("path")
	if w.schema.Classes != nil {
		line = append(line, ",label"...)
	}
	for i := range w.schema.Spec.Len() {
		line = strconv.AppendInt(append(line, ",f"...), int64(i), 10)
	}
	_, err := s.s.Write(append(line, '\n'))
	return s, err
}

func (s *csvSink) write(it *encodedItem) error {
	fields := []string{it.name}
	if classes := s.w.schema.Classes; classes != nil {
		class := ""
		if it.label >= 0 {
			class = classes[it.label]
		}
		fields = append(fields, class)
	}
	s.text.Reset()
	if err := s.csv.Write(fields); err != nil {
		return err
	}
	s.csv.Flush()
	for _, part := range [...][]byte{bytes.TrimSuffix(s.text.Bytes(), []byte("\n")), it.payload, []byte("\n")} {
		if _, err := s.s.Write(part); err != nil {
			return err
		}
	}
	return nil
}

func (s *csvSink) close() error { return s.s.close() }
func (s *csvSink) abort()       {}
