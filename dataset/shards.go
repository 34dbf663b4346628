package dataset

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
)

// shards adds the samples of files that make one data set, each to the split that its name says.
func (c *collector) shards(paths []string, open func(string) (*source, error)) error {
	for _, path := range paths {
		src, err := open(path)
		if err != nil {
			return err
		}
		c.split = splitInName(path)
		if err := c.read(src); err != nil {
			return err
		}
	}
	c.split = ""
	return nil
}

// splitInName returns the split that a file's name says: train for train-00000-of-00002.parquet and x_train.npy, and for CIFAR's
// data_batch_1.bin.
func splitInName(path string) string {
	_, name := splitPath(path)
	name = strings.ToLower(name)
	if strings.HasPrefix(name, "data_batch") {
		return "train"
	}
	for _, word := range notWord.Split(name, -1) {
		if isSplit(word) {
			return word
		}
	}
	return ""
}

// shardEnding returns the ending of a file's name by which it is known to have samples, "" if it has none such: .tar for
// x-000.tar.gz, .tfrecord for x.tfrecord-00000-of-00010. Texts don't count.
func shardEnding(path string) string {
	_, name := splitPath(path)
	name = strings.TrimSuffix(strings.ToLower(name), ".gz")
	if i := strings.Index(name, ".tfrecord"); i >= 0 {
		return ".tfrecord"
	}
	for _, f := range formats {
		for _, ending := range f.endings {
			if !f.list && strings.HasSuffix(name, ending) {
				return ending
			}
		}
	}
	return ""
}

// shardFiles returns the files in a folder that have samples, as far as their names say.
func shardFiles(dir string, entries []os.DirEntry) []string {
	var files []string
	for _, e := range entries {
		if path := join(dir, e.Name()); !e.IsDir() && !isLitter(e.Name()) && shardEnding(path) != "" {
			files = append(files, path)
		}
	}
	return files
}

// shardsOf returns those of a folder's files that have samples, in natural order. They must be of one kind.
func shardsOf(dir string, files []string) ([]string, error) {
	var shards, kinds []string
	for _, path := range files {
		ending := shardEnding(path)
		if ending == "" || ending == ".npy" && !isImageArray(path) {
			continue
		}
		shards = append(shards, path)
		if !slices.Contains(kinds, ending) {
			kinds = append(kinds, ending)
		}
	}
	if len(kinds) > 1 {
		return nil, mismatch(dir, "open", "files of one kind", fmt.Sprintf("%s: give one of them, or a pattern such as %s", list(kinds), join(dir, "*"+kinds[0])))
	}
	slices.SortFunc(shards, natural)
	return shards, nil
}

// isImageArray reports whether an .npy file has images, as far as its name says: that of labels or of class names hasn't.
func isImageArray(path string) bool {
	_, name := splitPath(path)
	r, _ := roleOf(strings.TrimSuffix(name, filepath.Ext(name)))
	return r == imagesRole || r == noRole && !strings.Contains(strings.ToLower(name), "label")
}

// hasPattern reports whether a path names several files.
func hasPattern(path string) bool { return strings.ContainsAny(path, "*?[{") }

// maxPattern bounds how many paths a pattern may stand for.
const maxPattern = 100_000

// expand returns the files that a pattern names: {a,b} and {000..010} as a shell has them, then *, ? and [a-z]. A path of braces
// alone needn't exist; what has a star must match something. Natural order within a star.
func expand(pattern string) ([]string, error) {
	paths, err := expandBraces(pattern, maxPattern)
	if err != nil {
		return nil, mismatch(pattern, "open", "a pattern such as shard-{000..010}.tar", err.Error())
	}
	var files []string
	for _, path := range paths {
		if !strings.ContainsAny(path, "*?[") {
			files = append(files, path)
			continue
		}
		matches, err := filepath.Glob(path)
		if err != nil {
			return nil, mismatch(pattern, "open", "a pattern such as shard-*.tar", err.Error())
		}
		matches = slices.DeleteFunc(matches, func(m string) bool { // as a shell does
			_, name := splitPath(m)
			return isLitter(name)
		})
		if len(matches) == 0 {
			return nil, mismatch(path, "open", "files that match", "none")
		}
		slices.SortFunc(matches, natural)
		files = append(files, matches...)
	}
	return files, nil
}

// expandBraces replaces the first braces of a pattern by each of what they say, and then the others. Braces that say nothing
// stand for themselves.
func expandBraces(pattern string, most int) ([]string, error) {
	open := strings.IndexByte(pattern, '{')
	if open < 0 {
		return []string{pattern}, nil
	}
	end := strings.IndexByte(pattern[open:], '}')
	if end < 0 {
		return []string{pattern}, nil
	}
	before, inside, after := pattern[:open], pattern[open+1:open+end], pattern[open+end+1:]
	choices, err := braceChoices(inside, most)
	if err != nil {
		return nil, err
	}
	rests, err := expandBraces(after, most)
	if err != nil {
		return nil, err
	}
	if len(choices)*len(rests) > most {
		return nil, fmt.Errorf("more than %d paths", most)
	}
	var all []string
	for _, choice := range choices {
		for _, rest := range rests {
			all = append(all, before+choice+rest)
		}
	}
	return all, nil
}

func braceChoices(inside string, most int) ([]string, error) {
	from, to, isRange := strings.Cut(inside, "..")
	if !isRange {
		if !strings.Contains(inside, ",") {
			return []string{"{" + inside + "}"}, nil
		}
		return strings.Split(inside, ","), nil
	}
	first, err1 := strconv.ParseUint(from, 10, 31)
	last, err2 := strconv.ParseUint(to, 10, 31)
	switch {
	case err1 != nil || err2 != nil:
		return []string{"{" + inside + "}"}, nil
	case last < first:
		return nil, fmt.Errorf("{%s}, which goes down", inside)
	case last-first >= uint64(most):
		return nil, fmt.Errorf("{%s}, which is more than %d paths", inside, most)
	}
	width := 0
	if len(from) > 1 && from[0] == '0' {
		width = len(from)
	}
	var all []string
	for n := first; n <= last; n++ {
		all = append(all, fmt.Sprintf("%0*d", width, n))
	}
	return all, nil
}
