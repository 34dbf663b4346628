package pipeline

import (
	"context"
	"fmt"
	"math/rand/v2"
	"runtime"
	"sync"

	"github.com/saccade-go/saccade/imageio"
	"github.com/saccade-go/saccade/imgproc"
	"github.com/saccade-go/saccade/tensor"
)

// A Plan is a pipeline compiled for one kind of input: which stage runs on what. It doesn't change after
// Compile and is safe for concurrent use.
type Plan struct {
	In    tensor.Spec // what Run wants; H or W 0: any
	Out   tensor.Spec // what Run makes; H or W 0: depends on the image
	Nodes []Node      // what runs: the steps, some of them merged

	steps  []Node // the steps one by one
	drafts bool   // the pipeline has Draft
	draft  *drafting
	decode imageio.Options
	draws  bool      // there is a Random
	pool   sync.Pool // *worker
}

// A Node is a step of a plan, or several that run as one.
type Node struct {
	Number  int    // of the step in the pipeline, counted from 1; of several, the first
	Last    int    // of several, the last; otherwise Number
	Name    string // of several, joined: "resize + center_crop"
	Note    string // why several run as one
	In, Out tensor.Spec

	Stage  Stage  // runs; nil: In passes on as it is
	Random Random // draws the stage instead while training; or nil
	Fitter Fitter // has still to learn, so that the plan can't run; or nil

	numbers []int // of several, all of them
}

func (p *Plan) prepare() {
	p.steps = p.Nodes
	p.Nodes = rewrite(p.steps)
	for _, n := range p.Nodes {
		p.draws = p.draws || n.Random != nil
	}
	p.pool.New = func() any { return newWorker(p) }
}

// Ready returns a *StageError with ErrNotFitted if a step has still to learn, so that the plan can't run.
func (p *Plan) Ready() error {
	for _, n := range p.Nodes {
		if n.Fitter != nil {
			return &StageError{n.Number, n.Name, n.In, fmt.Errorf("%s: %w", Name(n.Fitter), ErrNotFitted)}
		}
	}
	return nil
}

// Decode returns the options with which files are decoded for this plan.
func (p *Plan) Decode() imageio.Options { return p.decode }

// Run makes dst of src, one image, outside training: nothing is drawn. dst gets its spec and reuses its memory;
// in the steady state nothing is allocated. Errors are *SpecError, if src isn't what the plan is for, or
// *StageError. Run is safe for concurrent use with different dst. Resizing a large image may use several processors.
func (p *Plan) Run(dst, src *tensor.Tensor) error {
	w := p.pool.Get().(*worker)
	defer p.put(w)
	w.prepare(false)
	w.decode.Workers = alone()
	return w.runner.run(dst, src, nil)
}

// RunFrom loads source and runs the plan on it, as Map does with each of its sources. It is for one image at a time: the
// decoder of a large one may use several processors, and so may its resize.
func (p *Plan) RunFrom(dst *tensor.Tensor, source Source) error {
	w := p.pool.Get().(*worker)
	defer p.put(w)
	w.begin(context.Background(), Options{}, nil)
	w.decode.Workers = alone()
	return do(w, source, 0, dst)
}

// alone is how many goroutines may work on an image that is the only one.
func alone() int { return min(runtime.GOMAXPROCS(0), maxGoroutines) }

// put gives a worker back, without what belongs to the caller.
func (p *Plan) put(w *worker) {
	w.begin(context.Background(), Options{}, nil)
	if w.runner.bytes()+w.image.Cap() <= keepBytes {
		p.pool.Put(w)
	}
}

// keepBytes is how much memory a worker of Run may keep between images.
const keepBytes = 128 << 20

// A runner has the buffers of one worker: stages write into them by turns.
type runner struct {
	plan   *Plan
	bufs   [2]tensor.Tensor
	pcg    rand.PCG
	rand   *rand.Rand  // reads pcg
	full   tensor.Spec // of the picture, if Draft may have made it smaller; otherwise zero
	rows   rowTaker    // has taken the picture already, or not
	part   parter      // has had the picture cut already, or not
	planes planeTaker  // has taken the planes already, or not
	luma   lumaTaker   // has taken luma already, or not

	workers *int // goroutines that may work on the image: as many as may decode it
	watch   *stopwatch
}

func newRunner(p *Plan, workers *int, watch *stopwatch) *runner {
	r := &runner{plan: p, workers: workers, watch: watch, rows: newRowTaker(p), part: newParter(p), luma: newLumaTaker(p)}
	r.planes.runner = r
	r.rand = rand.New(&r.pcg)
	return r
}

