package main

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestTrainAndEvaluateWithCache(t *testing.T) {
	dir := t.TempDir()
	cache := filepath.Join(dir, "cache")
	data := filepath.Join(dir, "data")
	if err := os.CopyFS(data, os.DirFS(fashion+"/train")); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(data, "bag", "bad.png"), []byte("text"), 0o666); err != nil {
		t.Fatal(err)
	}
	train := func(out string, args ...string) string {
		t.Helper()
		args = append([]string{"train", data, "--out", filepath.Join(dir, out), "--preset", "pixels", "--epochs", "2"}, args...)
		_, stderr := must(t, 3, args...)
		return stderr
	}
	says := func(what, text string, wants ...string) {
		t.Helper()
		for _, want := range wants {
			if !strings.Contains(text, want) {
				t.Errorf("%s doesn't say %q:\n%s", what, want, text)
			}
		}
	}
	says("without", train("a"), "bad.png", "1 image failed")
	says("the first run", train("b", "--cache", cache), "computed and kept", "bad.png", "1 image failed")
	says("the second run", train("c", "--cache", cache), "features of 900 images from the cache", "features of 100 images from the cache", "bad.png", "1 image failed")
	if text := train("d", "--cache", cache, "--quiet"); strings.Contains(text, "cache") {
		t.Errorf("quiet, it says\n%s", text)
	}
	a, err := os.ReadFile(filepath.Join(dir, "a"))
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"b", "c", "d"} {
		if b, err := os.ReadFile(filepath.Join(dir, name)); err != nil || !bytes.Equal(b, a) {
			t.Errorf("model %s is another one, or %v", name, err)
		}
	}
	want, _ := must(t, 3, "evaluate", filepath.Join(dir, "a"), data)
	for _, says := range []string{"computed and kept", "from the cache"} {
		got, stderr := must(t, 3, "evaluate", filepath.Join(dir, "a"), data, "--cache", cache)
		if got != want || !strings.Contains(stderr, "features of 1000 images "+says) || !strings.Contains(stderr, "bad.png") {
			t.Errorf("evaluate prints\n%s\nand\n%s", got, stderr)
		}
	}
}

func TestTrainWithCacheAndRandomSteps(t *testing.T) {
	dir := t.TempDir()
	file := filepath.Join(dir, "p.yaml")
	text := "steps:\n  - random_flip\n  - resize: {height: 8, width: 8}\n  - to_float\n"
	if err := os.WriteFile(file, []byte(text), 0o666); err != nil {
		t.Fatal(err)
	}
	args := []string{"train", fashion + "/train", "--out", filepath.Join(dir, "m"), "--pipeline", file, "--epochs", "1", "--cache", filepath.Join(dir, "cache")}
	if _, stderr := must(t, 0, args...); !strings.Contains(stderr, "random steps") || !strings.Contains(stderr, "features of 100 images computed and kept") {
		t.Errorf("it says\n%s", stderr)
	}
	if _, stderr := must(t, 1, append(args, "--val", "0")...); !strings.Contains(stderr, "cache: wanted") {
		t.Errorf("with nothing to keep it says\n%s", stderr)
	}
}
