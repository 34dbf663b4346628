package mmap

import (
	"encoding/binary"
	"math"
	"os"
	"path/filepath"
	"slices"
	"testing"
)

func open(t *testing.T, content []byte) *os.File {
	t.Helper()
	path := filepath.Join(t.TempDir(), "x")
	if err := os.WriteFile(path, content, 0o666); err != nil {
		t.Fatal(err)
	}
	f, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { f.Close() })
	return f
}

func TestMap(t *testing.T) {
	want := make([]byte, 3*4096+17)
	for i := range want {
		want[i] = byte(i * 7)
	}
	f := open(t, want)
	m, err := Map(f)
	if err != nil {
		t.Fatal(err)
	}
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
	if err := os.Remove(f.Name()); err != nil {
		t.Fatal(err)
	}
	if !slices.Equal(m.Bytes(), want) {
		t.Error("the mapping of a file that was closed and removed has another content")
	}
	for range 2 {
		if err := m.Close(); err != nil || m.Bytes() != nil {
			t.Errorf("closing: %v, and %d bytes left", err, len(m.Bytes()))
		}
	}
}

func TestMapEmpty(t *testing.T) {
	m, err := Map(open(t, nil))
	if err != nil || len(m.Bytes()) != 0 || m.Close() != nil {
		t.Errorf("an empty file: %v", err)
	}
}

func TestMapRefuses(t *testing.T) {
	dir, err := os.Open(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	defer dir.Close()
	if _, err := Map(dir); err == nil {
		t.Error("a folder is mapped")
	}
	f := open(t, []byte("text"))
	f.Close()
	if _, err := Map(f); err == nil {
		t.Error("a closed file is mapped")
	}
}

func TestFloat32s(t *testing.T) {
	want := []float32{1, -2.5, float32(math.Inf(1)), 0, math.SmallestNonzeroFloat32}
	b := make([]byte, 24)
	for i, v := range want {
		binary.LittleEndian.PutUint32(b[4*i:], math.Float32bits(v))
	}
	got, ok := Float32s(b[:20])
	if littleEndian && (!ok || !slices.Equal(got, want)) {
		t.Errorf("%v, %v, want %v", got, ok, want)
	}
	if ok { // no copy
		b[2], b[3] = 0, 0x40
		if got[0] != 2 {
			t.Errorf("the values were copied: %v", got[0])
		}
	}
	for from, to := range map[int]int{1: 5, 2: 22, 0: 19} {
		if _, ok := Float32s(b[from:to]); ok {
			t.Errorf("bytes %d to %d are taken for values", from, to)
		}
	}
	if got, ok := Float32s(nil); !ok || got == nil || len(got) != 0 {
		t.Errorf("no bytes: %v, %v", got, ok)
	}
}
