package main

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"path/filepath"
	"runtime/debug"
	"strings"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"github.com/saccade-go/saccade/dataset"
	"github.com/saccade-go/saccade/internal/atomicfile"
	"github.com/saccade-go/saccade/internal/survey"
)

type statsFlags struct {
	json    string
	report  string
	source  pipelineFlags
	command []string
	near    int
	workers int
	quiet   bool
}

func statsCommand() *cobra.Command {
	var f statsFlags
	cmd := &cobra.Command{
		Use:   "stats DATA...",
		Short: "Count the images of data sets, and find duplicates",
		Long: `Stats looks at all images and prints how many each class has, their sizes, formats and colours, those
that can't be read, and those that are there twice: with the same pixels, or nearly alike, as after
scaling and compressing. Duplicates in two splits, or in two classes, come first: the former make
test figures too good, and one of the latter has a wrong label.

DATA is what train takes, or a folder of splits (train, test …); several are looked at together.
Images are near duplicates if the perceptual hash (DCT, 64 bits) of one differs from that of the
group's first in at most --near bits, things on black or white in half as many, and small versions of
both (16×16) have the same details.

Mean and deviation of each channel over all pixels are what the step normalize takes: those of the
images as they are, in 0..1, or with --pipeline, --preset or --model those of what that makes of them.`,
		Example: `  saccade stats photos
  saccade stats photos/train photos/test --near 6 --json stats.json --report stats.html
  saccade stats photos --pipeline examples/pipelines/imagenet.yaml`,
		Args: cobra.MinimumNArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			f.command = commandOf(cmd.Context())
			return f.run(cmd.Context(), cmd.OutOrStdout(), cmd.ErrOrStderr(), args)
		},
	}
	cmd.Flags().StringVar(&f.json, "json", "", "write all of it to `FILE` as JSON")
	cmd.Flags().StringVar(&f.report, "report", "", "write a page with charts, sample images, duplicates and failures to `FILE.html`")
	f.source.add(cmd)
	cmd.Flags().IntVar(&f.near, "near", defaultNear, "near duplicates differ in at most `BITS` of their hashes; -1: look for equal ones only")
	addCommon(cmd.Flags(), &f.workers, &f.quiet)
	return cmd
}

const defaultNear = 8

func (f *statsFlags) run(ctx context.Context, stdout, stderr io.Writer, paths []string) error {
	if err := checkWorkers(f.workers); err != nil {
		return err
	}
	if f.near < -1 || f.near > 32 {
		return fmt.Errorf("--near: wanted -1 to 32, found %d", f.near)
	}
	if err := checkOutputs(nil, outputFile{"--json", f.json}, outputFile{"--report", f.report}); err != nil {
		return err
	}
	pipe, err := f.source.open()
	if err != nil {
		return err
	}
	var sets []*dataset.Dataset
	total := 0
	for _, path := range paths {
		splits, err := dataset.Splits(path)
		if err != nil {
			return err
		}
		for _, d := range splits {
			noteSkipped(stderr, d, f.quiet)
			total += len(d.Samples)
		}
		sets = append(sets, splits...)
	}
	if pipe != nil {
		total *= 2
	}
	debug.SetGCPercent(50) // what is known of the images stays: less memory for a little time
	bar := newProgress(stderr, f.quiet, "look", total)
	s, err := survey.Look(ctx, sets, survey.Options{
		Near: f.near, Workers: f.workers, Pipeline: pipe,
		OnPicture: func() { bar.add(1) },
		OnFailure: func(name string, err error) { bar.failed(name, err) },
	})
	bar.finish()
	if err != nil {
		return err
	}
	printSurvey(stdout, s, f.source.name())
	if err := f.write(ctx, sets, s); err != nil {
		return err
	}
	return someFailed(stderr, len(s.Failed), "image")
}

func (f *statsFlags) write(ctx context.Context, sets []*dataset.Dataset, s *survey.Survey) error {
	if f.json != "" {
		err := atomicfile.Write(f.json, func(w io.Writer) error {
			enc := json.NewEncoder(w)
			enc.SetIndent("", "  ")
			return enc.Encode(s)
		})
		if err != nil {
			return err
		}
	}
	if f.report == "" {
		return nil
	}
	page, err := f.page(ctx, sets, s)
	if err != nil {
		return err
	}
	return atomicfile.Write(f.report, page.Write)
}

// printCounts writes a row for each class and a column for each split.
func printCounts(w io.Writer, splits []survey.Split) {
	names, classes := classCounts(splits)
	t := tabwriter.NewWriter(w, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprint(t, "\n")
	row := func(name string, cell func(i int) any) {
		fmt.Fprintf(t, "%s\t", name)
		for i := range splits {
			fmt.Fprintf(t, "%v\t", cell(i))
		}
		fmt.Fprint(t, "\n")
	}
	row("", func(i int) any { return visible(names[i]) })
	for _, c := range classes {
		row(short(c.Class), func(i int) any { return c.N[i] })
	}
	row("all", func(i int) any { return splits[i].N })
	t.Flush()
}

// splitName is the last part of a split's path if that tells it from the others, or all of it.
func splitName(splits []survey.Split, i int) string {
	name := filepath.Base(splits[i].Name)
	for j, other := range splits {
		if j != i && filepath.Base(other.Name) == name {
			return splits[i].Name
		}
	}
	return name
}

// A duplicateSum is how many images are duplicates beside the first of their group, and how many groups are in several splits or classes.
type duplicateSum struct{ images, splits, classes int }

func sumDuplicates(groups []survey.Group) (d duplicateSum) {
	for _, g := range groups {
		d.images += len(g.Images) - 1
		if g.AcrossSplits {
			d.splits++
		}
		if g.AcrossClasses {
			d.classes++
		}
	}
	return d
}

// shownGroups is how many groups of duplicates are printed; all are in the JSON.
const shownGroups = 20

func printDuplicates(w io.Writer, groups []survey.Group) {
	if len(groups) == 0 {
		fmt.Fprint(w, "\nno duplicates\n")
		return
	}
	d := sumDuplicates(groups)
	fmt.Fprintf(w, "\nduplicates: %s beside the first of each of %s; %d in more than one split, %d in more than one class\n",
		count(d.images, "image"), count(len(groups), "group"), d.splits, d.classes)
	for i, g := range groups {
		if i == shownGroups {
			fmt.Fprintf(w, "\n… and %d more groups (--json has them all)\n", len(groups)-i)
			break
		}
		fmt.Fprintf(w, "\n%s\n", groupTitle(g))
		for _, im := range g.Images {
			fmt.Fprintf(w, "  %2d  %s\n", im.Distance, visible(im.Path))
		}
	}
}

func count(n int, what string) string {
	if n != 1 {
		what += map[bool]string{true: "es", false: "s"}[strings.HasSuffix(what, "s")]
	}
	return fmt.Sprintf("%d %s", n, what)
}

func groupTitle(g survey.Group) string {
	title := "nearly alike (bits, image)"
	if g.Exact {
		title = "same pixels"
	}
	if g.AcrossSplits {
		title += ", in several splits"
	}
	if g.AcrossClasses {
		title += ", in several classes"
	}
	return title
}
