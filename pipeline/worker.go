package pipeline

import (
	"context"
	"fmt"
	"image"
	"math"

	"golang.org/x/sync/semaphore"

	"github.com/saccade-go/saccade/imageio"
	"github.com/saccade-go/saccade/tensor"
)

// A worker has the memory for one image in work.
type worker struct {
	ctx    context.Context
	runner *runner
	image  tensor.Tensor
	decode imageio.Options
	opt    Options

	memory *semaphore.Weighted // nil: not bounded
	held   int64               // bytes taken from memory for the image in work
	watch  stopwatch
	needs  needs

	hooks struct { // what the decoder calls: methods of the worker, made once
		reserve func(int64) error
		stop    func() error
		least   func(int, int) (int, int)
		part    func(int, int) image.Rectangle
	}
}

func newWorker(plan *Plan) *worker {
	w := &worker{needs: plan.needs()}
	w.runner = newRunner(plan, &w.decode.Workers, &w.watch)
	w.hooks.reserve, w.hooks.stop, w.hooks.least, w.hooks.part = w.reserve, w.watch.look, w.least, w.runner.part.part
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
	if opt.Timeout > 0 {
		w.decode.Limits.Stop = w.hooks.stop
	}
	if w.runner.plan.draft != nil {
		w.decode.Least = w.hooks.least
	}
}

// prepare is called before an image is decoded, whose source is a Streamer or not.
func (w *worker) prepare(streams bool) {
	w.watch.start(w.opt.Timeout)
	r := w.runner
	r.full, r.rows.taken, r.part.taken, r.planes.taken, r.luma.taken = tensor.Spec{}, false, false, false, false
	w.decode.Rows, w.decode.Part, w.decode.Planes = nil, nil, nil
	switch {
	case streams && r.plan.draft != nil:
		w.decode.Planes = &r.planes
	case streams && r.luma.able:
		w.decode.Planes = &r.luma
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
	most := w.opt.Limits.Memory
	switch need := w.needs.of(bytes); {
	case most > 0 && need > most:
		return &imageio.LimitError{What: "bytes of memory", Limit: most, Found: need}
	case need < n:
		n = need
	}
	return w.hold(n)
}

// hold waits for n bytes.
func (w *worker) hold(n int64) error {
	if err := w.memory.Acquire(w.ctx, n); err != nil {
		return fmt.Errorf("waiting for memory: %w", err)
	}
	w.held = n
	w.watch.skip()
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

// of returns what a run takes whose decoding takes so many bytes.
func (n needs) of(bytes int64) int64 {
	if bytes > (math.MaxInt64-n.fixed)/n.factor {
		return math.MaxInt64
	}
	return bytes*n.factor + n.fixed
}

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
