package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"iter"
	"slices"
	"time"

	"github.com/spf13/cobra"

	"github.com/saccade-go/saccade"
	"github.com/saccade-go/saccade/dataset"
)

type classifyFlags struct {
	inputs     inputFlags
	out        string
	top        int
	confidence confidenceFlag
	resume     bool
	failures   failureFlags
	watch      bool
	every      time.Duration
	limits     limitFlags
	workers    int
	quiet      bool
}

func classifyCommand() *cobra.Command {
	var f classifyFlags
	cmd := &cobra.Command{
		Use:   "classify MODEL [PATH...]",
		Short: "Say for each image what it shows",
		Long: `Classify answers for each PATH: an image; a folder of images with its subfolders; a file with many, or a
pattern of such files, as train takes them; -, which is one image or such a file on standard input; and
for the files that --manifest lists.

There is one row for each image, in the order of the sorted paths, on standard output as
CSV or in the file that --out names. A file that can't be read has its reason in the column
"error", stops nothing, and makes the exit status 3. Where no probability reaches
--min-confidence, the class is empty and the probability is there.

With --shard 3/8, answers.csv becomes answers-00003-of-00008.csv, and beside it stands
answers-00003-of-00008.csv.done when all its rows are there. Saccade merge joins the parts.
With --resume, rows that --out has stay, and inputs that have none get one in its place.

With --watch it goes on with files that come later, each when it isn't written any more, until it
is interrupted, which then is its good end. Rows are in the order in which files came; each path
has one. With --resume, paths that have a row in --out get no other.`,
		Example: `  saccade classify flowers.saccade holiday/ > answers.csv
  saccade classify flowers.saccade a.jpg b.png --top 3
  saccade classify flowers.saccade archive/ --out answers.jsonl --resume
  find archive -name '*.jpg' | saccade classify flowers.saccade --manifest - --out answers.csv
  saccade classify flowers.saccade archive/ --out answers.csv --shard 3/8
  saccade classify flowers.saccade incoming/ --out answers.csv --watch --resume`,
		Args: cobra.MinimumNArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			return f.run(cmd.Context(), streams{interruptible(cmd.Context(), cmd.InOrStdin()), cmd.OutOrStdout(), cmd.ErrOrStderr()}, args[0], args[1:])
		},
	}
	addInputs(cmd.Flags(), &f.inputs)
	cmd.Flags().StringVar(&f.out, "out", "", "write the answers to `FILE`, as its ending says: .csv, .jsonl or .parquet")
	cmd.Flags().IntVar(&f.top, "top", 1, "give the `K` most probable classes of each image")
	addConfidence(cmd.Flags(), &f.confidence)
	cmd.Flags().BoolVar(&f.resume, "resume", false, "go on where an interrupted run ended that wrote the same --out")
	cmd.Flags().BoolVar(&f.watch, "watch", false, "go on with files that come into the folders")
	cmd.Flags().DurationVar(&f.every, "every", time.Second, "look for files every `DURATION`; with --watch")
	addFailures(cmd.Flags(), &f.failures)
	addLimits(cmd.Flags(), &f.limits)
	addCommon(cmd.Flags(), &f.workers, &f.quiet)
	return cmd
}

// streams are those of the process.
type streams struct {
	in       io.Reader
	out, err io.Writer
}

func (f *classifyFlags) run(ctx context.Context, std streams, modelPath string, paths []string) error {
	if err := f.check(paths); err != nil {
		return err
	}
	model, err := f.confidence.open(modelPath)
	if err != nil {
		return err
	}
	if f.top > len(model.Classes()) {
		return fmt.Errorf("--top: wanted at most %d, the model's classes, found %d", len(model.Classes()), f.top)
	}
	if err := f.failures.prepare(f.inputs.shard); err != nil {
		return err
	}
	if f.watch {
		return f.follow(ctx, std, model, paths)
	}
	if f.streams(paths) {
		return f.stream(ctx, std, model)
	}
	inputs, err := f.inputs.files(std.in, paths)
	if err != nil {
		return err
	}
	noteSkipped(std.err, inputs, f.quiet)
	c := classification{flags: f, model: model, std: std, total: len(inputs.Samples)}
	return f.output(model).write(std.out, inputs.Samples, func(rows rowWriter, d done) (marker, error) {
		c.rows = rows
		return c.run(ctx, d, func(ctx context.Context, d done) error { return c.all(ctx, slices.Values(d.todo)) })
	})
}

