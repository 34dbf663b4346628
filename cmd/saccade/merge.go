package main

import (
	"bytes"
	"container/heap"
	"context"
	"errors"
	"fmt"
	"io"
	"os"

	"github.com/spf13/cobra"

	"github.com/saccade-go/saccade/dataset"
	"github.com/saccade-go/saccade/internal/atomicfile"
)

type mergeFlags struct {
	check   bool
	partial bool
	quiet   bool
}

func mergeCommand() *cobra.Command {
	var f mergeFlags
	cmd := &cobra.Command{
		Use:   "merge OUT PART...",
		Short: "Join what a run in shards has written",
		Long: `Merge joins files that classify or preprocess has written, one for each shard, into OUT, which then is
what one run over all inputs would have written. A PART may be a pattern in quotes, such as
'answers-*-of-00008.csv'.

Answers are .csv, .jsonl or .parquet files; of CSV and JSONL, OUT has the bytes of one run. Data sets are
.npz, .safetensors or .csv files; OUT has the bytes of one run over a folder or a list of images. The other
formats of preprocess are read in parts by all tools, and by this one, so that there is nothing to join;
--check says whether all of them are there.

Parts whose names say 00003-of-00008 have to be complete: a shard whose file isn't there, or has no
marker (.done) that says it is whole, is named, nothing is written and the exit status is 1. With
--partial the rows that are there are joined all the same; the exit status is 3. Files with other
names are joined as they are.`,
		Example: `  saccade merge answers.csv 'answers-*-of-00008.csv'
  saccade merge all.jsonl monday.jsonl tuesday.jsonl
  saccade merge train.npz 'train-*-of-00008.npz'
  saccade merge --check 'train-*-of-00008-*.tar'`,
		Args: cobra.MinimumNArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			if f.check {
				return f.run(cmd.Context(), cmd.ErrOrStderr(), "", args)
			}
			if len(args) < 2 {
				return errors.New("wanted OUT, the file to write, and parts, found one name")
			}
			return f.run(cmd.Context(), cmd.ErrOrStderr(), args[0], args[1:])
		},
	}
	cmd.Flags().BoolVar(&f.check, "check", false, "say which shards are missing, and write nothing; without OUT")
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
	for _, m := range missing {
		fmt.Fprintln(stderr, "saccade:", visible(m))
	}
	switch {
	case f.check && len(missing) > 0:
		return fmt.Errorf("%s missing", count(len(missing), "shard"))
	case f.check:
		f.say(stderr, "all shards are there and complete")
		return nil
	case len(missing) > 0 && !f.partial:
		return fmt.Errorf("%s missing: nothing was written (--partial joins the others)", count(len(missing), "shard"))
	}
	if err := f.join(ctx, stderr, out, files); err != nil {
		return err
	}
	if len(missing) > 0 {
		fmt.Fprintf(stderr, "saccade: %s missing\n", count(len(missing), "shard"))
		return errSomeFailed
	}
	return nil
}

func (f *mergeFlags) say(stderr io.Writer, format string, args ...any) {
	if !f.quiet {
		fmt.Fprintf(stderr, format+"\n", args...)
	}
}

// join writes files of answers, or of data sets, as one.
func (f *mergeFlags) join(ctx context.Context, stderr io.Writer, out string, files []string) error {
	set, err := isDataSet(files[0])
	if err != nil {
		return err
	}
	if set {
		stats, err := dataset.Join(ctx, out, files...)
		if err == nil {
			f.say(stderr, "%s of %s", count(stats.Items, "record"), count(len(files), "part"))
		}
		return err
	}
	m, err := openParts(out, files)
	if err != nil {
		return err
	}
	if err := atomicfile.Write(out, func(w io.Writer) error { return m.write(ctx, w) }); err != nil {
		return err
	}
	f.say(stderr, "%s of %s, %d of them with an error", count(m.rows, "row"), count(len(files), "part"), m.failed)
	return nil
}

// isDataSet reports whether a part is preprocess's and not classify's, which both write .csv.
func isDataSet(file string) (bool, error) {
	switch formatOf(file) {
	case formatJSONL, formatParquet:
		return false, nil
	case formatCSV:
	default:
		return true, nil
	}
	in, err := os.Open(file)
	if err != nil {
		return false, at(file, err)
	}
	defer in.Close()
	head := make([]byte, len("path,label,f0"))
	n, err := io.ReadFull(in, head)
	if err != nil && !errors.Is(err, io.ErrUnexpectedEOF) && !errors.Is(err, io.EOF) {
		return false, at(file, err)
	}
	head = head[:n]
	return bytes.HasPrefix(head, []byte("path,f0")) || bytes.HasPrefix(head, []byte("path,label,f0")), nil
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
