package main

import (
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"

	"github.com/saccade-go/saccade/bench/internal/harness"
)

// copies is how often each of CIFAR-10's 10 000 test pictures is there for a run over many files.
const copies = 20

// many lets ours classify 200 000 files, once, on all cores: does its memory grow with them?
func many(ours program, cpus []int) (timed, error) {
	dir, err := os.MkdirTemp(filepath.Dir(pictures), "many")
	if err != nil {
		return timed{}, err
	}
	defer os.RemoveAll(dir)
	if err := link(filepath.Join(pictures, "test"), dir); err != nil {
		return timed{}, err
	}
	fmt.Fprintln(os.Stderr, "many files")
	r, err := call(ours.args(dir, len(cpus)), harness.Last(cpus, len(cpus)))
	if n := copies * 10_000; err == nil && len(r.classes) != n {
		err = fmt.Errorf("wanted %d rows, found %d", n, len(r.classes))
	}
	return r, err
}

// link makes copies of the tree from, without their bytes.
func link(from, dir string) error {
	return filepath.WalkDir(from, func(path string, e fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		below, err := filepath.Rel(from, path)
		if err != nil {
			return err
		}
		for i := range copies {
			to := filepath.Join(dir, strconv.Itoa(i), below)
			if e.IsDir() {
				err = os.MkdirAll(to, 0o755)
			} else {
				err = os.Link(path, to)
			}
			if err != nil {
				return err
			}
		}
		return nil
	})
}
