package atomicfile

import (
	"os"
	"path/filepath"
	"slices"
	"testing"

	"github.com/saccade-go/saccade/internal/filelock"
)

func names(t *testing.T, dir string) (names []string) {
	t.Helper()
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		names = append(names, e.Name())
	}
	return names
}

func TestFile(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "x.bin")
	for _, durable := range []bool{true, false} {
		f, err := Create(path)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := f.WriteAt([]byte("new"), 3); err != nil {
			t.Fatal(err)
		}
		if _, err := f.WriteAt([]byte("the"), 0); err != nil {
			t.Fatal(err)
		}
		if err := f.Commit(durable); err != nil {
			t.Fatal(err)
		}
		f.Abort()
		if b, err := os.ReadFile(path); err != nil || string(b) != "thenew" {
			t.Errorf("read back %q, %v", b, err)
		}
	}
	f, err := Create(path)
	if err != nil {
		t.Fatal(err)
	}
	f.Abort()
	if got := names(t, dir); !slices.Equal(got, []string{"x.bin"}) {
		t.Errorf("left behind: %q", got)
	}
}

// TestSweep: what a killed process has left goes, what a running one writes and what others call so stays.
func TestSweep(t *testing.T) {
	dir := t.TempDir()
	running, err := Create(filepath.Join(dir, "x.bin"))
	if err != nil {
		t.Fatal(err)
	}
	defer running.Abort()
	if filelock.Try(running.File) == filelock.Unknown {
		t.Skip("no locks here")
	}
	stay := []string{".other.bin.01234567.tmp", ".x.bin.0123456.tmp", ".x.bin.0123456x.tmp", filepath.Base(running.Name()), "x.bin.01234567.tmp"}
	for _, name := range append([]string{".x.bin.01234567.tmp"}, stay...) {
		f, err := os.OpenFile(filepath.Join(dir, name), os.O_RDWR|os.O_CREATE, 0o666)
		if err != nil {
			t.Fatal(err)
		}
		f.Close()
	}
	Sweep(dir, func(name string) bool { return name == "x.bin" })
	slices.Sort(stay)
	if got := names(t, dir); !slices.Equal(got, stay) {
		t.Errorf("after the sweep: %q, want %q", got, stay)
	}
}
