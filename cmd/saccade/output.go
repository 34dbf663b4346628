package main

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/saccade-go/saccade/dataset"
	"github.com/saccade-go/saccade/internal/atomicfile"
)

// Formats of the answers, by the ending of the output file's name.
const (
	formatCSV     = ".csv"
	formatJSONL   = ".jsonl"
	formatParquet = ".parquet"
)

var formats = []string{formatCSV, formatJSONL, formatParquet}

// formatOf is the format that the name of an output file asks for; standard output is CSV.
func formatOf(path string) string {
	if path == "" {
		return formatCSV
	}
	return strings.ToLower(filepath.Ext(path))
}

func checkFormat(flag, path string) error {
	if path != "" && !slices.Contains(formats, formatOf(path)) {
		return fmt.Errorf("%s: wanted a name that ends in .csv, .jsonl or .parquet, found %q", flag, path)
	}
	return nil
}

// An output is where the rows of a run go.
type output struct {
	path    string // "": standard output
	top     int    // classes in a row
	resume  bool
	marked  bool            // leave a marker beside the file when the run is through
	classes map[string]bool // those that rows may have; nil: any
	// read looks at what is in the file if the run is resumed.
	read func(file *os.File, inputs []dataset.Sample) (done, error)
}

// A rowSource writes rows, given what is there. It returns how many it has written with errSomeFailed or nil, if it is through.
type rowSource func(rows rowWriter, d done) (marker, error)

// write opens the output, lets write fill it, and closes it. inputs are what there is to do if the file is empty.
func (o *output) write(stdout io.Writer, inputs []dataset.Sample, write rowSource) error {
	if o.path == "" {
		return o.stream(stdout, nothingDone(inputs), write)
	}
	info, err := os.Stat(o.path)
	switch {
	case err == nil && !info.Mode().IsRegular():
		return o.special(inputs, write)
	case formatOf(o.path) == formatParquet:
		return o.whole(inputs, write)
	}
	return o.file(inputs, write)
}

// stream writes rows to what can't be resumed.
func (o *output) stream(w io.Writer, d done, write rowSource) error {
	rows, err := o.rows(w, true)
	if err != nil {
		return err
	}
	_, failed, err := through(write(rows, d))
	if err != nil {
		return err // each row has been flushed
	}
	return errors.Join(rows.close(), failed)
}

// through tells a run that is through, though some inputs failed, from one that isn't.
func through(m marker, err error) (_ marker, failed, ended error) {
	if errors.Is(err, errSomeFailed) {
		return m, err, nil
	}
	return m, nil, err
}

func (o *output) rows(w io.Writer, header bool) (rowWriter, error) {
	switch formatOf(o.path) {
	case formatCSV:
		return newCSVRows(w, o.top, header)
	case formatParquet:
		return newParquetRows(w), nil
	}
	return &jsonRows{bufio.NewWriter(w)}, nil
}

// whole writes a file whose rows count only when it is whole; inputs that failed don't make it less so.
func (o *output) whole(inputs []dataset.Sample, write rowSource) error {
	if err := o.unmark(); err != nil {
		return err
	}
	var m marker
	var failed error
	err := atomicfile.Write(o.path, func(w io.Writer) error {
		rows, err := o.rows(w, true)
		if err != nil {
			return err
		}
		m, failed, err = through(write(rows, nothingDone(inputs)))
		return errors.Join(err, rows.close())
	})
	if err != nil {
		return err
	}
	return errors.Join(o.mark(m), failed)
}

// special writes to a device or a pipe, in which nothing can be resumed.
func (o *output) special(inputs []dataset.Sample, write rowSource) error {
	if o.resume {
		return fmt.Errorf("--resume: wanted a regular file as --out, found %s", o.path)
	}
	file, err := atomicfile.OpenSpecial(o.path)
	if err != nil {
		return at(o.path, err)
	}
	defer file.Close()
	return o.stream(file, nothingDone(inputs), write)
}

// file writes rows one by one, so that an interrupted run can be resumed.
func (o *output) file(inputs []dataset.Sample, write rowSource) error {
	file, err := openLocked(o.path)
	if err != nil {
		return err
	}
	defer file.Close()
	if err := o.unmark(); err != nil {
		return err
	}
	d := nothingDone(inputs)
	if o.resume {
		if d, err = o.read(file, inputs); err != nil {
			return err
		}
	}
	rows, into, err := o.goOn(file, d)
	if err != nil {
		return err
	}
	defer into.discard()
	m, failed, err := through(write(rows, d))
	if _, ours := err.(*fs.PathError); ours { // of the file that is being written
		err = at(o.path, err)
	}
	if err != nil {
		return err
	}
	mark := func() error { return o.mark(m) } // while the file is still locked
	for _, step := range []func() error{rows.close, into.Sync, mark, into.Close} {
		if err := step(); err != nil {
			return at(o.path, err)
		}
	}
	return failed
}

