//go:build unix

package main

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"
)

// watching starts the program on a folder; stop interrupts it and returns its exit status and messages.
func watching(t *testing.T, args ...string) (stop func() (int, string)) {
	t.Helper()
	cmd := program(t, append([]string{"classify", model(t), "--watch", "--every", "150ms"}, args...)...)
	var message bytes.Buffer
	cmd.Stderr = &message
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	return func() (int, string) {
		if err := cmd.Process.Signal(os.Interrupt); err != nil {
			t.Fatal(err)
		}
		if err := cmd.Wait(); err != nil {
			if _, ok := err.(*exec.ExitError); !ok {
				t.Fatal(err)
			}
		}
		return cmd.ProcessState.ExitCode(), message.String()
	}
}

// rowsOf returns the names of the files that have a row, and those of them that have an error.
func rowsOf(t *testing.T, out string) (names, bad []string) {
	t.Helper()
	b, err := os.ReadFile(out)
	if err != nil || len(b) == 0 {
		return nil, nil
	}
	for _, r := range readCSV(t, string(b))[1:] {
		names = append(names, filepath.Base(r[0]))
		if r[3] != "" {
			bad = append(bad, filepath.Base(r[0]))
		}
	}
	return names, bad
}

// waitForRows waits until there are so many.
func waitForRows(t *testing.T, out string, n int) {
	t.Helper()
	for end := time.Now().Add(time.Minute); time.Now().Before(end); time.Sleep(5 * time.Millisecond) {
		if names, _ := rowsOf(t, out); len(names) >= n {
			return
		}
	}
	names, _ := rowsOf(t, out)
	t.Fatalf("%d rows, want %d: %q", len(names), n, names)
}

func TestWatch(t *testing.T) {
	good, err := filepath.Glob(fashion + "/test/bag/*")
	if err != nil || len(good) == 0 {
		t.Fatal(err)
	}
	image, err := os.ReadFile(good[0])
	if err != nil {
		t.Fatal(err)
	}
	dir, out := t.TempDir(), filepath.Join(t.TempDir(), "a.csv")
	put := func(name string, content []byte) {
		if err := os.WriteFile(filepath.Join(dir, name), content, 0o666); err != nil {
			t.Fatal(err)
		}
	}
	put("b.png", image)
	put("a.png", image)
	stop := watching(t, dir, "--out", out)
	waitForRows(t, out, 2)
	grows, err := os.Create(filepath.Join(dir, "grows.png"))
	if err != nil {
		t.Fatal(err)
	}
	for part := range slices.Chunk(image, len(image)/25+1) { // over some looks
		if _, err := grows.Write(part); err != nil {
			t.Fatal(err)
		}
		time.Sleep(10 * time.Millisecond)
	}
	if err := grows.Close(); err != nil {
		t.Fatal(err)
	}
	waitForRows(t, out, 3)
	put(".part", image)
	if err := os.Rename(filepath.Join(dir, ".part"), filepath.Join(dir, "0_renamed.png")); err != nil {
		t.Fatal(err)
	}
	waitForRows(t, out, 4)
	if status, message := stop(); status != 0 || message != "watching; Ctrl-C ends it\n" {
		t.Errorf("status %d: %s", status, message)
	}
	if names, bad := rowsOf(t, out); !slices.Equal(names, []string{"a.png", "b.png", "grows.png", "0_renamed.png"}) || bad != nil {
		t.Errorf("rows of %q, with an error %q", names, bad)
	}
	// what came meanwhile, and what is bad
	put("mean.png", image)
	put("while.png", []byte("text"))
	stop = watching(t, dir, "--out", out, "--resume")
	waitForRows(t, out, 6)
	if status, message := stop(); status != 3 || !strings.Contains(message, "1 image failed") {
		t.Errorf("status %d: %s", status, message)
	}
	if names, bad := rowsOf(t, out); !slices.Equal(names[4:], []string{"mean.png", "while.png"}) || !slices.Equal(bad, []string{"while.png"}) {
		t.Errorf("rows of %q, with an error %q", names, bad)
	}
	if _, stderr := must(t, 1, "classify", model(t), dir, "--out", out, "--resume"); !strings.Contains(stderr, "go on with --watch") {
		t.Error(stderr)
	}
}

// TestWatchedFolderGoesAway: a drive may be unplugged, and come back.
func TestWatchedFolderGoesAway(t *testing.T) {
	dir, out := filepath.Join(t.TempDir(), "drive"), filepath.Join(t.TempDir(), "a.csv")
	copyTo := func(folder string) {
		if err := os.CopyFS(dir, os.DirFS(fashion+"/test/"+folder)); err != nil {
			t.Fatal(err)
		}
	}
	copyTo("bag")
	stop := watching(t, dir, "--out", out)
	waitForRows(t, out, 30)
	if err := os.RemoveAll(dir); err != nil {
		t.Fatal(err)
	}
	time.Sleep(500 * time.Millisecond)
	copyTo("coat")
	waitForRows(t, out, 31)
	status, message := stop()
	if n := strings.Count(message, "\n"); status != 0 || n > 3 || n == 3 && !strings.Contains(message, "can be read again") {
		t.Errorf("status %d: %s", status, message)
	}
}

func TestWatchKilledAndResumed(t *testing.T) {
	dir, out := manyImages(t, 500), filepath.Join(t.TempDir(), "a.csv")
	for i := range 4 {
		cmd := program(t, "classify", model(t), dir, "--quiet", "--watch", "--every", "10ms", "--resume", "--out", out, "--workers", "1")
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		if i < 3 {
			waitFor(t, out, int64(4000*(i+1)))
		} else {
			waitForRows(t, out, 500)
		}
		if err := cmd.Process.Signal(syscall.SIGKILL); err != nil {
			t.Fatal(err)
		}
		_ = cmd.Wait() // it was killed
	}
	names, _ := rowsOf(t, out)
	slices.Sort(names)
	if n := len(slices.Compact(slices.Clone(names))); len(names) != 500 || n != 500 {
		t.Errorf("%d rows of %d files, want 500 of 500", len(names), n)
	}
}

func TestWatchRefuses(t *testing.T) {
	m := model(t)
	for args, want := range map[string]string{
		"nowhere --watch":                        "nowhere",
		fashion + " --watch --out a.parquet":     "Parquet",
		fashion + " --watch --every 0s":          "--every",
		fashion + " --watch --manifest list.txt": "--manifest",
	} {
		if _, stderr := must(t, 1, append([]string{"classify", m}, strings.Fields(args)...)...); !strings.Contains(stderr, want) {
			t.Errorf("%s: %s", args, stderr)
		}
	}
}
