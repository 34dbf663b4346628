package main

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// preprocessShards runs preprocess in n shards and returns the parts' pattern.
func preprocessShards(t testing.TB, n int, out string, args ...string) string {
	t.Helper()
	for i := range n {
		must(t, 0, append([]string{"preprocess", "--quiet", "--out", out, "--shard", fmt.Sprintf("%d/%d", i, n)}, args...)...)
	}
	ext := filepath.Ext(out)
	return strings.TrimSuffix(out, ext) + fmt.Sprintf("-*-of-%05d%s", n, ext)
}

func TestPreprocessShardsAreOneRun(t *testing.T) {
	list := filepath.Join(t.TempDir(), "list.csv")
	writeManifest(t, list)
	for _, c := range []struct {
		name, out string
		args      []string
	}{
		{"features", "x.npz", []string{fashion + "/test", "--preset", "pixels"}},
		{"compressed", "x.npz", []string{fashion + "/test", "--preset", "pixels", "--compress"}},
		{"interleaved", "x.safetensors", []string{fashion + "/test", "--preset", "pixels", "--layout", "nhwc", "--dtype", "uint8"}},
		{"table", "x.csv", []string{fashion + "/test", "--preset", "pixels"}},
		{"unlabelled", "x.csv", []string{fashion + "/test", "--preset", "pixels", "--unlabelled"}},
		{"list", "x.npz", []string{"--manifest", list, "--preset", "pixels"}},
		{"list as table", "x.csv", []string{"--manifest", list, "--preset", "pixels"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			dir := t.TempDir()
			whole := filepath.Join(dir, "whole"+filepath.Ext(c.out))
			must(t, 0, append([]string{"preprocess", "--quiet", "--out", whole}, c.args...)...)
			parts := preprocessShards(t, 3, filepath.Join(dir, c.out), c.args...)
			joined := filepath.Join(dir, c.out)
			must(t, 0, "merge", joined, parts)
			want, err := os.ReadFile(whole)
			if err != nil {
				t.Fatal(err)
			}
			if got, err := os.ReadFile(joined); err != nil || !bytes.Equal(got, want) {
				t.Errorf("%d bytes that aren't the %d of one run, %v", len(got), len(want), err)
			}
		})
	}
}

// writeManifest lists some pictures with classes that mix in the order of the paths.
func writeManifest(t testing.TB, path string) {
	t.Helper()
	var text bytes.Buffer
	w := csv.NewWriter(&text)
	w.Write([]string{"path", "label"})
	files, err := filepath.Glob(fashion + "/test/*/*.png")
	if err != nil || len(files) < 40 {
		t.Fatal(files, err)
	}
	for i, file := range files[:40] {
		file, err := filepath.Abs(file)
		if err != nil {
			t.Fatal(err)
		}
		w.Write([]string{file, fmt.Sprintf("class, \"%d\"", i*7%11)})
	}
	w.Flush()
	if err := os.WriteFile(path, text.Bytes(), 0o666); err != nil {
		t.Fatal(err)
	}
}

func TestPreprocessShardsOfManyFiles(t *testing.T) {
	dir := t.TempDir()
	preprocessShards(t, 2, filepath.Join(dir, "x-%03d.tar"), fashion+"/test", "--preset", "pixels", "--image-format", "array", "--shard-size", "10")
	_, stderr := must(t, 0, "merge", "--check", filepath.Join(dir, "x-*.tar"))
	if !strings.Contains(stderr, "all shards are there") {
		t.Errorf("says %s", stderr)
	}
	if err := os.Remove(filepath.Join(dir, "x-00001-of-00002-001.tar")); err != nil {
		t.Fatal(err)
	}
	_, stderr = must(t, 1, "merge", "--check", filepath.Join(dir, "x-*.tar"))
	if !strings.Contains(stderr, "x-00001-of-00002.tar: not complete: wanted ") {
		t.Errorf("says %s", stderr)
	}
	_, stderr = must(t, 1, "merge", filepath.Join(dir, "all.tar"), filepath.Join(dir, "x-00000-of-00002-*.tar"))
	if !strings.Contains(stderr, "read in parts") {
		t.Errorf("says %s", stderr)
	}
	if err := os.Remove(filepath.Join(dir, "x-00000-of-00002.tar.done")); err != nil {
		t.Fatal(err)
	}
	_, stderr = must(t, 1, "merge", "--check", filepath.Join(dir, "x-*.tar"))
	if !strings.Contains(stderr, "found no x-00000-of-00002.tar.done") {
		t.Errorf("says %s", stderr)
	}
}

func TestPreprocessShardsIntoFolders(t *testing.T) {
	dir := t.TempDir()
	out := filepath.Join(dir, "x") + "/"
	for i := range 2 {
		must(t, 0, "preprocess", fashion+"/test", "--pipeline", "../../examples/pipelines/mnist.yaml", "--image-format", "array", "--quiet", "--out", out, "--shard", fmt.Sprintf("%d/2", i))
	}
	must(t, 0, "merge", "--check", filepath.Join(dir, "x-*"))
}

func TestPreprocessShardRefuses(t *testing.T) {
	dir := t.TempDir()
	learns := filepath.Join(dir, "learns.yaml")
	if err := os.WriteFile(learns, []byte("steps:\n  - resize: {height: 8, width: 8}\n  - to_float\n  - flatten\n  - standardize\n"), 0o666); err != nil {
		t.Fatal(err)
	}
	out := filepath.Join(dir, "x.npz")
	for want, args := range map[string][]string{
		"--save-pipeline": {fashion + "/test", "--pipeline", learns, "--shard", "0/2"},
		"instead of DATA": {fashion + "/test", "--preset", "pixels", "--manifest", "list.txt"},
		"or --manifest":   {"--preset", "pixels"},
		"--root":          {fashion + "/test", "--preset", "pixels", "--root", "."},
	} {
		_, stderr := must(t, 1, append([]string{"preprocess", "--quiet", "--out", out}, args...)...)
		if !strings.Contains(stderr, want) {
			t.Errorf("%q: says %s", args, stderr)
		}
	}
	// Learned once, it goes.
	learned := filepath.Join(dir, "learned.json")
	must(t, 0, "preprocess", fashion+"/test", "--pipeline", learns, "--save-pipeline", learned, "--out", out, "--quiet")
	parts := preprocessShards(t, 2, out, fashion+"/test", "--pipeline", learned)
	want, _ := os.ReadFile(out)
	must(t, 0, "merge", out, parts)
	if got, _ := os.ReadFile(out); !bytes.Equal(got, want) {
		t.Error("the shards of a pipeline that has learned aren't those of one run")
	}
}
