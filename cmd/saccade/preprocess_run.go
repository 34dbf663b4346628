package main

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"

	"github.com/saccade-go/saccade/dataset"
	"github.com/saccade-go/saccade/internal/atomicfile"
	"github.com/saccade-go/saccade/pipeline"
	"github.com/saccade-go/saccade/tensor"
)

// A preprocessing is one run of the command, once everything but the output is open.
type preprocessing struct {
	flags  *preprocessFlags
	stderr io.Writer
	out    string // the shard's
	data   *dataset.Dataset
	plan   *pipeline.Plan
	config []byte // the pipeline with all that it has learned, as JSON
	bar    *progress

	written int // in this run
	failed  int
	named   map[dataset.Skipped]bool // images that failed and were named
}

// compile lets the pipeline learn what it has still to learn.
func (r *preprocessing) compile(ctx context.Context, p *pipeline.Pipeline) (*pipeline.Plan, error) {
	if !p.Fitted() {
		if r.flags.list.shard.Count > 1 {
			return nil, errors.New("--shard: wanted a pipeline that has learned, as each part would learn something else: run once over all with --save-pipeline, then take that")
		}
		if !r.flags.quiet {
			fmt.Fprintf(r.stderr, "steps learn from %s\n", count(len(r.data.Samples), "image"))
		}
		var err error
		if p, err = pipeline.Fit(ctx, p, p.Input(), slices.Values(r.data.Samples), pipeline.Options{Workers: r.flags.workers}); err != nil {
			return nil, err
		}
	}
	plan, err := p.Compile(p.Input())
	if err != nil {
		return nil, err
	}
	if r.config, err = json.Marshal(p); err != nil {
		return nil, err
	}
	if path := r.flags.savePipeline; path != "" {
		err = atomicfile.Write(path, func(w io.Writer) error {
			_, err := w.Write(append(r.config, '\n'))
			return err
		})
	}
	if p.HasRandom() && r.flags.repeat == 0 && !r.flags.quiet {
		fmt.Fprintln(r.stderr, "random steps are left out; --repeat 1 draws them")
	}
	return plan, err
}

// key says what the run writes: it is another one if an image, the pipeline or the program is.
func (r *preprocessing) key() string {
	h := sha256.New()
	fmt.Fprintf(h, "%s\n%s\n%d %d %d\n", version(), r.config, r.flags.seed, r.flags.repeat, len(r.data.Samples))
	for _, s := range r.data.Samples {
		sum, err := s.Fingerprint()
		fmt.Fprintf(h, "%x %v %d\n", sum, err, s.Label)
	}
	return hex.EncodeToString(h.Sum(nil))
}

// copies is how many times each image is written.
func (r *preprocessing) copies() int { return max(r.flags.repeat, 1) }

// write goes through all images, once for each copy, behind those that were written before.
func (r *preprocessing) write(ctx context.Context, w *dataset.Writer) error {
	n := len(r.data.Samples)
	r.bar = newProgress(r.stderr, r.flags.quiet, "write", n*r.copies())
	defer func() { r.bar.finish() }()
	r.bar.add(w.Done())
	r.named = map[dataset.Skipped]bool{}
	for _, s := range w.Stats().Skipped {
		r.bar.failed(s.Name, errors.New(s.Reason+" (before the run was interrupted)"))
		r.named[s] = true
	}
	for i := range r.copies() {
		if err := r.pass(ctx, w, i+1, min(max(w.Done()-i*n, 0), n)); err != nil {
			return r.hint(w, err)
		}
	}
	if r.written == 0 && w.Stats().Items == 0 && n > 0 {
		return errors.New("wanted at least one image that can be read, found none: nothing is written")
	}
	if err := w.Close(); err != nil {
		return r.hint(w, err)
	}
	r.bar.finish()
	for _, s := range w.Stats().Skipped { // those whose encoder failed
		if !r.named[s] {
			r.bar.failed(s.Name, errors.New(s.Reason))
		}
	}
	return r.report(w.Stats())
}

// pass writes one copy of the images from the first on.
func (r *preprocessing) pass(ctx context.Context, w *dataset.Writer, epoch, first int) error {
	opt := pipeline.Options{Workers: r.flags.workers, Train: r.flags.repeat > 0, Seed: r.flags.seed, Epoch: epoch, First: first}
	for s, made := range pipeline.Map(ctx, r.plan, slices.Values(r.data.Samples[first:]), opt) {
		err := made.Err
		if err == nil {
			err = w.Write(dataset.Item{Name: s.Name, Label: s.Label, Tensor: made.Tensor})
			if refused := (*dataset.ItemError)(nil); errors.As(err, &refused) {
				err = refused.Err
			} else if err != nil {
				return err
			}
		}
		r.bar.add(1)
		if err == nil {
			r.written++
			continue
		}
		if err := r.skip(w, s.Name, err); err != nil {
			return err
		}
	}
	return ctx.Err()
}

