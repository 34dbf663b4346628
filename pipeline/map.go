package pipeline

import (
	"context"
	"iter"
	"runtime"
	"sync"
	"sync/atomic"
	"time"

	"golang.org/x/sync/semaphore"

	"github.com/saccade-go/saccade/imageio"
	"github.com/saccade-go/saccade/tensor"
)

// A Source is one image to come: a file, a record of a data set, a picture in memory.
type Source interface {
	// Load decodes the image into dst, which it may reuse, as opt says. It is called on a worker. If it is about
	// to take much memory it asks opt.Limits.Reserve first, as package imageio does. Its error names the image.
	Load(dst *tensor.Tensor, opt imageio.Options) error
}

// A Labeller is a Source that knows the class of its image, for each [LabelledFitter] to learn from.
type Labeller interface {
	Source
	// Class returns the index of the class, -1 if that isn't known.
	Class() int
}

// Options say how Map runs a plan. The zero value is the default.
type Options struct {
	// Workers is how many images are worked on at a time; 0 means one for each processor that Go may use.
	Workers int
	// Budget bounds the bytes of the files read ahead, of the images in work and of the results that wait; 0 means
	// 512 MiB. An image that needs more than all of it is worked on alone.
	Budget int64
	// Train draws the random steps, from Seed, Epoch and the sample's index. Otherwise they are left out.
	Train bool
	Seed  uint64
	Epoch int
	// First is the index of the first source that Map is given, for who goes on in the middle of a sequence.
	First int
	// Timeout is how long a worker works on one image, without waiting for its file to be read and for memory; 0 means as
	// long as it takes. An image that takes longer becomes a result with a [TimeoutError], and its worker goes on with another.
	// The time is looked at while it is decoded and between stages: a stage isn't interrupted.
	Timeout time.Duration
	// Limits are the decoder's; Memory counts what the stages take, too. Map sets Reserve and, with Timeout, Stop itself.
	Limits imageio.Limits
}

const defaultBudget = 512 << 20

// maxGoroutines is how many may decode one image; more give little.
const maxGoroutines = 4

// maxWorkers bounds what a mistake can cost: each worker has its own memory.
const maxWorkers = 4096

func (o Options) workers() int {
	if o.Workers > 0 {
		return min(o.Workers, maxWorkers)
	}
	return runtime.GOMAXPROCS(0)
}

func (o Options) budget() int64 {
	if o.Budget > 0 {
		return o.Budget
	}
	return defaultBudget
}

// A Result is what became of one source.
type Result struct {
	Index  int            // of the source in the sequence, from Options.First
	Tensor *tensor.Tensor // of the plan's Out, valid until the next result; nil if Err is not
	Err    error
}

// Map runs plan on each source on bounded workers and yields the results in the order of the sources, each with
// its own source. A source that fails or panics is a Result with an error and stops nothing. Sources that are a
// [Fetcher] are read ahead of the workers.
//
// Memory is bounded by the number of workers and by the byte budget. In the steady state Map itself allocates
// nothing. When ctx ends, the sequence ends early; look at ctx.Err behind the loop. When the loop ends, for
// whatever reason, no worker is left running.
func Map[S Source](ctx context.Context, plan *Plan, sources iter.Seq[S], opt Options) iter.Seq2[S, Result] {
	return mapIndexed(ctx, plan, func(yield func(int, S) bool) {
		i := opt.First
		for s := range sources {
			if !yield(i, s) {
				return
			}
			i++
		}
	}, opt)
}

// mapIndexed is Map of sources that say which index they have.
func mapIndexed[S Source](ctx context.Context, plan *Plan, sources iter.Seq2[int, S], opt Options) iter.Seq2[S, Result] {
	return func(yield func(S, Result) bool) {
		m := newMapper[S](ctx, plan, opt)
		defer m.stop()
		for i, s := range sources {
			for m.full() || m.headDone() {
				if !m.emit(yield) {
					return
				}
			}
			if !m.submit(i, s) {
				return
			}
		}
		m.ended.Store(true)
		for m.waiting() {
			if !m.emit(yield) {
				return
			}
		}
	}
}

// A mapper has a ring of jobs. Sources enter at in, results leave at out. Readers take jobs that have something to read
// from unread, workers take the others, and those that are read, from ready.
type mapper[S Source] struct {
	ctx     context.Context
	cancel  context.CancelFunc
	ring    []job[S]
	in      int // sources submitted so far
	out     int // results emitted so far
	unread  chan *job[S]
	ready   chan *job[S]
	ended   atomic.Bool // there are no more sources
	shelf   *shelf      // nil: no source of this type has anything to read
	readers sync.WaitGroup
	workers sync.WaitGroup
}

type job[S Source] struct {
	source S
	index  int
	file   filed
	result tensor.Tensor
	err    error
	done   chan struct{} // gets a value when the worker is finished
}

