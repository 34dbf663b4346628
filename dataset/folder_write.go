package dataset

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
)

// folderTarget writes a file for each record, in the subfolder of its class. Files are called after the records, with safe
// names: where two would have the same one, the second gets a number. All is done below one open folder, so that no name and no
// link leads out of it.
type folderTarget struct {
	w        *Writer
	root     *os.Root
	progress *progress
	classes  []string        // the subfolders
	there    map[string]bool // subfolders
	names    *namer
	made     bool // the folder itself
}

// Names in the folder that are no pictures'.
const (
	progressName = ".saccade-progress"
	partialName  = ".saccade-partial"
)

func newFolder(w *Writer) (writeTarget, error) {
	dir := filepath.Clean(w.path)
	err := os.Mkdir(dir, 0o777)
	if err != nil && !errors.Is(err, fs.ErrExist) {
		return nil, failure(w.path, "create", err)
	}
	made := err == nil
	root, err := os.OpenRoot(dir)
	if err != nil {
		return nil, failure(w.path, "create", err)
	}
	t := &folderTarget{w: w, root: root, there: map[string]bool{}, made: made, names: newNamer()}
	t.nameClasses()
	if err := t.open(); err != nil {
		root.Close()
		return nil, err
	}
	return t, nil
}

func (t *folderTarget) open() error {
	f, err := t.root.OpenFile(progressName, os.O_RDWR|os.O_CREATE, 0o666)
	if err != nil {
		return failure(t.w.path, "create", err)
	}
	p, entries, err := openProgress(filepath.Join(t.w.path, progressName), t.w, f, t.empty, func() { t.root.Remove(progressName) })
	if err == nil {
		t.progress = p
		err = t.resume(entries)
	}
	if err != nil {
		f.Close()
	}
	return err
}

// nameClasses finds names for the classes' folders.
func (t *folderTarget) nameClasses() {
	names := newNamer()
	for _, class := range t.w.schema.Classes {
		name := names.take("", safeName(class), "")
		if name != class {
			t.w.stats.Renamed++
		}
		t.classes = append(t.classes, name)
	}
}

// empty reports if there is something in the folder that isn't ours.
func (t *folderTarget) empty() error {
	d, err := t.root.Open(".")
	if err != nil {
		return failure(t.w.path, "create", err)
	}
	defer d.Close()
	names, err := d.Readdirnames(4) // two may be ours
	for _, name := range names {
		if name != progressName && name != partialName {
			return mismatch(t.w.path, "create", "a new or empty folder, or to resume the run that wrote it", printable(name)+" in it")
		}
	}
	if err != nil && len(names) == 0 {
		return failure(t.w.path, "create", err)
	}
	return nil
}

// resume makes sure that the files of an interrupted run are there, and takes note of their names.
func (t *folderTarget) resume(entries []completed) error {
	for _, e := range entries {
		if e.File == "" {
			continue
		}
		info, err := t.root.Lstat(filepath.FromSlash(e.File))
		if err != nil {
			return failure(filepath.Join(t.w.path, e.File), "resume", err)
		}
		if info.Size() != e.Size || !info.Mode().IsRegular() {
			return mismatch(filepath.Join(t.w.path, e.File), "resume", fmt.Sprintf("a file of %d bytes", e.Size), fmt.Sprint(info.Size()))
		}
		dir, name := path.Split(e.File)
		t.names.mark(path.Clean(dir), name)
	}
	t.w.resume(entries)
	return nil
}

// checkFolder refuses a record that has no place.
func checkFolder(w *Writer, r Item) error {
	if w.schema.Classes != nil && r.Label < 0 {
		return errors.New("wanted a class, as its folder, found none")
	}
	return nil
}

func (t *folderTarget) write(it *encodedItem) error {
	before := t.w.stats.Renamed
	name, err := t.name(it)
	if err == nil {
		err = t.file(name, it.payload)
	}
	if err != nil {
		return failure(filepath.Join(t.w.path, name), "write", err)
	}
	t.w.stats.Files++
	e := completed{File: filepath.ToSlash(name), Size: int64(len(it.payload)), Items: 1, Bytes: int64(len(it.payload)),
		Values: int64(it.spec.Len()), Clipped: it.clipped, Renamed: t.w.stats.Renamed - before}
	return t.note(e)
}

// name finds the place of a record, and makes its folder.
func (t *folderTarget) name(it *encodedItem) (string, error) {
	dir := "."
	if t.classes != nil {
		dir = t.classes[it.label]
	}
	if !t.there[dir] {
		if err := t.root.Mkdir(dir, 0o777); err != nil && !errors.Is(err, fs.ErrExist) {
			return dir, err
		}
		t.there[dir] = true
	}
	wanted := fileStem(it.name)
	ending := "." + t.w.encoder.ending()
	name := t.names.take(dir, safeName(wanted), ending)
	if name != wanted+ending {
		t.w.stats.Renamed++
	}
	return filepath.Join(dir, name), nil
}

// file writes a file under another name first. There is only one writer, so one other name is enough; what a killed run has
// left under it is written over.
func (t *folderTarget) file(name string, payload []byte) error {
	f, err := t.root.OpenFile(partialName, os.O_WRONLY|os.O_CREATE|os.O_TRUNC, 0o666)
	if err != nil {
		return err
	}
	if _, err := f.Write(payload); err != nil {
		return errors.Join(err, f.Close())
	}
	if err := f.Close(); err != nil {
		return err
	}
	return t.root.Rename(partialName, name)
}

func (t *folderTarget) note(e completed) error {
	if err := t.progress.line(e); err != nil {
		return failure(filepath.Join(t.w.path, progressName), "write", err)
	}
	return nil
}

func (t *folderTarget) skip(s Skipped) error { return t.note(completed{Skipped: []Skipped{s}}) }

// close leaves the progress: it says what the folder is made of.
func (t *folderTarget) close() error { return nil }

func (t *folderTarget) abort() {
	t.root.Remove(partialName)
	if t.w.stats.Files == 0 { // there is nothing that could be resumed
		t.root.Remove(progressName)
	}
	t.progress.f.Close()
	t.root.Close()
	if t.w.stats.Files == 0 && t.made {
		os.Remove(filepath.Clean(t.w.path)) // if nobody else has put anything there
	}
}
