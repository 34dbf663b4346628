//go:build unix

package main

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"
)

// manyImages makes a folder of so many links to a few images.
func manyImages(t *testing.T, n int) string {
	t.Helper()
	dir := t.TempDir()
	good, err := filepath.Glob(fashion + "/test/*/*")
	if err != nil || len(good) == 0 {
		t.Fatal(err)
	}
	for i := range n {
		from, err := filepath.Abs(good[i%len(good)])
		if err != nil {
			t.Fatal(err)
		}
		if err := os.Symlink(from, filepath.Join(dir, fmt.Sprintf("%06d.png", i))); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

// waitFor waits until a file has some bytes.
func waitFor(t *testing.T, path string, bytes int64) {
	t.Helper()
	for end := time.Now().Add(time.Minute); time.Now().Before(end); time.Sleep(time.Millisecond) {
		if info, err := os.Stat(path); err == nil && info.Size() >= bytes {
			return
		}
	}
	t.Fatalf("%s doesn't grow to %d bytes", path, bytes)
}

// TestSignals: a run that is interrupted ends with whole rows and says so, and can be resumed.
func TestSignals(t *testing.T) {
	dir := manyImages(t, 1200)
	whole := filepath.Join(t.TempDir(), "whole.csv")
	must(t, 0, "classify", model(t), dir, "--quiet", "--out", whole)
	want, err := os.ReadFile(whole)
	if err != nil {
		t.Fatal(err)
	}
	for i, late := 0, 0; i < 2 && late < 10; i++ {
		signal := []os.Signal{os.Interrupt, syscall.SIGTERM}[i]
		to := t.TempDir()
		out := filepath.Join(to, "a.csv")
		cmd := program(t, "classify", model(t), dir, "--quiet", "--out", out, "--workers", "1", "--shard", "0/1")
		out = filepath.Join(to, "a-00000-of-00001.csv")
		var message bytes.Buffer
		cmd.Stderr = &message
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		waitFor(t, out, 100)
		if err := cmd.Process.Signal(signal); err != nil {
			t.Fatal(err)
		}
		_ = cmd.Wait()                        // the status says it
		if cmd.ProcessState.ExitCode() == 0 { // it came through before the signal came
			i, late = i-1, late+1
			continue
		}
		got, err := os.ReadFile(out)
		if err != nil {
			t.Fatal(err)
		}
		if status := cmd.ProcessState.ExitCode(); status != 1 || message.String() != "saccade: interrupted\n" || exists(markerFile(out)) {
			t.Errorf("%v: status %d, %s, and a marker: %v; %d of %d bytes", signal, status, message.String(), exists(markerFile(out)), len(got), len(want))
		}
		if !bytes.HasPrefix(want, got) || !bytes.HasSuffix(got, []byte("\n")) {
			t.Errorf("%v: no whole rows: %q", signal, got[max(0, len(got)-100):])
		}
		must(t, 0, "classify", model(t), dir, "--quiet", "--out", filepath.Join(to, "a.csv"), "--shard", "0/1", "--resume")
		if got, _ := os.ReadFile(out); !bytes.Equal(got, want) || !exists(markerFile(out)) {
			t.Errorf("%v: resumed to other rows, or without a marker", signal)
		}
	}
}

// TestInputsThatChange: files that are gone when their turn comes, or have become something else, are rows with an error.
func TestInputsThatChange(t *testing.T) {
	dir := manyImages(t, 1000)
	out := filepath.Join(t.TempDir(), "a.csv")
	cmd := program(t, "classify", model(t), dir, "--quiet", "--out", out, "--workers", "1")
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	waitFor(t, out, 100)
	last := filepath.Join(dir, "000999.png")
	pipe := filepath.Join(dir, "000998.png")
	text := filepath.Join(dir, "000997.png")
	for _, path := range []string{last, pipe, text} {
		if err := os.Remove(path); err != nil {
			t.Fatal(err)
		}
	}
	if err := syscall.Mkfifo(pipe, 0o666); err != nil {
		t.Skip(err)
	}
	if err := os.WriteFile(text, []byte("text"), 0o666); err != nil {
		t.Fatal(err)
	}
	_ = cmd.Wait() // the status says it
	b, err := os.ReadFile(out)
	if err != nil {
		t.Fatal(err)
	}
	rows := readCSV(t, string(b))
	if len(rows) != 1001 {
		t.Fatalf("%d rows, status %d", len(rows), cmd.ProcessState.ExitCode())
	}
	if cmd.ProcessState.ExitCode() == 0 {
		t.Skip("it was quicker than the changes")
	}
	for i, want := range []string{"found text", "named pipe", "no such file"} {
		if r := rows[998+i]; !strings.Contains(r[3], want) && r[3] != "" {
			t.Errorf("row %q, want an error with %q", r, want)
		}
	}
}

// TestReadOnlyFolder: nothing is begun that can't be written, and what was there stays.
func TestReadOnlyFolder(t *testing.T) {
	if os.Getuid() == 0 {
		t.Skip("root may write everywhere")
	}
	dir := t.TempDir()
	if err := os.Chmod(dir, 0o555); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"a.csv", "a.jsonl", "a.parquet"} {
		if _, stderr := must(t, 1, "classify", model(t), fashion+"/test", "--out", filepath.Join(dir, name)); !strings.Contains(stderr, name+": ") || !strings.Contains(stderr, "permission denied") {
			t.Errorf("%s: %s", name, stderr)
		}
	}
	for _, flag := range []string{"--errors=" + dir + "/e.jsonl", "--on-error=quarantine=" + dir + "/q"} {
		if _, stderr := must(t, 1, "classify", model(t), mixed(t), flag); !strings.Contains(stderr, "permission denied") {
			t.Errorf("%s: %s", flag, stderr)
		}
	}
}
