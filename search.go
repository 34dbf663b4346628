package saccade

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/saccade-go/saccade/classifier"
	"github.com/saccade-go/saccade/dataset"
	"github.com/saccade-go/saccade/pipeline"
)

// SearchOptions say how Search looks for a model. The zero value tries all that Candidates has for the data.
type SearchOptions struct {
	// Candidates are tried in this order, the cheapest first; nil means those of Candidates for the data.
	Candidates []Candidate
	// Budget bounds the time of the search, the last training on all images included. 0 means that nothing does. How many candidates are
	// tried, and so the result, then depends on the machine.
	Budget time.Duration
	// Trials bounds how many trainings there are, but for the last one on all images; 0 means that nothing does. Without a Budget
	// the same data, options and seed give the same model.
	Trials int
	// Seed decides on which samples are held out and which are left out in the first rounds, and goes to all trainings.
	Seed uint64
	// Val has the samples on which candidates are measured. If it is nil, the part ValFraction of each class is held out for that,
	// where 0 means a fifth, and the last training has them, too.
	Val         *dataset.Dataset
	ValFraction float64
	// OnTrial is called after each training.
	OnTrial func(Trial)
	// Train has what all trainings have in common: Calibrate, MinConfidence, Workers, Limits, OnImage, OnFailure. The rest of it has to
	// be zero: pipeline and network are what is looked for.
	Train TrainOptions
}

// A Candidate is a way to make features and the networks that are trained on them.
type Candidate struct {
	Name     string
	Pipeline *pipeline.Pipeline
	Heads    []Head
}

// A Head is a network and its training. Its epochs are all trained; it has no patience.
type Head struct {
	Name   string
	Config classifier.Config
}

// A Trial is what came of one training.
type Trial struct {
	Features string  `json:"features"` // the candidate's name
	Head     string  `json:"head"`
	Round    int     `json:"round"`   // from 1; each has more samples than the one before
	Samples  int     `json:"samples"` // trained on
	Accuracy float64 `json:"accuracy"`
	Loss     float64 `json:"loss"` // both on held-out samples, after the last epoch
	// Seconds is the time that features and training took. It is not part of the JSON.
	Seconds float64 `json:"-"`
}

// Search tries candidates on held-out samples and trains the best one on all. It goes by successive halving (Jamieson &
// Talwalkar 2016): in the first round, all candidates are trained on a small part of the samples; the best third goes on with
// three times as many, until the best few have been trained on all that aren't held out. The model's Metrics have the Trials.
//
// With a Budget, a round has a share of the time, and what is too expensive for it is left out; some of the time is kept back
// for the last training. A training that is begun within the budget and takes longer than could be known is ended.
//
// Errors are those of TrainOn. A candidate that fails because of what it made of the data is left out, unless all do.
func Search(ctx context.Context, data *dataset.Dataset, opt SearchOptions) (*Model, error) {
	start := time.Now()
	s, err := newSearch(data, opt, start)
	if err != nil {
		return nil, err
	}
	if err := s.rounds(ctx); err != nil {
		return nil, err
	}
	best := s.best()
	last := s.options(best)
	last.Calibrate = false // nothing is held out any more
	m, err := TrainOn(ctx, data, last)
	if err != nil {
		return m, err
	}
	m.metrics.Search = s.trials
	a := m.answering
	a.temperature = best.temperature
	return newModel(m.pipeline, m.network, m.classes, m.settings, m.metrics, a)
}

// A search is one in the making.
type search struct {
	opt     SearchOptions
	start   time.Time
	train   *dataset.Dataset // without what is held out
	val     *dataset.Dataset
	growth  float64 // of the samples by the last training, which has those held out, too
	entries []*entry
	trials  []Trial
	failed  []error
}

// An entry is a candidate with one of its heads, and the last that was seen of it.
type entry struct {
	*Candidate
	head        Head
	last        Trial
	before      Trial // the one before
	temperature float64
	failed      bool // for another reason than time
}

const (
	searchVal   = 0.2 // of the samples are held out
	searchEta   = 3   // the factor between rounds: samples are as many times more, entries as many times fewer
	searchLeast = 600 // samples of the first round at least
	searchKeep  = 2   // entries of a round at least
)

