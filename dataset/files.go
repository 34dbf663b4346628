package dataset

import (
	"errors"
	"os"
	"strings"
)

// Files returns pictures without labels, sorted by path: those found in folders, at any depth, and all files
// given by name, whatever they are. A path that comes twice is one sample; a folder that comes twice is read
// once. The package documentation says what counts as a picture.
//
// A path that doesn't exist and a folder that can't be read are an error, a join of an [*Error] for each. That
// nothing was found in a folder is none.
func Files(paths ...string) (*Dataset, error) { return FilesIn(Shard{}, paths...) }

// FilesIn returns those that are in one shard, and takes memory for these alone; the others' content isn't looked at.
func FilesIn(s Shard, paths ...string) (*Dataset, error) {
	if err := s.Check(); err != nil {
		return nil, err
	}
	w := newWalker()
	w.shard = s
	var failed []error
	for _, path := range paths {
		if err := w.take(path); err != nil {
			failed = append(failed, err)
		}
	}
	if err := errors.Join(failed...); err != nil {
		return nil, err
	}
	w.follow()
	d := &Dataset{Name: strings.Join(paths, " "), Notes: w.notes}
	files := w.sorted()
	d.Samples = make([]Sample, len(files))
	for i, f := range files {
		d.Samples[i] = Sample{Name: f.path, Label: noClass, Path: f.path}
	}
	return d, nil
}

// take adds a file, or all of a folder, that the user gave.
func (w *walker) take(path string) error {
	info, err := os.Stat(path)
	if err != nil {
		return failure(path, "open", err)
	}
	if !info.IsDir() {
		if w.shard.Holds(path) && (w.watcher == nil || w.watch(path, true)) {
			w.files = append(w.files, file{path, noClass})
		}
		return nil
	}
	if real, err := canonical(path); err == nil && w.seen[real] {
		w.note(Repeated, path, nil)
		return nil
	}
	dir, entries, err := w.open(path)
	for _, e := range entries {
		w.visit(dir, e)
	}
	return err
}
