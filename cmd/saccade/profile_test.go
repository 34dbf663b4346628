package main

import (
	"bytes"
	"compress/gzip"
	"context"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// checkProfile looks whether a file is what pprof reads: a gzip of a protocol buffer with these words in it.
func checkProfile(t *testing.T, path string, words ...string) {
	t.Helper()
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	z, err := gzip.NewReader(bytes.NewReader(b))
	if err != nil {
		t.Fatalf("%s: %v", path, err)
	}
	text, err := io.ReadAll(z)
	if err != nil {
		t.Fatalf("%s: %v", path, err)
	}
	for _, word := range words {
		if !bytes.Contains(text, []byte(word)) {
			t.Errorf("%s has no %q", path, word)
		}
	}
}

// TestProfiles: of runs that end well, that fail and that are interrupted.
func TestProfiles(t *testing.T) {
	ended, end := context.WithCancel(t.Context())
	end()
	for _, c := range []struct {
		ctx    context.Context
		status int
		args   []string
	}{
		{t.Context(), 0, []string{"classify", model(t), fashion + "/test/bag"}},
		{t.Context(), 1, []string{"plan", "gone.yaml"}},
		{t.Context(), 1, []string{"inspect", "a.png", "--out", "b.png"}}, // flags that are missing
		{ended, 1, []string{"classify", model(t), fashion}},
	} {
		cpu, memory := filepath.Join(t.TempDir(), "cpu"), filepath.Join(t.TempDir(), "memory")
		var stdout, stderr bytes.Buffer
		if status := run(c.ctx, append(c.args, "--cpuprofile", cpu, "--memprofile", memory), &stdout, &stderr); status != c.status {
			t.Errorf("%v: status %d\n%s", c.args, status, &stderr)
		}
		checkProfile(t, cpu, "cpu", "nanoseconds")
		checkProfile(t, memory, "alloc_space", "inuse_space")
	}
}

// TestProfilesThatCannotBe: a profile that can't be written is said before the run.
func TestProfilesThatCannotBe(t *testing.T) {
	out := filepath.Join(t.TempDir(), "a.csv")
	for _, flags := range [][]string{
		{"--cpuprofile", "gone/cpu"}, {"--memprofile", t.TempDir()}, {"--cpuprofile", "p", "--memprofile", "./p"},
	} {
		_, stderr := must(t, 1, append([]string{"classify", model(t), fashion + "/test/bag", "--out", out}, flags...)...)
		if !strings.Contains(stderr, flags[0]) && !strings.Contains(stderr, flags[len(flags)-2]) || !strings.Contains(stderr, flags[1]) {
			t.Errorf("%v: %s", flags, stderr)
		}
		if exists(out) || exists("p") {
			t.Errorf("%v: there was a run", flags)
		}
	}
}
