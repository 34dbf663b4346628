package dataset

import (
	"errors"
	"os"
	"time"
)

// A Watcher finds files as they come into folders, by looking again and again: notices of the system don't come for network
// drives, for folders mounted into containers and beyond some number of folders, and may be lost when there are many.
//
// A file is taken once, when it isn't written any more: when it has the same size and times as at the last look; or at once
// where the system tells that something was done to it after it was written, as renaming it into the folder does (the time of
// its last change is after that of its last modification; Linux). An empty file is taken for one that is still to be
// written. What counts as a picture is as for [Files]; a file that is none is looked at again when it changes.
type Watcher struct {
	paths []string
	shard Shard
	taken map[string]bool
	seen  map[string]stamp // at the last look, not taken
}

// A stamp changes when a file does.
type stamp struct {
	size              int64
	modified, changed time.Time
	image             imageState
}

type imageState uint8

const (
	unsettled imageState = iota
	noImage
)

// NewWatcher returns a Watcher of files and folders, of which it takes those files that are in the shard.
func NewWatcher(s Shard, paths ...string) *Watcher {
	return &Watcher{paths: paths, shard: s, taken: map[string]bool{}, seen: map[string]stamp{}}
}

// Skip makes the Watcher take a file for one that it has taken already.
func (w *Watcher) Skip(path string) { w.taken[path] = true }

// Look returns the files that are new since the last look, sorted by path. Its errors are those of [Files], about the paths that
// were given; the others' files are returned all the same.
func (w *Watcher) Look() ([]Sample, error) {
	walk := newWalker()
	walk.shard, walk.watcher = w.shard, w
	now := map[string]stamp{}
	walk.now = now
	var failed []error
	for _, path := range w.paths {
		if err := walk.take(path); err != nil {
			failed = append(failed, err)
		}
	}
	walk.follow()
	w.seen = now // what is gone is forgotten
	var samples []Sample
	for _, f := range walk.sorted() {
		w.taken[f.path] = true
		samples = append(samples, Sample{Name: f.path, Label: noClass, Path: f.path})
	}
	return samples, errors.Join(failed...)
}

// handled reports whether something was done to the file after it was written. Of times that are no finer than microseconds
// one may have been rounded, and then only seconds count.
func (s stamp) handled() bool {
	later := s.changed.Sub(s.modified)
	if s.modified.Nanosecond()%1000 == 0 {
		return !s.changed.IsZero() && later > 2*time.Second
	}
	return later > 0
}

// watch decides whether a file that was found is one to take now. named says that it was given by name, so that it is an image
// anyway.
func (w *walker) watch(path string, named bool) bool {
	if w.watcher.taken[path] {
		return false
	}
	info, err := os.Stat(path)
	if err != nil || info.Size() == 0 || !info.Mode().IsRegular() {
		return false
	}
	is := stamp{size: info.Size(), modified: info.ModTime(), changed: changed(info)}
	was, seen := w.watcher.seen[path]
	is.image = was.image
	settled := seen && is == was || is.handled()
	if settled && is == was && is.image == noImage {
		w.now[path] = is
		return false
	}
	is.image = unsettled
	if settled {
		image := named || isImageName(path)
		if !image {
			image, err = beginsLikeImage(path)
		}
		if image && err == nil {
			return true
		}
		is.image = noImage
	}
	w.now[path] = is
	return false
}
