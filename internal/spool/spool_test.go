package spool

import (
	"bytes"
	"crypto/sha256"
	"io"
	"os"
	"path/filepath"
	"testing"
)

func TestSpool(t *testing.T) {
	for _, n := range []int{0, 1, maxMemory - 1, maxMemory, 3*maxMemory + 7} {
		dir := t.TempDir()
		s := Spool{Beside: filepath.Join(dir, "x")}
		want := make([]byte, n)
		for i := range want {
			want[i] = byte(i * i >> 3)
		}
		for rest := want; len(rest) > 0; {
			m := min(len(rest), 1000)
			if _, err := s.Write(rest[:m]); err != nil {
				t.Fatal(err)
			}
			rest = rest[m:]
		}
		for range 2 {
			got, err := io.ReadAll(s.Reader())
			if err != nil || sha256.Sum256(got) != sha256.Sum256(want) || s.Len() != int64(n) || !bytes.Equal(got, want) {
				t.Errorf("%d bytes came back as %d, %v", n, len(got), err)
			}
		}
		s.Close()
		if entries, _ := os.ReadDir(dir); len(entries) != 0 {
			t.Errorf("left behind: %v", entries)
		}
	}
}
