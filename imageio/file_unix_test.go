//go:build unix

package imageio

import (
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/saccade-go/saccade/tensor"
)

// TestReadFileNeverWaits: a pipe that nobody writes to, and a device without end, are errors at once.
func TestReadFileNeverWaits(t *testing.T) {
	pipe := filepath.Join(t.TempDir(), "photo.jpg")
	if err := syscall.Mkfifo(pipe, 0o600); err != nil {
		t.Skip(err)
	}
	for path, want := range map[string]string{pipe: "a named pipe", "/dev/zero": "a device"} {
		done := make(chan error, 1)
		go func() { done <- ReadFile(new(tensor.Tensor), path, Options{}) }()
		select {
		case err := <-done:
			if err == nil || !strings.Contains(err.Error(), want) {
				t.Errorf("%s: got %v, want %q", path, err, want)
			}
		case <-time.After(5 * time.Second):
			t.Fatalf("%s: still waiting", path)
		}
	}
}