func newSearch(data *dataset.Dataset, opt SearchOptions, start time.Time) (*search, error) {
	if opt.Budget < 0 || opt.Trials < 0 {
		return nil, fmt.Errorf("search: wanted a budget and a number of trials of 0 or more, found %v and %d", opt.Budget, opt.Trials)
	}
	if !(opt.ValFraction >= 0 && opt.ValFraction < 1) {
		return nil, fmt.Errorf("search: wanted a part from 0 to below 1 of the samples to hold out, found %v", opt.ValFraction)
	}
	t := opt.Train
	if t.Pipeline != nil || t.Config != nil || t.Val != nil || t.ValFraction != 0 || t.Cache != "" {
		return nil, errors.New("search: wanted no pipeline, network, validation or cache among the options for training, found one")
	}
	s := &search{opt: opt, start: start, train: data, val: opt.Val, growth: 1}
	if opt.Val == nil {
		s.train, s.val = data.Split(cmp.Or(opt.ValFraction, searchVal), opt.Seed)
		s.growth = float64(len(data.Samples)) / float64(max(len(s.train.Samples), 1))
	}
	if len(s.val.Samples) == 0 {
		return nil, fmt.Errorf("%s: search: wanted samples to hold out, found too few: %d", data.Name, len(data.Samples))
	}
	if s.opt.Candidates == nil {
		s.opt.Candidates = CandidatesFor(data)
	}
	for i := range s.opt.Candidates {
		for _, h := range s.opt.Candidates[i].Heads {
			h.Config.Patience = 0
			s.entries = append(s.entries, &entry{Candidate: &s.opt.Candidates[i], head: h})
		}
	}
	if len(s.entries) == 0 {
		return nil, errors.New("search: wanted at least one candidate, found none")
	}
	return s, nil
}

// rounds runs all rounds.
func (s *search) rounds(ctx context.Context) error {
	parts := s.parts()
	for i, part := range parts {
		if err := s.round(ctx, i+1, part, s.until(i, len(parts))); err != nil {
			return err
		}
		if len(s.entries) == 0 {
			return fmt.Errorf("search: no candidate could be trained: %w", errors.Join(s.failed...))
		}
		if i+1 < len(parts) {
			s.entries = together(s.entries[:min(len(s.entries), max(searchKeep, (len(s.entries)+searchEta-1)/searchEta))])
		}
	}
	return nil
}

// parts are the parts of the samples that the rounds have.
func (s *search) parts() []float64 {
	parts := []float64{1}
	for p := 1. / searchEta; p*float64(len(s.train.Samples)) >= searchLeast && len(parts) < 3; p /= searchEta {
		parts = append(parts, p)
	}
	slices.Reverse(parts)
	return parts
}

// until is when round i of n has to end: the first at a third of the budget, the last with it.
func (s *search) until(i, n int) time.Time {
	if s.opt.Budget == 0 {
		return time.Time{}
	}
	const first = 1. / 3
	part := first
	if n > 1 {
		part += (1 - first) * float64(i) / float64(n-1)
	}
	return s.start.Add(time.Duration(float64(s.opt.Budget) * part))
}

// round trains the entries on a part of the samples and leaves those that could be, the best first.
func (s *search) round(ctx context.Context, number int, part float64, until time.Time) error {
	train, val := s.train, s.val
	if part < 1 {
		_, train = s.train.Split(part, s.opt.Seed)
		_, val = s.val.Split(max(part, min(1, 500/float64(len(val.Samples)))), s.opt.Seed)
	}
	var trained []*entry
	for rest := s.entries; len(rest) > 0; {
		n := sameFeatures(rest)
		trained = append(trained, s.tryAll(ctx, rest[:n], number, train, val, until, number == 1 && len(trained) == 0)...)
		if err := ctx.Err(); err != nil {
			return err
		}
		rest = rest[n:]
	}
	slices.SortStableFunc(trained, func(a, b *entry) int {
		return cmp.Or(cmp.Compare(b.last.Accuracy, a.last.Accuracy), cmp.Compare(a.last.Loss, b.last.Loss))
	})
	if number > 1 { // behind them those that there was no time for: there may be none for the others' last training
		for _, e := range s.entries {
			if !slices.Contains(trained, e) && !e.failed {
				trained = append(trained, e)
			}
		}
	}
	s.entries = trained
	return nil
}

// together puts the entries of a candidate one behind the other, where the first of them is.
func together(entries []*entry) (out []*entry) {
	for i, e := range entries {
		if slices.ContainsFunc(entries[:i], e.same) {
			continue
		}
		for _, other := range entries[i:] {
			if e.same(other) {
				out = append(out, other)
			}
		}
	}
	return out
}

func (e *entry) same(other *entry) bool { return e.Candidate == other.Candidate }

// sameFeatures is how many of the first entries have the same candidate.
func sameFeatures(entries []*entry) int {
	n := slices.IndexFunc(entries, func(e *entry) bool { return !e.same(entries[0]) })
	if n < 0 {
		return len(entries)
	}
	return n
}

