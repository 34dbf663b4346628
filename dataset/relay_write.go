package dataset

import (
	"fmt"
	"runtime"
	"sync"

	"github.com/saccade-go/saccade/tensor"
)

// A relay encodes records and hands them on in their order: at once, or on goroutines if encoding is slow. Skipped records
// keep their places among them.
type relay struct {
	encoder encoder
	take    func(*encodedItem) error
	ring    []relayed
	in, out int
	work    chan *relayed
	workers sync.WaitGroup
	scratch encodeScratch // for encoding at once
	once    encodedItem
	stopped bool
}

// A relayed is a place in the ring.
type relayed struct {
	item   encodedItem
	tensor tensor.Tensor
	err    error
	done   chan struct{}
}

// maxEncoders is more than any machine has processors.
const maxEncoders = 4096

func newRelay(e encoder, slow bool, workers int, take func(*encodedItem) error) *relay {
	r := &relay{encoder: e, take: take}
	if workers <= 0 {
		workers = runtime.GOMAXPROCS(0)
	}
	workers = min(workers, maxEncoders)
	if !slow || workers == 1 {
		return r
	}
	r.ring = make([]relayed, 2*workers)
	r.work = make(chan *relayed, len(r.ring))
	for i := range r.ring {
		r.ring[i].done = make(chan struct{}, 1)
	}
	for range workers {
		r.workers.Go(func() {
			var s encodeScratch
			for j := range r.work {
				j.err = packItem(&j.item, r.encoder, &s, &j.tensor)
				j.done <- struct{}{}
			}
		})
	}
	return r
}

// packItem fills the item's payload. A panic in an encoder is an error like another.
func packItem(it *encodedItem, e encoder, s *encodeScratch, t *tensor.Tensor) (err error) {
	defer func() {
		if v := recover(); v != nil {
			err = fmt.Errorf("encode: panic: %v", v)
		}
	}()
	it.payload, it.clipped, err = e.encode(it.payload[:0], s, t)
	return err
}

// submit takes a record that was checked.
func (r *relay) submit(rec Item) error {
	if r.ring == nil {
		it := &r.once
		it.name, it.label, it.spec, it.skipped = rec.Name, rec.Label, r.encoder.spec(rec.Tensor.Spec), nil
		if err := packItem(it, r.encoder, &r.scratch, rec.Tensor); err != nil {
			return &ItemError{rec.Name, err}
		}
		return r.take(it)
	}
	j, err := r.next()
	if err != nil {
		return err
	}
	it := &j.item
	it.name, it.label, it.spec, it.skipped = rec.Name, rec.Label, r.encoder.spec(rec.Tensor.Spec), nil
	j.tensor.CopyFrom(rec.Tensor)
	j.err = nil
	r.in++
	r.work <- j // never blocks: it holds the whole ring
	return nil
}

func (r *relay) skip(s Skipped) error {
	if r.ring == nil {
		return r.take(&encodedItem{skipped: &s})
	}
	j, err := r.next()
	if err != nil {
		return err
	}
	j.item.skipped, j.err = &s, nil
	r.in++
	j.done <- struct{}{}
	return nil
}

// next returns the next free place, for which the oldest record may have to leave.
func (r *relay) next() (*relayed, error) {
	for r.in-r.out == len(r.ring) || r.in > r.out && len(r.ring[r.out%len(r.ring)].done) > 0 {
		if err := r.emit(); err != nil {
			return nil, err
		}
	}
	return &r.ring[r.in%len(r.ring)], nil
}

// emit waits for the oldest record and hands it on.
func (r *relay) emit() error {
	j := &r.ring[r.out%len(r.ring)]
	<-j.done
	r.out++
	if j.err != nil { // too late to refuse it
		j.item.skipped = &Skipped{j.item.name, j.err.Error()}
	}
	return r.take(&j.item)
}

// drain hands on all that is left.
func (r *relay) drain() error {
	for r.in > r.out {
		if err := r.emit(); err != nil {
			return err
		}
	}
	return nil
}

// stop ends the goroutines. What wasn't handed on is lost.
func (r *relay) stop() {
	if r.work != nil && !r.stopped {
		r.stopped = true
		close(r.work)
		r.workers.Wait()
	}
}
