package dataset

import (
	"cmp"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// noClass is the label of what has no class.
const noClass = -1

// A folder is a directory to read. All that is found in it has its class.
type folder struct {
	path  string // as samples show it
	real  string // absolute and without links, which identifies it
	class int
}

type file struct {
	path  string
	class int
}

// A walker reads folders and all that is in them, and notes what it leaves out.
type walker struct {
	files []file
	notes []Note
	shard Shard           // files that aren't in it are left out
	seen  map[string]bool // folders read, by their real path
	roots []string        // real paths of the folders that the user gave
	links []folder        // links to folders, left for later; real isn't known yet

	watcher *Watcher            // nil: all files are to be taken
	now     map[string]stamp    // of files that the watcher doesn't take yet
	inside  map[string][]Sample // of the files that have many samples
}

func newWalker() *walker { return &walker{seen: map[string]bool{}, inside: map[string][]Sample{}} }

func (w *walker) note(kind NoteKind, path string, err error) {
	w.notes = append(w.notes, Note{kind, path, withoutPath(err)})
}

// open reads a folder that the user gave and returns what is in it, for which the caller calls visit.
func (w *walker) open(path string) (folder, []os.DirEntry, error) {
	real, err := canonical(path)
	if err != nil {
		return folder{}, nil, failure(path, "open", err)
	}
	entries, err := os.ReadDir(path)
	if err != nil {
		return folder{}, nil, failure(path, "open", err)
	}
	w.seen[real] = true
	w.roots = append(w.roots, real)
	return folder{path, real, noClass}, entries, nil
}

// canonical returns path as an absolute path without links.
func canonical(path string) (string, error) {
	real, err := filepath.EvalSymlinks(path)
	if err != nil || filepath.IsAbs(real) {
		return real, err
	}
	// Not filepath.Abs: the working directory may have been reached by a link.
	dir, err := os.Getwd()
	if err == nil {
		dir, err = filepath.EvalSymlinks(dir)
	}
	return filepath.Join(dir, real), err
}

// walk reads dir, once, and all folders in it. The depth is bounded by the longest path that the system takes.
func (w *walker) walk(dir folder) {
	if w.seen[dir.real] {
		w.note(Repeated, dir.path, nil)
		return
	}
	w.seen[dir.real] = true
	entries, err := os.ReadDir(dir.path)
	if err != nil {
		w.note(Unreadable, dir.path, err)
	}
	for _, e := range entries { // those read before an error count
		w.visit(dir, e)
	}
}

// visit takes one entry of dir. Entries are sorted by name.
func (w *walker) visit(dir folder, e os.DirEntry) {
	path := join(dir.path, e.Name())
	switch mode := e.Type(); {
	case isLitter(e.Name()):
		w.note(Hidden, path, nil)
	case mode.IsDir():
		w.walk(folder{path, join(dir.real, e.Name()), dir.class})
	case mode.IsRegular():
		w.file(path, dir.class)
	case mode&fs.ModeSymlink != 0:
		w.link(path, dir.class)
	default:
		w.note(Special, path, nil)
	}
}

// join is filepath.Join without cleaning: samples show a path in the form that the user gave.
func join(dir, name string) string {
	if os.IsPathSeparator(dir[len(dir)-1]) {
		return dir + name
	}
	return dir + string(filepath.Separator) + name
}

// file takes a regular file, or a link to one, if it is in the shard.
func (w *walker) file(path string, class int) {
	if !w.shard.Holds(path) {
		return
	}
	if w.watcher != nil {
		if w.watch(path, false) {
			w.files = append(w.files, file{path, class})
		}
		return
	}
	image := isImageName(path)
	if !image {
		var err error
		if image, err = beginsLikeImage(path); err != nil {
			w.note(Unreadable, path, err)
			return
		}
	}
	if !image {
		w.note(NotImage, path, nil)
		return
	}
	w.files = append(w.files, file{path, class})
}

func (w *walker) link(path string, class int) {
	info, err := os.Stat(path)
	switch {
	case err != nil:
		w.note(BrokenLink, path, err)
	case info.IsDir():
		w.links = append(w.links, folder{path: path, class: class})
	case info.Mode().IsRegular():
		w.note(Followed, path, nil)
		w.file(path, class)
	default:
		w.note(Special, path, nil)
	}
}

// follow reads the folders that links lead to, and those that links in these lead to, but none twice and none
// that contains a folder which the user gave.
func (w *walker) follow() {
	for len(w.links) > 0 {
		dir := w.links[0]
		w.links = w.links[1:]
		var err error
		dir.real, err = canonical(dir.path)
		switch {
		case err != nil:
			w.note(BrokenLink, dir.path, err)
		case w.seen[dir.real] || w.containsRoot(dir.real):
			w.note(Repeated, dir.path, nil)
		default:
			w.note(Followed, dir.path, nil)
			w.walk(dir)
		}
	}
}

func (w *walker) containsRoot(real string) bool {
	return slices.ContainsFunc(w.roots, func(root string) bool { return strings.HasPrefix(root, join(real, "")) })
}

// sorted returns the files by class and path, each path once.
func (w *walker) sorted() []file {
	slices.SortFunc(w.files, func(a, b file) int {
		return cmp.Or(cmp.Compare(a.class, b.class), strings.Compare(a.path, b.path))
	})
	return slices.Compact(w.files)
}
