package main

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"path/filepath"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"github.com/saccade-go/saccade"
	"github.com/saccade-go/saccade/classifier"
	"github.com/saccade-go/saccade/dataset"
	"github.com/saccade-go/saccade/internal/atomicfile"
	"github.com/saccade-go/saccade/pipeline"
)

type evaluateFlags struct {
	json       string
	report     string
	cache      string
	confidence confidenceFlag
	workers    int
	quiet      bool
	command    []string // the program and its arguments, for the report
}

func evaluateCommand() *cobra.Command {
	var f evaluateFlags
	cmd := &cobra.Command{
		Use:   "evaluate MODEL DATA",
		Short: "Measure a model on images whose class is known",
		Long: `Evaluate lets the model answer for DATA and prints how often it is right, for each class, too.
DATA is what train takes: a folder with one subfolder for each class, a tar, a Parquet file … Classes
are matched by name. Images that can't be read are named, counted and left out of the figures.
With --min-confidence, or a model that has one, it says how many images get no class, and how
often the others are right; all other figures are of all images.

--report writes a page to show to others: one HTML file with pictures and charts that needs no network. It has the figures
with their intervals, the classes, the confusion matrix, the worst mistakes and the least certain answers as pictures, how
sure the model is and how it was trained, what its weights look for, and an image on its way through the pipeline. The
same model and data give the same page.`,
		Example: `  saccade evaluate flowers.saccade photos/test
  saccade evaluate flowers.saccade photos/test --json test.json --report test.html`,
		Args: cobra.ExactArgs(2),
		RunE: func(cmd *cobra.Command, args []string) error {
			f.command = commandOf(cmd.Context())
			return f.run(cmd.Context(), cmd.OutOrStdout(), cmd.ErrOrStderr(), args[0], args[1])
		},
	}
	cmd.Flags().StringVar(&f.json, "json", "", "write the figures to `FILE` as JSON")
	cmd.Flags().StringVar(&f.report, "report", "", "write a page with figures, charts and pictures to `FILE.html`")
	addConfidence(cmd.Flags(), &f.confidence)
	addCache(cmd.Flags(), &f.cache)
	addCommon(cmd.Flags(), &f.workers, &f.quiet)
	return cmd
}

func (f *evaluateFlags) run(ctx context.Context, stdout, stderr io.Writer, modelPath, dataPath string) error {
	if err := checkWorkers(f.workers); err != nil {
		return err
	}
	if err := f.checkFiles(modelPath); err != nil {
		return err
	}
	model, err := f.confidence.open(modelPath)
	if err != nil {
		return err
	}
	data, err := dataset.Open(dataPath)
	if err != nil {
		return err
	}
	noteSkipped(stderr, data, f.quiet)
	bar := newProgress(stderr, f.quiet, "evaluate", len(data.Samples))
	seen := newSeen(model, f.report != "")
	if f.cache != "" {
		model = model.WithCache(f.cache, func(int) { bar.add(1) }, func(u saccade.CacheUse) { noteCache(bar, u, f.quiet) })
	}
	r, err := model.Evaluate(ctx, data, pipeline.Options{Workers: f.workers}, func(s dataset.Sample, a saccade.Answer) {
		if f.cache == "" {
			bar.add(1)
		}
		if a.Err != nil {
			bar.failed(s.Name, a.Err)
		}
		seen.add(s, a)
	})
	bar.finish()
	if err != nil {
		return err
	}
	printReport(stdout, r)
	if err := f.writeJSON(r); err != nil {
		return err
	}
	if f.report != "" {
		page, err := f.page(ctx, model, modelPath, data, seen, r)
		if err != nil {
			return err
		}
		if err := atomicfile.Write(f.report, page.Write); err != nil {
			return err
		}
	}
	return someFailed(stderr, r.Failed, "image")
}

// checkFiles finds before the work what would be found only after it, and files that would take another's place.
func (f *evaluateFlags) checkFiles(modelPath string) error {
	return checkOutputs(map[string]string{filepath.Clean(modelPath): "the model"}, outputFile{"--json", f.json}, outputFile{"--report", f.report})
}

// An outputFile is a flag and the file it names, "" if it isn't given.
type outputFile struct{ flag, path string }

// checkOutputs finds before the work that files can't be written, or that two are the same or one of those taken.
func checkOutputs(taken map[string]string, outputs ...outputFile) error {
	seen := maps.Clone(taken)
	if seen == nil {
		seen = map[string]string{}
	}
	for _, out := range outputs {
		if out.path == "" {
			continue
		}
		path := filepath.Clean(out.path)
		if seen[path] != "" {
			return fmt.Errorf("%s: wanted a file of its own, found %s, %s", out.flag, out.path, seen[path])
		}
		seen[path] = "that of " + out.flag
		if err := atomicfile.Check(out.path); err != nil {
			return fmt.Errorf("%s: %w", out.flag, err)
		}
	}
	return nil
}

func (f *evaluateFlags) writeJSON(r *classifier.Report) error {
	if f.json == "" {
		return nil
	}
	return atomicfile.Write(f.json, func(w io.Writer) error {
		enc := json.NewEncoder(w)
		enc.SetIndent("", "  ")
		return enc.Encode(r)
	})
}

// printReport writes the figures as text.
func printReport(w io.Writer, r *classifier.Report) {
	line := func(name, format string, values ...any) {
		fmt.Fprintf(w, "%-19s"+format+"\n", append([]any{name}, values...)...)
	}
	line("images", "%d", r.N)
	line("accuracy", "%.4f  (95 %% between %.4f and %.4f)", r.Accuracy, r.AccuracyInterval.Lower, r.AccuracyInterval.Upper)
	line("top 5", "%.4f", r.Top5)
	line("balanced accuracy", "%.4f", r.BalancedAccuracy)
	line("macro F1", "%.4f", r.MacroF1)
	line("MCC", "%.4f", r.MCC)
	line("ROC AUC", "%s", four(r.AUC.OvRMacro))
	line("average precision", "%s", four(r.AveragePrecision.Macro))
	line("log loss", "%.4f", r.LogLoss)
	line("Brier score", "%.4f", r.Brier)
	line("ECE", "%.4f", r.ECE)
	if r.MinConfidence > 0 {
		line("rejected", "%d  (no probability reached %v)", r.Rejected, r.MinConfidence)
		line("coverage", "%.4f", r.Coverage)
		line("accuracy, answered", "%s", four(r.AccuracyAnswered))
	}
	if r.Failed > 0 {
		line("failed", "%d", r.Failed)
	}
	printClasses(w, r)
}

func printClasses(w io.Writer, r *classifier.Report) {
	t := tabwriter.NewWriter(w, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprint(t, "\n\tprecision\trecall\tF1\tAUC\timages\tmost taken for\t\n")
	for k, c := range r.PerClass {
		fmt.Fprintf(t, "%s\t%.4f\t%.4f\t%.4f\t%s\t%d\t%s\t\n", short(c.Class), c.Precision, c.Recall, c.F1, four(c.AUC), c.Support, takenFor(r, k))
	}
	t.Flush()
}

// four writes a figure, or a dash if it isn't defined.
func four(f classifier.Figure) string {
	if !f.Defined() {
		return "–"
	}
	return fmt.Sprintf("%.4f", float64(f))
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
