package blob

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"sync"

	"gocloud.dev/blob"
)

// An object is an open one. Reads that follow each other, with gaps that aren't worth a request, are one request for the rest of
// the object; a single read is a request for its part.
type object struct {
	f    *fileSystem
	key  string
	info info
	pos  int64 // of Read

	mu     sync.Mutex
	stream *blob.Reader // nil: none
	at     int64        // where the stream, or the last read, has ended
	reads  int          // that followed each other
}

// gap is how much is read and thrown away rather than asked for anew: about what a connection brings in the time of a request.
const gap = 1 << 20

// follow is how many reads must follow each other to be taken for a walk through the object.
const follow = 3

func (o *object) Stat() (fs.FileInfo, error) { return o.info, nil }

func (o *object) Read(p []byte) (int, error) {
	n, err := o.ReadAt(p, o.pos)
	o.pos += int64(n)
	if n > 0 && errors.Is(err, io.EOF) {
		err = nil
	}
	return n, err
}

// ReadAt reads a part of the object; see object.
func (o *object) ReadAt(p []byte, off int64) (int, error) {
	if off >= o.info.size {
		return 0, io.EOF
	}
	short := int64(len(p)) > o.info.size-off
	if short {
		p = p[:o.info.size-off]
	}
	n, err := o.readAt(p, off)
	if err == nil && short {
		err = io.EOF
	}
	return n, err
}

func (o *object) readAt(p []byte, off int64) (int, error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	if near := off >= o.at && off-o.at <= gap; near {
		o.reads++
	} else {
		o.reads = 0
		o.end()
	}
	if o.stream == nil && o.reads < follow {
		r, err := o.request(off, int64(len(p)))
		if err != nil {
			return 0, err
		}
		n, err := io.ReadFull(r, p)
		o.at = off + int64(n)
		return n, errors.Join(whole(err), r.Close())
	}
	if o.stream == nil {
		r, err := o.request(off, -1)
		if err != nil {
			return 0, err
		}
		o.stream, o.at = r, off
	}
	skipped, err := io.CopyN(io.Discard, o.stream, off-o.at)
	o.at += skipped
	n := 0
	if err == nil {
		n, err = io.ReadFull(o.stream, p)
		o.at += int64(n)
	}
	if err != nil {
		o.end()
	}
	return n, whole(err)
}

// whole says that an object that ends too early has done so: an io.EOF would be taken for its end.
func whole(err error) error {
	if err == io.EOF {
		return io.ErrUnexpectedEOF
	}
	return err
}

// request asks for n bytes, or for the rest if n is −1, of the object as it was.
func (o *object) request(off, n int64) (*blob.Reader, error) {
	r, err := o.f.bucket.NewRangeReader(o.f.ctx, o.key, off, n, nil)
	if err != nil {
		return nil, fail("read", o.key, err)
	}
	if r.Size() != o.info.size || !r.ModTime().Equal(o.info.mod) {
		_ = r.Close() // nothing was written
		return nil, fail("read", o.key, fmt.Errorf("the object has changed: it has %d bytes, and had %d", r.Size(), o.info.size))
	}
	return r, nil
}

func (o *object) end() {
	if o.stream != nil {
		_ = o.stream.Close() // nothing was written
		o.stream = nil
	}
}

// Close ends what is being read.
func (o *object) Close() error {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.end()
	return nil
}
