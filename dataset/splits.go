package dataset

import (
	"os"
	"slices"
	"strings"
)

// Splits reads what [Open] does and, beyond that, all splits of what has several: a folder whose subfolders are called train,
// test, val … or whose files are (train-00000-of-00002.parquet, CIFAR's data_batch_1.bin and test_batch.bin), an archive with such
// folders, arrays called x_train and x_test, a list with a column split. They come in this order, the one to train on first, and
// are called after the path and the split: data/train. What has no splits is the only data set of the result.
func Splits(path string) ([]*Dataset, error) {
	entries, err := os.ReadDir(path)
	if err != nil { // a file, a prefix or a pattern, or openFiles says what is wrong
		if d, ok, err := openIDX(path); ok {
			return one(d, err)
		}
		return openFiles(path)
	}
	if names := splitFolders(path, entries); len(names) > 0 {
		return openAll(path, names)
	}
	switch kind, files := folderKind(path); kind {
	case folderOfShards:
		shards, err := shardsOf(path, files)
		if err != nil {
			return nil, err
		}
		c := newCollector(path)
		if err := c.shards(shards, newSource); err != nil {
			return nil, err
		}
		return c.sets()
	case folderOfList:
		c := newCollector(path)
		src, err := newSource(files[0])
		if err != nil {
			return nil, err
		}
		if err := c.read(src); err != nil {
			return nil, err
		}
		return c.sets()
	}
	return one(Folder(path))
}

// openIDX reads a prefix of IDX files, or one of them, if path is such.
func openIDX(path string) (d *Dataset, ok bool, err error) {
	if prefix, ok := idxPrefix(path); ok {
		d, err = IDX(prefix)
		return d, true, err
	}
	if _, ok := findIDX(path, imagesSuffixes); ok {
		d, err = IDX(path)
		return d, true, err
	}
	return nil, false, nil
}

// splitFolders returns the subfolders that are splits, in their order, if path is a folder of splits.
func splitFolders(path string, entries []os.DirEntry) []string {
	var names []string
	classes := false
	for _, e := range entries {
		switch {
		case !isClass(path, e):
		case isSplit(e.Name()):
			names = append(names, e.Name())
		default:
			classes = true
		}
	}
	if len(names) < 2 && classes {
		return nil
	}
	slices.SortStableFunc(names, func(a, b string) int { return splitRank(a) - splitRank(b) })
	return names
}

// openAll reads the subfolders that are splits.
func openAll(path string, names []string) ([]*Dataset, error) {
	var all []*Dataset
	for _, name := range names {
		d, err := Open(join(path, name))
		if err != nil {
			return nil, err
		}
		all = append(all, d)
	}
	return all, nil
}

// What a folder without splits may be.
type kindOfFolder uint8

const (
	folderOfClasses kindOfFolder = iota
	folderOfShards
	folderOfList // images, and a text that lists them
)

// folderKind looks at what is in a folder, and returns the files that matter. Subfolders are classes, so a folder that has some
// has no shards; data is none, as Hugging Face's data sets have their files there.
func folderKind(path string) (kindOfFolder, []string) {
	entries, err := os.ReadDir(path)
	if err != nil {
		return folderOfClasses, nil
	}
	var files, folders, lists []string
	images := false
	for _, e := range entries {
		full := join(path, e.Name())
		switch {
		case isLitter(e.Name()):
		case isClass(path, e):
			folders = append(folders, full)
		case isImageName(full):
			images = true
		case shardEnding(full) != "" && !e.IsDir():
			files = append(files, full)
		case hasEnding(strings.ToLower(full), ".csv", ".tsv", ".jsonl"):
			lists = append(lists, full)
		}
	}
	lists = bestLists(lists)
	switch {
	case len(folders) == 1 && strings.HasSuffix(folders[0], "data") && len(files) == 0 && !images:
		return inner(folders[0])
	case len(folders) > 0 && len(files) > 0 && !images && !anyImage(folders):
		return folderOfShards, files
	case len(folders) == 0 && len(files) > 0 && !images:
		return folderOfShards, files
	case len(lists) == 1 && len(files) == 0 && (len(folders) == 0 && images || len(folders) == 1 && isImagesFolder(folders[0], lists[0])):
		return folderOfList, lists
	}
	return folderOfClasses, nil
}

// bestLists returns those of a folder's lists that are called labels, or else those called metadata, or else all.
func bestLists(lists []string) []string {
	for _, want := range []string{"labels.", "metadata."} {
		for _, path := range lists {
			if _, name := splitPath(path); strings.HasPrefix(strings.ToLower(name), want) {
				return []string{path}
			}
		}
	}
	return lists
}

// isImagesFolder reports whether a folder is that of the images of a list: it is called images, or as the list is.
func isImagesFolder(dir, list string) bool {
	_, name := splitPath(dir)
	_, stem := splitPath(list)
	stem, _, _ = strings.Cut(stem, ".")
	return name == "images" || name == "img" || name == stem
}

// inner is folderKind of a folder data, which is a class like any other if it has no shards.
func inner(path string) (kindOfFolder, []string) {
	if kind, files := folderKind(path); kind == folderOfShards {
		return kind, files
	}
	return folderOfClasses, nil
}

// anyImage reports whether there is a file with an image's name in one of the folders.
func anyImage(folders []string) bool {
	return slices.ContainsFunc(folders, func(dir string) bool {
		entries, err := os.ReadDir(dir)
		return err != nil || slices.ContainsFunc(entries, func(e os.DirEntry) bool { return isImageName(e.Name()) || e.IsDir() })
	})
}

func one(d *Dataset, err error) ([]*Dataset, error) {
	if err != nil {
		return nil, err
	}
	return []*Dataset{d}, nil
}

func isSplit(name string) bool { return splitRank(name) >= 0 }

func splitRank(name string) int { return slices.Index(splitNames, strings.ToLower(name)) }
