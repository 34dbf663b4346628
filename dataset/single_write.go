package dataset

import (
	"bufio"
	"errors"
	"path/filepath"

	"github.com/saccade-go/saccade/internal/atomicfile"
)

// An outputFile is a file that is being written.
type outputFile struct {
	path string
	file *atomicfile.File
	sink sink // nil as long as no record has come
	size int64
}

func newOutputFile(path string) (*outputFile, error) {
	f, err := atomicfile.Create(path)
	if err != nil {
		return nil, failure(path, "create", err)
	}
	return &outputFile{path: path, file: f}, nil
}

func (o *outputFile) begin(w *Writer, first int) (err error) {
	if o.sink == nil {
		o.sink, err = w.format.begin(w, o.file, first)
	}
	return err
}

// finish completes the file and gives it its name.
func (o *outputFile) finish() error {
	err := o.sink.close()
	if err == nil {
		var info interface{ Size() int64 }
		if info, err = o.file.Stat(); err == nil {
			o.size = info.Size()
			err = o.file.Commit(true)
		}
	}
	if err != nil {
		return failure(o.path, "write", err)
	}
	return nil
}

func (o *outputFile) abort() {
	if o.sink != nil {
		o.sink.abort()
	}
	o.file.Abort()
}

// A singleTarget is a target of one file.
type singleTarget struct {
	w   *Writer
	out *outputFile
}

func newSingle(w *Writer) (writeTarget, error) {
	dir, name := filepath.Split(w.path)
	if real, err := filepath.EvalSymlinks(w.path); err == nil {
		dir, name = filepath.Split(real)
	}
	atomicfile.Sweep(filepath.Clean(dir), func(n string) bool { return n == name })
	out, err := newOutputFile(w.path)
	return &singleTarget{w, out}, err
}

func (s *singleTarget) write(it *encodedItem) error {
	err := s.out.begin(s.w, 0)
	if err == nil {
		err = s.out.sink.write(it)
	}
	if err != nil {
		return failure(s.w.path, "write", err)
	}
	return nil
}

func (s *singleTarget) skip(Skipped) error { return nil }

// errNoSize is the end of a file in which the size of records has to stand, and there are none.
var errNoSize = errors.New("wanted at least one record, as the size isn't known otherwise, found none")

func (s *singleTarget) close() error {
	if s.w.encoder.fixed() && !s.w.stats.Spec.Known() {
		return failure(s.w.path, "write", errNoSize)
	}
	if err := s.out.begin(s.w, 0); err != nil {
		return failure(s.w.path, "write", err)
	}
	if err := s.out.finish(); err != nil {
		return err
	}
	s.w.stats.Files++
	return nil
}

func (s *singleTarget) abort() {
	if s.out != nil {
		s.out.abort()
	}
}

// buffered is what most sinks write through: the file, with a buffer.
func buffered(f *atomicfile.File) *bufio.Writer { return bufio.NewWriterSize(f, 1<<16) }
