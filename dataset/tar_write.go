package dataset

import (
	"archive/tar"
	"encoding/json"
	"fmt"
	"strconv"

	"github.com/saccade-go/saccade/internal/atomicfile"
)

// A tarSink writes a WebDataset: for each record files that have a name in common, its number among all records:
//
//	000000017.png    the picture (.jpg, .webp), or .npy
//	000000017.cls    the label, as text; missing where the class isn't known
//	000000017.json   path, label and class, height and width
//
// All files belong to nobody and are of the first day of 1970.
type tarSink struct {
	w *Writer
	s *fileStream
	t *tar.Writer
	n int
}

func beginTar(w *Writer, f *atomicfile.File, first int) (sink, error) {
	s := newFileStream(w, f)
	return &tarSink{w, s, tar.NewWriter(s), first}, nil
}

// A tarInfo is what is known of a record.
type tarInfo struct {
	Path   string  `json:"path"`
	Label  *int    `json:"label,omitempty"`
	Class  *string `json:"class,omitempty"`
	Height int     `json:"height,omitempty"`
	Width  int     `json:"width,omitempty"`
}

func (s *tarSink) write(it *encodedItem) error {
	key := fmt.Sprintf("%09d.", s.n)
	s.n++
	info := tarInfo{Path: utf8Name(it.name)}
	if !(Schema{Spec: it.spec}).vector() {
		info.Height, info.Width = it.spec.H, it.spec.W
	}
	if err := s.file(key+s.w.encoder.ending(), it.payload); err != nil {
		return err
	}
	if classes := s.w.schema.Classes; classes != nil && it.label >= 0 {
		info.Label, info.Class = &it.label, &classes[it.label]
		if err := s.file(key+"cls", strconv.AppendInt(nil, int64(it.label), 10)); err != nil {
			return err
		}
	}
	text, err := json.Marshal(info)
	if err != nil {
		return err
	}
	return s.file(key+"json", text)
}

func (s *tarSink) file(name string, content []byte) error {
	h := tar.Header{Typeflag: tar.TypeReg, Name: name, Mode: 0o644, Size: int64(len(content)), Format: tar.FormatUSTAR}
	if int64(len(content)) >= 8<<30 { // more than USTAR's digits
		h.Format = tar.FormatGNU
	}
	if err := s.t.WriteHeader(&h); err != nil {
		return err
	}
	_, err := s.t.Write(content)
	return err
}

func (s *tarSink) close() error {
	if err := s.t.Close(); err != nil {
		return err
	}
	return s.s.close()
}

func (s *tarSink) abort() {}
