package saccade

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"github.com/saccade-go/saccade/classifier"
	"github.com/saccade-go/saccade/dataset"
	"github.com/saccade-go/saccade/features"
	"github.com/saccade-go/saccade/imageio"
	"github.com/saccade-go/saccade/pipeline"
	"github.com/saccade-go/saccade/tensor"
)

// TrainOptions say how Train makes a model. The zero value is the default.
type TrainOptions struct {
	// Pipeline makes features of images; nil is the preset "hog".
	Pipeline *pipeline.Pipeline
	// Config is the network and its training; nil is DefaultConfig. Its Workers is not used: Workers below is.
	Config *classifier.Config
	// Val has the samples on which each epoch is measured. If it is nil, the part ValFraction of each class is
	// held out for that: 0 means a tenth, a negative number none.
	Val         *dataset.Dataset
	ValFraction float64
	// Calibrate fits a temperature on the held-out samples when training is done, so that the model's probabilities are as sure
	// as they are right; see classifier.FitTemperature. The classes it answers with don't change. Without held-out samples that
	// can be read it is an error, before training.
	Calibrate bool
	// MinConfidence, in 0..1, becomes the model's: answers whose probability is below it are rejected. Training doesn't use it.
	MinConfidence float64
	// Workers is how many images are worked on at a time; 0 means one for each processor. The model doesn't
	// depend on it.
	Workers int
	// Limits are the decoder's.
	Limits imageio.Limits

	// Cache, if not empty, names a folder where features are kept, one file for each list of samples and pipeline, and looked
	// for by the next training: then no image is decoded. The folder is made if it isn't there. Features are trained on where
	// they stand in the file, so that they may be more than fits in memory. The model is the same with and without.
	//
	// A file is good for the same pipeline with all that it has learned, samples, limits, version of the program and kind of
	// processor. Of image files the name, size and time of modification must be the same; they aren't read. A stage of the caller's
	// own must tell in its JSON all that its result depends on. What stands before the first Fitter is kept before it
	// learns, and what stands behind it afterwards; where pictures come to it that aren't float32 of one size, images are
	// decoded once to learn from. Files in the folder that are damaged are replaced, and none is ever removed: the folder may be
	// emptied at any time.
	//
	// With random steps, training samples differ in each epoch and only the features of Val are kept; if there is no Val,
	// that is an error. From the cache, OnFailure gets errors with the same text and without their types.
	Cache string

	// OnCache is called when features have been taken from the cache, or computed for it.
	OnCache func(CacheUse)
	// OnImage is called after each image whose features are done before training begins, or which failed; of is how many there
	// are. It isn't called for those in the cache.
	OnImage func(of int)
	// OnFailure is called for each sample that can't be read. The model is trained without it.
	OnFailure func(s dataset.Sample, err error)
}

// check reports what can be known to be wrong before anything is read.
func (o TrainOptions) check() error { return classifier.MinConfidence(o.MinConfidence).Check() }

// DefaultConfig returns softmax regression for 30 epochs at most, which ends when the loss on held-out samples
// has not become better for 5.
func DefaultConfig() classifier.Config {
	c := classifier.DefaultConfig()
	c.Patience = 5
	return c
}

const defaultValFraction = 0.1

// Settings tell how a model was trained. They stand in its file.
type Settings struct {
	classifier.Config
	ValFraction float64 `json:"val_fraction"`
}

// Metrics tell what was seen while a model was trained. They stand in its file.
type Metrics struct {
	Train   int                `json:"train"`  // samples trained on
	Val     int                `json:"val"`    // samples measured on
	Failed  int                `json:"failed"` // samples that couldn't be read
	History classifier.History `json:"history"`
	// Search has the trials of Search in their order, if it chose the pipeline and the network.
	Search []Trial `json:"search,omitempty"`
}