func (f *classifyFlags) output(model *saccade.Model) *output {
	o := &output{path: f.inputs.shard.file(f.out), top: f.top, resume: f.resume, marked: f.inputs.shard.Count > 0 && !f.watch}
	if model != nil {
		o.classes = map[string]bool{}
		for _, name := range model.Classes() {
			o.classes[normaliseCSV(name)] = true
		}
	}
	o.read = o.readDone
	return o
}

func (f *classifyFlags) check(paths []string) error {
	switch {
	case f.top < 1:
		return fmt.Errorf("--top: wanted 1 or more, found %d", f.top)
	case f.resume && f.out == "":
		return errors.New("--resume: wanted --out FILE to resume")
	case (f.resume || f.watch) && formatOf(f.out) == formatParquet:
		return errors.New("--resume and --watch: a Parquet file can't be written in parts; use .csv or .jsonl")
	}
	if f.watch && (f.inputs.manifest != "" || f.every < time.Millisecond) {
		return errors.New("--watch: wanted folders and --every 1ms or more, and no --manifest")
	}
	return firstError(f.inputs.check(paths), checkFormat("--out", f.out), f.failures.check(paths, f.out), f.limits.check(), checkWorkers(f.workers))
}

// firstError returns the first of errs that is one.
func firstError(errs ...error) error {
	for _, err := range errs {
		if err != nil {
			return err
		}
	}
	return nil
}

// A classification is one run of the command, once everything is open.
type classification struct {
	flags    *classifyFlags
	model    *saccade.Model
	std      streams
	total    int // inputs
	rows     rowWriter
	bar      *progress
	bad      *failures
	written  int
	rejected int
}

// run lets todo write the rows that are still to be written.
func (c *classification) run(ctx context.Context, d done, todo func(context.Context, done) error) (m marker, err error) {
	c.bar = newProgress(c.std.err, c.flags.quiet || c.flags.watch, "classify", c.total)
	defer c.bar.finish()
	if c.bad, err = c.flags.failures.open(c.flags.inputs.shard, c.bar, d.failed); err != nil {
		return m, err
	}
	defer func() { err = firstError(err, c.bad.close()) }()
	c.bar.add(c.total - len(d.todo))
	if err := c.bad.enough(); err != nil {
		return m, err
	}
	if err := todo(ctx, d); err != nil {
		return m, err
	}
	c.bar.finish()
	if c.rejected > 0 && !c.flags.quiet {
		fmt.Fprintf(c.std.err, "%d of %d images got no class: no probability reached %v\n", c.rejected, c.written, c.model.MinConfidence())
	}
	return marker{Rows: d.rows + c.written, Failed: c.bad.n}, someFailed(c.std.err, c.bad.n, "image")
}

// all classifies inputs and writes their rows.
func (c *classification) all(ctx context.Context, inputs iter.Seq[dataset.Sample]) error {
	opt := c.flags.limits.options(c.flags.workers)
	for s, a := range c.model.ClassifyAll(ctx, inputs, opt) {
		if err := c.one(s, a); err != nil {
			return err
		}
	}
	return ctx.Err()
}

// one writes the row of an answer. What is kept of a bad image beside the row is kept before: a run that is killed between
// the two does that again when it is resumed.
func (c *classification) one(s dataset.Sample, a saccade.Answer) error {
	if a.Err != nil {
		if err := c.bad.keep(s, a.Err); err != nil {
			return err
		}
	}
	r := row{path: s.Name, answer: a.Prediction, err: a.Err}
	r.answer.Top = r.answer.Top[:min(len(r.answer.Top), c.flags.top)]
	if err := c.rows.write(r); err != nil {
		return err
	}
	c.bar.add(1)
	c.written++
	if a.Rejected {
		c.rejected++
	}
	if a.Err == nil {
		return nil
	}
	c.bar.failed(s.Name, a.Err)
	return c.bad.enough()
}
