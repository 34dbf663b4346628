package dataset

import (
	"crypto/sha256"
	"encoding/binary"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
)

// A Shard is one of Count parts of a list of samples, Index counted from 0. Each name is in one of them, and in which one
// depends on the name and Count alone: not on the other names, nor on the order. So machines that know nothing of each
// other can each take a part of the same list. The zero Shard is all of it.
type Shard struct{ Index, Count int }

// MaxShards is the largest Count.
const MaxShards = 1_000_000

// Check reports a part that can't be.
func (s Shard) Check() error {
	if s == (Shard{}) || s.Count >= 1 && s.Count <= MaxShards && s.Index >= 0 && s.Index < s.Count {
		return nil
	}
	return fmt.Errorf("wanted a shard I/N with N from 1 to %d and I from 0 to N-1, found %d/%d", MaxShards, s.Index, s.Count)
}

// Holds reports whether name is in the shard: whether the first eight bytes of its SHA-256, as a big-endian number, have the
// remainder Index when divided by Count. Separators are slashes on every system.
func (s Shard) Holds(name string) bool {
	if s.Count <= 1 {
		return true
	}
	sum := sha256.Sum256([]byte(filepath.ToSlash(name)))
	return binary.BigEndian.Uint64(sum[:8])%uint64(s.Count) == uint64(s.Index)
}

// Shard returns the samples that are in s, by their names.
func (d *Dataset) Shard(s Shard) *Dataset {
	return d.with(slices.DeleteFunc(slices.Clone(d.Samples), func(x Sample) bool { return !s.Holds(x.Name) }))
}

// File returns the name under which a run of the shard writes what all of them together would write to path:
// answers-00003-of-00008.csv for answers.csv, train-00003-of-00008-%06d.tar for train-%06d.tar, out-00003-of-00008/ for out/.
// The zero Shard returns path itself.
func (s Shard) File(path string) string {
	if s.Count == 0 || path == "" {
		return path
	}
	stem, number, ending := splitOutput(path)
	if number != "" && !strings.ContainsRune("-_.", rune(number[0])) {
		number = "-" + number
	}
	return fmt.Sprintf("%s-%05d-of-%05d%s%s", stem, s.Index, s.Count, number, ending)
}

// OneName returns what an output is called as a whole: train.tar for train-%06d.tar, out for out/, and path itself for a file.
func OneName(path string) string {
	stem, number, ending := splitOutput(path)
	if number != "" {
		return stem + ending
	}
	return strings.TrimRight(path, `/\`)
}

// splitOutput takes the name of an output apart: the number of [Create]'s shards, with what separates it from the stem, is "" if
// there is none; the ending of a folder is its slash.
func splitOutput(path string) (stem, number, ending string) {
	if stem = strings.TrimRight(path, `/\`); stem != path {
		return stem, "", path[len(stem):]
	}
	ending = filepath.Ext(path)
	if strings.EqualFold(ending, ".gz") {
		ending = filepath.Ext(strings.TrimSuffix(path, ending)) + ending
	}
	stem = strings.TrimSuffix(path, ending)
	p, ok, err := parsePattern(path)
	if err != nil || !ok || !strings.HasSuffix(p.tail, ending) {
		return stem, "", ending
	}
	before := p.dir + strings.TrimRight(p.before, "-_.")
	return before, strings.TrimPrefix(stem, before), ending
}
