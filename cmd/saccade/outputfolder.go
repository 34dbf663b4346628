package main

import (
	"errors"
	"fmt"
	"io/fs"
	"math/rand/v2"
	"os"
	"path/filepath"
)

// An outputFolder is filled under a hidden name and gets its own when it is finished. Nothing that is there already is overwritten.
type outputFolder struct{ final, dir string }

// newOutputFolder begins the folder that --out names, which must be new or empty.
func newOutputFolder(path string) (*outputFolder, error) {
	if real, err := filepath.EvalSymlinks(path); err == nil {
		path = real // a link stays
	}
	entries, err := os.ReadDir(path)
	switch {
	case err == nil && len(entries) > 0:
		return nil, fmt.Errorf("--out: wanted a new or an empty folder, found %s with %s in it", path, count(len(entries), "file"))
	case err != nil && !errors.Is(err, fs.ErrNotExist):
		return nil, fmt.Errorf("--out: wanted a new or an empty folder, found %w", at(path, err))
	}
	dir, err := newFolder(path)
	if err != nil {
		return nil, fmt.Errorf("--out: %w", err)
	}
	return &outputFolder{path, dir}, nil
}

// newFolder makes a hidden folder beside path.
func newFolder(path string) (string, error) {
	parent, name := filepath.Split(filepath.Clean(path))
	if parent != "" {
		if err := os.MkdirAll(parent, 0o777); err != nil {
			return "", at(path, err)
		}
	}
	for {
		dir := filepath.Join(parent, fmt.Sprintf(".%.200s.%08x.tmp", name, rand.Uint32()))
		err := os.Mkdir(dir, 0o777)
		if err == nil {
			return dir, nil
		}
		if !errors.Is(err, fs.ErrExist) {
			return "", fmt.Errorf("%s: making a folder beside it: %w", path, withoutPath(err))
		}
	}
}

// finish gives the folder its name.
func (o *outputFolder) finish() error {
	// an empty folder, on some systems, would stand in the way; one with something in it isn't removed
	if err := os.Remove(o.final); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return at(o.final, err)
	}
	return at(o.final, os.Rename(o.dir, o.final))
}

// discard removes what isn't finished.
func (o *outputFolder) discard() { os.RemoveAll(o.dir) }
