package saccade_test

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"math"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"testing"

	"github.com/saccade-go/saccade"
	"github.com/saccade-go/saccade/classifier"
	"github.com/saccade-go/saccade/dataset"
	"github.com/saccade-go/saccade/features"
	"github.com/saccade-go/saccade/imageio"
	"github.com/saccade-go/saccade/imgproc"
	"github.com/saccade-go/saccade/pipeline"
	"github.com/saccade-go/saccade/tensor"
)

// A loss that grows by a factor in each step is finite for an epoch or so. What there was then is returned.
func TestDivergenceReturnsTheLastGoodModel(t *testing.T) {
	data := openData(t, twoClasses(t))
	opt := options(50)
	opt.Config.Loss.Kind, opt.Config.LR, opt.Config.Hidden, opt.Config.Momentum, opt.Config.Patience = classifier.SquaredError, 3, nil, 0, 0
	opt.ValFraction = -1
	m, err := saccade.TrainOn(t.Context(), data, opt)
	var e *classifier.DivergenceError
	if !errors.As(err, &e) || e.Epoch < 2 || m == nil {
		t.Fatalf("model %v, error %v, want a model and a *DivergenceError of a later epoch", m, err)
	}
	if h := m.Metrics().History; len(h.Epochs) != e.Epoch-1 || h.Best != e.Epoch-1 {
		t.Errorf("%d epochs, best %d, diverged in %d", len(h.Epochs), h.Best, e.Epoch)
	}
	opt.Config.Epochs = e.Epoch - 1
	want, err := saccade.TrainOn(t.Context(), data, opt)
	if err != nil {
		t.Fatal(err)
	}
	a, b := m.Network().Params(), want.Network().Params()
	for i := range a {
		if !slices.Equal(a[i].Data, b[i].Data) {
			t.Errorf("%s isn't that of the last good epoch", a[i].Name)
		}
	}
}

// spoil makes features that aren't numbers of some pictures of 14×14, those with a bright middle.
type spoil struct{ imgproc.FlipHorizontal }

func (s spoil) Apply(dst, src *tensor.Tensor) error {
	err := s.FlipHorizontal.Apply(dst, src)
	if dst.F32[7*14+7] > 0.8 {
		dst.F32[7] = float32(math.Inf(1))
	}
	return err
}

// Samples whose features aren't finite are named and left out, in the same way from memory, from the cache and in a stream.
func TestFeaturesThatAreNotFinite(t *testing.T) {
	data := openData(t, twoClasses(t))
	gray := imageio.Options{Space: tensor.Gray}
	steps := []pipeline.Step{imgproc.Resize{Height: 14, Width: 14}, imgproc.ToFloat{}, spoil{}}
	run := func(steps []pipeline.Step, cache string) (failed []string) {
		opt := options(1)
		opt.Cache = cache
		opt.Pipeline = &pipeline.Pipeline{Decode: gray, Steps: steps}
		opt.OnFailure = func(s dataset.Sample, err error) {
			failed = append(failed, s.Name)
			if err.Error() != "features: wanted finite values, found +Inf at 7" {
				t.Errorf("%s: %v", s.Name, err)
			}
		}
		m, err := saccade.TrainOn(t.Context(), data, opt)
		if err != nil {
			t.Fatal(err)
		}
		if n := m.Metrics().Failed; n != len(failed) || m.Metrics().Train+m.Metrics().Val+n != len(data.Samples) {
			t.Errorf("%+v, %d reported of %d", m.Metrics(), len(failed), len(data.Samples))
		}
		slices.Sort(failed)
		return failed
	}
	want, dir := run(steps, ""), t.TempDir()
	if len(want) == 0 || len(want) > len(data.Samples)/2 {
		t.Fatalf("%d of %d samples failed", len(want), len(data.Samples))
	}
	for name, got := range map[string][]string{
		"cache": run(steps, dir), "cached": run(steps, dir),
		"stream": run(append([]pipeline.Step{imgproc.RandomFlip{P: 1e-12}}, steps...), ""),
	} {
		if !slices.Equal(got, want) {
			t.Errorf("%s: %d samples failed, want %d", name, len(got), len(want))
		}
	}
}

