package saccade_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/saccade-go/saccade"
	"github.com/saccade-go/saccade/classifier"
	"github.com/saccade-go/saccade/dataset"
	"github.com/saccade-go/saccade/features"
	"github.com/saccade-go/saccade/imgproc"
	"github.com/saccade-go/saccade/pipeline"
)

// fewCandidates are one that sees the picture, one that sees its mean alone, and one that can't be compiled.
func fewCandidates() []saccade.Candidate {
	head := func(epochs int, hidden ...int) saccade.Head {
		c := classifier.DefaultConfig()
		c.Epochs, c.Hidden = epochs, hidden
		return saccade.Head{Name: fmt.Sprint(epochs, hidden), Config: c}
	}
	pixels := func(side int) *pipeline.Pipeline {
		return pipeline.New(imgproc.Resize{Height: side, Width: side}, imgproc.ToFloat{}, features.Standardize{})
	}
	return []saccade.Candidate{
		{Name: "mean", Pipeline: pixels(1), Heads: []saccade.Head{head(2)}},
		{Name: "broken", Pipeline: pipeline.New(imgproc.Resize{Height: 4, Width: 4}, features.HOG{}), Heads: []saccade.Head{head(2)}},
		{Name: "pixels", Pipeline: pixels(14), Heads: []saccade.Head{head(1), head(4, 16)}},
	}
}

// TestSearch: candidates that see more win, what is broken is left out, and the best is trained on all samples.
func TestSearch(t *testing.T) {
	data := openData(t, trainDir)
	var told []saccade.Trial
	m, err := saccade.Search(t.Context(), data, saccade.SearchOptions{
		Candidates: fewCandidates(), OnTrial: func(trial saccade.Trial) { told = append(told, trial) },
	})
	if err != nil {
		t.Fatal(err)
	}
	trials := m.Metrics().Search
	if !slices.Equal(trials, told) {
		t.Errorf("the model has the trials %v, told were %v", trials, told)
	}
	best := trials[0]
	for _, trial := range trials {
		if trial.Features == "broken" || trial.Round != 1 || trial.Samples != 800 || trial.Accuracy < 0 || trial.Loss <= 0 || trial.Seconds <= 0 {
			t.Errorf("trial %+v", trial)
		}
		if trial.Accuracy > best.Accuracy {
			best = trial
		}
	}
	if len(trials) != 3 || best.Features != "pixels" || best.Accuracy < 0.6 {
		t.Errorf("best of %d is %+v", len(trials), best)
	}
	if m.Metrics().Train != len(data.Samples) || m.Metrics().Val != 0 || m.Pipeline().Steps[0] != (imgproc.Resize{Height: 14, Width: 14}) {
		t.Errorf("trained %v on %d, measured on %d", m.Pipeline(), m.Metrics().Train, m.Metrics().Val)
	}
	if got := fmt.Sprint(len(m.Metrics().History.Epochs), m.Settings().Hidden); got != best.Head {
		t.Errorf("the last training had %s, the best trial %s", got, best.Head)
	}
}

// TestSearchRepeats: by the number of trials, the model is the same on any number of workers, and with its trials when it was read again.
func TestSearchRepeats(t *testing.T) {
	data := openData(t, trainDir)
	var files [2][]byte
	for i, workers := range []int{1, 3} {
		opt := saccade.SearchOptions{Candidates: fewCandidates(), Trials: 2, Seed: 3}
		opt.Train.Workers, opt.Train.Calibrate, opt.Train.MinConfidence = workers, true, 0.3
		m, err := saccade.Search(t.Context(), data, opt)
		if err != nil {
			t.Fatal(err)
		}
		path := filepath.Join(t.TempDir(), "m")
		if err := m.Save(path); err != nil {
			t.Fatal(err)
		}
		if files[i], err = os.ReadFile(path); err != nil {
			t.Fatal(err)
		}
		back, err := saccade.Open(path)
		if err != nil || len(back.Metrics().Search) != 2 || back.Temperature() == 1 || back.MinConfidence() != 0.3 {
			t.Errorf("read back %v, %v", back, err)
		}
	}
	if !bytes.Equal(files[0], files[1]) {
		t.Error("one worker and three give other models")
	}
}

