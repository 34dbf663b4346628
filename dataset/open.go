package dataset

import (
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/saccade-go/saccade/imageio"
)

// Open reads the labelled data that path names. What a file is, its content says; a name is asked only where content says
// nothing. The package documentation has the formats. A path is
//
//   - a folder with one subfolder per class ([Folder]), or of images with one list of them, or of files with samples that make
//     one data set: shards;
//   - such a file; one compressed by gzip is unpacked into memory, up to 2 GiB;
//   - a pattern of such files: shard-{000000..000009}.tar, train-*.parquet;
//   - a prefix such as mnist/train of two IDX files, or one of these files ([IDX]);
//   - a split of a folder or file that has several: data/train;
//   - "-": such a file on standard input, which is kept in memory.
//
// Anything else is an [*Error] that says what was found and what would be read, and so is what has several splits: then it names
// one of them. A record of a file that can't be read, where others can, is a note ([Broken]).
func Open(path string) (*Dataset, error) {
	if info, err := os.Stat(path); err == nil && info.IsDir() {
		if kind, _ := folderKind(path); kind == folderOfClasses {
			return Folder(path)
		}
	}
	sets, err := Splits(path)
	return only(path, sets, err)
}

// openFile reads one file, or several that a pattern names.
func openFiles(path string) ([]*Dataset, error) {
	c := newCollector(path)
	if path == stdin {
		src, err := readStdin()
		if err != nil {
			return nil, err
		}
		if err := c.read(src); err != nil {
			return nil, err
		}
		return c.sets()
	}
	_, err := os.Stat(path)
	switch {
	case err == nil:
		src, err := newSource(path)
		if err != nil {
			return nil, err
		}
		if err := c.read(src); err != nil {
			return nil, err
		}
	case hasPattern(path):
		files, err := expand(path)
		if err != nil {
			return nil, err
		}
		files = slices.DeleteFunc(files, func(f string) bool { return shardEnding(f) == ".npy" && !isImageArray(f) })
		if err := c.shards(files, newSource); err != nil {
			return nil, err
		}
	default:
		if d, err := partOf(path); d != nil || err != nil {
			return one(d, err)
		}
		return nil, mismatch(path, "open", sumFormats, whatIs(err))
	}
	return c.sets()
}

// partOf reads the split that the last part of a path names, if what is before it has such a split; else it returns nil.
func partOf(path string) (*Dataset, error) {
	whole, split := filepath.Split(path)
	whole = strings.TrimRight(whole, `/\`)
	if whole == "" || !isSplit(split) {
		return nil, nil
	}
	if _, err := os.Stat(whole); err != nil {
		return nil, nil
	}
	sets, err := Splits(whole)
	if err != nil {
		return nil, err
	}
	var have []string
	for _, d := range sets {
		if strings.EqualFold(d.Name, path) {
			return d, nil
		}
		have = append(have, printable(d.Name))
	}
	if len(sets) == 1 {
		return nil, mismatch(path, "open", "what there is: "+have[0]+", which has no splits", split)
	}
	return nil, mismatch(path, "open", "one of the splits that there are, "+strings.Join(have, " or "), split)
}

// stdin is how standard input is called.
const stdin = "-"

func readStdin() (*source, error) {
	data, err := readAll(stdin, os.Stdin, maxInMemory)
	if err != nil {
		return nil, err
	}
	return inMemory(stdin, data), nil
}

// whatIs says why there is no file.
func whatIs(err error) string {
	if errors.Is(err, os.ErrNotExist) {
		return "nothing of that name"
	}
	return withoutPath(err).Error()
}

func isImageHead(head []byte) bool { return imageio.Sniff(head) != "" }
