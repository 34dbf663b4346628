package main

import (
	"bytes"
	"fmt"
	"io/fs"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"
)

// TestKilledRunsGiveTheRowsOfOneRun kills the process at random moments and resumes until a run comes through. make kill sets
// SACCADE_KILLS to try it often.
func TestKilledRunsGiveTheRowsOfOneRun(t *testing.T) {
	rounds := 1
	if n, err := strconv.Atoi(os.Getenv("SACCADE_KILLS")); err == nil {
		rounds = n
	}
	dir := awkward(t)
	for name, content := range map[string]string{"0 first.jpg": "bad", "\xfe last.jpg": "bad"} {
		_ = os.WriteFile(filepath.Join(dir, name), []byte(content), 0o666)
	}
	m := model(t)
	for _, ext := range []string{".csv", ".jsonl"} {
		args := func(to string) []string {
			return []string{"classify", m, dir, "--quiet", "--resume", "--workers", "2", "--out", filepath.Join(to, "a"+ext),
				"--errors", filepath.Join(to, "errors.jsonl"), "--on-error", "quarantine=" + filepath.Join(to, "bad")}
		}
		want := t.TempDir()
		must(t, 3, args(want)...)
		for round := range rounds {
			r := rand.New(rand.NewPCG(uint64(round), 1))
			got := t.TempDir()
			kills := 0
			for runKilled(t, r, filepath.Join(got, "a"+ext), args(got)) {
				kills++
			}
			sameFiles(t, want, got)
			t.Logf("%s: killed %d times", ext, kills)
		}
	}
}

// runKilled runs the program and kills it when the output has grown to a random size, or after a random time. It reports
// whether that was before it came through.
func runKilled(t *testing.T, r *rand.Rand, out string, args []string) bool {
	t.Helper()
	size := func() int64 {
		info, err := os.Stat(out)
		if err != nil {
			return 0
		}
		return info.Size()
	}
	cmd := program(t, args...)
	var message bytes.Buffer
	cmd.Stderr = &message
	grow := size() + int64(r.IntN(2000))
	deadline := time.Now().Add(time.Duration(20+r.IntN(200)) * time.Millisecond)
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	ended := make(chan error, 1)
	go func() { ended <- cmd.Wait() }()
	for size() < grow && time.Now().Before(deadline) {
		select {
		case <-ended:
			deadline = time.Time{}
		default:
		}
	}
	_ = cmd.Process.Kill() // it may have come through
	if deadline.IsZero() {
		ended <- nil
	}
	<-ended
	if !cmd.ProcessState.Exited() {
		return true
	}
	if status := cmd.ProcessState.ExitCode(); status != statusSomeFailed {
		t.Fatalf("status %d: %s", status, message.String())
	}
	return false
}

// sameFiles holds what is in a folder against what is in another, the folders' names in the files aside.
func sameFiles(t *testing.T, want, got string) {
	t.Helper()
	read := func(dir string) map[string]string {
		files := map[string]string{}
		err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() {
				return err
			}
			b, err := os.ReadFile(path)
			name := strings.TrimPrefix(path, dir)
			if strings.HasSuffix(name, ".tmp") {
				return err // of a killed run
			}
			files[name] = strings.ReplaceAll(string(b), dir, "")
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		return files
	}
	a, b := read(want), read(got)
	for name := range a {
		if a[name] != b[name] {
			t.Errorf("%q has\n%s\nwant\n%s", name, b[name], a[name])
		}
	}
	if len(a) != len(b) {
		t.Errorf("%d files, want %d", len(b), len(a))
	}
}

// TestFullDisk lets the program write some kilobytes only.
func TestFullDisk(t *testing.T) {
	if _, err := exec.LookPath("sh"); err != nil {
		t.Skip(err)
	}
	whole := filepath.Join(t.TempDir(), "whole.csv")
	must(t, 0, "classify", model(t), fashion+"/test", "--out", whole, "--quiet")
	want, err := os.ReadFile(whole)
	if err != nil {
		t.Fatal(err)
	}
	out := filepath.Join(t.TempDir(), "a.csv")
	last := -1
	for blocks := 2; ; blocks += 6 {
		cmd := program(t, "classify", model(t), fashion+"/test", "--out", out, "--quiet", "--resume")
		limited := exec.CommandContext(t.Context(), "sh", append([]string{"-c", fmt.Sprintf(`ulimit -f %d; exec "$0" "$@"`, blocks)}, cmd.Args...)...)
		limited.Env = cmd.Env
		message, err := limited.CombinedOutput()
		got, _ := os.ReadFile(out)
		if err == nil {
			if !bytes.Equal(got, want) {
				t.Errorf("other rows:\n%s\nwant\n%s", got, want)
			}
			break
		}
		if limited.ProcessState.ExitCode() != statusFailed || !strings.Contains(string(message), "a.csv: ") || strings.Count(string(message), "\n") != 1 {
			t.Fatalf("%v: %s", err, message)
		}
		if !bytes.HasPrefix(want, got) || len(got) <= last {
			t.Fatalf("with %d blocks %d bytes, after %d", blocks, len(got), last)
		}
		last = len(got)
	}
	if last < 0 {
		t.Skip("no limit on files here")
	}
}
