package hdf5

import (
	"encoding/binary"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestWrite: addresses lie within the file, and the data where the file says. What h5py reads from such files is tested in
// package dataset, with a file of h5py, and in bench/interop.
func TestWrite(t *testing.T) {
	path := filepath.Join(t.TempDir(), "x.h5")
	f, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	h := NewWriter(f)
	for i := range maxArrays {
		if err := h.Array(strings.Repeat("x", i+1), Uint8, 2, 3); err != nil {
			t.Fatal(err)
		}
		if _, err := h.Write([]byte("abcdefabcdef")[:6*(i%3)]); err != nil {
			t.Fatal(err)
		}
		h.End(i % 3)
	}
	if err := h.Array("one too many", Uint8); err == nil {
		t.Error("takes more arrays than a node has room for")
	}
	if err := h.Close(); err != nil {
		t.Fatal(err)
	}
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if end := binary.LittleEndian.Uint64(b[40:]); end != uint64(len(b)) {
		t.Errorf("the file says that it ends at %d, and has %d bytes", end, len(b))
	}
	for _, a := range h.arrays {
		if n := a.shape[0]; n > 0 && string(b[a.at:a.at+6]) != "abcdef" || a.at%8 != 0 {
			t.Errorf("%s is at %d", a.name, a.at)
		}
	}
}

func TestNamesThatDontFit(t *testing.T) {
	f, err := os.Create(filepath.Join(t.TempDir(), "x.h5"))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	h := NewWriter(f)
	if err := h.Array(strings.Repeat("x", start), Uint8); err != nil {
		t.Fatal(err)
	}
	if err := h.Close(); err == nil {
		t.Error("a name that is longer than all the room")
	}
}
