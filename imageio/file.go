package imageio

import (
	"io"
	"io/fs"
	"os"
	"slices"

	"github.com/saccade-go/saccade/internal/scratch"
	"github.com/saccade-go/saccade/tensor"
)

// ReadFile decodes the file at path into dst, whose memory is used again if it is large enough. Links are
// followed; what is not a regular file (a folder, a pipe, a device) is an error and is never waited for. A
// file over [Limits].FileBytes is refused before it is read. The error is an *[Error] that has the path, or a
// *[tensor.ParamError] for a bad option. ReadFile is safe for concurrent use.
func ReadFile(dst *tensor.Tensor, path string, opt Options) error {
	buf := scratch.Uint8.Get(0)
	defer func() { scratch.Uint8.Put(buf) }()
	reading := opt
	reading.Limits.Reserve = nil // it is for the picture
	var err error
	if buf.S, err = Fetch(buf.S, path, reading); err != nil {
		return err
	}
	return DecodeFetched(dst, path, buf.S, opt)
}

// Fetch is the first half of ReadFile, for who wants to read before it is time to decode: it returns the content of the
// file at path, in buf's memory if that is large enough. Of a file that is no image it returns only the beginning.
// [Limits].Reserve, if not nil, is called with the bytes of the file, after it was opened and before memory is taken.
// Errors are those of ReadFile; buf's memory is returned with them.
func Fetch(buf []byte, path string, opt Options) ([]byte, error) {
	if err := opt.Check(); err != nil {
		return buf, err
	}
	buf, err := readFile(buf, path, opt.Limits)
	return buf, named(err, path)
}

// FetchFrom is Fetch for an image of size bytes in something else than a file of its own: r is read up to there, and name is
// what errors call it.
func FetchFrom(buf []byte, r io.Reader, size int64, name string, opt Options) ([]byte, error) {
	if err := opt.Check(); err != nil {
		return buf, err
	}
	buf, err := readImage(buf, r, size, opt.Limits)
	return buf, named(err, name)
}

// DecodeFetched is the second half of ReadFile: [DecodeInto] of what [Fetch] or [FetchFrom] has returned, with errors that have
// the path.
func DecodeFetched(dst *tensor.Tensor, path string, data []byte, opt Options) error {
	return named(DecodeInto(dst, data, opt), path)
}

// named puts the path into an *Error.
func named(err error, path string) error {
	if e, ok := err.(*Error); ok {
		e.Path = path
	}
	return err
}

// headLen is how much of a file is read before the rest: enough to know the format, or to say what it is else.
const headLen = 1024

// readFile returns the content of path, in buf's memory if it is large enough. Of a file that is no image it
// returns the beginning.
func readFile(buf []byte, path string, l Limits) ([]byte, error) {
	f, size, err := openRegular(path)
	if err != nil {
		return buf, &Error{Stage: "open", Err: err}
	}
	defer f.Close()
	return readImage(buf, f, size, l)
}

// readImage returns size bytes of r, or the beginning if that is no image's.
func readImage(buf []byte, r io.Reader, size int64, l Limits) ([]byte, error) {
	if err := l.admitFile(size); err != nil {
		return buf, &Error{Stage: "limit", Err: err}
	}
	buf, err := readUpTo(r, buf[:0], min(int(size), headLen))
	if err == nil && Sniff(buf) != "" {
		buf, err = readUpTo(r, buf, int(size))
	}
	if err != nil {
		return buf, &Error{Stage: "read", Err: withoutPath(err)}
	}
	return buf, nil
}

// openRegular opens a regular file. Looking first keeps it from touching devices; nonblock and the second
// look are for a file that is replaced between.
func openRegular(path string) (f *os.File, size int64, err error) {
	info, err := os.Stat(path)
	if err == nil {
		err = regular(info)
	}
	if err != nil {
		return nil, 0, withoutPath(err)
	}
	if f, err = os.OpenFile(path, os.O_RDONLY|nonblock, 0); err != nil {
		return nil, 0, withoutPath(err)
	}
	if info, err = f.Stat(); err == nil {
		err = regular(info)
	}
	if err != nil {
		f.Close()
		return nil, 0, withoutPath(err)
	}
	return f, info.Size(), nil
}

func regular(info fs.FileInfo) error {
	mode := info.Mode()
	switch {
	case mode.IsRegular():
		return nil
	case mode.IsDir():
		return headerError("a file", "a folder")
	case mode&fs.ModeNamedPipe != 0:
		return headerError("a regular file", "a named pipe")
	case mode&fs.ModeSocket != 0:
		return headerError("a regular file", "a socket")
	}
	return headerError("a regular file", "a device")
}

// withoutPath takes the path out of the operating system's errors, as *Error has it already.
func withoutPath(err error) error {
	if e, ok := err.(*fs.PathError); ok {
		return e.Err
	}
	return err
}

// readUpTo reads r until buf has size bytes or r ends. A file that grows meanwhile ends there.
func readUpTo(r io.Reader, buf []byte, size int) ([]byte, error) {
	have := len(buf)
	buf = slices.Grow(buf, size-have)[:size]
	n, err := io.ReadFull(r, buf[have:])
	if err == io.EOF || err == io.ErrUnexpectedEOF {
		err = nil
	}
	return buf[:have+n], err
}
