package dataset

import (
	"bufio"
	"strings"

	"github.com/klauspost/compress/gzip"

	"github.com/saccade-go/saccade/internal/atomicfile"
)

// A fileStream is a file that is written from its beginning to its end, compressed if its name says so.
type fileStream struct {
	buf *bufio.Writer
	zip *gzip.Writer // nil: not compressed
}

func newFileStream(w *Writer, f *atomicfile.File) *fileStream {
	s := &fileStream{buf: bufio.NewWriterSize(f, 1<<16)}
	if name := strings.ToLower(w.path); strings.HasSuffix(name, ".gz") || strings.HasSuffix(name, ".tgz") {
		s.zip = gzip.NewWriter(s.buf) // its header has no time and no name
	}
	return s
}

func (s *fileStream) Write(p []byte) (int, error) {
	if s.zip != nil {
		return s.zip.Write(p)
	}
	return s.buf.Write(p)
}

func (s *fileStream) close() error {
	if s.zip != nil {
		if err := s.zip.Close(); err != nil {
			return err
		}
	}
	return s.buf.Flush()
}