func (r *runner) bytes() int {
	return r.bufs[0].Cap() + r.bufs[1].Cap() + r.rows.Cap() + r.planes.cap()
}

// trim forgets the buffers if they are larger than limit bytes, which one huge image can cause.
func (r *runner) trim(limit int) {
	if r.bytes() > limit {
		r.bufs, r.rows.RowResizer, r.planes.resizers = [2]tensor.Tensor{}, imgproc.RowResizer{}, [3]imgproc.RowResizer{}
		r.luma.gray = tensor.Tensor{}
	}
}

// run makes dst of src. With a draw, random steps are drawn.
func (r *runner) run(dst, src *tensor.Tensor, d *draw) error {
	if !r.begun() {
		if err := r.plan.accept(src); err != nil {
			return err
		}
	}
	drafted := r.plan.draft != nil && r.full.Known() && r.full != src.Spec
	last := r.last(d)
	cur, turn := src, 0
	for i := range r.plan.Nodes {
		n := &r.plan.Nodes[i]
		out := dst
		if i != last {
			out = &r.bufs[turn]
		}
		if err := r.watch.look(); err != nil {
			return &StageError{n.Number, n.Name, cur.Spec, err}
		}
		var ran bool
		var err error
		switch {
		case i == 0 && r.rows.taken:
			ran = true
			r.rows.End(out, r.rows.space)
		case i == 0 && r.part.taken && last == 0:
			ran = true
			out.CopyFrom(cur)
		case i == 0 && r.part.taken:
		case i == 0 && r.planes.taken:
			ran = true
			r.planes.end(out)
		case i == 0 && r.luma.taken:
			ran = true
			out.CopyFrom(&r.luma.gray)
		case i == 0 && drafted:
			ran, err = true, r.plan.draft.apply(out, cur, r.full, *r.workers)
		default:
			ran, err = r.node(n, out, cur, d)
		}
		if err != nil {
			return &StageError{n.Number, n.Name, cur.Spec, err}
		}
		if ran {
			cur, turn = out, 1-turn
		}
	}
	if last < 0 {
		dst.CopyFrom(src)
	}
	return nil
}

// begun reports whether the decoder has done some of the first node's work.
func (r *runner) begun() bool { return r.rows.taken || r.part.taken || r.planes.taken || r.luma.taken }

// last returns the index of the last node that runs, the one which writes into the destination, or −1.
func (r *runner) last(d *draw) int {
	for i := len(r.plan.Nodes) - 1; i >= 0; i-- {
		if n := &r.plan.Nodes[i]; n.Stage != nil || n.Fitter != nil || n.Random != nil && d != nil {
			return i
		}
	}
	return -1
}

// node runs one node, and reports false if there was nothing to run.
func (r *runner) node(n *Node, dst, src *tensor.Tensor, d *draw) (ran bool, err error) {
	defer contain(&err)
	stage := n.Stage
	switch {
	case n.Fitter != nil:
		return false, fmt.Errorf("%s: %w", Name(n.Fitter), ErrNotFitted)
	case n.Random != nil && d != nil:
		d.seed(&r.pcg, n.Number)
		stage = n.Random.Draw(r.rand, src.Spec)
	case stage == nil:
		return false, nil
	}
	out := n.Out
	if src.Spec != n.In || !out.Known() {
		if out, err = stage.OutSpec(src.Spec); err != nil {
			return false, err
		}
	}
	dst.Reset(out)
	return true, applyShared(stage, dst, src, *r.workers)
}

// applyShared applies a stage, on up to so many goroutines if it is one that can share its work. It asks for the types: a
// caller's stage that embeds one of them has an Apply of its own.
func applyShared(stage Stage, dst, src *tensor.Tensor, workers int) error {
	switch s := stage.(type) {
	case imgproc.Resize:
		return s.ApplyShared(dst, src, workers)
	case window:
		return s.applyShared(dst, src, workers)
	}
	return stage.Apply(dst, src)
}

// accept checks that src is what the plan was compiled for.
func (p *Plan) accept(src *tensor.Tensor) error {
	if err := p.acceptSpec(src.Spec); err != nil {
		return err
	}
	return src.Expect("plan", src.Spec)
}

func (p *Plan) acceptSpec(src tensor.Spec) error {
	in := p.In
	if in.H == 0 {
		in.H = src.H
	}
	if in.W == 0 {
		in.W = src.W
	}
	if src != in || !src.Known() {
		return &tensor.SpecError{Op: "plan", Want: "an image of " + p.In.String(), Got: src}
	}
	return nil
}
