package dataset

import (
	"context"
	"os"
	"path/filepath"
	"testing"

	"github.com/saccade-go/saccade/tensor"
)

func digestOf(t *testing.T, d *Dataset) [32]byte {
	t.Helper()
	sum, err := d.Digest(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return sum
}

// openFolderOf writes files into a new folder and opens it.
func openFolderOf(t *testing.T, files map[string]string) *Dataset {
	t.Helper()
	dir := t.TempDir()
	for name, content := range files {
		path := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(path), 0o777); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(content), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	d, err := Folder(dir)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func TestDigest(t *testing.T) {
	const png = "\x89PNG\r\n\x1a\n"
	files := map[string]string{"a/1.png": png + "1", "a/2.png": png + "2", "b/1.png": png + "3"}
	first := digestOf(t, openFolderOf(t, files))
	if digestOf(t, openFolderOf(t, files)) != first {
		t.Error("the same files in another folder have another digest")
	}
	for name, other := range map[string]map[string]string{
		"content":      {"a/1.png": png + "1", "a/2.png": png + "2", "b/1.png": png + "4"},
		"class":        {"a/1.png": png + "1", "a/2.png": png + "2", "c/1.png": png + "3"},
		"order":        {"a/1.png": png + "2", "a/2.png": png + "1", "b/1.png": png + "3"},
		"one more":     {"a/1.png": png + "1", "a/2.png": png + "2", "b/1.png": png + "3", "b/2.png": png + "3"},
		"moved":        {"a/1.png": png + "1", "b/0.png": png + "2", "b/1.png": png + "3"},
		"not an image": {"a/1.png": png + "1", "a/2.png": png + "2", "b/1.png": ""},
	} {
		if digestOf(t, openFolderOf(t, other)) == first {
			t.Errorf("other %s, same digest", name)
		}
	}
	gone := openFolderOf(t, files)
	if err := os.Remove(gone.Samples[1].Path); err != nil {
		t.Fatal(err)
	}
	if digestOf(t, gone) == first {
		t.Error("a file is gone, same digest")
	}
}

func TestDigestOfPicturesInMemory(t *testing.T) {
	d := &Dataset{Classes: []string{"x"}}
	for i := range 2 {
		img := tensor.New(tensor.Spec{DType: tensor.Uint8, Space: tensor.Gray, C: 1, H: 2, W: 3})
		img.U8[0] = uint8(i)
		d.Samples = append(d.Samples, InMemory("name", 0, img))
	}
	first := digestOf(t, d)
	d.Samples[0].Name = "other"
	if digestOf(t, d) != first {
		t.Error("another name, another digest")
	}
	d.Samples[0].Label = -1
	if digestOf(t, d) == first {
		t.Error("another class, same digest")
	}
}

func TestDigestEndsWithItsContext(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := (&Dataset{Samples: make([]Sample, 1)}).Digest(ctx); err == nil {
		t.Error("a digest after the end of its context: no error")
	}
}
