package arrowipc

import (
	"bytes"
	"encoding/binary"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"
)

// files are what pyarrow and datasets have written; see dataset/testdata/make.py.
func files(t testing.TB) map[string][]byte {
	t.Helper()
	all := map[string][]byte{}
	for _, pattern := range []string{"*.arrow", "saved/*.arrow"} {
		paths, err := filepath.Glob("../../dataset/testdata/" + pattern)
		if err != nil || len(paths) == 0 {
			t.Fatalf("no files: %v", err)
		}
		for _, path := range paths {
			data, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			all[filepath.Base(path)] = data
		}
	}
	return all
}

// readAll reads all values of all columns that can be read, and returns how many rows there are.
func readAll(data []byte) (rows int64, columns []string, err error) {
	var schema *Schema
	err = Read(bytes.NewReader(data), int64(len(data)), func(s *Schema) error { schema = s; return nil }, func(b *Batch) error {
		rows += b.Rows
		for _, c := range schema.Columns {
			if !c.Structured() {
				continue
			}
			var err error
			switch {
			case c.Dictionary != Other || c.Type == Binary || c.Type == LargeBinary:
				_, err = b.Texts(c)
			case c.Type == Int:
				_, _, err = b.Ints(c)
			}
			if err != nil {
				return err
			}
		}
		return nil
	})
	if schema != nil {
		for _, c := range schema.Columns {
			columns = append(columns, strings.Join(c.Path, "."))
		}
	}
	return rows, columns, err
}

func TestRead(t *testing.T) {
	for name, data := range files(t) {
		rows, columns, err := readAll(data)
		want := []string{"id", "img", "category"}
		n := int64(7)
		if strings.HasPrefix(name, "data-") {
			want, n = []string{"image", "image.bytes", "image.path", "label"}, rows
		}
		if err != nil || rows != n || rows < 3 || !slices.Equal(columns, want) {
			t.Errorf("%s: %d rows of %q, %v", name, rows, columns, err)
		}
	}
}

// TestDamaged changes every third byte of each file, and cuts each: nothing panics, and no memory is taken for what isn't there.
func TestDamaged(t *testing.T) {
	for name, data := range files(t) {
		for at := 0; at < len(data); at += 3 {
			for _, change := range []byte{1, 0x80, 0xff} {
				damaged := bytes.Clone(data)
				damaged[at] ^= change
				var before, after runtime.MemStats
				runtime.ReadMemStats(&before)
				_, _, _ = readAll(damaged)
				runtime.ReadMemStats(&after)
				if used := after.TotalAlloc - before.TotalAlloc; used > 32<<20 {
					t.Errorf("%s: byte %d changed by %x took %d bytes", name, at, change, used)
				}
			}
			if at%16 == 0 {
				_, _, _ = readAll(data[:at])
			}
		}
	}
}

func TestLies(t *testing.T) {
	stream := files(t)["data-00000-of-00002.arrow"]
	for name, test := range map[string]struct {
		data []byte
		want string
	}{
		"empty":             {nil, "wanted a schema"},
		"metadata of 4 GiB": {append([]byte{0xff, 0xff, 0xff, 0xff}, 0xfe, 0xff, 0xff, 0xff, 0), "wanted metadata of at most"},
		"cut":               {stream[:len(stream)-100], "unexpected EOF"},
		"zeros":             {slices.Concat([]byte{0xff, 0xff, 0xff, 0xff}, binary.LittleEndian.AppendUint32(nil, 64), make([]byte, 64)), "a message with a header"},
	} {
		if _, _, err := readAll(test.data); err == nil || !strings.Contains(err.Error(), test.want) {
			t.Errorf("%s: error %v, want %s", name, err, test.want)
		}
	}
}

func FuzzRead(f *testing.F) {
	for _, data := range files(f) {
		f.Add(data)
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		_, _, _ = readAll(data)
		runtime.ReadMemStats(&after)
		if used := after.TotalAlloc - before.TotalAlloc; used > 200<<20+uint64(1000*len(data)) {
			t.Errorf("%d bytes took %d", len(data), used)
		}
	})
}
