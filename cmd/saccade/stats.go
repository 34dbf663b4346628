package main

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"path/filepath"
	"slices"
	"strings"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"github.com/saccade-go/saccade/dataset"
	"github.com/saccade-go/saccade/internal/atomicfile"
	"github.com/saccade-go/saccade/internal/survey"
)

type statsFlags struct {
	json    string
	near    int
	workers int
	quiet   bool
}

func statsCommand() *cobra.Command {
	var f statsFlags
	cmd := &cobra.Command{
		Use:   "stats DATA...",
		Short: "Count the images of data sets, and find duplicates",
		Long: `Stats looks at all images once and prints how many each class has, their sizes and formats, those
that can't be read, and those that are there twice: with the same pixels, or nearly alike, as after
scaling and compressing. Duplicates in two splits, or in two classes, come first: the former make
test figures too good, and one of the latter has a wrong label.

DATA is what train takes, or a folder of splits (train, test …); several are looked at together.
Images are near duplicates if the perceptual hash (DCT, 64 bits) of one differs from that of the
group's first in at most --near bits. Pictures with little detail may be near without being the same.`,
		Example: `  saccade stats photos
  saccade stats photos/train photos/test --near 6 --json stats.json`,
		Args: cobra.MinimumNArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			return f.run(cmd.Context(), cmd.OutOrStdout(), cmd.ErrOrStderr(), args)
		},
	}
	cmd.Flags().StringVar(&f.json, "json", "", "write all of it to `FILE` as JSON")
	cmd.Flags().IntVar(&f.near, "near", defaultNear, "near duplicates differ in at most `BITS` of their hashes; -1: look for equal ones only")
	addCommon(cmd.Flags(), &f.workers, &f.quiet)
	return cmd
}

const defaultNear = 4

func (f *statsFlags) run(ctx context.Context, stdout, stderr io.Writer, paths []string) error {
	if err := checkWorkers(f.workers); err != nil {
		return err
	}
	if f.near < -1 || f.near > 32 {
		return fmt.Errorf("--near: wanted -1 to 32, found %d", f.near)
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
	bar := newProgress(stderr, f.quiet, "look", total)
	s, err := survey.Look(ctx, sets, survey.Options{
		Near: f.near, Workers: f.workers,
		OnPicture: func() { bar.add(1) },
		OnFailure: func(name string, err error) { bar.say("%s", failure(name, err)) },
	})
	bar.finish()
	if err != nil {
		return err
	}
	printSurvey(stdout, s)
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
	return someFailed(stderr, len(s.Failed), "image")
}

// printSurvey writes what was found as text.
func printSurvey(w io.Writer, s *survey.Survey) {
	fmt.Fprintf(w, "images   %d\n", s.N)
	if len(s.Failed) > 0 {
		fmt.Fprintf(w, "failed   %d\n", len(s.Failed))
	}
	if s.N > 0 {
		fmt.Fprintf(w, "height   %s\nwidth    %s\n", lengths(s.Height), lengths(s.Width))
	}
	for i, name := range slices.Sorted(maps.Keys(s.Formats)) {
		fmt.Fprintf(w, "%-8s %d %s\n", map[bool]string{true: "files"}[i == 0], s.Formats[name], name)
	}
	if s.Turned > 0 {
		fmt.Fprintf(w, "turned   %d by Exif\n", s.Turned)
	}
	printCounts(w, s.Splits)
	printDuplicates(w, s.Groups)
}

func lengths(r *survey.Range) string {
	if r.Min == r.Max {
		return fmt.Sprint(r.Min)
	}
	return fmt.Sprintf("%d to %d, half of them up to %d", r.Min, r.Max, r.Median)
}

// printCounts writes a row for each class and a column for each split.
func printCounts(w io.Writer, splits []survey.Split) {
	counts := map[string][]int{}
	var classes []string
	for i, split := range splits {
		for _, c := range split.Classes {
			if counts[c.Class] == nil {
				counts[c.Class] = make([]int, len(splits))
				classes = append(classes, c.Class)
			}
			counts[c.Class][i] += c.N
		}
	}
	t := tabwriter.NewWriter(w, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprint(t, "\n")
	row := func(name string, cell func(i int) any) {
		fmt.Fprintf(t, "%s\t", name)
		for i := range splits {
			fmt.Fprintf(t, "%v\t", cell(i))
		}
		fmt.Fprint(t, "\n")
	}
	row("", func(i int) any { return visible(splitName(splits, i)) })
	for _, class := range classes {
		row(short(class), func(i int) any { return counts[class][i] })
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

// shownGroups is how many groups of duplicates are printed; all are in the JSON.
const shownGroups = 20

func printDuplicates(w io.Writer, groups []survey.Group) {
	if len(groups) == 0 {
		fmt.Fprint(w, "\nno duplicates\n")
		return
	}
	images, splits, classes := 0, 0, 0
	for _, g := range groups {
		images += len(g.Images) - 1
		if g.AcrossSplits {
			splits++
		}
		if g.AcrossClasses {
			classes++
		}
	}
	fmt.Fprintf(w, "\nduplicates: %s beside the first of each of %s; %d in more than one split, %d in more than one class\n",
		count(images, "image"), count(len(groups), "group"), splits, classes)
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
