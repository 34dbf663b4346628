package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/saccade-go/saccade"
	"github.com/saccade-go/saccade/dataset"
	"github.com/saccade-go/saccade/internal/atomicfile"
	"github.com/saccade-go/saccade/pipeline"
)

// Formats of the answers, by the ending of the output file's name.
const (
	formatCSV     = ".csv"
	formatJSONL   = ".jsonl"
	formatParquet = ".parquet"
)

type classifyFlags struct {
	out        string
	top        int
	confidence confidenceFlag
	resume     bool
	onError    string
	workers    int
	quiet      bool
}

func classifyCommand() *cobra.Command {
	var f classifyFlags
	cmd := &cobra.Command{
		Use:   "classify MODEL PATH...",
		Short: "Say for each image what it shows",
		Long: `Classify answers for each PATH: an image, or a folder of images with its subfolders.

There is one row for each image, in the order of the sorted paths, on standard output as
CSV or in the file that --out names. A file that can't be read has its reason in the column
"error", stops nothing, and makes the exit status 3. Where no probability reaches
--min-confidence, the class is empty and the probability is there.`,
		Example: `  saccade classify flowers.saccade holiday/ > answers.csv
  saccade classify flowers.saccade a.jpg b.png --top 3
  saccade classify flowers.saccade archive/ --out answers.jsonl --resume`,
		Args: cobra.MinimumNArgs(2),
		RunE: func(cmd *cobra.Command, args []string) error {
			return f.run(cmd.Context(), cmd.OutOrStdout(), cmd.ErrOrStderr(), args[0], args[1:])
		},
	}
	cmd.Flags().StringVar(&f.out, "out", "", "write the answers to `FILE`, as its ending says: .csv, .jsonl or .parquet")
	cmd.Flags().IntVar(&f.top, "top", 1, "give the `K` most probable classes of each image")
	addConfidence(cmd.Flags(), &f.confidence)
	cmd.Flags().BoolVar(&f.resume, "resume", false, "go on where an interrupted run ended that wrote the same --out")
	cmd.Flags().StringVar(&f.onError, "on-error", "skip", "what a bad image does: skip (a row with an error) or fail (end the run)")
	addCommon(cmd.Flags(), &f.workers, &f.quiet)
	return cmd
}

func (f *classifyFlags) run(ctx context.Context, stdout, stderr io.Writer, modelPath string, paths []string) error {
	if err := f.check(); err != nil {
		return err
	}
	model, err := f.confidence.open(modelPath)
	if err != nil {
		return err
	}
	if f.top > len(model.Classes()) {
		return fmt.Errorf("--top: wanted at most %d, the model's classes, found %d", len(model.Classes()), f.top)
	}
	inputs, err := dataset.Files(paths...)
	if err != nil {
		return err
	}
	noteSkipped(stderr, inputs, f.quiet)
	return f.output(stdout, inputs.Samples, func(rows rowWriter, d done) error {
		c := classification{flags: f, model: model, rows: rows, failed: d.failed}
		c.bar = newProgress(stderr, f.quiet, "classify", len(inputs.Samples))
		c.bar.add(d.rows)
		return c.run(ctx, stderr, inputs.Samples[d.rows:])
	})
}

func (f *classifyFlags) check() error {
	switch {
	case f.top < 1:
		return fmt.Errorf("--top: wanted 1 or more, found %d", f.top)
	case f.onError != "skip" && f.onError != "fail":
		return fmt.Errorf("--on-error: wanted skip or fail, found %q", f.onError)
	case f.resume && f.out == "":
		return errors.New("--resume: wanted --out FILE to resume")
	case f.resume && f.format() == formatParquet:
		return errors.New("--resume: a Parquet file can't be written in parts; use .csv or .jsonl")
	case f.out != "" && !slices.Contains([]string{formatCSV, formatJSONL, formatParquet}, f.format()):
		return fmt.Errorf("--out: wanted a name that ends in .csv, .jsonl or .parquet, found %q", f.out)
	}
	return checkWorkers(f.workers)
}

func (f *classifyFlags) format() string {
	if f.out == "" {
		return formatCSV
	}
	return strings.ToLower(filepath.Ext(f.out))
}

