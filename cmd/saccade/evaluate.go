package main

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"github.com/saccade-go/saccade"
	"github.com/saccade-go/saccade/classifier"
	"github.com/saccade-go/saccade/dataset"
	"github.com/saccade-go/saccade/imageio"
	"github.com/saccade-go/saccade/internal/atomicfile"
	"github.com/saccade-go/saccade/internal/report"
	"github.com/saccade-go/saccade/pipeline"
	"github.com/saccade-go/saccade/tensor"
)

type evaluateFlags struct {
	json    string
	report  string
	cache   string
	workers int
	quiet   bool
}

func evaluateCommand() *cobra.Command {
	var f evaluateFlags
	cmd := &cobra.Command{
		Use:   "evaluate MODEL DATA",
		Short: "Measure a model on images whose class is known",
		Long: `Evaluate lets the model answer for DATA and prints how often it is right, for each class, too.
DATA is what train takes: a folder with one subfolder for each class, or an IDX prefix. Classes
are matched by name. Images that can't be read are named, counted and left out of the figures.`,
		Example: `  saccade evaluate flowers.saccade photos/test
  saccade evaluate flowers.saccade photos/test --json test.json --report test.html`,
		Args: cobra.ExactArgs(2),
		RunE: func(cmd *cobra.Command, args []string) error {
			return f.run(cmd.Context(), cmd.OutOrStdout(), cmd.ErrOrStderr(), args[0], args[1])
		},
	}
	cmd.Flags().StringVar(&f.json, "json", "", "write the figures to `FILE` as JSON")
	cmd.Flags().StringVar(&f.report, "report", "", "write a page with figures and the worst mistakes to `FILE.html`")
	addCache(cmd.Flags(), &f.cache)
	addCommon(cmd.Flags(), &f.workers, &f.quiet)
	return cmd
}

func (f *evaluateFlags) run(ctx context.Context, stdout, stderr io.Writer, modelPath, dataPath string) error {
	if err := checkWorkers(f.workers); err != nil {
		return err
	}
	model, err := saccade.Open(modelPath)
	if err != nil {
		return err
	}
	data, err := dataset.Open(dataPath)
	if err != nil {
		return err
	}
	noteSkipped(stderr, data, f.quiet)
	bar := newProgress(stderr, f.quiet, "evaluate", len(data.Samples))
	var mistakes worst
	if f.cache != "" {
		model = model.WithCache(f.cache, func(int) { bar.add(1) }, func(u saccade.CacheUse) { noteCache(bar, u, f.quiet) })
	}
	r, err := model.Evaluate(ctx, data, pipeline.Options{Workers: f.workers}, func(s dataset.Sample, a saccade.Answer) {
		if f.cache == "" {
			bar.add(1)
		}
		if a.Err != nil {
			bar.say("%s", failure(s.Name, a.Err))
		} else {
			mistakes.add(model.Classes(), s, a)
		}
	})
	bar.finish()
	if err != nil {
		return err
	}
	printReport(stdout, r)
	if err := f.write(modelPath, dataPath, r, mistakes); err != nil {
		return err
	}
	return someFailed(stderr, r.Failed, "image")
}

func (f *evaluateFlags) write(modelPath, dataPath string, r *classifier.Report, mistakes worst) error {
	if f.json != "" {
		err := atomicfile.Write(f.json, func(w io.Writer) error {
			enc := json.NewEncoder(w)
			enc.SetIndent("", "  ")
			return enc.Encode(r)
		})
		if err != nil {
			return err
		}
	}
	if f.report == "" {
		return nil
	}
	page := report.Page{Model: modelPath, Data: dataPath, Report: r, Mistakes: mistakes.pictures()}
	return atomicfile.Write(f.report, page.Write)
}

// printReport writes the figures as text.
func printReport(w io.Writer, r *classifier.Report) {
	fmt.Fprintf(w, "images    %d\naccuracy  %.4f\ntop 5     %.4f\nmacro F1  %.4f\nlog loss  %.4f\nECE       %.4f\n",
		r.N, r.Accuracy, r.Top5, r.MacroF1, r.LogLoss, r.ECE)
	if r.Failed > 0 {
		fmt.Fprintf(w, "failed    %d\n", r.Failed)
	}
	t := tabwriter.NewWriter(w, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprint(t, "\n\tprecision\trecall\tF1\timages\tmost taken for\t\n")
	for k, c := range r.PerClass {
		fmt.Fprintf(t, "%s\t%.4f\t%.4f\t%.4f\t%d\t%s\t\n", short(c.Class), c.Precision, c.Recall, c.F1, c.Support, takenFor(r, k))
	}
	t.Flush()
}

// takenFor says which other class the images of class k are given most often.
func takenFor(r *classifier.Report, k int) string {
	most, times := -1, 0
	for j, n := range r.Answers(k) {
		if j != k && n > times {
			most, times = j, n
		}
	}
	if most < 0 {
		return ""
	}
	return fmt.Sprintf("%s (%d)", short(r.Classes[most]), times)
}

// worst are the mistakes that the model was surest of, the surest first.
type worst []mistake

type mistake struct {
	sample      dataset.Sample
	truth       string
	class       string
	probability float32
}

// shown is how many mistakes a page shows.
const shown = 24

func (w *worst) add(classes []string, s dataset.Sample, a saccade.Answer) {
	if classes[s.Label] == a.Class {
		return
	}
	*w = append(*w, mistake{s, classes[s.Label], a.Class, a.Probability})
	slices.SortStableFunc(*w, func(a, b mistake) int { return cmp.Compare(b.probability, a.probability) })
	*w = (*w)[:min(len(*w), shown)]
}

// pictures decodes the mistakes again, as they are.
func (w worst) pictures() []report.Mistake {
	var out []report.Mistake
	for _, m := range w {
		p := report.Mistake{Name: m.sample.Name, Truth: m.truth, Class: m.class, Probability: m.probability}
		t := new(tensor.Tensor)
		if m.sample.Load(t, imageio.Options{}) == nil {
			p.Image, _ = t.Image()
		}
		out = append(out, p)
	}
	return out
}