func newMapper[S Source](ctx context.Context, plan *Plan, opt Options) *mapper[S] {
	m := new(mapper[S])
	m.ctx, m.cancel = context.WithCancel(ctx)
	depth := 4 * opt.workers()
	if mayFetch[S]() {
		depth += readers
		m.shelf = newShelf(opt.budget())
	}
	m.ring = make([]job[S], ringSize(plan, opt, depth))
	for i := range m.ring {
		m.ring[i].done = make(chan struct{}, 1)
	}
	m.ready = make(chan *job[S], len(m.ring))
	m.startReaders(plan, opt)
	m.startWorkers(plan, opt)
	return m
}

func (m *mapper[S]) startReaders(plan *Plan, opt Options) {
	if m.shelf == nil {
		return
	}
	m.unread = make(chan *job[S], len(m.ring))
	for range min(readers+opt.workers(), len(m.ring)) {
		r := newReader(m.ctx, plan, opt, m.shelf)
		m.readers.Go(func() { m.read(r) })
	}
}

func (m *mapper[S]) startWorkers(plan *Plan, opt Options) {
	opt.Budget = opt.budget()
	if m.shelf != nil {
		opt.Budget = max(opt.Budget-2*m.shelf.limit, 1)
	}
	memory := semaphore.NewWeighted(opt.Budget)
	for range opt.workers() {
		w := plan.pool.Get().(*worker)
		w.begin(m.ctx, opt, memory)
		m.workers.Go(func() {
			defer plan.put(w)
			m.work(w)
		})
	}
}

// ringSize allows for depth jobs, so that a slow image doesn't stop the others, as long as their results fit in half the
// budget.
func ringSize(plan *Plan, opt Options, depth int) int {
	if plan.Out.Known() {
		depth = min(depth, int(opt.budget()/2/int64(plan.Out.Bytes()+1)))
	}
	return max(depth, 1)
}

func (m *mapper[S]) full() bool    { return m.in-m.out == len(m.ring) }
func (m *mapper[S]) waiting() bool { return m.in > m.out }

// headDone reports whether the oldest job has its result.
func (m *mapper[S]) headDone() bool {
	return m.waiting() && len(m.ring[m.out%len(m.ring)].done) > 0
}

func (m *mapper[S]) submit(index int, s S) bool {
	if m.ctx.Err() != nil {
		return false
	}
	j := &m.ring[m.in%len(m.ring)]
	j.source, j.index, j.err = s, index, nil
	to := m.ready
	if m.shelf != nil {
		if j.file.by = fetcher(&j.source); j.file.by != nil {
			to = m.unread
		}
	}
	to <- j // never blocks: each channel holds the whole ring
	m.in++
	return true
}

// emit waits for the oldest job and yields it. It reports false if the loop is to end.
func (m *mapper[S]) emit(yield func(S, Result) bool) bool {
	j := &m.ring[m.out%len(m.ring)]
	select {
	case <-j.done:
	case <-m.ctx.Done():
		return false
	}
	if m.ctx.Err() != nil {
		return false
	}
	m.out++
	r := Result{Index: j.index, Err: j.err}
	if j.err == nil {
		r.Tensor = &j.result
	}
	return yield(j.source, r)
}

func (m *mapper[S]) stop() {
	m.cancel()
	if m.unread != nil {
		close(m.unread)
	}
	m.readers.Wait()
	close(m.ready)
	m.workers.Wait()
}

func (m *mapper[S]) read(r *reader) {
	for j := range m.unread {
		if m.ctx.Err() == nil {
			j.err = r.fetch(&j.file)
		}
		m.ready <- j
	}
}

func (m *mapper[S]) work(w *worker) {
	for j := range m.ready {
		w.decode.Workers = m.goroutines(w)
		if m.ctx.Err() == nil && j.err == nil {
			j.err = m.do(w, j)
		}
		if m.shelf != nil {
			m.shelf.putBack(&j.file)
		}
		j.done <- struct{}{}
	}
}

// goroutines returns how many may decode the next image: one, unless it is the last one to begin, which the other workers'
// processors will soon have time for.
func (m *mapper[S]) goroutines(w *worker) int {
	if !m.ended.Load() || len(m.ready)+len(m.unread) > 0 {
		return 1
	}
	return min(w.opt.workers(), maxGoroutines)
}

func (m *mapper[S]) do(w *worker, j *job[S]) error {
	switch {
	case j.file.by != nil:
		return doFetched(w, &j.file, j.index, &j.result)
	case j.file.huge: // as nobody knows yet what the picture takes, all of the budget is for both
		if err := w.hold(w.opt.budget()); err != nil {
			return err
		}
	}
	return do(w, j.source, j.index, &j.result)
}
