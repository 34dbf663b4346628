package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"text/tabwriter"
	"time"

	"github.com/spf13/pflag"

	"github.com/saccade-go/saccade"
	"github.com/saccade-go/saccade/dataset"
)

// autoPreset is the preset that looks for features and a network.
const autoPreset = "auto"

// presetList has the presets of train.
func presetList() []string { return append(saccade.PresetNames(), autoPreset) }

func presetNames() string { return strings.Join(presetList(), ", ") }

// defaultBudget is how long a search takes unless told otherwise.
const defaultBudget = 5 * time.Minute

// searchFlags are those of train that --preset auto goes with; it chooses all else itself.
var searchFlags = []string{"out", "preset", "val", "budget", "trials", "seed", "calibrate", "min-confidence", "workers", "quiet"}

// runSearch trains with the preset auto.
func (f *trainFlags) runSearch(ctx context.Context, stdout, stderr io.Writer, dataPath string, flags *pflag.FlagSet) error {
	opt, err := f.searchOptions(flags)
	if err != nil {
		return err
	}
	if err := f.check(); err != nil {
		return err
	}
	data, err := dataset.Open(dataPath)
	if err != nil {
		return err
	}
	noteSkipped(stderr, data, f.quiet)
	failed := map[string]bool{}
	opt.Train.OnFailure = func(s dataset.Sample, err error) {
		if !failed[s.Name] {
			failed[s.Name] = true
			sayFailed(stderr, s.Name, err)
		}
	}
	if !f.quiet {
		opt.OnTrial = func(t saccade.Trial) {
			if log, ok := stderr.(*jsonLog); ok {
				log.trial(t)
				return
			}
			fmt.Fprintf(stderr, "round %d, %d images: %s, %s: %.2f %% (%.1f s)\n", t.Round, t.Samples, t.Features, t.Head, 100*t.Accuracy, t.Seconds)
		}
	}
	model, err := saccade.Search(ctx, data, opt)
	if err != nil {
		return err
	}
	if err := model.Save(f.out); err != nil {
		return err
	}
	printBoard(stdout, model.Metrics().Search)
	if !f.quiet {
		fmt.Fprintln(stderr, visible(searchSummary(model, f.out)))
	}
	return someFailed(stderr, len(failed), "image")
}

func (f *trainFlags) searchOptions(flags *pflag.FlagSet) (saccade.SearchOptions, error) {
	var wrong []string
	flags.Visit(func(flag *pflag.Flag) {
		if flag.Annotations[groupKey] != nil && !slices.Contains(searchFlags, flag.Name) {
			wrong = append(wrong, "--"+flag.Name)
		}
	})
	slices.Sort(wrong)
	if wrong != nil {
		return saccade.SearchOptions{}, fmt.Errorf("--preset auto chooses features and network itself: leave out %s", strings.Join(wrong, ", "))
	}
	if f.budget < 0 || f.trials < 0 || flags.Changed("budget") && f.budget == 0 || flags.Changed("trials") && f.trials == 0 {
		return saccade.SearchOptions{}, errors.New("--budget, --trials: wanted a time such as 2m, and a number, above 0")
	}
	if f.trials == 0 && f.budget == 0 {
		f.budget = defaultBudget
	}
	f.pipelineFile, f.preset = "", saccade.DefaultPreset
	opt, err := f.options()
	if err != nil {
		return saccade.SearchOptions{}, err
	}
	if opt.ValFraction < 0 {
		return saccade.SearchOptions{}, errors.New("--val: wanted images to hold out with --preset auto, found 0")
	}
	return saccade.SearchOptions{
		Budget: f.budget, Trials: f.trials, Seed: f.config.Seed, Val: opt.Val, ValFraction: opt.ValFraction,
		Train: saccade.TrainOptions{Calibrate: f.calibrate, MinConfidence: opt.MinConfidence, Workers: f.workers},
	}, nil
}

// printBoard writes the trials, the last round and in it the best first.
func printBoard(w io.Writer, trials []saccade.Trial) {
	slices.SortStableFunc(trials, func(a, b saccade.Trial) int {
		return cmp.Or(b.Round-a.Round, cmp.Compare(b.Accuracy, a.Accuracy), cmp.Compare(a.Loss, b.Loss))
	})
	t := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	fmt.Fprintln(t, "images\taccuracy\tloss\tfeatures\tnetwork")
	for _, trial := range trials {
		fmt.Fprintf(t, "%d\t%.2f %%\t%.4f\t%s\t%s\n", trial.Samples, 100*trial.Accuracy, trial.Loss, trial.Features, trial.Head)
	}
	t.Flush()
}

func searchSummary(m *saccade.Model, path string) string {
	return fmt.Sprintf("%s: the best of %d, trained on all %d images", path, len(m.Metrics().Search), m.Metrics().Train)
}
