package dataset

import (
	"errors"
	"os"
	"slices"
	"strings"
)

// Files returns pictures without labels, sorted by path: those found in folders, at any depth, and all files
// given by name, whatever they are. A path that comes twice is one sample; a folder that comes twice is read
// once. The package documentation says what counts as a picture.
//
// A file that has many samples, of the formats that [Open] reads, gives these in its own order, and so do all of a folder that
// has such files and no images; a pattern such as shard-{000..009}.tar gives its files, and "-" is standard input: one image or
// such a file. A record of them that can't be read is a sample whose Load says so.
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
	for _, f := range w.sorted() {
		if inside, ok := w.inside[f.path]; ok {
			d.Samples = append(d.Samples, inside...)
			continue
		}
		d.Samples = append(d.Samples, Sample{Name: f.path, Label: noClass, Path: f.path})
	}
	return d, nil
}

// take adds a file, or all of a folder, that the user gave.
func (w *walker) take(path string) error {
	info, err := os.Stat(path)
	switch {
	case err != nil && path != stdin && hasPattern(path):
		return w.takePattern(path)
	case err != nil && path != stdin:
		if samples, ok := idxInputs(path); ok {
			w.takeInside(path, samples)
			return nil
		}
		return failure(path, "open", err)
	case path == stdin || !info.IsDir():
		if samples, ok := w.samplesInside(path); ok {
			w.takeInside(path, samples)
		} else if w.shard.Holds(path) && (w.watcher == nil || w.watch(path, true)) {
			w.files = append(w.files, file{path, noClass})
		}
		return nil
	}
	if shards := shardsBelow(path); len(shards) > 0 {
		for _, shard := range shards {
			if err := w.take(shard); err != nil {
				return err
			}
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

// shardsBelow returns the files that make a folder's data set, or those of its splits; nil if it has images.
func shardsBelow(path string) []string {
	if kind, files := folderKind(path); kind == folderOfShards {
		return files
	}
	entries, err := os.ReadDir(path)
	if err != nil {
		return nil
	}
	var all []string
	for _, split := range splitFolders(path, entries) {
		kind, files := folderKind(join(path, split))
		if kind != folderOfShards {
			return nil
		}
		all = append(all, files...)
	}
	return all
}

func (w *walker) takePattern(pattern string) error {
	paths, err := expand(pattern)
	if err != nil {
		return err
	}
	for _, path := range paths {
		if info, err := os.Stat(path); err != nil {
			return failure(path, "open", err)
		} else if info.IsDir() {
			return mismatch(path, "open", "a file", "a folder")
		}
		if err := w.take(path); err != nil {
			return err
		}
	}
	return nil
}

// samplesInside returns the samples of a file that has many. A watcher waits for images, which are files.
func (w *walker) samplesInside(path string) ([]Sample, bool) {
	if w.watcher != nil {
		return nil, false
	}
	return inputs(path)
}

// takeInside adds the samples of a file that are in the shard.
func (w *walker) takeInside(path string, samples []Sample) {
	w.files = append(w.files, file{path, noClass})
	w.inside[path] = slices.DeleteFunc(samples, func(s Sample) bool { return !w.shard.Holds(s.Name) })
}
