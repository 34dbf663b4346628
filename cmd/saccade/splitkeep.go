package main

import (
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
)

// kept returns the part of each sample in an earlier division, -1 for those that weren't there; it is nil without --keep.
func (f *splitFlags) kept(d *division) ([]int, error) {
	if f.keep == "" {
		return nil, nil
	}
	k := keeping{names: f.names, keys: d.keys, paths: make([]string, len(d.keys)), parts: map[string]int{}}
	for i, s := range d.data.Samples {
		if s.Path == "" {
			continue
		}
		path, err := canonicalFile(s.Path)
		if err != nil {
			return nil, err
		}
		k.paths[i] = path
	}
	if err := k.read(f.keep); err != nil {
		return nil, fmt.Errorf("--keep: %w", err)
	}
	fixed := make([]int, len(k.paths))
	for i := range fixed {
		part, ok := k.parts[k.paths[i]]
		if !ok {
			part, ok = k.parts[k.keys[i]]
		}
		if !ok {
			fixed[i] = -1
			continue
		}
		fixed[i] = part
		d.kept++
	}
	d.gone = len(k.parts) - d.kept
	return fixed, nil
}

// canonicalFile is the path of a file whose folder is without links; the file itself may be one.
func canonicalFile(path string) (string, error) {
	dir, err := canonical(filepath.Dir(path))
	if err != nil {
		return "", at(path, err)
	}
	return filepath.Join(dir, filepath.Base(path)), nil
}

// A keeping collects which part images were in: by path from manifests, by their names below the part from folders.
type keeping struct {
	names, keys, paths []string
	parts              map[string]int
}

// read takes what split has written: a manifest of all parts, or a folder with a manifest or a folder for each part.
func (k *keeping) read(path string) error {
	info, err := os.Stat(path)
	if err != nil {
		return at(path, err)
	}
	if !info.IsDir() {
		return k.manifest(path, -1)
	}
	for part, name := range k.names {
		file, folder := filepath.Join(path, name+".csv"), filepath.Join(path, name)
		err := k.manifest(file, part)
		if errors.Is(err, fs.ErrNotExist) {
			err = k.folder(folder, part)
		}
		if errors.Is(err, fs.ErrNotExist) {
			return fmt.Errorf("%s: wanted %s.csv or a folder %s in it, found neither", path, name, name)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

func (k *keeping) folder(dir string, part int) error {
	return filepath.WalkDir(dir, func(path string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() {
			return err
		}
		rel, err := filepath.Rel(dir, path)
		if err != nil {
			return err
		}
		return k.put(path, filepath.ToSlash(rel), part)
	})
}

// put says that an image was in a part.
func (k *keeping) put(where, image string, part int) error {
	if was, ok := k.parts[image]; ok && was != part {
		return fmt.Errorf("%s: wanted each image in one part, found %s in %s and in %s", where, image, k.names[was], k.names[part])
	}
	k.parts[image] = part
	return nil
}

// manifest reads rows of a part, or, with -1, of the parts that the column split names.
func (k *keeping) manifest(path string, part int) error {
	f, err := os.Open(path)
	if err != nil {
		return at(path, err)
	}
	defer f.Close()
	rows := csv.NewReader(f)
	rows.ReuseRecord = true
	header, err := rows.Read()
	if err != nil {
		return at(path, err)
	}
	image, split := slices.Index(header, "path"), slices.Index(header, "split")
	if image < 0 || part < 0 && split < 0 {
		return fmt.Errorf("%s: wanted a manifest with the columns path, label and split, found %s", path, listed(header))
	}
	dir, err := canonical(filepath.Dir(path))
	if err != nil {
		return at(path, err)
	}
	for {
		row, err := rows.Read()
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return at(path, err)
		}
		to := part
		if to < 0 {
			if to = slices.Index(k.names, row[split]); to < 0 {
				return fmt.Errorf("%s: wanted the parts %s, found %q", path, listed(k.names), row[split])
			}
		}
		full := filepath.FromSlash(row[image])
		if !filepath.IsAbs(full) {
			full = filepath.Join(dir, full)
		}
		if err := k.put(path, full, to); err != nil {
			return err
		}
	}
}