// Held-out samples behind a PCA, which takes many at once, are measured as Evaluate measures them one by one, also where some fail
// before it.
func TestHeldOutSamplesBehindPCA(t *testing.T) {
	data := openData(t, twoClasses(t))
	train, val := data.Split(0.5, 1)
	opt := options(3)
	opt.Pipeline = &pipeline.Pipeline{Decode: imageio.Options{Space: tensor.Gray}, Steps: []pipeline.Step{
		imgproc.Resize{Height: 14, Width: 14}, imgproc.ToFloat{}, spoil{}, features.LearnPCA{Components: 20}, features.PowerNormalize{},
	}}
	opt.Val, opt.ValFraction = val, 0
	failed := map[string]bool{}
	opt.OnFailure = func(s dataset.Sample, _ error) { failed[s.Name] = true }
	m, err := saccade.TrainOn(t.Context(), train, opt)
	if err != nil {
		t.Fatal(err)
	}
	good := *val
	good.Samples = slices.DeleteFunc(slices.Clone(val.Samples), func(s dataset.Sample) bool { return failed[s.Name] })
	if n := len(val.Samples) - len(good.Samples); n == 0 || m.Metrics().Val != len(good.Samples) {
		t.Fatalf("%d held-out samples failed, %d were measured of %d", n, m.Metrics().Val, len(val.Samples))
	}
	r, err := m.Evaluate(t.Context(), &good, pipeline.Options{}, nil)
	if err != nil {
		t.Fatal(err)
	}
	h := m.Metrics().History
	if last := h.Epochs[h.Best-1].Val; last.Accuracy != r.Accuracy || math.Abs(last.Loss-r.LogLoss) > 1e-6 {
		t.Errorf("accuracy %v and loss %v while training, %v and %v afterwards", last.Accuracy, last.Loss, r.Accuracy, r.LogLoss)
	}
}

// A training on augmented images that was interrupted goes on where it was, but not on other images.
func TestStreamGoesOnFromACheckpoint(t *testing.T) {
	dir := twoClasses(t)
	train := func(ctx context.Context, path string, onBatch func(classifier.BatchStats)) (*saccade.Model, error) {
		opt := options(4)
		opt.Config.Patience, opt.Config.Checkpoint, opt.Config.OnBatch = 0, path, onBatch
		opt.Pipeline.Steps = slices.Insert(opt.Pipeline.Steps, 0, pipeline.Step(imgproc.RandomFlip{}))
		return saccade.TrainOn(ctx, openData(t, dir), opt)
	}
	want, err := train(t.Context(), "", nil)
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "state")
	ctx, cancel := context.WithCancel(t.Context())
	_, err = train(ctx, path, func(s classifier.BatchStats) {
		if s.Epoch == 3 {
			cancel()
		}
	})
	if !errors.Is(err, context.Canceled) {
		t.Fatalf("error %v, want that of the context", err)
	}
	first := 0
	got, err := train(t.Context(), path, func(s classifier.BatchStats) { first = cmp.Or(first, s.Epoch) })
	if err != nil || first < 2 {
		t.Fatalf("begun at epoch %d, error %v", first, err)
	}
	a, errA := os.ReadFile(save(t, got))
	b, errB := os.ReadFile(save(t, want))
	if errA != nil || errB != nil || !bytes.Equal(a, b) {
		t.Error("another model than without interruption")
	}
	if err := os.Remove(openData(t, dir).Samples[0].Name); err != nil {
		t.Fatal(err)
	}
	if _, err := train(t.Context(), path, nil); !errors.As(err, new(*classifier.CheckpointError)) {
		t.Errorf("an image less: error %v, want a *classifier.CheckpointError", err)
	}
}

// What workers have in hand when a loop over a stream ends, or training fails, ends with it.
func TestFindLROnAStream(t *testing.T) {
	opt := options(1)
	opt.Pipeline.Steps = slices.Insert(opt.Pipeline.Steps, 0, pipeline.Step(imgproc.RandomFlip{}))
	before := runtime.NumGoroutine()
	curve, err := saccade.FindLR(t.Context(), openData(t, twoClasses(t)), opt, classifier.DefaultLRFinder())
	if err != nil || curve.Suggestion < 1e-4 || curve.Suggestion > 1 {
		t.Errorf("suggestion %v, error %v", curve.Suggestion, err)
	}
	if after := runtime.NumGoroutine(); after > before+runtime.GOMAXPROCS(0) {
		t.Errorf("%d goroutines, %d before", after, before)
	}
}

// TestCutMixFindsTheImages: their size comes from the pipeline, flattened or not, and stands in the model's settings.
func TestCutMixFindsTheImages(t *testing.T) {
	data := openData(t, twoClasses(t))
	for _, steps := range [][]pipeline.Step{
		{imgproc.Resize{Height: 6, Width: 8}, imgproc.ToFloat{}},
		{imgproc.Resize{Height: 6, Width: 8}, imgproc.ToFloat{}, features.Flatten{}},
	} {
		opt := options(3)
		opt.Pipeline, opt.Config.CutMix = pipeline.New(steps...), 1
		m, err := saccade.TrainOn(t.Context(), data, opt)
		if err != nil {
			t.Fatal(err)
		}
		if c := m.Settings().Config; c.Height != 6 || c.Width != 8 {
			t.Errorf("%d×%d in the settings, want 6×8", c.Height, c.Width)
		}
	}
	opt := options(3)
	hog, err := saccade.Preset("hog")
	if err != nil {
		t.Fatal(err)
	}
	opt.Pipeline, opt.Config.CutMix = hog, 1
	_, err = saccade.TrainOn(t.Context(), data, opt)
	if e, ok := errors.AsType[*tensor.SpecError](err); !ok || e.Op != "cutmix" {
		t.Errorf("features that aren't images: %v, want an error about cutmix", err)
	}
}
