package dataset

import (
	"bytes"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"math"
	"os"
	"path"
	"path/filepath"
	"strings"
	"sync"
	"time"
)

// A source is a file with many samples: the operating system's, one of an [fs.FS], or one that is in memory. Readers make
// samples that remember the source and a place in it.
type source struct {
	path string // as names and messages have it
	size int64
	mod  time.Time // zero if it isn't known
	fsys fs.FS     // nil: the operating system's
	name string    // in fsys
	data []byte    // what is in memory: standard input, what was compressed
	sum  func() [sha256.Size]byte
	lone bool // there are no files beside it
}

// An opened is what a source opens. ReadAt is safe for concurrent use.
type opened interface {
	io.ReaderAt
	io.Closer
}

// newSource looks at a regular file of the operating system.
func newSource(path string) (*source, error) {
	info, err := os.Stat(path) // before opening it: opening a pipe would wait
	if err != nil {
		return nil, failure(path, "open", err)
	}
	if !info.Mode().IsRegular() {
		return nil, mismatch(path, "open", "a regular file", info.Mode().Type().String())
	}
	return &source{path: path, size: info.Size(), mod: info.ModTime()}, nil
}

// inMemory is a source that comes from nowhere.
func inMemory(path string, data []byte) *source {
	s := &source{path: path, lone: true}
	return s.with(data)
}

// with is the source when it has been read, and perhaps unpacked.
func (s *source) with(data []byte) *source {
	if data == nil {
		data = []byte{} // as nil is a file
	}
	read := *s
	read.size, read.data = int64(len(data)), data
	read.sum = sync.OnceValue(func() [sha256.Size]byte { return sha256.Sum256(data) })
	return &read
}

var errChanged = errors.New("the file has changed since it was opened first")

// open opens the file, which must be as it was.
func (s *source) open() (opened, error) {
	if s.data != nil {
		return memory{bytes.NewReader(s.data)}, nil
	}
	f, err := s.openFile()
	if err != nil {
		return nil, withoutPath(err)
	}
	info, err := f.Stat()
	if err == nil && (info.Size() != s.size || !info.ModTime().Equal(s.mod)) {
		err = errChanged
	}
	if err != nil {
		f.Close()
		return nil, withoutPath(err)
	}
	switch f := f.(type) {
	case opened:
		return f, nil
	case io.ReadSeeker:
		return &seeking{Closer: f.(io.Closer), r: f}, nil
	}
	f.Close()
	return nil, errors.New("the file system can read files from the beginning only")
}

func (s *source) openFile() (fs.File, error) {
	if s.fsys != nil {
		return s.fsys.Open(s.name)
	}
	info, err := os.Stat(s.path)
	if err == nil && !info.Mode().IsRegular() {
		err = errChanged
	}
	if err != nil {
		return nil, err
	}
	return os.Open(s.path)
}

// begins returns the first n bytes, or all of a shorter file.
func (s *source) begins(n int) ([]byte, error) {
	f, err := s.open()
	if err != nil {
		return nil, err
	}
	defer f.Close()
	head := make([]byte, min(int64(n), s.size))
	got, err := f.ReadAt(head, 0)
	if err == io.EOF {
		err = nil
	}
	return head[:got], err
}

// sibling returns the file of another name in the same folder, nil if there is none.
func (s *source) sibling(name string) *source {
	switch {
	case s.lone:
		return nil
	case s.fsys != nil:
		sibling, err := newFSSource(s.fsys, path.Join(path.Dir(s.name), name), strings.TrimSuffix(s.path, path.Base(s.name))+name)
		if err != nil {
			return nil
		}
		return sibling
	}
	sibling, err := newSource(filepath.Join(filepath.Dir(s.path), name))
	if err != nil {
		return nil
	}
	return sibling
}

// beside returns the lines of the first text file of these names in the same folder, nil if there is none.
func (s *source) beside(names ...string) []string {
	for _, name := range names {
		text := s.sibling(name)
		if text == nil || text.size > maxNames {
			continue
		}
		if data, err := text.all(maxNames); err == nil {
			return lines(string(data))
		}
	}
	return nil
}

// maxNames is the largest file of classes' names.
const maxNames = 64 << 20

// lines are those of a text that aren't empty.
func lines(text string) []string {
	var all []string
	for line := range strings.Lines(text) {
		if line = strings.TrimSpace(line); line != "" {
			all = append(all, line)
		}
	}
	return all
}

