package saccade

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"slices"

	"github.com/saccade-go/saccade/classifier"
	"github.com/saccade-go/saccade/dataset"
	"github.com/saccade-go/saccade/imageio"
	"github.com/saccade-go/saccade/internal/kernel"
	"github.com/saccade-go/saccade/pipeline"
	"github.com/saccade-go/saccade/tensor"
)

// Files are read ahead of their decoders, and the large ones first where the order doesn't matter. Their classes are there for steps
// to learn from.
var (
	_ pipeline.Fetcher  = dataset.Sample{}
	_ pipeline.Sizer    = dataset.Sample{}
	_ pipeline.Labeller = dataset.Sample{}
)

// prepare fits the pipeline and returns the training samples' features. With random steps they are computed anew
// for each epoch, otherwise once.
func (t *training) prepare(ctx context.Context) (classifier.Data, error) {
	if t.pipeline.HasRandom() {
		if err := t.fit(ctx, t.pipeline, t.pipeline.Input(), t.train.Samples); err != nil {
			return nil, err
		}
		return t.newStream()
	}
	samples, err := t.fitAndExtract(ctx)
	if err != nil {
		return nil, err
	}
	t.metrics.Train = samples.X.Rows
	return samples, t.checkClasses(samples.Labels)
}

// checkClasses reports if images of one class only could be read.
func (t *training) checkClasses(labels []int) error {
	if slices.Min(labels) < slices.Max(labels) {
		return nil
	}
	return fmt.Errorf("wanted images of at least two classes that can be read, found only those of %q", t.train.Classes[labels[0]])
}

// fitAndExtract reads each image once: what the steps before the first Fitter make of it is kept, the Fitter learns from
// that, it goes through the stage that the Fitter becomes and the steps behind up to the next one, and so on.
func (t *training) fitAndExtract(ctx context.Context) (*classifier.Samples, error) {
	first := unfitted(t.pipeline.Steps)
	if first == len(t.pipeline.Steps) {
		return t.features(ctx, t.pipeline, t.train.Samples)
	}
	head := t.pipeline.With(t.pipeline.Steps[:first])
	plan, err := head.Compile(head.Input())
	if err != nil {
		return nil, err
	}
	if _, err := featureLen(plan.Out); err != nil { // pictures of any size, or uint8: read them again
		if err := t.fit(ctx, t.pipeline, t.pipeline.Input(), t.train.Samples); err != nil {
			return nil, err
		}
		return t.features(ctx, t.pipeline, t.train.Samples)
	}
	kept, err := t.features(ctx, head, t.train.Samples)
	if err != nil {
		return nil, err
	}
	steps, in := head.Steps, plan.Out
	for len(steps) < len(t.pipeline.Steps) {
		rest := t.pipeline.Steps[len(steps):]
		stop := 1 + unfitted(rest[1:]) // there is one at 0
		if steps, in, err = t.fitOnKept(ctx, in, kept, steps, rest[:stop]); err != nil {
			return nil, err
		}
	}
	t.pipeline = t.pipeline.With(steps)
	return kept, ctx.Err()
}

// unfitted is the index of the first Fitter, or the number of steps.
func unfitted(steps []pipeline.Step) int {
	i := slices.IndexFunc(steps, func(s pipeline.Step) bool { return !pipeline.New(s).Fitted() })
	if i < 0 {
		return len(steps)
	}
	return i
}

// fitOnKept fits the steps next on the kept features of spec in, which come from the steps done, and makes kept what next make of
// them. It returns all steps and what they make.
func (t *training) fitOnKept(ctx context.Context, in tensor.Spec, kept *classifier.Samples, done, next []pipeline.Step) ([]pipeline.Step, tensor.Spec, error) {
	fitted, err := pipeline.Fit(ctx, t.pipeline.With(next), in, labelledRows(in, kept), t.options())
	if err != nil {
		return nil, in, err
	}
	plan, err := fitted.Compile(in)
	if err != nil {
		return nil, in, err
	}
	if kept.X, err = t.through(ctx, fitted, plan, kept.X); err != nil {
		return nil, in, err
	}
	return slices.Concat(done, fitted.Steps), plan.Out, nil
}

// through runs plan, which is made of the fitted steps, on each of the rows kept. The result may be in their memory: a row is read
// before its result is there.
func (t *training) through(ctx context.Context, steps *pipeline.Pipeline, plan *pipeline.Plan, kept classifier.Matrix) (classifier.Matrix, error) {
	if t.cache != nil {
		return t.cache.through(ctx, steps, plan, kept, t.options())
	}
	x := kept
	if n := plan.Out.Len(); n != kept.Cols {
		x = classifier.NewMatrix(kept.Rows, n)
	}
	return x, plan.RunRows(ctx, x, kept, t.opt.Workers)
}

func (t *training) options() pipeline.Options {
	return pipeline.Options{Workers: t.opt.Workers, Limits: t.opt.Limits, Seed: t.config.Seed}
}

func (t *training) fit(ctx context.Context, p *pipeline.Pipeline, in tensor.Spec, samples []dataset.Sample) error {
	if p.Fitted() {
		return nil
	}
	fitted, err := pipeline.Fit(ctx, p, in, slices.Values(samples), t.options())
	if err == nil {
		t.pipeline = fitted
	}
	return err
}

// features runs p on samples, without its random steps, and returns a row of features and a label for each that can be
// read.
func (t *training) features(ctx context.Context, p *pipeline.Pipeline, samples []dataset.Sample) (*classifier.Samples, error) {
	plan, err := p.Compile(p.Input())
	if err != nil {
		return nil, err
	}
	if _, err := featureLen(plan.Out); err != nil {
		return nil, err
	}
	if t.cache != nil {
		return t.cached(ctx, p, plan, samples)
	}
	x, failed, err := t.compute(ctx, p, plan, samples)
	if err != nil {
		return nil, err
	}
	kept := t.keep(samples, x, failed)
	switch {
	case ctx.Err() != nil:
		return nil, ctx.Err()
	case kept.X.Rows == 0:
		return nil, errNoSamples
	}
	return kept, nil
}

