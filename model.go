package saccade

import (
	"context"
	"errors"
	"fmt"
	"image"
	"iter"
	"slices"

	"github.com/saccade-go/saccade/classifier"
	"github.com/saccade-go/saccade/dataset"
	"github.com/saccade-go/saccade/pipeline"
	"github.com/saccade-go/saccade/tensor"
)

// A Model answers for images: a fitted pipeline, a network on its features, and the names of the classes. It
// doesn't change after it was trained or opened, and is safe for concurrent use.
type Model struct {
	pipeline *pipeline.Pipeline
	network  *classifier.Network
	classes  []string
	settings Settings
	metrics  Metrics
	answering
	plan    *pipeline.Plan // the pipeline with the network as its last stage
	caching caching
}

// newModel checks that the parts fit together.
func newModel(p *pipeline.Pipeline, n *classifier.Network, classes []string, s Settings, m Metrics, a answering) (*Model, error) {
	if len(classes) != n.Classes() {
		return nil, fmt.Errorf("model: wanted %d class names for the network's outputs, found %d", n.Classes(), len(classes))
	}
	if i := duplicate(classes); i >= 0 {
		return nil, fmt.Errorf("model: wanted each class once, found %q again", classes[i])
	}
	model := &Model{pipeline: p, network: n, classes: classes, settings: s, metrics: m, answering: a}
	var err error
	if model.plan, err = model.Compile(model.Input()); err == nil {
		err = model.plan.Ready()
	}
	if err != nil {
		return nil, fmt.Errorf("model: %w", err)
	}
	return model, nil
}

// Input returns the spec of what the decoder gives to the pipeline.
func (m *Model) Input() tensor.Spec { return m.pipeline.Input() }

// Compile returns the way from an image of spec in, such as Input with a height and width, to the probabilities.
func (m *Model) Compile(in tensor.Spec) (*pipeline.Plan, error) {
	return m.pipeline.With(append(slices.Clone(m.pipeline.Steps), m.stage())).Compile(in)
}

// stage is the last one of the plan.
func (m *Model) stage() network { return network{m.network, m.temperature} }

// duplicate returns the index of the first name that stands earlier already, or −1.
func duplicate(names []string) int {
	seen := map[string]bool{}
	for i, n := range names {
		if seen[n] {
			return i
		}
		seen[n] = true
	}
	return -1
}

// Classes returns the names of the classes.
func (m *Model) Classes() []string { return slices.Clone(m.classes) }

// Pipeline returns the fitted pipeline. It must not be changed.
func (m *Model) Pipeline() *pipeline.Pipeline { return m.pipeline }

// Network returns the network. It must not be changed.
func (m *Model) Network() *classifier.Network { return m.network }

// Settings returns how the model was trained.
func (m *Model) Settings() Settings { return m.settings }

// Metrics returns what was measured while it was trained.
func (m *Model) Metrics() Metrics { return m.metrics }

// Plan returns the compiled way from a decoded image to the probabilities, one for each class.
func (m *Model) Plan() *pipeline.Plan { return m.plan }

// WithDraft returns the same model with another Draft: one that decodes large JPEG files faster and not exactly, or, with
// nil, exactly.
func (m *Model) WithDraft(d *pipeline.Draft) (*Model, error) {
	p := *m.pipeline
	p.Draft = d
	with, err := newModel(&p, m.network, m.classes, m.settings, m.metrics, m.answering)
	if err == nil {
		with.caching = m.caching
	}
	return with, err
}

// A Prediction is a model's answer for one image.
type Prediction struct {
	Class       string   // the most probable class, or "" if the answer is rejected
	Probability float32  // that of the most probable class, 0..1
	Top         []Ranked // all classes, most probable first
	Rejected    bool     // Probability is below the model's MinConfidence
}

// Ranked is a class with its probability.
type Ranked struct {
	Class       string  `json:"class"`
	Probability float32 `json:"probability"`
}

// Classify answers for img. An image.Image knows nothing of the file's EXIF orientation: ClassifyFile and
// ClassifyBytes do.
func (m *Model) Classify(img image.Image) (Prediction, error) { return m.predict(picture{img}) }

// ClassifyFile answers for the image file at path.
func (m *Model) ClassifyFile(path string) (Prediction, error) { return m.predict(file(path)) }

// ClassifyBytes answers for an encoded image: the content of a file.
func (m *Model) ClassifyBytes(data []byte) (Prediction, error) { return m.predict(encoded(data)) }

func (m *Model) predict(s pipeline.Source) (Prediction, error) {
	out := new(tensor.Tensor)
	if err := m.plan.RunFrom(out, s); err != nil {
		return Prediction{}, err
	}
	return m.rank(out.F32), nil
}

// rank sorts the classes by probability; of equal ones the first comes first.
func (m *Model) rank(p []float32) Prediction {
	top := make([]Ranked, len(p))
	for i := range p {
		top[i] = Ranked{m.classes[i], p[i]}
	}
	slices.SortStableFunc(top, func(a, b Ranked) int {
		switch {
		case a.Probability > b.Probability:
			return -1
		case a.Probability < b.Probability:
			return 1
		}
		return 0
	})
	a := Prediction{Class: top[0].Class, Probability: top[0].Probability, Top: top}
	if a.Rejected = m.minConfidence.Rejects(a.Probability); a.Rejected {
		a.Class = ""
	}
	return a
}

// An Answer is the prediction for one sample of a sequence, or the reason why there is none.
type Answer struct {
	Prediction
	Probabilities []float32 // by class, in the order of Classes; valid until the next answer
	Err           error
}

// ClassifyAll answers for all samples on several processors, and yields the answers in the samples' order. A sample that
// can't be read is an Answer with an error and stops nothing. When ctx ends, the sequence ends early; look at
// ctx.Err behind the loop.
func (m *Model) ClassifyAll(ctx context.Context, samples iter.Seq[dataset.Sample], opt pipeline.Options) iter.Seq2[dataset.Sample, Answer] {
	opt.Train = false
	return func(yield func(dataset.Sample, Answer) bool) {
		for s, r := range pipeline.Map(ctx, m.plan, samples, opt) {
			if !yield(s, m.answer(r)) {
				return
			}
		}
	}
}

func (m *Model) answer(r pipeline.Result) Answer {
	if r.Err != nil {
		return Answer{Err: r.Err}
	}
	return Answer{Prediction: m.rank(r.Tensor.F32), Probabilities: r.Tensor.F32}
}

// errNoSamples says that a data set is empty, or that nothing in it could be read.
var errNoSamples = errors.New("wanted at least one image that can be read, found none")
