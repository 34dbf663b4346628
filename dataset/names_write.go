package dataset

import (
	"fmt"
	"hash/fnv"
	"path"
	"path/filepath"
	"strings"
	"unicode"
	"unicode/utf8"
)

// A namer gives names to files in a folder, each once, also where upper and lower case are the same.
type namer struct {
	used map[uint64]bool
	next map[uint64]int // where to look for a free name, for those that were wanted more than once
}

func newNamer() *namer { return &namer{used: map[uint64]bool{}, next: map[uint64]int{}} }

// foldName is the same for names that a file system may take for one. It is a hash, to save memory: two names that share one only
// means that the second is numbered without need.
func foldName(dir, name string) uint64 {
	h := fnv.New64a()
	h.Write([]byte(strings.ToLower(dir)))
	h.Write([]byte{0})
	h.Write([]byte(strings.ToLower(name)))
	return h.Sum64()
}

// take returns stem+ending, or, if that is taken, stem_2+ending, stem_3 … It remembers what it returns.
func (n *namer) take(dir, stem, ending string) string {
	name := stem + ending
	wanted := foldName(dir, name)
	key := wanted
	for i := max(n.next[wanted], 2); n.used[key]; i++ {
		name = fmt.Sprintf("%s_%d%s", stem, i, ending)
		key = foldName(dir, name)
		n.next[wanted] = i
	}
	n.used[key] = true
	return name
}

// mark says that a name is taken.
func (n *namer) mark(dir, name string) { n.used[foldName(dir, name)] = true }

// maxStem bounds the bytes of a name, so that with a number and an ending it is below the 255 that file systems have.
const maxStem = 200

// reservedNames are those that Windows gives to devices, with any ending.
var reservedNames = set("con", "prn", "aux", "nul", "com0", "com1", "com2", "com3", "com4", "com5", "com6", "com7", "com8", "com9",
	"lpt0", "lpt1", "lpt2", "lpt3", "lpt4", "lpt5", "lpt6", "lpt7", "lpt8", "lpt9", "conin$", "conout$")

// safeName returns name as one that every system takes for a single file or folder, and that no program passes over: without
// separators, control characters, what Windows has a meaning for, and invalid UTF-8, each of which becomes _; not hidden, not
// reserved, not too long. A name that is like that already stays.
func safeName(name string) string {
	var b strings.Builder
	for _, r := range name {
		switch {
		case r == utf8.RuneError, !unicode.IsPrint(r) && r != ' ', strings.ContainsRune(`/\:*?"<>|`, r):
			r = '_'
		}
		if b.Len()+utf8.RuneLen(r) > maxStem {
			break
		}
		b.WriteRune(r)
	}
	s := b.String()
	if rest := strings.TrimRight(s, ". "); rest != s {
		s = rest + strings.Repeat("_", len(s)-len(rest))
	}
	device, _, _ := strings.Cut(s, ".")
	if s == "" || isLitter(s) || s[0] == ' ' || reservedNames[strings.ToLower(strings.TrimRight(device, " "))] {
		s = "_" + strings.TrimLeft(s, ". ")
	}
	return s
}

// fileStem is the name of a record's file without the folders before it and without an image's ending.
func fileStem(name string) string {
	base := path.Base(filepath.ToSlash(name))
	if isImageName(base) {
		base = strings.TrimSuffix(base, filepath.Ext(base))
	}
	return base
}