// Train trains a model on the data set at path: a folder with one subfolder of images for each class, or what
// else dataset.Open reads. The same data and options give the same model, whatever the number of workers.
//
// If after an epoch or more training diverges or the checkpoint can't be written, there are both an error, a
// *classifier.DivergenceError or *classifier.CheckpointError, and a model with the last good weights.
func Train(ctx context.Context, path string, opt TrainOptions) (*Model, error) {
	if err := opt.check(); err != nil {
		return nil, err
	}
	data, err := dataset.Open(path)
	if err != nil {
		return nil, err
	}
	return TrainOn(ctx, data, opt)
}

// TrainOn is Train on a data set that is open already.
func TrainOn(ctx context.Context, data *dataset.Dataset, opt TrainOptions) (*Model, error) {
	t, err := newTraining(data, opt)
	if err != nil {
		return nil, err
	}
	defer t.cache.close() // behind the last look at features
	train, err := t.prepare(ctx)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", data.Name, err)
	}
	val, err := t.validation(ctx)
	if err != nil {
		return nil, err
	}
	net, err := t.config.New(t.inputs, len(data.Classes))
	if err != nil {
		return nil, err
	}
	history, fitErr := classifier.Fit(ctx, net, train, val, t.config.Training)
	if fitErr != nil && !leavesModel(fitErr, history) {
		return nil, fitErr
	}
	t.metrics.History = history
	a, err := t.answering(net, val)
	if err != nil {
		return nil, err
	}
	m, err := newModel(t.pipeline, net, data.Classes, t.settings, t.metrics, a)
	if err != nil {
		return nil, err
	}
	return m, fitErr
}

// leavesModel reports whether what training had reached when it ended with err is worth keeping.
func leavesModel(err error, h classifier.History) bool {
	_, diverged := errors.AsType[*classifier.DivergenceError](err)
	_, notKept := errors.AsType[*classifier.CheckpointError](err)
	return h.Best > 0 && (diverged || notKept)
}

// FindLR makes the range test for learning rates on the data and with the network that TrainOn would train. It needs no
// held-out samples.
func FindLR(ctx context.Context, data *dataset.Dataset, opt TrainOptions, finder classifier.LRFinder) (classifier.LRCurve, error) {
	t, err := newTraining(data, opt)
	if err != nil {
		return classifier.LRCurve{}, err
	}
	defer t.cache.close()
	train, err := t.prepare(ctx)
	if err != nil {
		return classifier.LRCurve{}, fmt.Errorf("%s: %w", data.Name, err)
	}
	net, err := t.config.New(t.inputs, len(data.Classes))
	if err != nil {
		return classifier.LRCurve{}, err
	}
	return classifier.FindLR(ctx, net, train, t.config.Training, finder)
}

// A training is a model in the making.
type training struct {
	opt      TrainOptions
	config   classifier.Config
	pipeline *pipeline.Pipeline // fitted by prepare
	inputs   int                // features of an image
	train    *dataset.Dataset
	val      *dataset.Dataset // nil: none
	settings Settings
	metrics  Metrics
	cache    *cache // nil: none
	failed   map[string]bool
}

func newTraining(data *dataset.Dataset, opt TrainOptions) (*training, error) {
	if err := opt.check(); err != nil {
		return nil, err
	}
	t := &training{opt: opt, config: DefaultConfig(), pipeline: opt.Pipeline, train: data, failed: map[string]bool{}}
	if opt.Config != nil {
		t.config = *opt.Config
	}
	t.config.Workers = opt.Workers
	if t.pipeline == nil {
		t.pipeline = presets["hog"]()
	}
	if len(data.Classes) < 2 {
		return nil, fmt.Errorf("%s: wanted at least two classes to tell apart, found %q", data.Name, data.Classes)
	}
	if i := slices.IndexFunc(data.Samples, func(s dataset.Sample) bool { return s.Label < 0 }); i >= 0 {
		return nil, fmt.Errorf("%s: wanted a class for each sample, found none for %s", data.Name, data.Samples[i].Name)
	}
	if err := t.split(data); err != nil {
		return nil, err
	}
	if t.val == nil {
		t.config.Patience = 0 // there is nothing to be patient with
		if opt.Calibrate {
			return nil, errNothingToCalibrate
		}
	}
	plan, err := t.pipeline.Compile(t.pipeline.Input())
	if err != nil {
		return nil, err
	}
	if err := t.findImages(plan); err != nil {
		return nil, err
	}
	t.settings.Config = t.config
	t.settings.Workers, t.settings.Checkpoint, t.settings.OnBatch, t.settings.OnEpoch = 0, "", nil, nil // no part of the model
	if t.inputs, err = featureLen(plan.Out); err != nil {
		return nil, err
	}
	if err := t.config.Check(t.inputs, len(data.Classes), t.val != nil); err != nil {
		return nil, err
	}
	return t, t.openCache()
}

