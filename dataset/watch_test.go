package dataset

import (
	"os"
	"runtime"
	"testing"
	"time"
)

func sampleNames(s []Sample) []string {
	var names []string
	for _, x := range s {
		names = append(names, x.Name)
	}
	return names
}

// look looks and expects files.
func look(t *testing.T, w *Watcher, want ...string) {
	t.Helper()
	got, err := w.Look()
	must(t, err)
	same(t, "found", sampleNames(got), want)
}

// write writes a file whose content is the last that was done to it.
func write(t *testing.T, path, content string) {
	t.Helper()
	must(t, os.WriteFile(path, []byte(content), 0o666))
}

func TestWatcher(t *testing.T) {
	tree(t, "d/old.png", "d/sub/old.png", "d/.hidden/x.png")
	w := NewWatcher(Shard{}, "d", "later.png/..")
	if _, err := w.Look(); err == nil {
		t.Error("watches what isn't there")
	}
	w = NewWatcher(Shard{}, "d")
	w.Skip("d/sub/old.png")
	look(t, w)
	look(t, w, "d/old.png")
	look(t, w)
	// a file that grows
	write(t, "d/grows.jpg", "1")
	look(t, w)
	write(t, "d/grows.jpg", "12")
	look(t, w)
	look(t, w, "d/grows.jpg")
	write(t, "d/grows.jpg", "123") // once only
	look(t, w)
	look(t, w)
	// an empty one
	write(t, "d/empty.jpg", "")
	look(t, w)
	look(t, w)
	write(t, "d/empty.jpg", "1")
	look(t, w)
	look(t, w, "d/empty.jpg")
	// one that becomes an image
	write(t, "d/content", "text")
	look(t, w)
	look(t, w)
	look(t, w)
	write(t, "d/content", "\xff\xd8\xff\xe0 and more")
	look(t, w)
	look(t, w, "d/content")
	// a new folder
	tree2 := "d/new/deep"
	must(t, os.MkdirAll(tree2, 0o777))
	write(t, tree2+"/b.png", "x")
	write(t, tree2+"/a.png", "x")
	look(t, w)
	look(t, w, tree2+"/a.png", tree2+"/b.png")
	// one that goes before it is taken
	write(t, "d/gone.png", "x")
	look(t, w)
	must(t, os.Remove("d/gone.png"))
	look(t, w)
	if len(w.seen) != 0 {
		t.Errorf("remembers %v", w.seen)
	}
}

// TestWatcherTakesRenamedFilesAtOnce: what is done behind the writing tells that it is done.
func TestWatcherTakesRenamedFilesAtOnce(t *testing.T) {
	if runtime.GOOS != "linux" {
		t.Skip("the system doesn't tell")
	}
	tree(t, "d/x.txt=x")
	w := NewWatcher(Shard{}, "d")
	look(t, w)
	write(t, "d/.part", "1")
	time.Sleep(20 * time.Millisecond) // file systems have coarse clocks
	must(t, os.Rename("d/.part", "d/whole.png"))
	look(t, w, "d/whole.png")
	write(t, "d/dated.png", "1")
	must(t, os.Chtimes("d/dated.png", time.Unix(1e9, 0), time.Unix(1e9, 0)))
	look(t, w, "d/dated.png")
}

func TestWatcherShards(t *testing.T) {
	tree(t, "d/1.png", "d/2.png", "d/3.png", "d/4.png", "d/5.png", "d/6.png")
	var n int
	for i := range 3 {
		w := NewWatcher(Shard{i, 3}, "d")
		for range 2 {
			s, err := w.Look()
			must(t, err)
			n += len(s)
		}
	}
	if n != 6 {
		t.Errorf("%d files in all shards, want 6", n)
	}
}
