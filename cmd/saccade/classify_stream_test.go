package main

import (
	"archive/tar"
	"bytes"
	"os"
	"os/exec"
	"strings"
	"syscall"
	"testing"
	"time"
)

// tarOf packs a folder.
func tarOf(t testing.TB, dir string) []byte {
	t.Helper()
	var b bytes.Buffer
	w := tar.NewWriter(&b)
	if err := w.AddFS(os.DirFS(dir)); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestClassifyStream(t *testing.T) {
	packed := tarOf(t, fashion+"/test/bag")
	for name, c := range map[string]struct {
		in     []byte
		status int
		rows   int
		last   string
	}{
		"archive": {packed, 0, 31, "-[00303.png],bag,"},
		"cut":     {packed[:5000], 3, -1, "-,,,"},
		"empty":   {nil, 3, 2, "-,,,"},
		"text":    {[]byte("no image"), 3, 2, "-,,,"},
		"no file": {tarOf(t, t.TempDir()), 3, 2, "-,,,"},
	} {
		cmd := program(t, "classify", model(t), "-")
		cmd.Stdin = bytes.NewReader(c.in)
		out, err := cmd.Output()
		status := 0
		if e, ok := err.(*exec.ExitError); ok {
			status = e.ExitCode()
		}
		lines := strings.Split(strings.TrimSpace(string(out)), "\n")
		if status != c.status || c.rows > 0 && len(lines) != c.rows || c.rows < 0 && len(lines) < 2 || !strings.HasPrefix(lines[len(lines)-1], c.last) {
			t.Errorf("%s: status %d, %d rows, the last one %q, %v", name, status, len(lines), lines[len(lines)-1], err)
		}
	}
}

// TestClassifyStreamStops interrupts a run while nothing comes.
func TestClassifyStreamStops(t *testing.T) {
	packed := tarOf(t, fashion+"/test/bag")
	cmd := program(t, "classify", model(t), "-")
	in, err := cmd.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	if _, err := in.Write(packed[:len(packed)/2]); err != nil {
		t.Fatal(err)
	}
	rows := make([]byte, 40) // rows appear before the input ends
	if _, err := out.Read(rows); err != nil || !strings.HasPrefix(string(rows), "path,class") {
		t.Errorf("%q, %v", rows, err)
	}
	time.Sleep(50 * time.Millisecond)
	if err := cmd.Process.Signal(syscall.SIGTERM); err != nil {
		t.Skip("no signals here")
	}
	ended := make(chan error, 1)
	go func() { ended <- cmd.Wait() }()
	select {
	case err := <-ended:
		if e, ok := err.(*exec.ExitError); !ok || e.ExitCode() != statusFailed {
			t.Errorf("ended with %v", err)
		}
	case <-time.After(20 * time.Second):
		t.Error("doesn't stop")
	}
}