// findImages says, for CutMix, of what size the images are that the plan makes, flattened or not.
func (t *training) findImages(plan *pipeline.Plan) error {
	if t.config.CutMix == 0 || t.config.Height != 0 || t.config.Width != 0 {
		return nil
	}
	out := plan.Out
	if n := len(plan.Nodes); n > 0 {
		if _, flat := plan.Nodes[n-1].Stage.(features.Flatten); flat {
			out = plan.Nodes[n-1].In
		}
	}
	if out.H*out.W < 2 {
		return &tensor.SpecError{Op: "cutmix", Want: "images at the end of the pipeline, to cut from", Got: out}
	}
	t.config.Height, t.config.Width = out.H, out.W
	return nil
}

// openCache makes the cache, if there is to be one.
func (t *training) openCache() (err error) {
	if t.opt.Cache != "" && t.pipeline.HasRandom() && t.val == nil {
		return errors.New("cache: wanted features that can be kept, found random steps, which differ in each epoch, and no validation samples")
	}
	t.cache, err = newCache(t.opt.Cache, t.opt.OnCache)
	return err
}

// split decides which samples are trained on and which measured on.
func (t *training) split(data *dataset.Dataset) error {
	fraction := t.opt.ValFraction
	switch {
	case t.opt.Val != nil:
		val, err := t.opt.Val.WithClasses(data.Classes)
		t.val = val
		return err
	case fraction < 0:
		return nil
	case fraction == 0:
		fraction = defaultValFraction
	}
	if !(fraction < 1) {
		return fmt.Errorf("validation: wanted a part below 1 of the samples, found %v", fraction)
	}
	t.settings.ValFraction = fraction
	t.train, t.val = data.Split(fraction, t.config.Seed)
	if len(t.val.Samples) == 0 {
		t.val = nil
	}
	return nil
}

// validation returns the features of the held-out samples, or nil if there are none that can be read.
func (t *training) validation(ctx context.Context) (*classifier.Samples, error) {
	if t.val == nil {
		return nil, nil
	}
	val, err := t.features(ctx, t.pipeline, t.val.Samples)
	if errors.Is(err, errNoSamples) && t.opt.Val == nil {
		if t.opt.Calibrate {
			return nil, errNothingToCalibrate
		}
		t.config.Patience = 0 // the few that were held out are all bad, which is no reason not to train
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("validation: %w", err)
	}
	t.metrics.Val = val.X.Rows
	return val, nil
}

// errNothingToCalibrate says that there is nothing to fit a temperature on.
var errNothingToCalibrate = errors.New("calibrate: wanted held-out samples that can be read, found none")

// answering is that of the model, with a temperature fitted on the held-out samples if there is to be one.
func (t *training) answering(net *classifier.Network, val *classifier.Samples) (answering, error) {
	a := answering{1, classifier.MinConfidence(t.opt.MinConfidence)}
	if !t.opt.Calibrate {
		return a, nil
	}
	var logits classifier.Matrix
	if err := net.Logits(&logits, val.X); err != nil {
		return a, err
	}
	var err error
	a.temperature, err = classifier.FitTemperature(logits, val.Labels)
	return a, err
}

// fail notes a sample that can't be read; each is reported once, however often it is tried.
func (t *training) fail(s dataset.Sample, err error) {
	if t.failed[s.Name] {
		return
	}
	t.failed[s.Name] = true
	t.metrics.Failed++
	if t.opt.OnFailure != nil {
		t.opt.OnFailure(s, err)
	}
}