// tryAll trains entries that share their features and returns those that could be. Those that would take too long, or leave no time to
// train them on all samples, are left out, unless must is said.
func (s *search) tryAll(ctx context.Context, entries []*entry, number int, train, val *dataset.Dataset, until time.Time, must bool) (trained []*entry) {
	if s.opt.Trials > 0 && len(s.trials) >= s.opt.Trials {
		return nil
	}
	if !until.IsZero() && !must {
		end := time.Now().Add(entries[0].seconds(len(train.Samples)))
		if end.After(until) || end.Add(s.lastTraining(entries[0])).After(s.start.Add(s.opt.Budget)) {
			return nil
		}
		var cancel context.CancelFunc
		ctx, cancel = context.WithDeadline(ctx, until.Add(s.opt.Budget/20))
		defer cancel()
	}
	began := time.Now()
	f, err := s.features(ctx, entries[0], train, val)
	if err != nil {
		s.failed = append(s.failed, fmt.Errorf("%s: %w", entries[0].Name, err))
		for _, e := range entries {
			e.failed = e.failed || !errors.Is(err, context.DeadlineExceeded)
		}
		return nil
	}
	features := time.Since(began)
	for _, e := range entries {
		if s.opt.Trials > 0 && len(s.trials) >= s.opt.Trials {
			break
		}
		began := time.Now()
		if err := f.try(ctx, e, number); err != nil {
			s.failed = append(s.failed, fmt.Errorf("%s, %s: %w", e.Name, e.head.Name, err))
			e.failed = !errors.Is(err, context.DeadlineExceeded)
			continue
		}
		e.last.Seconds = (features + time.Since(began)).Seconds()
		trained = append(trained, e)
		s.trials = append(s.trials, e.last)
		if s.opt.OnTrial != nil {
			s.opt.OnTrial(e.last)
		}
	}
	return trained
}

// seconds is how long training the entry on n samples will take, as far as is known: in proportion to the last time, or, after two
// rounds, by the line through both, as some of the time doesn't depend on the samples.
func (e *entry) seconds(n int) time.Duration {
	if e.last.Samples == 0 {
		return 0
	}
	perSample := e.last.Seconds / float64(e.last.Samples)
	if more := e.last.Samples - e.before.Samples; e.before.Samples > 0 && more > 0 {
		perSample = min(perSample, max(0, e.last.Seconds-e.before.Seconds)/float64(more))
	}
	return time.Duration((e.last.Seconds + perSample*float64(n-e.last.Samples)) * float64(time.Second))
}

// trialFeatures are the features of a candidate in one round.
type trialFeatures struct {
	*training
	data classifier.Data
	kept *classifier.Samples
}

func (s *search) features(ctx context.Context, e *entry, train, val *dataset.Dataset) (*trialFeatures, error) {
	opt := s.options(e)
	opt.Val = val
	t, err := newTraining(train, opt)
	if err != nil {
		return nil, err
	}
	f := &trialFeatures{training: t}
	if f.data, err = t.prepare(ctx); err != nil {
		return nil, err
	}
	f.kept, err = t.validation(ctx)
	return f, err
}

// try trains e's network and measures it.
func (f *trialFeatures) try(ctx context.Context, e *entry, round int) error {
	c := e.head.Config
	c.Seed, c.Workers = f.config.Seed, f.config.Workers
	net, err := c.New(f.inputs, len(f.train.Classes))
	if err != nil {
		return err
	}
	if _, err := classifier.Fit(ctx, net, f.data, nil, c.Training); err != nil {
		return err
	}
	a, err := f.answering(net, f.kept)
	if err != nil {
		return err
	}
	e.temperature = a.temperature
	e.before, e.last = e.last, Trial{Features: e.Name, Head: e.head.Name, Round: round, Samples: len(f.data.Targets())}
	var p classifier.Matrix
	if err := net.Probabilities(&p, f.kept.X); err != nil {
		return err
	}
	if e.last.Accuracy, err = classifier.TopK(p, f.kept.Labels, 1); err != nil {
		return err
	}
	e.last.Loss, err = classifier.LogLoss(p, f.kept.Labels)
	return err
}

// best is the entry that was best in the last round, of those that can be trained on all samples in the time that is left.
func (s *search) best() *entry {
	if s.opt.Budget == 0 {
		return s.entries[0]
	}
	left := s.opt.Budget - time.Since(s.start)
	for _, e := range s.entries {
		if s.lastTraining(e) <= left {
			return e
		}
	}
	return slices.MinFunc(s.entries, func(a, b *entry) int { return cmp.Compare(s.lastTraining(a), s.lastTraining(b)) })
}

// lastTraining is how long training e on all samples will take, as far as is known.
func (s *search) lastTraining(e *entry) time.Duration {
	return e.seconds(int(s.growth * float64(len(s.train.Samples))))
}

// options are those to train e with.
func (s *search) options(e *entry) TrainOptions {
	opt := s.opt.Train
	c := e.head.Config
	c.Seed = s.opt.Seed
	opt.Pipeline, opt.Config, opt.ValFraction = e.Pipeline, &c, -1
	return opt
}
