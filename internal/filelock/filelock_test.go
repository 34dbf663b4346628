package filelock

import (
	"os"
	"path/filepath"
	"testing"
)

func TestTry(t *testing.T) {
	path := filepath.Join(t.TempDir(), "x")
	open := func() *os.File {
		f, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE, 0o666)
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { f.Close() })
		return f
	}
	first, second := open(), open()
	if Try(first) == Unknown {
		t.Skip("no locks here")
	}
	if got := Try(second); got != Busy {
		t.Errorf("a locked file: %v, want Busy", got)
	}
	first.Close()
	if got := Try(second); got != Taken {
		t.Errorf("after the other one closed it: %v, want Taken", got)
	}
}
