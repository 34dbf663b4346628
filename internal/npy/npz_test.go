package npy

import (
	"archive/zip"
	"bytes"
	"encoding/binary"
	"hash/crc32"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/saccade-go/saccade/internal/testdata"
)

func TestCombine(t *testing.T) {
	text := []byte(strings.Repeat("The quick brown fox jumps over the lazy dog. ", 50))
	for _, cut := range []int{0, 1, 64, 700, len(text)} {
		got := combine(crc32.ChecksumIEEE(text[:cut]), crc32.ChecksumIEEE(text[cut:]), int64(len(text)-cut))
		if want := crc32.ChecksumIEEE(text); got != want {
			t.Errorf("cut at %d: %08x, want %08x", cut, got, want)
		}
	}
}

func TestHeader(t *testing.T) {
	for _, shape := range [][]int{{0}, {7}, {1, 2}, {1 << 60, 3, 224, 224}} {
		least := GrowingHeader("<f4", append([]int{0}, shape[1:]...))
		b := AppendHeader(nil, "<f4", shape, least)
		if len(b) != least || len(b)%64 != 0 || b[len(b)-1] != '\n' || int(binary.LittleEndian.Uint16(b[8:]))+10 != len(b) {
			t.Errorf("%v: %d bytes, want %d: %q", shape, len(b), least, b)
		}
	}
	want := "{'descr': '<f4', 'fortran_order': False, 'shape': (7,), }"
	if b := AppendHeader(nil, "<f4", []int{7}, 0); !strings.HasPrefix(string(b[10:]), want) {
		t.Errorf("header %q, want %q", b, want)
	}
}

// TestArchive: the standard library reads what was written, and its checksums agree, compressed or not.
func TestArchive(t *testing.T) {
	for _, compress := range []bool{false, true} {
		path := filepath.Join(t.TempDir(), "x.npz")
		f, err := os.Create(path)
		if err != nil {
			t.Fatal(err)
		}
		z := NewWriter(f, compress)
		for _, name := range []string{"a", "b"} {
			a, err := z.Array(name, "<f4", []int{2}, name == "b")
			if err != nil {
				t.Fatal(err)
			}
			for i := range 1000 {
				value := binary.LittleEndian.AppendUint32(nil, 0x3f800000)
				if _, err := a.Write(append(value, 0, 0, 0, byte(i))); err != nil {
					t.Fatal(err)
				}
			}
			if err := a.Close(1000); err != nil {
				t.Fatal(err)
			}
		}
		if err := z.Close(); err != nil {
			t.Fatal(err)
		}
		f.Close()
		arrays := testdata.ReadNPZ(t, path)
		for _, name := range []string{"a", "b"} {
			a := arrays[name]
			if a.Type != "f4" || len(a.Shape) != 2 || a.Shape[0] != 1000 || a.Shape[1] != 2 || a.Data[1998] != 1 {
				t.Errorf("compress %v: %s is %s %v", compress, name, a.Type, a.Shape)
			}
		}
	}
}

// A sparse takes a large file without keeping what is zero.
type sparse struct {
	pages map[int64][]byte
	size  int64
}

const page = 1 << 12

var zeros [1 << 24]byte

func (s *sparse) WriteAt(p []byte, at int64) (int, error) {
	s.size = max(s.size, at+int64(len(p)))
	if len(p) <= len(zeros) && bytes.Equal(p, zeros[:len(p)]) {
		return len(p), nil
	}
	for i, b := range p {
		k := (at + int64(i)) / page
		if s.pages[k] == nil {
			s.pages[k] = make([]byte, page)
		}
		s.pages[k][(at+int64(i))%page] = b
	}
	return len(p), nil
}

func (s *sparse) ReadAt(p []byte, at int64) (int, error) {
	n := int(min(int64(len(p)), s.size-at))
	for i := 0; i < n; {
		k, o := (at+int64(i))/page, int((at+int64(i))%page)
		m := min(page-o, n-i)
		if s.pages[k] == nil {
			clear(p[i : i+m])
		} else {
			copy(p[i:i+m], s.pages[k][o:])
		}
		i += m
	}
	if n < len(p) {
		return n, io.EOF
	}
	return n, nil
}

// TestBeyond4GiB: sizes and offsets that don't fit in 32 bits.
func TestBeyond4GiB(t *testing.T) {
	if testing.Short() || testdata.Race {
		t.Skip("5 GiB of zeros take a while")
	}
	s := &sparse{pages: map[int64][]byte{}}
	z := NewWriter(s, false)
	const n = 5 << 30 / (1 << 24)
	a, err := z.Array("images", "|u1", []int{len(zeros)}, false)
	if err != nil {
		t.Fatal(err)
	}
	for range n {
		if _, err := a.Write(zeros[:]); err != nil {
			t.Fatal(err)
		}
	}
	if err := a.Close(n); err != nil {
		t.Fatal(err)
	}
	b, err := z.Array("labels", "<i8", nil, false)
	if err != nil {
		t.Fatal(err)
	}
	b.Write([]byte{1, 2, 3, 4, 5, 6, 7, 8})
	if err := b.Close(1); err != nil {
		t.Fatal(err)
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	r, err := zip.NewReader(s, s.size)
	if err != nil {
		t.Fatal(err)
	}
	if got, want := r.File[0].UncompressedSize64, uint64(5<<30+a.header); got != want {
		t.Errorf("images.npy has %d bytes, want %d", got, want)
	}
	in, err := r.File[1].Open()
	if err != nil {
		t.Fatal(err)
	}
	if text, err := io.ReadAll(in); err != nil || !bytes.HasSuffix(text, []byte{1, 2, 3, 4, 5, 6, 7, 8}) {
		t.Errorf("labels.npy: %q, %v", text, err)
	}
}