// compute returns a row for each sample, and why that of a sample can't be used. From the first step on that takes many vectors at once,
// such as a product with a large matrix, all go through together.
func (t *training) compute(ctx context.Context, p *pipeline.Pipeline, plan *pipeline.Plan, samples []dataset.Sample) (classifier.Matrix, []error, error) {
	head, tail := beforeRows(p, plan)
	if len(tail) == 0 {
		x, failed := t.oneByOne(ctx, plan, samples)
		return x, failed, nil
	}
	headPlan, err := head.Compile(p.Input())
	if err != nil {
		return classifier.Matrix{}, nil, err
	}
	tailPlan, err := p.With(tail).Compile(headPlan.Out)
	if err != nil {
		return classifier.Matrix{}, nil, err
	}
	x, failed := t.oneByOne(ctx, headPlan, samples)
	x, err = t.through(ctx, p.With(tail), tailPlan, x)
	for i := range failed {
		if failed[i] == nil {
			failed[i] = finite(x.Row(i))
		}
	}
	return x, failed, err
}

// beforeRows cuts p before its first step that takes many vectors at once. There is no tail without one.
func beforeRows(p *pipeline.Pipeline, plan *pipeline.Plan) (head *pipeline.Pipeline, tail []pipeline.Step) {
	for _, n := range plan.Nodes {
		if _, ok := n.Stage.(pipeline.RowStage); ok && n.In.Known() && n.In.DType == tensor.Float32 {
			return p.With(p.Steps[:n.Number-1]), p.Steps[n.Number-1:]
		}
	}
	return p, nil
}

// oneByOne runs plan on each sample.
func (t *training) oneByOne(ctx context.Context, plan *pipeline.Plan, samples []dataset.Sample) (classifier.Matrix, []error) {
	x, failed := classifier.NewMatrix(len(samples), plan.Out.Len()), make([]error, len(samples))
	for _, r := range pipeline.MapUnordered(ctx, plan, samples, t.options()) {
		if failed[r.Index] = usable(r); failed[r.Index] == nil {
			copy(x.Row(r.Index), r.Tensor.F32)
		}
		if t.opt.OnImage != nil {
			t.opt.OnImage(len(samples))
		}
	}
	return x, failed
}

// usable returns why features can't be trained on: an error, or a value that isn't finite.
func usable(r pipeline.Result) error {
	if r.Err != nil {
		return r.Err
	}
	return finite(r.Tensor.F32)
}

func finite(features []float32) error {
	if i := kernel.NotFinite(features); i >= 0 {
		return fmt.Errorf("features: wanted finite values, found %v at %d", features[i], i)
	}
	return nil
}

// cached is features with the cache. The rows of samples that can't be read have been left out there.
func (t *training) cached(ctx context.Context, p *pipeline.Pipeline, plan *pipeline.Plan, samples []dataset.Sample) (*classifier.Samples, error) {
	file, err := t.cache.features(ctx, p, plan, samples, t.options(), t.opt.OnImage)
	if err != nil {
		return nil, err
	}
	failed := make([]bool, len(samples))
	for _, f := range file.Failed {
		failed[f.Index] = true
		t.fail(samples[f.Index], errors.New(f.Reason))
	}
	read := make([]dataset.Sample, 0, file.Rows)
	for i, s := range samples {
		if !failed[i] {
			read = append(read, s)
		}
	}
	kept := t.finite(read, matrix(file))
	if kept.X.Rows == 0 {
		return nil, errNoSamples
	}
	return kept, nil
}

// finite leaves out samples whose features aren't, and notes them. x isn't written to.
func (t *training) finite(samples []dataset.Sample, x classifier.Matrix) *classifier.Samples {
	if kernel.NotFinite(x.Data) >= 0 {
		x.Data = slices.Clone(x.Data)
	}
	failed := make([]error, len(samples))
	for i := range samples {
		failed[i] = finite(x.Row(i))
	}
	return t.keep(samples, x, failed)
}

// keep takes the rows of samples that failed out of x, in its memory, and notes them.
func (t *training) keep(samples []dataset.Sample, x classifier.Matrix, failed []error) *classifier.Samples {
	labels := make([]int, 0, len(samples))
	for i, s := range samples {
		if failed[i] != nil {
			t.fail(s, failed[i])
			continue
		}
		if len(labels) < i {
			copy(x.Row(len(labels)), x.Row(i))
		}
		labels = append(labels, s.Label)
	}
	x.Rows = len(labels)
	x.Data = x.Data[:x.Rows*x.Cols]
	return &classifier.Samples{X: x, Labels: labels}
}

// A keptRow is the features of one image as a source for the steps that are still to come.
type keptRow struct {
	spec   tensor.Spec
	values []float32
	class  int
}

// Load copies the features. They are no image any more, so the decoder's options don't matter.
func (k keptRow) Load(dst *tensor.Tensor, _ imageio.Options) error {
	dst.CopyFrom(&tensor.Tensor{Spec: k.spec, F32: k.values})
	return nil
}

// Class returns the image's class, for steps that learn from classes.
func (k keptRow) Class() int { return k.class }

func labelledRows(spec tensor.Spec, kept *classifier.Samples) iter.Seq[keptRow] {
	return func(yield func(keptRow) bool) {
		for i := range kept.X.Rows {
			if !yield(keptRow{spec, kept.X.Row(i), kept.Labels[i]}) {
				return
			}
		}
	}
}
