package main

import (
	"context"
	"errors"
	"io"
	"iter"

	"github.com/saccade-go/saccade"
	"github.com/saccade-go/saccade/dataset"
)

// stdinName is how standard input is called on the command line and in rows.
const stdinName = "-"

// streams reports whether the inputs come from standard input alone, in a run that needs no list of them: an archive of any length
// can be read then.
func (f *classifyFlags) streams(paths []string) bool {
	return len(paths) == 1 && paths[0] == stdinName && f.inputs.manifest == "" && !f.resume
}

// stream classifies what comes from standard input while it comes. Rows are in its order.
func (f *classifyFlags) stream(ctx context.Context, std streams, model *saccade.Model) error {
	c := classification{flags: f, model: model, std: std, total: -1}
	return f.output(model).write(std.out, nil, func(rows rowWriter, d done) (marker, error) {
		c.rows = rows
		return c.run(ctx, d, func(ctx context.Context, _ done) error {
			return c.all(ctx, samplesFrom(std.in, f.inputs.shard.Shard))
		})
	})
}

// samplesFrom yields the samples of a stream. What of it can't be read is a sample that says so, and so is a stream without any.
func samplesFrom(r io.Reader, shard dataset.Shard) iter.Seq[dataset.Sample] {
	return func(yield func(dataset.Sample) bool) {
		found := false
		for record, err := range dataset.Read(r, stdinName) {
			found = true
			s := record.Sample
			if err != nil {
				s = dataset.Failed(s.Name, err)
			}
			if s.Name == "" {
				s.Name = stdinName
			}
			s.Label = -1
			if shard.Holds(s.Name) && !yield(s) {
				return
			}
		}
		if !found && shard.Holds(stdinName) {
			yield(dataset.Failed(stdinName, errors.New("wanted at least one image, found none")))
		}
	}
}
