package main

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/pflag"

	"github.com/saccade-go/saccade/dataset"
	"github.com/saccade-go/saccade/imageio"
	"github.com/saccade-go/saccade/internal/atomicfile"
	"github.com/saccade-go/saccade/pipeline"
)

// failureFlags say what becomes of inputs that fail.
type failureFlags struct {
	onError string
	most    int
	log     string
}

func addFailures(flags *pflag.FlagSet, f *failureFlags) {
	flags.StringVar(&f.onError, "on-error", "skip", "what a bad image does, `HOW`: skip (a row with an error), fail (end the run), quarantine=DIR (skip, and copy the file there)")
	flags.IntVar(&f.most, "max-errors", 0, "end the run when `N` images have failed (0: go on to the end)")
	flags.StringVar(&f.log, "errors", "", "write an object for each bad image to `FILE.jsonl`")
}

const quarantinePrefix = "quarantine="

func (f *failureFlags) check(paths []string, out string) error {
	dir, quarantined := strings.CutPrefix(f.onError, quarantinePrefix)
	switch {
	case quarantined && dir == "":
		return errors.New("--on-error: wanted quarantine=DIR, found no folder")
	case !quarantined && f.onError != "skip" && f.onError != "fail":
		return fmt.Errorf("--on-error: wanted skip, fail or quarantine=DIR, found %q", f.onError)
	case f.most < 0:
		return fmt.Errorf("--max-errors: wanted 0 or more, found %d", f.most)
	case f.log != "" && formatOf(f.log) != formatJSONL:
		return fmt.Errorf("--errors: wanted a name that ends in .jsonl, found %q", f.log)
	case f.log != "" && f.log == out:
		return fmt.Errorf("--errors: wanted another file than --out, found %q", f.log)
	case quarantined:
		return quarantine{dir}.check(paths)
	}
	return nil
}

// prepare reports what couldn't be written later, before anything is begun.
func (f *failureFlags) prepare(shard shardFlag) error {
	if f.log != "" {
		if err := atomicfile.Check(shard.file(f.log)); err != nil {
			return err
		}
	}
	if dir, ok := strings.CutPrefix(f.onError, quarantinePrefix); ok {
		if err := os.MkdirAll(dir, 0o777); err != nil {
			return at(dir, err)
		}
		return atomicfile.Check(filepath.Join(dir, "copy"))
	}
	return nil
}

// failures are the inputs of a run that failed.
type failures struct {
	flags *failureFlags
	bar   *progress
	log   *failureLog // nil: none
	known int         // those of an interrupted run
	n     int         // all
}

// open begins with those that an interrupted run has left.
func (f *failureFlags) open(shard shardFlag, bar *progress, known []stored) (*failures, error) {
	b := &failures{flags: f, bar: bar, known: len(known), n: len(known)}
	if f.log == "" {
		return b, nil
	}
	var err error
	b.log, err = openFailures(shard.file(f.log), known)
	return b, err
}

// keep does with a bad input what the flags say, but for the row.
func (b *failures) keep(s dataset.Sample, err error) error {
	b.n++
	entry := newFailedInput(s, err)
	if dir, ok := strings.CutPrefix(b.flags.onError, quarantinePrefix); ok {
		to, err := quarantine{dir}.keep(s.Path)
		if errors.Is(err, errNoCopy) {
			b.bar.trouble("not in quarantine", s.Name, err)
		} else if err != nil {
			return err
		}
		entry.Quarantined = to
	}
	if b.log == nil {
		return nil
	}
	return b.log.write(entry)
}

// enough ends a run with too many failures.
func (b *failures) enough() error {
	switch {
	case b.flags.onError == "fail" && b.n > b.known:
		return errors.New("ended at the first bad image, as --on-error fail says")
	case b.flags.most > 0 && b.n >= b.flags.most:
		return fmt.Errorf("ended with %s, as --max-errors %d says", count(b.n, "bad image"), b.flags.most)
	}
	return nil
}

func (b *failures) close() error {
	if b.log == nil {
		return nil
	}
	return b.log.close()
}

// A failedInput is a line of --errors.
type failedInput struct {
	Path        string `json:"path"`
	PathBytes   []byte `json:"path_bytes,omitempty"`  // as in a jsonRow
	Stage       string `json:"stage"`                 // open, read, sniff, header, limit, profile, decode, a step's name, timeout, panic
	Format      string `json:"format,omitempty"`      // what the content is, if that is known
	Error       string `json:"error"`                 // as in the row
	Size        *int64 `json:"size"`                  // of the file in bytes, null if there is none
	Quarantined string `json:"quarantined,omitempty"` // the copy
}

