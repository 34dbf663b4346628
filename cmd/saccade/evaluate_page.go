package main

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"image"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"

	"github.com/saccade-go/saccade"
	"github.com/saccade-go/saccade/classifier"
	"github.com/saccade-go/saccade/dataset"
	"github.com/saccade-go/saccade/imageio"
	"github.com/saccade-go/saccade/imgproc"
	"github.com/saccade-go/saccade/internal/report"
	"github.com/saccade-go/saccade/tensor"
)

// How many entries the page's lists have.
const (
	shownShots    = 24
	shownFailures = 50
)

// seen is what an evaluation's page keeps of the answers. One that isn't wanted keeps nothing.
type seen struct {
	classes  []string
	wanted   bool
	judged   []report.Judged
	mistakes ranking // the surest first
	doubtful ranking // the least certain first
	right    *ranked // the first right answer
	failures []report.Failure
}

func newSeen(m *saccade.Model, wanted bool) *seen {
	return &seen{classes: m.Classes(), wanted: wanted}
}

func (s *seen) add(sample dataset.Sample, a saccade.Answer) {
	switch {
	case !s.wanted:
		return
	case a.Err != nil:
		if len(s.failures) < shownFailures {
			s.failures = append(s.failures, report.Failure{Name: sample.Name, Reason: reason(sample.Name, a.Err)})
		}
		return
	}
	best := 0
	for k, p := range a.Probabilities {
		if p > a.Probabilities[best] {
			best = k
		}
	}
	s.judged = append(s.judged, report.Judge(sample.Label, best, a.Probabilities))
	r := ranked{sample, best, a.Probability, a.Rejected}
	if best == sample.Label && s.right == nil {
		s.right = &r
	}
	if best != sample.Label && !a.Rejected {
		s.mistakes.add(r, -a.Probability)
	}
	s.doubtful.add(r, a.Probability)
}

// A ranked answer is one that the page shows.
type ranked struct {
	sample      dataset.Sample
	class       int
	probability float32
	rejected    bool
}

// A ranking has the answers with the smallest keys, the smallest first; of equal ones the first stays first.
type ranking struct {
	answers []ranked
	keys    []float32
}

func (k *ranking) add(r ranked, key float32) {
	at, _ := slices.BinarySearchFunc(k.keys, key, func(a, b float32) int {
		if a <= b {
			return -1
		}
		return 1
	})
	if at == shownShots {
		return
	}
	k.answers, k.keys = slices.Insert(k.answers, at, r), slices.Insert(k.keys, at, key)
	n := min(len(k.keys), shownShots)
	k.answers, k.keys = k.answers[:n], k.keys[:n]
}

