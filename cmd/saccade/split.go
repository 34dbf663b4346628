package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"math"
	"path/filepath"
	"regexp"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/saccade-go/saccade/dataset"
	"github.com/saccade-go/saccade/internal/survey"
)

type splitFlags struct {
	out     string
	ratios  []float64
	names   []string
	group   string
	near    int
	look    bool
	keep    string
	copy    bool
	link    bool
	seed    uint64
	workers int
	quiet   bool
}

func splitCommand() *cobra.Command {
	var f splitFlags
	cmd := &cobra.Command{
		Use:   "split DATA --out DIR|FILE.csv",
		Short: "Divide a data set into train, val and test",
		Long: `Split divides DATA into parts, of each class the same shares, and writes which image is in which.

Images that must not be in two parts stay together: copies, with the same pixels or nearly alike as
stats finds them, and with --group those in whose path the regular expression captures the same text.
A path here begins below DATA and has / between its parts: cat/patient7_left.jpg.

Without --copy and --link, DIR gets a manifest for each part, train.csv, val.csv and test.csv: CSV with
the columns path, relative to the manifest's folder, and label. FILE.csv is one manifest for all parts,
with the column split. --copy and --link make folders instead, DIR/train/cat/a.jpg, which the
other commands take as DATA. DIR must be new or empty, and FILE.csv new: nothing is overwritten.

The result depends on --seed, the paths below DATA and the images' content alone. When images are added, few of those
that were there change their part: about as many as the square root of how many came. With --keep, the earlier
manifests, none does.`,
		Example: `  saccade split photos --out splits
  saccade split photos --out splits --ratio 0.7,0.3 --names train,test --group '_p([0-9]+)_'
  saccade split photos --out divided --link
  saccade split photos --out splits2 --keep splits`,
		Args: cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			return f.run(cmd.Context(), cmd.OutOrStdout(), cmd.ErrOrStderr(), args[0])
		},
	}
	flags := cmd.Flags()
	flags.SortFlags = false
	flags.StringVar(&f.out, "out", "", "write to the folder `DIR`, or to a single manifest FILE.csv (required)")
	flags.Float64SliceVar(&f.ratios, "ratio", []float64{0.8, 0.1, 0.1}, "`SHARES` of the parts, which add up to 1 or 100")
	flags.Lookup("ratio").DefValue = "0.8,0.1,0.1"
	flags.StringSliceVar(&f.names, "names", nil, "`NAMES` of the parts (default train,val,test; of two train,test)")
	flags.StringVar(&f.group, "group", "", "keep images together in whose paths `REGEXP` captures the same text")
	flags.IntVar(&f.near, "near", defaultNear, "near duplicates differ in at most `BITS` of their hashes; -1: look for equal ones only")
	flags.BoolVar(&f.look, "duplicates", true, "keep duplicates together; =false: don't look at the images, which is faster")
	flags.StringVar(&f.keep, "keep", "", "leave images in the part that the manifests in `DIR`, or FILE.csv, have them in")
	flags.BoolVar(&f.copy, "copy", false, "copy the images into folders DIR/part/class")
	flags.BoolVar(&f.link, "link", false, "make symbolic links to the images in folders DIR/part/class")
	flags.Uint64Var(&f.seed, "seed", 0, "`NUMBER` that all random choices depend on")
	addCommon(flags, &f.workers, &f.quiet)
	cmd.MarkFlagsMutuallyExclusive("copy", "link")
	return cmd
}

func (f *splitFlags) run(ctx context.Context, stdout, stderr io.Writer, path string) error {
	group, err := f.check()
	if err != nil {
		return err
	}
	data, err := dataset.Open(path)
	if err != nil {
		return err
	}
	noteSkipped(stderr, data, f.quiet)
	out, err := f.output(data)
	if err != nil {
		return err
	}
	defer out.discard()
	d := division{data: data, names: f.names, keys: keys(data)}
	p := dataset.Partition{Ratios: f.ratios, Seed: f.seed, Keys: d.keys}
	if p.Fixed, err = f.kept(&d); err != nil {
		return err
	}
	p.Together = d.groupBy(group)
	copies, failed, err := f.copies(ctx, stderr, &d)
	if err != nil {
		return err
	}
	p.Together = append(p.Together, copies...)
	if d.parts, err = data.Partition(p); err != nil {
		return err
	}
	bar := newProgress(stderr, f.quiet, "write", len(data.Samples))
	err = out.write(ctx, &d, func() { bar.add(1) })
	bar.finish()
	if err != nil {
		return err
	}
	d.print(stdout)
	if !f.quiet {
		d.note(stderr, p)
	}
	return someFailed(stderr, failed, "image")
}

