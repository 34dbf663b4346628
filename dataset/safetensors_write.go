package dataset

import (
	"bufio"
	"encoding/json"
	"io"

	"github.com/saccade-go/saccade/internal/atomicfile"
	"github.com/saccade-go/saccade/internal/safetensors"
	"github.com/saccade-go/saccade/tensor"
)

// A safetensorsSink writes these tensors, in this order:
//
//	images    F32 or U8, N×C×H×W or N×H×W×C; of feature vectors it is features, N×D
//	paths     U8: a JSON list of N strings in UTF-8, filled up with spaces so that labels begin at a multiple of 8
//	labels    I64, N; -1 where the class isn't known
//
// The metadata has format "saccade dataset", space, layout, and classes as a JSON list. Room for the header is kept before the
// first tensor.
type safetensorsSink struct {
	w       *Writer
	schema  Schema
	f       *atomicfile.File
	buf     *bufio.Writer
	start   int
	written int64
	columns *sideColumns
}

func beginSafetensors(w *Writer, f *atomicfile.File, _ int) (sink, error) {
	s := &safetensorsSink{w: w, schema: w.schema, f: f, buf: buffered(f), columns: newSideColumns(w.path)}
	head, err := s.header(0, 0, 200) // more than the digits that come later
	if err != nil {
		return nil, err
	}
	s.start = len(head)
	_, err = s.buf.Write(head)
	return s, err
}

// header describes n records and paths of so many bytes, in room bytes more than it needs or, with the room known, in that.
func (s *safetensorsSink) header(n, paths, room int) ([]byte, error) {
	dtype := safetensors.U8
	if s.schema.Spec.DType == tensor.Float32 {
		dtype = safetensors.F32
	}
	shape := append([]int{n}, arrayShape(s.schema.Spec, s.w.opt.Layout)...)
	tensors := []safetensors.Tensor{
		{Name: arrayName(s.schema), DType: dtype, Shape: shape},
		{Name: "paths", DType: safetensors.U8, Shape: []int{paths}},
	}
	meta := map[string]string{"format": "saccade dataset", "space": s.schema.Spec.Space.String(), "layout": s.w.opt.Layout.String()}
	if s.schema.Classes != nil {
		tensors = append(tensors, safetensors.Tensor{Name: "labels", DType: safetensors.I64, Shape: []int{n}})
		classes, err := json.Marshal(s.schema.Classes)
		if err != nil {
			return nil, err
		}
		meta["classes"] = string(classes)
	}
	head, err := safetensors.Header(tensors, meta, s.start)
	if err == nil && s.start == 0 {
		head, err = safetensors.Header(tensors, meta, len(head)+room)
	}
	return head, err
}

func (s *safetensorsSink) Write(p []byte) (int, error) {
	n, err := s.buf.Write(p)
	s.written += int64(n)
	return n, err
}

func (s *safetensorsSink) write(it *encodedItem) error {
	if _, err := s.Write(it.payload); err != nil {
		return err
	}
	return s.columns.add(it)
}

func (s *safetensorsSink) close() error {
	begin := s.written
	if err := s.paths(); err != nil {
		return err
	}
	paths := s.written - begin
	if s.schema.Classes != nil {
		if _, err := io.Copy(s, s.columns.labels.Reader()); err != nil {
			return err
		}
	}
	if err := s.buf.Flush(); err != nil {
		return err
	}
	head, err := s.header(s.columns.n, int(paths), 0)
	if err == nil {
		_, err = s.f.WriteAt(head, 0)
	}
	return err
}

// paths writes the JSON list, one path a line.
func (s *safetensorsSink) paths() error {
	if _, err := io.WriteString(s, "["); err != nil {
		return err
	}
	err := s.columns.eachName(func(i int, name []byte) error {
		text, err := json.Marshal(string(name))
		if err != nil {
			return err
		}
		if i > 0 {
			text = append([]byte(",\n"), text...)
		}
		_, err = s.Write(text)
		return err
	})
	if err != nil {
		return err
	}
	tail := []byte("]")
	for (s.written+int64(len(tail)))%8 != 0 {
		tail = append(tail, ' ')
	}
	_, err = s.Write(tail)
	return err
}

func (s *safetensorsSink) abort() { s.columns.close() }