// below is the path of name in folder, which the page names; of what lies elsewhere or in a file, its last part.
func below(folder, name string) string {
	if rest, ok := strings.CutPrefix(name, strings.TrimRight(folder, `/\`)); ok && strings.IndexAny(rest, `/\`) == 0 {
		return strings.TrimLeft(rest, `/\`)
	}
	return filepath.Base(name)
}

// shots decodes the pictures again, as they are. Their paths are those in folder.
func (k ranking) shots(folder string, classes []string) []report.Shot {
	var all []report.Shot
	for _, r := range k.answers {
		truth, class := classes[r.sample.Label], classes[r.class]
		s := report.Shot{Title: class, Value: fmt.Sprintf("%.1f %%", 100*r.probability), Notes: []string{"is " + truth}, Path: below(folder, r.sample.Name),
			Alt: fmt.Sprintf("picture of the class %s, taken for %s", truth, class)}
		if r.class == r.sample.Label {
			s.Notes, s.Alt = []string{"right"}, "picture of the class "+truth
		}
		if r.rejected {
			s.Notes = append(s.Notes, "given no class")
		}
		s.Image = thumbnail(r.sample)
		all = append(all, s)
	}
	return all
}

// thumbnail decodes a picture to be shown, no larger than a page wants it, or returns nil. A large JPEG is decoded at a part of its
// size.
func thumbnail(s dataset.Sample) image.Image {
	least := func(h, w int) (int, int) {
		longer := max(h, w)
		return (h*report.MostShot + longer - 1) / longer, (w*report.MostShot + longer - 1) / longer
	}
	t := new(tensor.Tensor)
	if s.Load(t, imageio.Options{Least: least}) != nil {
		return nil
	}
	if max(t.H, t.W) > report.MostShot {
		fit := imgproc.Resize{Height: report.MostShot, Width: report.MostShot, Fit: true, Filter: imgproc.Lanczos3}
		out, err := fit.OutSpec(t.Spec)
		if err != nil {
			return nil
		}
		small := tensor.New(out)
		if fit.Apply(small, t) != nil {
			return nil
		}
		t = small
	}
	img, err := t.Image()
	if err != nil {
		return nil
	}
	return img
}

// page puts together what the report shows.
func (f *evaluateFlags) page(ctx context.Context, m *saccade.Model, modelPath string, data *dataset.Dataset, s *seen, r *classifier.Report) (*report.Evaluation, error) {
	made, err := f.made(ctx, modelPath, data)
	if err != nil {
		return nil, err
	}
	page := &report.Evaluation{
		Frame: report.Frame{
			Title: modelPath + " on " + data.Name,
			Lead: fmt.Sprintf("%.2f %% of %s right; with 95 %% certainty between %.2f and %.2f %%", 100*r.Accuracy, count(r.N, "image"),
				100*r.AccuracyInterval.Lower, 100*r.AccuracyInterval.Upper),
			Made: made,
		},
		Report: r, Judged: s.judged, Failures: s.failures, History: m.Metrics().History,
		Mistakes: s.mistakes.shots(data.Name, s.classes), Doubtful: s.doubtful.shots(data.Name, s.classes),
		Weights: weightPictures(m),
	}
	for _, l := range m.Plan().Lines() {
		page.Plan = append(page.Plan, report.PlanRow(l))
	}
	page.Example, page.Stages = s.example(m)
	return page, nil
}

// made says with what the page was made. There is no date in it: the same model and data give the same page.
func (f *evaluateFlags) made(ctx context.Context, modelPath string, data *dataset.Dataset) (report.Made, error) {
	model, err := fileSum(modelPath)
	if err != nil {
		return report.Made{}, err
	}
	samples, err := data.Digest(ctx)
	if err != nil {
		return report.Made{}, err
	}
	return report.Made{Command: f.command, Facts: append(programFacts(),
		report.Fact{Name: "Model, SHA-256", Value: model},
		report.Fact{Name: "Data, SHA-256", Value: fmt.Sprintf("%x (classes and content of %s)", samples, count(len(data.Samples), "image"))},
	)}, nil
}

// programFacts says which program makes a page.
func programFacts() []report.Fact {
	return []report.Fact{
		{Name: "Saccade", Value: version()},
		{Name: "Go", Value: fmt.Sprintf("%s, %s/%s", runtime.Version(), runtime.GOOS, runtime.GOARCH)},
	}
}

// example is the first image with a right answer, or with any, and what each stage makes of it.
func (s *seen) example(m *saccade.Model) (name string, stages []report.Shot) {
	r := s.right
	if r == nil && len(s.mistakes.answers) > 0 {
		r = &s.mistakes.answers[0]
	}
	if r == nil {
		return "", nil
	}
	img := new(tensor.Tensor)
	if r.sample.Load(img, m.Plan().Decode()) != nil {
		return "", nil // it was there before
	}
	panels, err := stagePanels(m.Plan(), "", img, s.classes)
	if err != nil {
		return "", nil
	}
	panels[0].Image = thumbnail(r.sample)
	for _, p := range panels {
		shot := report.Shot{Image: report.Thumbnail(p.Image), Title: p.Lines[0], Alt: "what " + p.Lines[0] + " makes of the image"}
		for _, line := range p.Lines[1:] {
			if line != "" {
				shot.Notes = append(shot.Notes, line)
			}
		}
		stages = append(stages, shot)
	}
	return r.sample.Name, stages
}

// fileSum is the SHA-256 of a file's content.
func fileSum(path string) (string, error) {
	file, err := os.Open(path)
	if err != nil {
		return "", at(path, err)
	}
	defer file.Close()
	h := sha256.New()
	if _, err := io.Copy(h, file); err != nil {
		return "", at(path, err)
	}
	return hex.EncodeToString(h.Sum(nil)), nil
}

type commandKey struct{}

// withCommand keeps what the program was called with.
func withCommand(ctx context.Context, command []string) context.Context {
	return context.WithValue(ctx, commandKey{}, command)
}

// commandOf returns it.
func commandOf(ctx context.Context) []string {
	command, _ := ctx.Value(commandKey{}).([]string)
	return command
}