// check looks at the flags, fills in the parts' names and compiles the pattern, which is nil if there is none.
func (f *splitFlags) check() (*regexp.Regexp, error) {
	switch {
	case f.out == "":
		return nil, errors.New("wanted --out DIR, the folder to write to, or --out FILE.csv")
	case (f.copy || f.link) && isCSV(f.out):
		return nil, fmt.Errorf("--copy, --link: wanted a folder as --out, found %s", f.out)
	case f.near < -1 || f.near > 32:
		return nil, fmt.Errorf("--near: wanted -1 to 32, found %d", f.near)
	}
	sum := 0.
	for _, r := range f.ratios {
		if !(r > 0) {
			return nil, fmt.Errorf("--ratio: wanted shares above 0, found %v", r)
		}
		sum += r
	}
	if off := min(math.Abs(sum-1), math.Abs(sum-100)/100); !(off < 1e-3) || len(f.ratios) < 2 {
		return nil, fmt.Errorf("--ratio: wanted two or more shares that add up to 1 or 100, found %s", listed(f.ratios))
	}
	if err := f.checkNames(); err != nil {
		return nil, err
	}
	if err := checkWorkers(f.workers); err != nil || f.group == "" {
		return nil, err
	}
	re, err := regexp.Compile(f.group)
	if err != nil {
		return nil, fmt.Errorf("--group: wanted a regular expression, found %q: %w", f.group, err)
	}
	return re, nil
}

func (f *splitFlags) checkNames() error {
	if f.names == nil {
		f.names = map[int][]string{2: {"train", "test"}, 3: {"train", "val", "test"}}[len(f.ratios)]
	}
	if len(f.names) != len(f.ratios) {
		return fmt.Errorf("--names: wanted %d, one for each share of --ratio, found %s", len(f.ratios), listed(f.names))
	}
	for i, name := range f.names {
		if !isFileName(name) || slices.Contains(f.names[:i], name) {
			return fmt.Errorf("--names: wanted different names that a folder can have, found %q", name)
		}
	}
	return nil
}

// listed writes values with commas between them.
func listed[T any](values []T) string {
	if len(values) == 0 {
		return "none"
	}
	var text []string
	for _, v := range values {
		text = append(text, fmt.Sprint(v))
	}
	return strings.Join(text, ",")
}

func isCSV(path string) bool { return strings.ToLower(filepath.Ext(path)) == ".csv" }

// isFileName reports whether name can be that of a file in a folder, and isn't hidden.
func isFileName(name string) bool {
	return name != "" && !strings.HasPrefix(name, ".") && !strings.ContainsAny(name, "/\x00\\") && filepath.IsLocal(name)
}

// keys has each sample's path below the data set's, which stays the same when the folder moves.
func keys(d *dataset.Dataset) []string {
	keys := make([]string, len(d.Samples))
	for i, s := range d.Samples {
		keys[i] = filepath.ToSlash(s.Name)
		if rel, err := filepath.Rel(d.Name, s.Path); err == nil && filepath.IsLocal(rel) && s.Path != "" {
			keys[i] = filepath.ToSlash(rel)
		}
	}
	return keys
}

// A division is a data set on its way into parts.
type division struct {
	data       *dataset.Dataset
	names      []string // of the parts
	keys       []string
	parts      *dataset.Parts
	alone      int    // samples that --group doesn't match
	firstAlone string // one of them
	duplicates int    // groups of copies
	copies     int    // samples in them
	kept, gone int    // images of --keep that DATA has, and hasn't
}

// groupBy returns the samples in whose keys re captures the same.
func (d *division) groupBy(re *regexp.Regexp) [][]int {
	if re == nil {
		return nil
	}
	var groups [][]int
	at := map[string]int{}
	for i, key := range d.keys {
		m := re.FindStringSubmatch(key)
		if m == nil {
			if d.alone++; d.alone == 1 {
				d.firstAlone = key
			}
			continue
		}
		text := strings.Join(m[min(1, len(m)-1):], "\x00") // without a group in the expression, all of what it matches
		if _, ok := at[text]; !ok {
			at[text] = len(groups)
			groups = append(groups, nil)
		}
		groups[at[text]] = append(groups[at[text]], i)
	}
	// what a group's place is drawn from is its text, whichever images have it
	for text, g := range at {
		for _, i := range groups[g] {
			d.keys[i] = text
		}
	}
	return groups
}

// copies returns the samples that are duplicates, and how many couldn't be read.
func (f *splitFlags) copies(ctx context.Context, stderr io.Writer, d *division) (groups [][]int, failed int, err error) {
	if !f.look {
		return nil, 0, nil
	}
	bar := newProgress(stderr, f.quiet, "look", len(d.data.Samples))
	s, err := survey.Look(ctx, []*dataset.Dataset{d.data}, survey.Options{
		Near: f.near, Workers: f.workers,
		OnPicture: func() { bar.add(1) },
		OnFailure: func(name string, err error) { bar.failed(name, err) },
	})
	bar.finish()
	if err != nil {
		return nil, 0, err
	}
	for _, g := range s.Groups {
		var members []int
		for _, im := range g.Images {
			members = append(members, im.Sample)
		}
		groups = append(groups, members)
		d.copies += len(members)
	}
	d.duplicates = len(groups)
	return groups, len(s.Failed), nil
}
