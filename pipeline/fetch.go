package pipeline

import (
	"context"
	"errors"
	"fmt"
	"reflect"
	"sync/atomic"

	"golang.org/x/sync/semaphore"

	"github.com/saccade-go/saccade/imageio"
	"github.com/saccade-go/saccade/tensor"
)

// A Fetcher is a Source that can be read before it is decoded. Map reads ahead of its workers, so that they don't wait
// for a disk or a network.
type Fetcher interface {
	Source
	// Fetches reports whether there is something to read. If not, Map calls Load.
	Fetches() bool
	// Fetch returns the encoded image, in buf's memory if that is large enough. Before it takes memory it asks
	// opt.Limits.Reserve, as imageio.Fetch does. It returns buf's memory with an error, too, which names the image.
	Fetch(buf []byte, opt imageio.Options) ([]byte, error)
	// LoadFetched is Load with what Fetch has returned.
	LoadFetched(dst *tensor.Tensor, data []byte, opt imageio.Options) error
}

// readers is how many more files than there are workers Map reads at a time. Where a file takes 10 ms to come over a
// network, each reader allows 100 images per second, however fast the processors are.
const readers = 16

// mayFetch reports whether fetcher may return something for sources of type S.
func mayFetch[S Source]() bool {
	_, ok := any((*S)(nil)).(Fetcher)
	return ok || reflect.TypeFor[S]().Kind() == reflect.Interface
}

// fetcher returns what fetches *s, or nil. The pointer is what goes into the interface, as a copy would take memory. A source
// that panics here is left to Load.
func fetcher[S Source](s *S) Fetcher {
	var panicked error
	defer contain(&panicked)
	f, ok := any(s).(Fetcher)
	if !ok && reflect.TypeFor[S]().Kind() == reflect.Interface {
		f, ok = any(*s).(Fetcher)
	}
	if !ok || !f.Fetches() {
		return nil
	}
	return f
}

// A shelf is the part of the byte budget that is for files: half of it for those that are read and not yet decoded, half
// for the buffers that jobs keep for later ones.
//
// Who holds bytes of the shelf may wait for memory to decode, but nobody who holds that waits for the shelf, and workers
// take no job that is still to be read. So there is always somebody who can go on.
type shelf struct {
	limit int64 // of each half
	used  *semaphore.Weighted
	kept  atomic.Int64
}

// shelfPart is the part of the budget that is the shelf.
const shelfPart = 4

func newShelf(budget int64) *shelf {
	limit := max(budget/shelfPart/2, 1)
	return &shelf{limit: limit, used: semaphore.NewWeighted(limit)}
}

// A filed is a job's file. Its buffer stays for the next one.
type filed struct {
	data []byte
	by   Fetcher // what fills data, or has; nil: there is nothing to fetch
	held int64   // bytes taken from the shelf
	kept int64   // bytes of the buffer that the shelf counts as kept
	huge bool    // larger than the shelf: to be read by a worker that has all of the budget
}

// putBack gives back what f has of the shelf, and the buffer if there are too many.
func (s *shelf) putBack(f *filed) {
	s.used.Release(f.held)
	f.held, f.by, f.huge = 0, nil, false
	size := int64(cap(f.data))
	if s.kept.Add(size-f.kept) > s.limit {
		s.kept.Add(-size)
		f.data, size = nil, 0
	}
	f.kept = size
}

// A reader fetches files, one at a time.
type reader struct {
	ctx   context.Context
	shelf *shelf
	opt   imageio.Options
	file  *filed // in work
}

func newReader(ctx context.Context, plan *Plan, opt Options, s *shelf) *reader {
	r := &reader{ctx: ctx, shelf: s, opt: plan.decode}
	r.opt.Limits = opt.Limits
	r.opt.Limits.Reserve = r.reserve
	return r
}

// fetch fills file. A huge one becomes one that there is nothing to fetch of.
func (r *reader) fetch(file *filed) (err error) {
	defer contain(&err)
	r.file = file
	file.data, err = file.by.Fetch(file.data, r.opt)
	if file.huge {
		file.by, err = nil, nil
	}
	return err
}

var errHuge = errors.New("it is more than what is read ahead")

// reserve waits until the shelf has room. It is called at most once for each file.
func (r *reader) reserve(bytes int64) error {
	switch {
	case bytes <= 0 || r.file.held > 0:
		return nil
	case bytes > r.shelf.limit:
		r.file.huge = true
		return errHuge
	}
	if err := r.shelf.used.Acquire(r.ctx, bytes); err != nil {
		return fmt.Errorf("waiting for memory: %w", err)
	}
	r.file.held = bytes
	return nil
}
