package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"time"

	"github.com/saccade-go/saccade"
	"github.com/saccade-go/saccade/dataset"
)

// follow classifies what is in the folders and what comes into them, until ctx ends.
func (f *classifyFlags) follow(ctx context.Context, std streams, model *saccade.Model, paths []string) error {
	w := dataset.NewWatcher(f.inputs.shard.Shard, paths...)
	o := f.output(model)
	o.read = func(file *os.File, _ []dataset.Sample) (done, error) {
		return o.readKnown(file, w)
	}
	c := classification{flags: f, model: model, std: std}
	return o.write(std.out, nil, func(rows rowWriter, d done) (marker, error) {
		c.rows = rows
		return c.run(ctx, d, func(ctx context.Context, _ done) error { return c.watch(ctx, w) })
	})
}

// readKnown reads rows in any order and makes w pass over their inputs.
func (o *output) readKnown(file *os.File, w *dataset.Watcher) (done, error) {
	rows, err := readRows(file, formatOf(o.path), o.top)
	if err != nil {
		return done{}, err
	}
	d := done{size: int64(len(rows.header()))}
	for {
		r, err := rows.next()
		if errors.Is(err, io.EOF) {
			return d, nil
		} else if err != nil {
			return done{}, err
		}
		if err := o.checkClass(r); err != nil {
			return done{}, err
		}
		w.Skip(r.path)
		d.count(r)
	}
}

// watch looks for files again and again. That it is interrupted is its good end; rows are whole then.
func (c *classification) watch(ctx context.Context, w *dataset.Watcher) error {
	var trouble string
	for first := true; ; first = false {
		begun := time.Now()
		samples, err := w.Look()
		looked := time.Since(begun)
		if first && err != nil {
			return err
		}
		if first && !c.flags.quiet {
			fmt.Fprintln(c.std.err, "watching; Ctrl-C ends it")
		}
		c.note(&trouble, err)
		if err := c.all(ctx, slices.Values(samples)); err != nil && ctx.Err() == nil {
			return err
		}
		// A look at very many files may take longer than it is to be between two.
		if !pause(ctx, max(c.flags.every, looked)) {
			return nil
		}
	}
}

// note says once that a folder can't be read for now, and that it can again.
func (c *classification) note(trouble *string, err error) {
	text := ""
	if err != nil {
		text = visibleError(err)
	}
	switch {
	case text == *trouble:
	case text != "":
		c.bar.warn(text)
	default:
		c.bar.say("the folders can be read again")
	}
	*trouble = text
}

// pause waits, and reports whether ctx hasn't ended.
func pause(ctx context.Context, d time.Duration) bool {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-t.C:
		return true
	case <-ctx.Done():
		return false
	}
}
