package pipeline

import (
	"context"
	"fmt"
	"image"
	"iter"
	"runtime"
	"sync"
	"sync/atomic"

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
	// Limits are the decoder's. Map sets Reserve itself.
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
	Index  int            // of the source in the sequence, from 0
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
		i := 0
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
		if err := w.reserve(w.opt.budget()); err != nil {
			return err
		}
	}
	return do(w, j.source, j.index, &j.result)
}

// A worker has the memory for one image in work.
type worker struct {
	ctx    context.Context
	runner *runner
	image  tensor.Tensor
	decode imageio.Options
	opt    Options

	memory *semaphore.Weighted // nil: not bounded
	held   int64               // bytes taken from memory for the image in work
	needs  needs

	hooks struct { // what the decoder calls: methods of the worker, made once
		reserve func(int64) error
		least   func(int, int) (int, int)
		part    func(int, int) image.Rectangle
	}
}

func newWorker(plan *Plan) *worker {
	w := &worker{needs: plan.needs()}
	w.runner = newRunner(plan, &w.decode.Workers)
	w.hooks.reserve, w.hooks.least, w.hooks.part = w.reserve, w.least, w.runner.part.part
	return w
}

// begin prepares w for a call of Run, RunFrom or Map; memory may be nil.
func (w *worker) begin(ctx context.Context, opt Options, memory *semaphore.Weighted) {
	w.ctx, w.opt, w.memory = ctx, opt, memory
	w.decode = w.runner.plan.decode
	w.decode.Limits = opt.Limits
	if memory != nil {
		w.decode.Limits.Reserve = w.hooks.reserve
	}
	if w.runner.plan.draft != nil {
		w.decode.Least = w.hooks.least
	}
}

// prepare is called before an image is decoded, whose source is a Streamer or not.
func (w *worker) prepare(streams bool) {
	r := w.runner
	r.full, r.rows.taken, r.part.taken, r.planes.taken = tensor.Spec{}, false, false, false
	w.decode.Rows, w.decode.Part, w.decode.Planes = nil, nil, nil
	switch {
	case streams && r.plan.draft != nil:
		w.decode.Planes = &r.planes
	case streams && r.rows.able:
		w.decode.Rows = &r.rows
	case streams && r.part.crop != nil:
		w.decode.Part = w.hooks.part
	}
}

// do makes result of one source. It is no method because those can't be generic, and a Source in an interface is memory.
func do[S Source](w *worker, s S, index int, result *tensor.Tensor) (err error) {
	defer w.release()
	defer contain(&err)
	w.prepare(streams(s))
	if err := s.Load(&w.image, w.decode); err != nil {
		return err
	}
	return w.run(index, result)
}

// doFetched is do for a source that is read.
func doFetched(w *worker, file *filed, index int, result *tensor.Tensor) (err error) {
	defer w.release()
	defer contain(&err)
	_, streams := file.by.(Streamer)
	w.prepare(streams)
	if err := file.by.LoadFetched(&w.image, file.data, w.decode); err != nil {
		return err
	}
	return w.run(index, result)
}

// run makes result of the worker's image.
func (w *worker) run(index int, result *tensor.Tensor) error {
	if w.opt.Train {
		d := newDraw(w.opt.Seed, w.opt.Epoch, index)
		return w.runner.run(result, &w.image, &d)
	}
	return w.runner.run(result, &w.image, nil)
}

// least is asked by the decoder how small the picture may be, and takes note of how large it is.
func (w *worker) least(height, width int) (int, int) {
	full := w.runner.plan.In
	full.H, full.W = height, width
	w.runner.full = full
	return w.runner.plan.draft.least(full)
}

// reserve waits until the budget has room for an image. It is called at most once for each, so that nobody waits
// for a second share while holding a first.
func (w *worker) reserve(bytes int64) error {
	if w.held > 0 || bytes <= 0 {
		return nil
	}
	n := w.opt.budget()
	if bytes < n/w.needs.factor {
		n = min(n, bytes*w.needs.factor+w.needs.fixed)
	}
	if err := w.memory.Acquire(w.ctx, n); err != nil {
		return fmt.Errorf("waiting for memory: %w", err)
	}
	w.held = n
	return nil
}

// release gives the image's share back, and the buffers too if they are larger than a worker's part.
func (w *worker) release() {
	part := int(w.opt.budget() / int64(2*w.opt.workers()))
	w.runner.trim(part)
	if w.image.Cap() > part {
		w.image = tensor.Tensor{}
	}
	if w.held > 0 {
		w.memory.Release(w.held)
		w.held = 0
	}
}

// needs is the memory that a run of a plan takes: factor times what decoding takes, for what depends on the image's size,
// and fixed bytes for what doesn't.
type needs struct{ factor, fixed int64 }

func (p *Plan) needs() needs {
	spec := p.In
	if spec.H == 0 || spec.W == 0 {
		spec.H, spec.W = 2048, 2048 // any ordinary size: only the ratio counts
	}
	decoded, largest, fixed := spec.Bytes(), 0, 0
	for _, n := range p.Nodes {
		if n.Stage == nil {
			continue
		}
		if n.Out.Known() {
			fixed = max(fixed, 2*n.Out.Bytes()) // as a result, and as the input of the next
			spec = n.Out
			continue
		}
		out, err := outSpec(n.Stage, spec)
		if err != nil {
			break
		}
		largest = max(largest, spec.Bytes()+out.Bytes())
		spec = out
	}
	return needs{int64(max(1, (largest+decoded-1)/max(decoded, 1))), int64(fixed)}
}
