package saccade_test

import (
	"encoding/json"
	"errors"
	"math"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/saccade-go/saccade"
	"github.com/saccade-go/saccade/classifier"
	"github.com/saccade-go/saccade/dataset"
	"github.com/saccade-go/saccade/internal/safetensors"
	"github.com/saccade-go/saccade/pipeline"
	"github.com/saccade-go/saccade/tensor"
)

func asJSON(t testing.TB, v any) []byte {
	t.Helper()
	b, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// overfitted options make a model that is too sure of itself.
func overfitted() saccade.TrainOptions {
	opt := options(60)
	opt.Config.Patience, opt.Config.LR = 0, 0.1
	return opt
}

func evaluation(t *testing.T, m *saccade.Model, dir string) (*classifier.Report, []saccade.Answer) {
	t.Helper()
	var all []saccade.Answer
	r, err := m.Evaluate(t.Context(), openData(t, dir), pipeline.Options{}, func(_ dataset.Sample, a saccade.Answer) {
		a.Probabilities = slices.Clone(a.Probabilities)
		all = append(all, a)
	})
	if err != nil {
		t.Fatal(err)
	}
	return r, all
}

// A temperature changes how sure the answers are, and none of the answers; the file keeps it.
func TestCalibrate(t *testing.T) {
	plain, err := saccade.Train(t.Context(), trainDir, overfitted())
	if err != nil {
		t.Fatal(err)
	}
	opt := overfitted()
	opt.Calibrate = true
	calibrated, err := saccade.Train(t.Context(), trainDir, opt)
	if err != nil {
		t.Fatal(err)
	}
	if plain.Temperature() != 1 || calibrated.Temperature() == 1 {
		t.Fatalf("temperatures %v and %v", plain.Temperature(), calibrated.Temperature())
	}
	before, raw := evaluation(t, plain, testDir)
	after, answers := evaluation(t, calibrated, testDir)
	if after.LogLoss >= before.LogLoss || after.Accuracy != before.Accuracy {
		t.Errorf("log loss %v, before %v; accuracy %v, before %v", after.LogLoss, before.LogLoss, after.Accuracy, before.Accuracy)
	}
	opened, err := saccade.Open(save(t, calibrated))
	if err != nil {
		t.Fatal(err)
	}
	_, again := evaluation(t, opened, testDir)
	for i := range answers {
		if answers[i].Class != raw[i].Class {
			t.Errorf("sample %d: class %s, before %s", i, answers[i].Class, raw[i].Class)
		}
		if !slices.Equal(answers[i].Probabilities, again[i].Probabilities) {
			t.Errorf("sample %d: probabilities %v, opened %v", i, answers[i].Probabilities, again[i].Probabilities)
		}
	}
	if opened.Temperature() != calibrated.Temperature() {
		t.Errorf("temperature %v, opened %v", calibrated.Temperature(), opened.Temperature())
	}
}

func TestCalibrateNeedsHeldOutSamples(t *testing.T) {
	opt := options(1)
	opt.Calibrate, opt.ValFraction = true, -1
	opt.OnImage = func(int) { t.Error("an image was read") }
	if _, err := saccade.Train(t.Context(), trainDir, opt); err == nil || !strings.Contains(err.Error(), "calibrate: wanted held-out samples") {
		t.Errorf("error %v", err)
	}
}

func TestMinConfidence(t *testing.T) {
	m := model(t)
	all, answers := evaluation(t, m, testDir)
	if all.Rejected != 0 || all.Coverage != 1 {
		t.Errorf("%d rejected without a threshold", all.Rejected)
	}
	const least = 0.6
	strict, err := m.WithMinConfidence(least)
	if err != nil {
		t.Fatal(err)
	}
	if strict, err = saccade.Open(save(t, strict)); err != nil {
		t.Fatal(err)
	}
	r, some := evaluation(t, strict, testDir)
	rejected := 0
	for i, a := range some {
		if a.Rejected != (a.Probability < least) || a.Rejected != (a.Class == "") || a.Top[0] != answers[i].Top[0] {
			t.Fatalf("sample %d: %+v, without a threshold %+v", i, a.Prediction, answers[i].Prediction)
		}
		if a.Rejected {
			rejected++
		}
	}
	if strict.MinConfidence() != least || rejected == 0 || r.Rejected != rejected || r.Accuracy != all.Accuracy || float64(r.AccuracyAnswered) <= r.Accuracy {
		t.Errorf("threshold %v, %d rejected, report %+v", strict.MinConfidence(), rejected, r.Selection)
	}
	if m.MinConfidence() != 0 {
		t.Error("the model itself was changed")
	}
	prediction, err := strict.ClassifyFile(openData(t, testDir).Samples[0].Name)
	if err != nil || prediction.Rejected != some[0].Rejected || prediction.Class != some[0].Class {
		t.Errorf("%+v, %v, want %+v", prediction, err, some[0].Prediction)
	}
}

func TestMinConfidenceRefuses(t *testing.T) {
	for _, p := range []float64{math.NaN(), -0.001, 1.001, math.Inf(1)} {
		if _, err := model(t).WithMinConfidence(p); !errors.As(err, new(*tensor.ParamError)) {
			t.Errorf("%v: error %v, want a *tensor.ParamError", p, err)
		}
		opt := options(1)
		opt.MinConfidence = p
		if _, err := saccade.Train(t.Context(), filepath.Join(t.TempDir(), "missing"), opt); !errors.As(err, new(*tensor.ParamError)) {
			t.Errorf("%v: error %v, want a *tensor.ParamError before anything is read", p, err)
		}
	}
}

// A model that is neither calibrated nor has a threshold is written as it always was, and others are not for programs that would
// overlook that.
func TestAnsweringInTheFile(t *testing.T) {
	strict, err := model(t).WithMinConfidence(0.25)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		model          *saccade.Model
		version, least string
	}{{model(t), "1", ""}, {strict, "2", "0.25"}} {
		f, err := safetensors.ReadFile(save(t, c.model))
		if err != nil {
			t.Fatal(err)
		}
		_, hot := f.Metadata["temperature"]
		if f.Metadata["format_version"] != c.version || f.Metadata["min_confidence"] != c.least || hot {
			t.Errorf("metadata %q", f.Metadata)
		}
	}
}