// openLocked opens a file that no other run writes, and that is still the one of this name when it is locked.
func openLocked(path string) (*os.File, error) {
	for {
		file, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE, 0o666)
		if err != nil {
			return nil, at(path, err)
		}
		if err := lock(file); err != nil {
			return nil, errors.Join(err, file.Close())
		}
		opened, err := file.Stat()
		if err != nil {
			return nil, errors.Join(at(path, err), file.Close())
		}
		if named, err := os.Stat(path); err == nil && os.SameFile(opened, named) {
			return file, nil
		}
		if err := file.Close(); err != nil {
			return nil, at(path, err)
		}
	}
}

// A growing file is the one that rows are appended to.
type growing struct {
	*os.File
	temporary bool // it has another name than the output yet
}

// discard removes a file that didn't become the output. It may be closed already.
func (g *growing) discard() {
	if g.File.Close(); g.temporary {
		os.Remove(g.Name())
	}
}

// goOn cuts file behind its complete rows and returns a writer of more rows. If there are rows to write between those that
// are there, they and the others go to a new file.
func (o *output) goOn(file *os.File, d done) (rowWriter, *growing, error) {
	if d.before > 0 {
		return o.splice(file)
	}
	if err := file.Truncate(d.size); err != nil {
		return nil, nil, at(o.path, err)
	}
	if _, err := file.Seek(d.size, io.SeekStart); err != nil {
		return nil, nil, at(o.path, err)
	}
	rows, err := o.rows(file, d.size == 0)
	if err != nil {
		return nil, nil, at(o.path, err)
	}
	return rows, &growing{File: file}, nil
}

// splice makes a new file beside old, which becomes the output when all old rows are in it.
func (o *output) splice(old *os.File) (rowWriter, *growing, error) {
	path, err := filepath.EvalSymlinks(o.path)
	if err != nil {
		return nil, nil, at(o.path, err)
	}
	dir, name := filepath.Split(path)
	temporary := filepath.Join(dir, "."+name+".resume")
	if err := os.Remove(temporary); err != nil && !errors.Is(err, fs.ErrNotExist) { // of a run that was killed
		return nil, nil, at(o.path, err)
	}
	file, err := os.OpenFile(temporary, os.O_RDWR|os.O_CREATE|os.O_EXCL, 0o666)
	if err != nil {
		return nil, nil, at(o.path, err)
	}
	if info, err := old.Stat(); err == nil {
		_ = file.Chmod(info.Mode().Perm()) // as far as the file system has rights
	}
	into := &growing{file, true}
	rows, err := o.splicer(old, path, into)
	if err != nil {
		into.discard()
	}
	return rows, into, err
}

func (o *output) splicer(old *os.File, path string, into *growing) (rowWriter, error) {
	if err := lock(into.File); err != nil {
		return nil, err
	}
	if _, err := old.Seek(0, io.SeekStart); err != nil {
		return nil, at(o.path, err)
	}
	rows, err := readRows(old, formatOf(o.path), o.top)
	if err != nil {
		return nil, err
	}
	more, err := o.rows(into, false)
	if err != nil {
		return nil, err
	}
	s := &splice{rowWriter: more, to: into, old: rows}
	s.publish = func() error {
		if err := into.Sync(); err != nil {
			return at(o.path, err)
		}
		if err := os.Rename(into.Name(), path); err != nil {
			return at(o.path, withoutNames(err))
		}
		into.temporary = false
		return nil
	}
	return s, s.begin()
}

// withoutNames takes the names of two files out of the operating system's error.
func withoutNames(err error) error {
	if e, ok := errors.AsType[*os.LinkError](err); ok {
		return e.Err
	}
	return err
}

// mark writes the marker.
func (o *output) mark(m marker) error {
	if !o.marked {
		return nil
	}
	return m.write(o.path)
}

// unmark removes the marker of an earlier run.
func (o *output) unmark() error {
	if !o.marked {
		return nil
	}
	return removeMarker(o.path)
}