// output opens the place where the rows go, and calls write with a writer and with what is there already.
func (f *classifyFlags) output(stdout io.Writer, inputs []dataset.Sample, write func(rowWriter, done) error) error {
	switch {
	case f.out == "":
		return f.stream(stdout, done{}, write)
	case f.format() == formatParquet:
		// the rows count only when the file is whole; inputs that failed don't make it less so
		var failed error
		err := atomicfile.Write(f.out, func(w io.Writer) error {
			rows := newParquetRows(w)
			err := write(rows, done{})
			if errors.Is(err, errSomeFailed) {
				failed, err = err, nil
			}
			return errors.Join(err, rows.close())
		})
		return errors.Join(err, failed)
	}
	return f.file(inputs, write)
}

// file writes rows to --out, one by one, so that an interrupted run can be resumed.
func (f *classifyFlags) file(inputs []dataset.Sample, write func(rowWriter, done) error) error {
	if info, err := os.Stat(f.out); err == nil && !info.Mode().IsRegular() {
		return f.special(write)
	}
	file, err := os.OpenFile(f.out, os.O_RDWR|os.O_CREATE, 0o666)
	if err != nil {
		return at(f.out, err)
	}
	defer file.Close()
	if err := lock(file); err != nil {
		return err
	}
	d, err := f.keep(file, inputs)
	if err != nil {
		return err
	}
	if err := f.stream(file, d, write); err != nil {
		return err
	}
	if err := file.Close(); err != nil {
		return at(f.out, err)
	}
	return nil
}

// special writes to a device or a pipe, in which nothing can be resumed.
func (f *classifyFlags) special(write func(rowWriter, done) error) error {
	if f.resume {
		return fmt.Errorf("--resume: wanted a regular file as --out, found %s", f.out)
	}
	file, err := atomicfile.OpenSpecial(f.out)
	if err != nil {
		return at(f.out, err)
	}
	defer file.Close()
	return f.stream(file, done{}, write)
}

// keep empties file, or, to resume, cuts it behind its complete rows and goes there.
func (f *classifyFlags) keep(file *os.File, inputs []dataset.Sample) (d done, err error) {
	if f.resume {
		paths := make([]string, len(inputs))
		for i, s := range inputs {
			paths[i] = s.Name
		}
		if d, err = readDone(file, f.format(), f.top, paths); err != nil {
			return d, err
		}
	}
	if err := file.Truncate(d.size); err != nil {
		return d, at(f.out, err)
	}
	if _, err := file.Seek(d.size, io.SeekStart); err != nil {
		return d, at(f.out, err)
	}
	return d, nil
}

func (f *classifyFlags) stream(w io.Writer, d done, write func(rowWriter, done) error) error {
	var rows rowWriter = &jsonRows{bufio.NewWriter(w)}
	if f.format() == formatCSV {
		csv, err := newCSVRows(w, f.top, d.size == 0)
		if err != nil {
			return err
		}
		rows = csv
	}
	if err := write(rows, d); err != nil {
		return err // each row has been flushed
	}
	return rows.close()
}

// A classification is one run of the command, once everything is open.
type classification struct {
	flags    *classifyFlags
	model    *saccade.Model
	rows     rowWriter
	bar      *progress
	failed   int
	rejected int
}

func (c *classification) run(ctx context.Context, stderr io.Writer, inputs []dataset.Sample) error {
	defer c.bar.finish()
	opt := pipeline.Options{Workers: c.flags.workers}
	for s, a := range c.model.ClassifyAll(ctx, slices.Values(inputs), opt) {
		if err := c.rows.write(c.row(s, a)); err != nil {
			return err
		}
		c.bar.add(1)
		if a.Rejected {
			c.rejected++
		}
		if a.Err == nil {
			continue
		}
		c.failed++
		c.bar.say("%s", failure(s.Name, a.Err))
		if c.flags.onError == "fail" {
			return errors.New("ended at the first bad image, as --on-error fail says")
		}
	}
	if err := ctx.Err(); err != nil {
		return err
	}
	c.bar.finish()
	if c.rejected > 0 && !c.flags.quiet {
		fmt.Fprintf(stderr, "%d of %d images got no class: no probability reached %v\n", c.rejected, len(inputs), c.model.MinConfidence())
	}
	return someFailed(stderr, c.failed, "image")
}

func (c *classification) row(s dataset.Sample, a saccade.Answer) row {
	r := row{path: s.Name, answer: a.Prediction, err: a.Err}
	r.answer.Top = r.answer.Top[:min(len(r.answer.Top), c.flags.top)]
	return r
}
