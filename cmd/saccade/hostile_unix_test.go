//go:build unix

package main

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
)

// nasty makes a data set whose files and classes have names that would change a terminal.
func nasty(t testing.TB) string {
	t.Helper()
	dir := t.TempDir()
	for class, from := range map[string]string{"esc\x1b[2J": "bag", "new\nline": "coat"} {
		if err := os.CopyFS(filepath.Join(dir, class), os.DirFS(fashion+"/test/"+from)); err != nil {
			t.Skip("the file system doesn't take the name:", err)
		}
		for _, name := range []string{"bell\a.jpg", "bad\xff.jpg", "csi\u009b1m\n.jpg"} {
			if err := os.WriteFile(filepath.Join(dir, class, name), []byte("text"), 0o666); err != nil {
				t.Skip("the file system doesn't take the name:", err)
			}
		}
	}
	return dir
}

func TestNamesCantReachTheTerminal(t *testing.T) {
	dir := nasty(t)
	m := filepath.Join(t.TempDir(), "m\x1b.saccade")
	_, train := must(t, 3, "train", dir, "--out", m, "--preset", "pixels", "--epochs", "1")
	_, classify := must(t, 3, "classify", m, dir)
	table, evaluate := must(t, 3, "evaluate", m, dir)
	_, fail := must(t, 1, "classify", m, dir, "--on-error", "fail")
	_, missing := must(t, 1, "classify", m+"\a", dir)
	for _, text := range []string{train, classify, table, evaluate, fail, missing} {
		if i := strings.IndexFunc(text, func(r rune) bool { return r < ' ' && r != '\n' || r >= 0x7f && r < 0xa0 || r == '\uFFFD' }); i >= 0 {
			t.Errorf("prints %q", text[max(0, i-40):i+10])
		}
	}
	for _, text := range []string{classify, evaluate} {
		if n := strings.Count(text, "\n"); n != 7 || strings.Count(text, ": sniff: ") != 6 {
			t.Errorf("%d lines, want one for each of 6 bad files and a sum:\n%s", n, text)
		}
	}
}

func TestSpecialFilesAsOutput(t *testing.T) {
	dir := t.TempDir()
	pipe := filepath.Join(dir, "pipe.csv")
	if err := syscall.Mkfifo(pipe, 0o666); err != nil {
		t.Skip(err)
	}
	for _, args := range [][]string{
		{"classify", model(t), fashion + "/test/bag", "--out", pipe},
		{"classify", model(t), fashion + "/test/bag", "--out", pipe, "--resume"},
		{"evaluate", model(t), fashion + "/test", "--json", pipe},
		{"train", fashion + "/train", "--preset", "pixels", "--epochs", "1", "--out", pipe},
	} {
		if _, stderr := must(t, 1, args...); !strings.Contains(stderr, "pipe.csv") {
			t.Errorf("%v: %s", args, stderr)
		}
	}
}

func TestPipesAndFoldersAsInput(t *testing.T) {
	dir := t.TempDir()
	pipe := filepath.Join(dir, "pipe")
	if err := syscall.Mkfifo(pipe, 0o666); err != nil {
		t.Skip(err)
	}
	image, out := "../../testdata/photos/chelsea.jpg", filepath.Join(dir, "x.png")
	for _, c := range []struct {
		args []string
		want string
	}{
		{[]string{"classify", pipe, image}, "wanted a Saccade model: safetensors: file: wanted a regular file, found a named pipe"},
		{[]string{"classify", dir, image}, "found a folder"},
		{[]string{"plan", pipe}, "found no regular file"},
		{[]string{"plan", dir}, "found a folder"},
		{[]string{"train", fashion + "/train", "--out", out, "--pipeline", model(t)}, "found a model"},
		{[]string{"inspect", pipe, "--pipeline", "hog", "--out", out}, "named pipe"},
		{[]string{"evaluate", model(t), pipe}, "regular file"},
	} {
		if _, stderr := must(t, 1, c.args...); !strings.Contains(stderr, c.want) {
			t.Errorf("%v: %s; want %q", c.args, stderr, c.want)
		}
	}
}

func TestTwoRunsDontWriteOneFile(t *testing.T) {
	out := filepath.Join(t.TempDir(), "a.csv")
	must(t, 0, "classify", model(t), fashion+"/test/bag", "--out", out)
	before, err := os.ReadFile(out)
	if err != nil {
		t.Fatal(err)
	}
	other, err := os.Open(out)
	if err != nil {
		t.Fatal(err)
	}
	if err := lock(other); err != nil {
		t.Fatal(err)
	}
	if _, stderr := must(t, 1, "classify", model(t), fashion+"/test/coat", "--out", out); !strings.Contains(stderr, "another one at work") {
		t.Skip("no locks here: ", stderr)
	}
	if after, _ := os.ReadFile(out); !bytes.Equal(after, before) {
		t.Error("the second run changed the first one's file")
	}
	other.Close()
	must(t, 0, "classify", model(t), fashion+"/test/coat", "--out", out)
}

// TestPreprocessNames: names of files and classes don't reach the terminal.
func TestPreprocessNames(t *testing.T) {
	p := steps(t, "resize: {height: 8, width: 8}")
	for _, out := range []string{"x\x1b.npz", "x\x1b/"} {
		_, stderr := must(t, 3, "preprocess", nasty(t), "--pipeline", p, "--out", t.TempDir()+"/"+out)
		if i := strings.IndexFunc(stderr, func(r rune) bool { return r < ' ' && r != '\n' || r >= 0x7f && r < 0xa0 || r == '\uFFFD' }); i >= 0 {
			t.Errorf("prints %q", stderr[max(0, i-40):i+10])
		}
	}
}
