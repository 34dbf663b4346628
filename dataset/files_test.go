package dataset

import (
	"errors"
	"os"
	"strings"
	"testing"
	"unicode/utf8"
)

func TestFiles(t *testing.T) {
	tree(t, "d/b.png", "d/sub/a.jpg", "d/sub/content", "d/z.txt=x", "d/.hidden/x.png", "named.txt=x", ".h.png")
	d, err := Files("named.txt", "d", "d/b.png", ".h.png", "d/sub")
	must(t, err)
	same(t, "samples", names(d), []string{".h.png", "d/b.png", "d/sub/a.jpg", "d/sub/content", "named.txt"})
	for _, s := range d.Samples {
		if s.Label != -1 || s.Path != s.Name {
			t.Errorf("sample %+v, want label -1 and the path as name", s)
		}
	}
	noted(t, d, map[NoteKind][]string{NotImage: {"d/z.txt"}, Hidden: {"d/.hidden"}, Repeated: {"d/sub"}})
}

// TestFilesSorted: by path, byte by byte, as sort does with LC_ALL=C.
func TestFilesSorted(t *testing.T) {
	tree(t, "d/a/x.png", "d/a-b/x.png", "d/a.png", "d/B.png", "d/10.png", "d/9.png")
	d, err := Files("d")
	must(t, err)
	same(t, "samples", names(d), []string{"d/10.png", "d/9.png", "d/B.png", "d/a-b/x.png", "d/a.png", "d/a/x.png"})
}

func TestFilesErrors(t *testing.T) {
	tree(t, "a.png")
	_, err := Files("a.png", "absent.png", "a.png/x", "")
	if !errors.Is(err, os.ErrNotExist) {
		t.Errorf("error %v, want %v", err, os.ErrNotExist)
	}
	want := "absent.png: open: no such file or directory\na.png/x: open: not a directory\n: open: no such file or directory"
	if err == nil || err.Error() != want {
		t.Errorf("error %v, want %v", err, want)
	}
	if d, err := Files(); err != nil || len(d.Samples) != 0 {
		t.Errorf("no paths: %v, %v", d, err)
	}
}

func TestErrorsArePrintable(t *testing.T) {
	_, err := Files("esc\x1b[31m\n\xff")
	if err == nil || strings.ContainsAny(err.Error(), "\x1b\n") || !utf8.ValidString(err.Error()) {
		t.Errorf("error %q", err)
	}
}

func TestLinks(t *testing.T) {
	tree(t, "pool/1.png", "pool/deep/2.png",
		"d/a/real.png", "d/a/self>.", "d/a/up>..", "d/a/out>../..", "d/a/file.png>real.png", "d/a/text>note.txt", "d/a/note.txt=x",
		"d/a/gone.png>nowhere", "d/a/loop1>loop2", "d/a/loop2>loop1", "d/a/z>../b", "d/a/own.png>own.png",
		"d/b/real.png", "d/b/pool>../../pool", "d/b/pool_again>../../pool/deep",
		"d/c>../pool", "d/null.png>/dev/null", "d/e>../empty", "empty/x.txt=x")
	d, err := Folder("d")
	must(t, err)
	// c is the first link to pool in the order in which links are found: the links in classes come later.
	same(t, "classes", d.Classes, []string{"a", "b"})
	same(t, "samples", names(d), []string{"d/a/file.png", "d/a/real.png",
		"d/b/pool/1.png", "d/b/pool/deep/2.png", "d/b/real.png"})
	noted(t, d, map[NoteKind][]string{
		NotImage:   {"d/a/note.txt", "d/a/text", "d/e/x.txt"},
		Special:    {"d/null.png"},
		BrokenLink: {"d/a/gone.png", "d/a/loop1", "d/a/loop2", "d/a/own.png"},
		Repeated:   {"d/a/out", "d/a/self", "d/a/up", "d/a/z", "d/b/pool_again", "d/c"},
		Followed:   {"d/a/file.png", "d/a/text", "d/b/pool", "d/e"},
		EmptyClass: {"d/c", "d/e"},
	})
	linked, err := Folder("d/a/z/..")
	must(t, err)
	same(t, "by a link", linked.Classes, d.Classes)
}

// TestLinkedClass: a class folder may be a link, and a folder of links is a class like any other.
func TestLinkedClass(t *testing.T) {
	tree(t, "pool/1.png", "pool/2.png", "pool/birds/3.png", "d/cat/1.png>../../pool/1.png", "d/dog/2.png>../../pool/2.png",
		"d/bird>../pool/birds", "to_d>d")
	d, err := Folder("to_d")
	must(t, err)
	same(t, "classes", d.Classes, []string{"bird", "cat", "dog"})
	same(t, "samples", names(d), []string{"to_d/bird/3.png", "to_d/cat/1.png", "to_d/dog/2.png"})
}