// skip leaves an image out, if that is allowed.
func (r *preprocessing) skip(w *dataset.Writer, name string, err error) error {
	r.failed++
	r.bar.failed(name, err)
	if r.flags.onError == "fail" {
		return errors.New("ended at the first bad image, as --on-error fail says")
	}
	if r.flags.maxErrors > 0 && r.failed > r.flags.maxErrors {
		return fmt.Errorf("ended at the bad image number %d, as --max-errors %d says", r.failed, r.flags.maxErrors)
	}
	why := errors.New(reason(name, err))
	r.named[dataset.Skipped{Name: name, Reason: why.Error()}] = true
	return w.Skip(name, why)
}

// hint says how to go on behind an error, if one can.
func (r *preprocessing) hint(w *dataset.Writer, err error) error {
	if w.Stats().Files > 0 && dataset.Resumable(r.out) {
		r.bar.finish()
		fmt.Fprintf(r.stderr, "saccade: %s complete; the same command with --resume goes on\n", count(w.Stats().Files, "file"))
	}
	return err
}

// A preprocessReport is what --json gets.
type preprocessReport struct {
	Out          string            `json:"out"`
	N            int               `json:"n"`
	Failed       int               `json:"failed"`
	Files        int               `json:"files"`
	Spec         tensor.Spec       `json:"spec"`
	Classes      []string          `json:"classes,omitempty"`
	Bytes        int64             `json:"bytes"`
	Values       int64             `json:"values"`
	Clipped      int64             `json:"clipped"`
	ClippedShare float64           `json:"clipped_share"`
	Renamed      int               `json:"renamed"`
	Skipped      []dataset.Skipped `json:"skipped"`
}

func (r *preprocessing) report(s dataset.Stats) error {
	out := preprocessReport{
		Out: r.out, N: s.Items, Failed: len(s.Skipped), Files: s.Files, Spec: s.Spec, Classes: r.data.Classes, Bytes: s.Bytes,
		Values: s.Values, Clipped: s.Clipped, Renamed: s.Renamed, Skipped: append([]dataset.Skipped{}, s.Skipped...),
	}
	if s.Values > 0 {
		out.ClippedShare = float64(s.Clipped) / float64(s.Values)
	}
	if !r.flags.quiet {
		r.print(out)
	}
	if err := r.mark(s); err != nil {
		return err
	}
	if r.flags.json != "" {
		err := atomicfile.Write(r.flags.json, func(w io.Writer) error {
			enc := json.NewEncoder(w)
			enc.SetIndent("", "  ")
			return enc.Encode(out)
		})
		if err != nil {
			return err
		}
	}
	return someFailed(r.stderr, out.Failed, "image")
}

// unmark and mark tell that the output of a shard is complete.
func (r *preprocessing) unmark() error {
	if r.flags.list.shard.Count == 0 {
		return nil
	}
	return removeMarker(r.out)
}

func (r *preprocessing) mark(s dataset.Stats) error {
	if r.flags.list.shard.Count == 0 {
		return nil
	}
	return marker{Rows: s.Items, Failed: len(s.Skipped), Files: s.Files}.write(r.out)
}

// print says in a line or two what was written.
func (r *preprocessing) print(out preprocessReport) {
	made := out.Spec.String()
	if out.Spec == tensor.VectorSpec(out.Spec.C) {
		made = count(out.Spec.C, "feature") + " each"
	}
	text := fmt.Sprintf("%s: %s, %s", out.Out, count(out.N, "image"), made)
	if len(out.Classes) > 0 {
		text += ", " + count(len(out.Classes), "class")
	}
	if out.Files > 1 {
		text += fmt.Sprintf(", %d files", out.Files)
	}
	fmt.Fprintln(r.stderr, visible(text+", "+megabytes(out.Bytes)))
	if out.Clipped > 0 {
		fmt.Fprintf(r.stderr, "clipped: %d of %d values (%.3g %%) were outside 0..1, which becomes 0..255\n",
			out.Clipped, out.Values, 100*out.ClippedShare)
	}
	if out.Renamed > 0 {
		fmt.Fprintf(r.stderr, "%s got another name: it was taken, or no name for every system\n", count(out.Renamed, "file or folder"))
	}
}

// megabytes writes a size as people say it.
func megabytes(n int64) string {
	switch {
	case n < 1e3:
		return fmt.Sprintf("%d bytes", n)
	case n < 1e6:
		return fmt.Sprintf("%.1f kB", float64(n)/1e3)
	case n < 1e9:
		return fmt.Sprintf("%.1f MB", float64(n)/1e6)
	}
	return fmt.Sprintf("%.1f GB", float64(n)/1e9)
}
