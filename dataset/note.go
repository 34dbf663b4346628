package dataset

import (
	"fmt"
	"slices"
)

// A NoteKind is a reason for a [Note], in words.
type NoteKind string

// What can be found that is no sample, and links.
const (
	NotImage   NoteKind = "not an image"
	Hidden     NoteKind = "hidden or litter"
	Special    NoteKind = "not a regular file"
	BrokenLink NoteKind = "broken link"
	Repeated   NoteKind = "folder that was read already"
	Followed   NoteKind = "link, followed" // the only one that isn't left out
	Unreadable NoteKind = "unreadable"
	Broken     NoteKind = "broken record"
	Stray      NoteKind = "image outside the class folders"
	EmptyClass NoteKind = "class without images"
)

var noteKinds = [...]NoteKind{NotImage, Hidden, Special, BrokenLink, Repeated, Followed, Unreadable, Broken, Stray, EmptyClass}

// A Note says that something was found that didn't become a sample, or by way of a link.
type Note struct {
	Kind NoteKind
	Path string
	Err  error // the operating system's, where there is one
}

// String writes "kind: path: error".
func (n Note) String() string {
	text := string(n.Kind) + ": " + printable(n.Path)
	if n.Err != nil {
		text += ": " + n.Err.Error()
	}
	return text
}

// Noted returns the paths of the notes of one kind, sorted.
func (d *Dataset) Noted(kind NoteKind) []string {
	var paths []string
	for _, n := range d.Notes {
		if n.Kind == kind {
			paths = append(paths, n.Path)
		}
	}
	slices.Sort(paths)
	return paths
}

// Summary returns a line for each kind of note that there is: the kind, how many, and the first paths. It is nil
// if there are no notes.
func (d *Dataset) Summary() []string {
	var lines []string
	for _, kind := range noteKinds {
		if paths := d.Noted(kind); len(paths) > 0 {
			lines = append(lines, fmt.Sprintf("%s: %d (%s)", kind, len(paths), list(paths)))
		}
	}
	return lines
}
