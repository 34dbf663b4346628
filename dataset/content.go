package dataset

import (
	"fmt"
	"io"

	"github.com/saccade-go/saccade/imageio"
	"github.com/saccade-go/saccade/tensor"
)

// A content is a picture that is no file of its own.
type content interface {
	// fetches reports whether there is something to read before load.
	fetches() bool
	// fetch reads it, as imageio.Fetch does. It returns buf's memory with an error, too.
	fetch(buf []byte, name string, opt imageio.Options) ([]byte, error)
	// load writes the picture into dst; data is what fetch has returned, nil if there is nothing to fetch.
	load(dst *tensor.Tensor, name string, data []byte, opt imageio.Options) error
	// size returns how many bytes fetch reads, about.
	size() int64
	// identify writes something that is another for another picture.
	identify(w io.Writer) error
}

// inPlace is for contents that have nothing to read.
type inPlace struct{}

func (inPlace) fetches() bool { return false }

func (inPlace) fetch(buf []byte, _ string, _ imageio.Options) ([]byte, error) { return buf[:0], nil }

func (inPlace) size() int64 { return 0 }

// A decoded is pixels in memory.
type decoded struct {
	inPlace
	*tensor.Tensor
}

func (p decoded) load(dst *tensor.Tensor, name string, _ []byte, opt imageio.Options) error {
	if err := opt.Check(); err != nil {
		return err
	}
	if err := imageio.Adapt(dst, p.Tensor, opt); err != nil {
		return failure(name, "adapt", err)
	}
	return nil
}

func (p decoded) identify(w io.Writer) error { return writeTensor(w, p.Tensor) }

// An encoded is a file in memory.
type encoded struct {
	inPlace
	data []byte
}

func (e *encoded) load(dst *tensor.Tensor, name string, _ []byte, opt imageio.Options) error {
	return imageio.DecodeFetched(dst, name, e.data, opt)
}

func (e *encoded) identify(w io.Writer) error {
	_, err := fmt.Fprintf(w, "encoded %d\n%s", len(e.data), e.data)
	return err
}

// A span is an image file in another file.
type span struct {
	src    *source
	off, n int64
}

// span returns a content of n bytes from off on, which the caller knows to be there.
func (s *source) span(off, n int64) content {
	if s.data != nil {
		return &encoded{data: s.data[off : off+n : off+n]}
	}
	return span{s, off, n}
}

func (s span) fetches() bool { return true }
func (s span) size() int64   { return s.n }

func (s span) fetch(buf []byte, name string, opt imageio.Options) ([]byte, error) {
	f, err := s.src.open()
	if err != nil {
		return buf, failure(name, "open", err)
	}
	defer f.Close()
	return imageio.FetchFrom(buf, io.NewSectionReader(f, s.off, s.n), s.n, name, opt)
}

func (s span) load(dst *tensor.Tensor, name string, data []byte, opt imageio.Options) error {
	return imageio.DecodeFetched(dst, name, data, opt)
}

func (s span) identify(w io.Writer) error {
	if err := s.src.identify(w); err != nil {
		return err
	}
	_, err := fmt.Fprintf(w, "%d %d\n", s.off, s.n)
	return err
}

// A broken is a record of which nothing is known but what is wrong with it.
type broken struct {
	inPlace
	err error
}

func (b *broken) load(*tensor.Tensor, string, []byte, imageio.Options) error { return b.err }

func (b *broken) identify(w io.Writer) error {
	_, err := fmt.Fprintf(w, "broken %v\n", b.err)
	return err
}