// all reads the whole file, which has at most limit bytes.
func (s *source) all(limit int64) ([]byte, error) {
	if s.data != nil {
		return s.data, nil
	}
	if s.size > limit {
		return nil, mismatch(s.path, "open", fmt.Sprintf("at most %d bytes", limit), fmt.Sprint(s.size))
	}
	f, err := s.open()
	if err != nil {
		return nil, failure(s.path, "open", err)
	}
	defer f.Close()
	return readAll(s.path, io.NewSectionReader(f, 0, s.size), limit)
}

// identify writes what changes when the file does.
func (s *source) identify(w io.Writer) error {
	switch {
	case s.data != nil:
		_, err := fmt.Fprintf(w, "memory %x\n", s.sum())
		return err
	case s.fsys != nil:
		_, err := fmt.Fprintf(w, "file %q %d %d\n", s.path, s.size, s.mod.UnixNano())
		return err
	}
	path, err := filepath.Abs(s.path)
	if err != nil {
		return failure(s.path, "open", err)
	}
	info, err := os.Stat(path)
	if err != nil {
		return failure(s.path, "open", err)
	}
	_, err = fmt.Fprintf(w, "file %q %d %d\n", path, info.Size(), info.ModTime().UnixNano())
	return err
}

// memory is an open file in memory.
type memory struct{ *bytes.Reader }

func (memory) Close() error { return nil }

// seeking makes an io.ReaderAt of what can seek.
type seeking struct {
	io.Closer
	mu sync.Mutex
	r  io.ReadSeeker
}

func (s *seeking) ReadAt(p []byte, off int64) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if _, err := s.r.Seek(off, io.SeekStart); err != nil {
		return 0, err
	}
	n, err := io.ReadFull(s.r, p)
	if err == io.ErrUnexpectedEOF {
		err = io.EOF
	}
	return n, err
}

// maxInMemory is the most that is kept of what can only be read from the beginning: compressed files, standard input.
const maxInMemory = math.MaxInt32

// readAll reads r to its end and refuses more than limit bytes. Memory grows with what is really there.
func readAll(path string, r io.Reader, limit int64) ([]byte, error) {
	data, err := io.ReadAll(io.LimitReader(r, limit+1))
	if err != nil {
		return nil, failure(path, "data", named(err))
	}
	if int64(len(data)) > limit {
		return nil, mismatch(path, "data", fmt.Sprintf("at most %d bytes, as they have to be kept in memory", limit), "more")
	}
	return data, nil
}

// A window reads a file from the beginning, a piece at a time, and passes over what nobody wants to see by seeking.
type window struct {
	f    io.ReaderAt
	size int64
	pos  int64 // of the next byte to read
	buf  []byte
	at   int64 // where in the file buf begins
}

// windowSize is a few headers of small files, and not much more than one of large ones.
const windowSize = 16 << 10

func newWindow(f io.ReaderAt, size int64) *window {
	return &window{f: f, size: size, buf: make([]byte, 0, windowSize)}
}

func (w *window) Read(p []byte) (int, error) {
	if len(p) == 0 {
		return 0, nil
	}
	if w.pos >= w.size {
		return 0, io.EOF
	}
	if len(p) >= cap(w.buf) {
		n, err := w.f.ReadAt(p[:min(int64(len(p)), w.size-w.pos)], w.pos)
		return w.took(n, err)
	}
	if w.pos < w.at || w.pos >= w.at+int64(len(w.buf)) {
		n, err := w.f.ReadAt(w.buf[:min(int64(cap(w.buf)), w.size-w.pos)], w.pos)
		w.buf, w.at = w.buf[:n], w.pos
		if n == 0 {
			return w.took(0, err)
		}
	}
	return w.took(copy(p, w.buf[w.pos-w.at:]), nil)
}

func (w *window) took(n int, err error) (int, error) {
	w.pos += int64(n)
	if n > 0 {
		err = nil // it comes again
	} else if err == nil || err == io.EOF {
		err = io.ErrUnexpectedEOF // there was more when the file was opened
	}
	return n, err
}

// Seek is what archive/tar passes over files with.
func (w *window) Seek(offset int64, whence int) (int64, error) {
	switch whence {
	case io.SeekCurrent:
		offset += w.pos
	case io.SeekEnd:
		offset += w.size
	}
	if offset < 0 {
		return 0, errors.New("seek to before the beginning")
	}
	w.pos = offset
	return offset, nil
}