// newFailedInput says of err what its types tell.
func newFailedInput(s dataset.Sample, err error) failedInput {
	f := failedInput{Path: s.Name, PathBytes: rawPath(s.Name), Error: reason(s.Name, err)}
	if info, err := os.Stat(s.Path); err == nil {
		size := info.Size()
		f.Size = &size
	}
	if e, ok := errors.AsType[*imageio.Error](err); ok {
		f.Stage, f.Format = e.Stage, string(e.Format)
	} else if e, ok := errors.AsType[*pipeline.StageError](err); ok {
		f.Stage = e.Name
	} else if _, ok := errors.AsType[*pipeline.PanicError](err); ok {
		f.Stage = "panic"
	}
	if errors.Is(err, os.ErrDeadlineExceeded) {
		f.Stage = "timeout"
	}
	return f
}

func (f failedInput) name() string {
	if len(f.PathBytes) > 0 {
		return string(f.PathBytes)
	}
	return f.Path
}

// A failureLog writes one object a line.
type failureLog struct {
	file *os.File
	enc  *json.Encoder
}

// openFailures opens the file of --errors. It has then what it had about the inputs in known, the failed ones whose rows are
// kept, and nothing else.
func openFailures(path string, known []stored) (*failureLog, error) {
	if info, err := os.Stat(path); err == nil && !info.Mode().IsRegular() {
		file, err := atomicfile.OpenSpecial(path)
		if err != nil {
			return nil, at(path, err)
		}
		return newFailureLog(file), nil
	}
	file, err := openLocked(path)
	if err != nil {
		return nil, err
	}
	if len(known) > 0 {
		if err = keepFailures(file, known); err == nil {
			err = file.Close()
		}
		if err != nil {
			return nil, errors.Join(err, file.Close())
		}
		if file, err = openLocked(path); err != nil { // the new file
			return nil, err
		}
		_, err = file.Seek(0, io.SeekEnd)
	} else {
		err = file.Truncate(0)
	}
	if err != nil {
		return nil, errors.Join(at(path, err), file.Close())
	}
	return newFailureLog(file), nil
}

func newFailureLog(file *os.File) *failureLog {
	l := &failureLog{file, json.NewEncoder(file)}
	l.enc.SetEscapeHTML(false)
	return l
}

// keepFailures replaces file by one that has the objects about known, in the order of known. Where file has none, the row
// tells.
func keepFailures(file *os.File, known []stored) error {
	was, err := readFailures(file, known)
	if err != nil {
		return err
	}
	return atomicfile.Write(file.Name(), func(w io.Writer) error {
		enc := json.NewEncoder(w)
		enc.SetEscapeHTML(false)
		for _, r := range known {
			var err error
			if line, ok := was[r.path]; ok {
				_, err = w.Write(line)
			} else {
				err = enc.Encode(failedInput{Path: r.path, PathBytes: rawPath(r.path), Error: r.reason})
			}
			if err != nil {
				return err
			}
		}
		return nil
	})
}

// readFailures reads the lines about known. A last line that was cut doesn't count.
func readFailures(file *os.File, known []stored) (map[string][]byte, error) {
	wanted := make(map[string]bool, len(known))
	for _, r := range known {
		wanted[r.path] = true
	}
	was := map[string][]byte{}
	r := bufio.NewReader(file)
	for n := 1; ; n++ {
		line, err := r.ReadBytes('\n')
		if errors.Is(err, io.EOF) {
			return was, nil
		} else if err != nil {
			return nil, at(file.Name(), err)
		}
		var f failedInput
		if err := json.Unmarshal(line, &f); err != nil || f.Path == "" {
			return nil, fmt.Errorf("%s: line %d: wanted a line of --errors, found %q", file.Name(), n, firstLine(line))
		}
		if wanted[f.name()] {
			was[f.name()] = line
		}
	}
}

func (l *failureLog) write(f failedInput) error {
	if err := l.enc.Encode(f); err != nil {
		return at(l.file.Name(), err)
	}
	return nil
}

func (l *failureLog) close() error {
	if err := l.file.Close(); err != nil {
		return at(l.file.Name(), err)
	}
	return nil
}
