package main

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// list writes the names of the images in a folder to a file, last first.
func list(t *testing.T, file, prefix, dir string) {
	t.Helper()
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	var text string
	for _, e := range entries {
		text = prefix + e.Name() + "\n" + text
	}
	if err := os.WriteFile(file, []byte(text), 0o666); err != nil {
		t.Fatal(err)
	}
}

func TestManifest(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "photos")
	if err := os.CopyFS(filepath.Join(dir, "bag"), os.DirFS(fashion+"/test/bag")); err != nil {
		t.Fatal(err)
	}
	want, _ := must(t, 0, "classify", model(t), dir+"/bag")
	beside, elsewhere := filepath.Join(dir, "list.txt"), filepath.Join(t.TempDir(), "list.txt")
	list(t, beside, "bag/", dir+"/bag")
	list(t, elsewhere, "bag/", dir+"/bag")
	for _, args := range [][]string{
		{"--manifest", beside},
		{"--manifest", elsewhere, "--root", dir},
		{dir + "/bag", "--manifest", beside},
	} {
		if got, _ := must(t, 0, append([]string{"classify", model(t)}, args...)...); got != want {
			t.Errorf("%v: %s\nwant\n%s", args, got, want)
		}
	}
	text, err := os.ReadFile(beside)
	if err != nil {
		t.Fatal(err)
	}
	cmd := program(t, "classify", model(t), "--manifest", "-", "--root", dir)
	cmd.Stdin = bytes.NewReader(text)
	if got, err := cmd.Output(); err != nil || string(got) != want {
		t.Errorf("from standard input: %v, %s", err, got)
	}
	if got, _ := must(t, 0, "classify", model(t), "--manifest", elsewhere, "--root", dir, "--shard", "0/2"); len(got) >= len(want) || len(got) < len(want)/5 {
		t.Errorf("half of it is %d of %d bytes", len(got), len(want))
	}
	m := model(t)
	t.Chdir(dir)
	if _, stderr := must(t, 1, "classify", m, "--manifest", elsewhere); !strings.Contains(stderr, "--root . takes it from there") {
		t.Errorf("a list of paths in the working directory: %s", stderr)
	}
	must(t, 0, "classify", m, "--manifest", elsewhere, "--root", ".")
}

func TestManifestMistakes(t *testing.T) {
	m := model(t)
	for args, want := range map[string]string{
		"":                                "neither",
		"--manifest nowhere.txt":          "nowhere.txt",
		"--root x " + fashion:             "--root: wanted --manifest",
		"--manifest " + fashion + "/test": "directory",
		"--shard 2/2 " + fashion:          "from 0 to N-1",
	} {
		if _, stderr := must(t, 1, append([]string{"classify", m}, strings.Fields(args)...)...); !strings.Contains(stderr, want) {
			t.Errorf("%s: %s", args, stderr)
		}
	}
}
