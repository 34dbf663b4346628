package main

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/pflag"

	"github.com/saccade-go/saccade/dataset"
)

// inputFlags select the inputs of a command: files and folders, a list of files, one part of all that.
type inputFlags struct {
	manifest string
	root     string
	rootSaid bool
	shard    shardFlag
}

func addInputs(flags *pflag.FlagSet, f *inputFlags) {
	flags.StringVar(&f.manifest, "manifest", "", "take the files that `FILE` lists, too: one path a line, CSV path[,label] or JSON lines; -: standard input")
	flags.Var((*rootFlag)(f), "root", "the `DIR` that relative paths of --manifest start from (default its own folder; for -, the working directory)")
	flags.Var(&f.shard, "shard", "take part `I/N` of the inputs, I from 0; auto or auto/N: the one that Kubernetes, Slurm or AWS Batch say")
}

// rootFlag notes that --root was given, as "" is a folder, too.
type rootFlag inputFlags

func (f *rootFlag) Type() string          { return "DIR" }
func (f *rootFlag) String() string        { return f.root }
func (f *rootFlag) Set(text string) error { f.root, f.rootSaid = text, true; return nil }

// check reports flags that don't go together.
func (f *inputFlags) check(paths []string) error {
	switch {
	case len(paths) == 0 && f.manifest == "":
		return errors.New("wanted a file or folder to read, or --manifest FILE, found neither")
	case f.rootSaid && f.manifest == "":
		return errors.New("--root: wanted --manifest, whose paths start there")
	}
	return nil
}

// files lists the inputs, sorted by path, each once: those below paths and those of the manifest that are in the shard.
func (f *inputFlags) files(stdin io.Reader, paths []string) (*dataset.Dataset, error) {
	d, err := dataset.FilesIn(f.shard.Shard, paths...)
	if err != nil || f.manifest == "" {
		return d, err
	}
	list, err := f.list(stdin)
	if err != nil {
		return nil, err
	}
	if len(paths) == 0 {
		return list, nil
	}
	d.Samples = append(d.Samples, list.Samples...)
	slices.SortFunc(d.Samples, func(a, b dataset.Sample) int { return strings.Compare(a.Name, b.Name) })
	d.Samples = slices.CompactFunc(d.Samples, func(a, b dataset.Sample) bool { return a.Name == b.Name })
	for i := range d.Samples {
		d.Samples[i].Label = -1 // files below paths have none, and there are no classes
	}
	return d, nil
}

// list reads the manifest.
func (f *inputFlags) list(stdin io.Reader) (*dataset.Dataset, error) {
	m := dataset.Manifest{Name: f.manifest, Root: f.root, Shard: f.shard.Shard}
	if f.manifest == "-" {
		m.Name = "standard input"
		return m.Read(stdin)
	}
	if dir := filepath.Dir(f.manifest); !f.rootSaid && dir != "." {
		m.Root = dir
	}
	file, err := os.Open(f.manifest)
	if err != nil {
		return nil, fmt.Errorf("--manifest: %w", at(f.manifest, err))
	}
	defer file.Close()
	d, err := m.Read(file)
	if err != nil {
		return nil, err
	}
	return d, f.misplaced(d, m.Root)
}

// misplaced reports a list whose paths start from the working directory: as nothing in it can be read, it isn't worth a run.
func (f *inputFlags) misplaced(d *dataset.Dataset, root string) error {
	if f.rootSaid || root == "" || len(d.Samples) == 0 {
		return nil
	}
	first := d.Samples[0].Path
	given, err := filepath.Rel(root, first)
	if err != nil || exists(first) || !exists(given) {
		return nil
	}
	return fmt.Errorf("%s: wanted paths that start from its folder, found %q, which isn't there but is in the working directory (--root . takes it from there)",
		f.manifest, given)
}

func exists(path string) bool {
	_, err := os.Stat(path)
	return err == nil
}
