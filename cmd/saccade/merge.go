package main

import (
	"container/heap"
	"context"
	"errors"
	"fmt"
	"io"

	"github.com/spf13/cobra"

	"github.com/saccade-go/saccade/internal/atomicfile"
)

type mergeFlags struct {
	partial bool
	quiet   bool
}

func mergeCommand() *cobra.Command {
	var f mergeFlags
	cmd := &cobra.Command{
		Use:   "merge OUT PART...",
		Short: "Join the answers of a run in shards",
		Long: `Merge joins files of answers that classify has written, one for each shard, into OUT: in the order
of the sorted paths, so that OUT is what one run over all inputs would have written (CSV and JSONL:
byte by byte). A PART may be a pattern in quotes, such as 'answers-*-of-00008.csv'.

Parts whose names say 00003-of-00008 have to be complete: a shard whose file isn't there, or has no
marker (.done) that says it is whole, is named, nothing is written and the exit status is 1. With
--partial the rows that are there are joined all the same; the exit status is 3. Files with other
names are joined as they are.`,
		Example: `  saccade merge answers.csv 'answers-*-of-00008.csv'
  saccade merge all.jsonl monday.jsonl tuesday.jsonl`,
		Args: cobra.MinimumNArgs(2),
		RunE: func(cmd *cobra.Command, args []string) error {
			return f.run(cmd.Context(), cmd.ErrOrStderr(), args[0], args[1:])
		},
	}
	cmd.Flags().BoolVar(&f.partial, "partial", false, "join what is there, though shards are missing")
	cmd.Flags().BoolVar(&f.quiet, "quiet", false, "print errors only")
	return cmd
}

func (f *mergeFlags) run(ctx context.Context, stderr io.Writer, out string, args []string) error {
	files, err := findParts(out, args)
	if err != nil {
		return err
	}
	missing, err := missingShards(files)
	if err != nil {
		return err
	}
	if len(missing) > 0 {
		for _, m := range missing {
			fmt.Fprintln(stderr, "saccade:", visible(m))
		}
		if !f.partial {
			return fmt.Errorf("%s missing: nothing was written (--partial joins the others)", count(len(missing), "shard"))
		}
	}
	m, err := openParts(out, files)
	if err != nil {
		return err
	}
	if err := atomicfile.Write(out, func(w io.Writer) error { return m.write(ctx, w) }); err != nil {
		return err
	}
	if !f.quiet {
		fmt.Fprintf(stderr, "%s of %s, %d of them with an error\n", count(m.rows, "row"), count(len(files), "part"), m.failed)
	}
	if len(missing) > 0 {
		fmt.Fprintf(stderr, "saccade: %s missing\n", count(len(missing), "shard"))
		return errSomeFailed
	}
	return nil
}

// A part is a file of rows, in the order of their paths, of which one is at hand.
type part interface {
	name() string
	header() []byte
	// advance takes the next row at hand, or returns io.EOF.
	advance() error
	path() string
	failed() bool
	// emit writes the row at hand.
	emit(w mergeWriter) error
}

// A merging is a heap of parts, by the paths of the rows at hand.
type merging struct {
	parts  []part
	format string
	rows   int
	failed int
	last   string
	from   string // the part that last comes from
}

func (m *merging) Len() int           { return len(m.parts) }
func (m *merging) Less(i, j int) bool { return m.parts[i].path() < m.parts[j].path() }
func (m *merging) Swap(i, j int)      { m.parts[i], m.parts[j] = m.parts[j], m.parts[i] }
func (m *merging) Push(any)           {} // parts only leave
func (m *merging) Pop() any {
	m.parts = m.parts[:len(m.parts)-1]
	return nil
}

// write joins the parts. In memory there is a row of each, and what is read ahead.
func (m *merging) write(ctx context.Context, w io.Writer) error {
	to := newMergeWriter(w, m.format)
	if err := m.start(to); err != nil {
		return err
	}
	for heap.Init(m); len(m.parts) > 0 && ctx.Err() == nil; {
		p := m.parts[0]
		if err := m.admit(p); err != nil {
			return err
		}
		if err := p.emit(to); err != nil {
			return err
		}
		switch err := p.advance(); {
		case errors.Is(err, io.EOF):
			heap.Pop(m)
		case err != nil:
			return err
		default:
			heap.Fix(m, 0)
		}
	}
	return firstError(ctx.Err(), to.close())
}

// start writes the header, which all parts share, and takes the first row of each at hand.
func (m *merging) start(to mergeWriter) error {
	var header []byte
	var first string
	var begun []part
	for _, p := range m.parts {
		h := p.header()
		if header == nil && h != nil {
			header, first = h, p.name()
			if err := to.text(h); err != nil {
				return err
			}
		}
		if h != nil && string(h) != string(header) {
			return fmt.Errorf("%s: wanted the header of %s, %q, found %q", p.name(), first, firstLine(header), firstLine(h))
		}
		if err := p.advance(); err == nil {
			begun = append(begun, p)
		} else if !errors.Is(err, io.EOF) {
			return err
		}
	}
	m.parts = begun
	return nil
}

// admit checks that the next row comes behind the last one.
func (m *merging) admit(p part) error {
	path := p.path()
	switch {
	case m.rows == 0 || path > m.last:
	case path == m.last && p.name() != m.from:
		return fmt.Errorf("%s: wanted each input in one part, found %q in %s, too", p.name(), path, m.from)
	default:
		return fmt.Errorf("%s: wanted rows in the order of their paths, found %q behind %q (--watch writes them as they come)", p.name(), path, m.last)
	}
	m.last, m.from = path, p.name()
	m.rows++
	if p.failed() {
		m.failed++
	}
	return nil
}