// TestSearchRounds: with enough samples the first round has a third of them, and only the best go on.
func TestSearchRounds(t *testing.T) {
	data := openData(t, trainDir)
	more := *data
	for len(more.Samples) < 2400 {
		more.Samples = append(more.Samples, data.Samples...)
	}
	candidates := fewCandidates()
	for i := range 3 {
		c := candidates[2]
		c.Name = fmt.Sprint("pixels ", i)
		candidates = append(candidates, c)
	}
	m, err := saccade.Search(t.Context(), &more, saccade.SearchOptions{Candidates: candidates, ValFraction: 0.1})
	if err != nil {
		t.Fatal(err)
	}
	var perRound [3]int
	for _, trial := range m.Metrics().Search {
		perRound[trial.Round]++
		if want := len(more.Samples) * 9 / 10 * []int{0, 1, 3}[trial.Round] / 3; trial.Samples != want {
			t.Errorf("round %d has %d samples, want %d", trial.Round, trial.Samples, want)
		}
	}
	if perRound[1] != 9 || perRound[2] != 3 {
		t.Errorf("rounds of %d and %d", perRound[1], perRound[2])
	}
}

// TestSearchInNoTime: a budget that is over at once still gives a model of the first candidate.
func TestSearchInNoTime(t *testing.T) {
	m, err := saccade.Search(t.Context(), openData(t, trainDir), saccade.SearchOptions{Candidates: fewCandidates(), Budget: time.Nanosecond})
	if err != nil {
		t.Fatal(err)
	}
	if trials := m.Metrics().Search; len(trials) != 1 || trials[0].Features != "mean" {
		t.Errorf("trials %+v", trials)
	}
}

func TestSearchRefused(t *testing.T) {
	data := openData(t, trainDir)
	few := *data
	few.Samples = data.Samples[:1]
	config := classifier.DefaultConfig()
	for name, c := range map[string]struct {
		data *dataset.Dataset
		opt  saccade.SearchOptions
		want string
	}{
		"budget":     {data, saccade.SearchOptions{Budget: -1}, "wanted a budget"},
		"trials":     {data, saccade.SearchOptions{Trials: -1}, "wanted a budget"},
		"part":       {data, saccade.SearchOptions{ValFraction: 1}, "wanted a part"},
		"config":     {data, saccade.SearchOptions{Train: saccade.TrainOptions{Config: &config}}, "wanted no pipeline, network"},
		"none":       {data, saccade.SearchOptions{Candidates: []saccade.Candidate{}}, "at least one candidate"},
		"all broken": {data, saccade.SearchOptions{Candidates: fewCandidates()[1:2]}, "broken: stage 2 hog"},
		"few":        {&few, saccade.SearchOptions{}, "wanted samples to hold out"},
		"nothing":    {&dataset.Dataset{Name: "d"}, saccade.SearchOptions{}, "wanted samples to hold out"},
	} {
		if _, err := saccade.Search(t.Context(), c.data, c.opt); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: error %v, want %s", name, err, c.want)
		}
	}
	ctx, cancel := context.WithCancel(t.Context())
	opt := saccade.SearchOptions{Candidates: fewCandidates(), OnTrial: func(saccade.Trial) { cancel() }}
	if _, err := saccade.Search(ctx, data, opt); !errors.Is(err, context.Canceled) {
		t.Errorf("interrupted: error %v", err)
	}
}

// TestCandidatesFor: every candidate makes features of what it is for.
func TestCandidatesFor(t *testing.T) {
	for _, dir := range []string{trainDir, photosByClass(t)} {
		candidates := saccade.CandidatesFor(openData(t, dir))
		names := map[string]bool{}
		for _, c := range candidates {
			if names[c.Name] || len(c.Heads) == 0 {
				t.Errorf("%s: %s is there twice or has no head", dir, c.Name)
			}
			names[c.Name] = true
			plan, err := c.Pipeline.Compile(c.Pipeline.Input())
			if err != nil {
				t.Errorf("%s: %s: %v", dir, c.Name, err)
				continue
			}
			for _, h := range c.Heads {
				if err := h.Config.Check(plan.Out.Len(), 2, false); err != nil {
					t.Errorf("%s: %s, %s: %v", dir, c.Name, h.Name, err)
				}
			}
		}
		if len(candidates) < 4 {
			t.Errorf("%s: %d candidates", dir, len(candidates))
		}
	}
	if saccade.CandidatesFor(&dataset.Dataset{}) == nil {
		t.Error("no candidates without a picture")
	}
}

// photosByClass is a folder with larger pictures in colour.
func photosByClass(t *testing.T) string {
	dir := t.TempDir()
	for class, name := range map[string]string{"cat": "chelsea.jpg", "person": "astronaut.jpg"} {
		photo, err := os.ReadFile(filepath.Join("testdata/photos", name))
		if err != nil {
			t.Fatal(err)
		}
		if err := os.Mkdir(filepath.Join(dir, class), 0o777); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(dir, class, name), photo, 0o666); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}
