package parquetfile

import (
	"bytes"
	"encoding/binary"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"

	"github.com/parquet-go/parquet-go/encoding/thrift"
	"github.com/parquet-go/parquet-go/format"
)

// files are what pyarrow and datasets have written; see dataset/testdata/make.py.
func files(t testing.TB) map[string][]byte {
	t.Helper()
	paths, err := filepath.Glob("../../dataset/testdata/*.parquet")
	if err != nil || len(paths) == 0 {
		t.Fatalf("no files: %v", err)
	}
	all := map[string][]byte{}
	for _, path := range paths {
		data, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		all[filepath.Base(path)] = data
	}
	return all
}

// readAll reads all values of all columns, and returns how many there are.
func readAll(data []byte) (values map[string]int, err error) {
	r := bytes.NewReader(data)
	f, err := Open(r, int64(len(data)))
	if err != nil {
		return nil, err
	}
	values = map[string]int{}
	for _, c := range f.Columns {
		if c.Type == Other {
			continue
		}
		for g := range f.Groups {
			p, err := f.Pages(r, g, c)
			if err != nil {
				return nil, err
			}
			for i := range p.Data {
				v, err := p.Read(r, &p.Data[i])
				if err != nil {
					return nil, err
				}
				values[strings.Join(c.Path, ".")] += max(len(v.Bytes), len(v.Ints))
			}
		}
	}
	return values, nil
}

func TestRead(t *testing.T) {
	for name, data := range files(t) {
		values, err := readAll(data)
		if err != nil {
			t.Errorf("%s: %v", name, err)
		}
		for column, n := range values {
			if n != 7 {
				t.Errorf("%s: %s has %d values, want 7", name, column, n)
			}
		}
		if len(values) < 3 {
			t.Errorf("%s: %d columns", name, len(values))
		}
	}
}

// withFooter replaces the footer of a file by what change makes of it.
func withFooter(t *testing.T, data []byte, change func(*format.FileMetaData)) []byte {
	t.Helper()
	n := int(binary.LittleEndian.Uint32(data[len(data)-8:]))
	var meta format.FileMetaData
	if err := thrift.Unmarshal(new(thrift.CompactProtocol), data[len(data)-8-n:len(data)-8], &meta); err != nil {
		t.Fatal(err)
	}
	change(&meta)
	footer, err := thrift.Marshal(new(thrift.CompactProtocol), &meta)
	if err != nil {
		t.Fatal(err)
	}
	return withRawFooter(data[:len(data)-8-n], footer)
}

func withRawFooter(pages, footer []byte) []byte {
	return slices.Concat(pages, footer, binary.LittleEndian.AppendUint32(nil, uint32(len(footer))), []byte("PAR1"))
}

func TestLies(t *testing.T) {
	good := files(t)["hf.parquet"]
	changed := func(change func(*format.FileMetaData)) []byte { return withFooter(t, good, change) }
	longList := append([]byte{0x15, 0, 0x19, 0xfc}, binary.AppendUvarint(nil, 1<<31-1)...) // version 0, a list of 2³¹−1 structs
	for name, test := range map[string]struct {
		data []byte
		want string
	}{
		"empty":           {nil, "wanted at least 12 bytes"},
		"cut":             {good[:len(good)-1], "is the file whole?"},
		"encrypted":       {append(bytes.Clone(good[:len(good)-4]), "PARE"...), "isn't encrypted"},
		"footer of 4 GiB": {append(bytes.Clone(good[:len(good)-8]), "\xff\xff\xff\xffPAR1"...), "wanted a footer of at most"},
		"long list":       {withRawFooter([]byte("PAR1"), longList), "damaged metadata"},
		"many empty structs": {withRawFooter([]byte("PAR1"), slices.Concat([]byte{0x15, 0, 0x19, 0xfc}, binary.AppendUvarint(nil, 1<<20), make([]byte, 1<<20), []byte{0})),
			"damaged metadata"},
		"deep":        {withRawFooter([]byte("PAR1"), bytes.Repeat([]byte{0x1c}, 1000)), "damaged metadata"},
		"many rows":   {changed(func(m *format.FileMetaData) { m.RowGroups[0].NumRows = 1 << 40 }), "rows in a file of"},
		"rows below":  {changed(func(m *format.FileMetaData) { m.RowGroups[0].NumRows = -1 }), "rows in a file of"},
		"more rows":   {changed(func(m *format.FileMetaData) { m.RowGroups[0].NumRows = 8 }), "wanted pages with 8 rows, found 7"},
		"fewer rows":  {changed(func(m *format.FileMetaData) { m.RowGroups[0].NumRows = 6 }), "wanted at most 6 rows, found 7"},
		"offset":      {changed(func(m *format.FileMetaData) { m.RowGroups[0].Columns[0].MetaData.DataPageOffset = 1 << 40 }), "within the file"},
		"size":        {changed(func(m *format.FileMetaData) { m.RowGroups[0].Columns[0].MetaData.TotalCompressedSize = 1<<63 - 1 }), "within the file"},
		"elsewhere":   {changed(func(m *format.FileMetaData) { m.RowGroups[0].Columns[0].FilePath = "/etc/passwd" }), "in the file itself"},
		"columns":     {changed(func(m *format.FileMetaData) { m.RowGroups[0].Columns = m.RowGroups[0].Columns[1:] }), "columns in row group 0"},
		"other codec": {changed(func(m *format.FileMetaData) { m.RowGroups[0].Columns[0].MetaData.Codec = format.Brotli }), "wanted Snappy, gzip"},
		"wrong codec": {changed(func(m *format.FileMetaData) { m.RowGroups[0].Columns[0].MetaData.Codec = format.Lz4Raw }), "invalid"},
		"type":        {changed(func(m *format.FileMetaData) { m.RowGroups[0].Columns[0].MetaData.Type = format.Int32 }), "as the schema says"},
		"schema":      {changed(func(m *format.FileMetaData) { m.Schema[0].NumChildren.V = 1000 }), "as many columns as the schema claims"},
	} {
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		_, err := readAll(test.data)
		runtime.ReadMemStats(&after)
		if err == nil || !strings.Contains(err.Error(), test.want) {
			t.Errorf("%s: error %v, want %s", name, err, test.want)
		}
		if used := after.TotalAlloc - before.TotalAlloc; used > 8<<20 {
			t.Errorf("%s: took %d bytes", name, used)
		}
	}
}

// TestPageLies: sizes in a page's header.
func TestPageLies(t *testing.T) {
	for name, test := range map[string]struct {
		page Page
		want string
	}{
		"behind the end": {Page{off: 10, size: 91}, "wanted at most 90 bytes"},
		"below 0":        {Page{off: 10, size: -1}, "wanted at most 90 bytes"},
		"bomb":           {Page{off: 10, size: 50, unpacked: 100 << 20}, "from 50"},
		"large":          {Page{off: 10, size: 50, unpacked: maxPage + 1}, "from 50"},
		"levels":         {Page{off: 10, size: 50, levels: 51}, "bytes of levels"},
		"rows":           {Page{off: 10, size: 50, Rows: 8}, "wanted at most 7 rows"},
	} {
		if err := test.page.check(100, 7); err == nil || !strings.Contains(err.Error(), test.want) {
			t.Errorf("%s: error %v", name, err)
		}
	}
}

func TestUnpackLies(t *testing.T) {
	for _, codec := range []format.CompressionCodec{format.Snappy, format.Gzip, format.Zstd, format.Lz4Raw} {
		for _, data := range [][]byte{nil, {0}, []byte("not compressed"), bytes.Repeat([]byte{0xff}, 100)} {
			if out, err := unpack(codec, data, 1000); err == nil {
				t.Errorf("%v of %q gives %d bytes", codec, data, len(out))
			}
		}
	}
}

// TestHybrid has the example of https://parquet.apache.org/docs/file-format/data-pages/encodings: 0 to 7 in 3 bits each.
func TestHybrid(t *testing.T) {
	var got []uint32
	set := func(i int, v uint32) error { got = append(got, v); return nil }
	packed := []byte{1<<1 | 1, 0b10001000, 0b11000110, 0b11111010}
	run := []byte{5 << 1, 4}
	if err := hybrid(append(packed, run...), 3, 12, set); err != nil {
		t.Fatal(err)
	}
	if want := []uint32{0, 1, 2, 3, 4, 5, 6, 7, 4, 4, 4, 4}; !slices.Equal(got, want) {
		t.Errorf("%v, want %v", got, want)
	}
	for _, data := range [][]byte{{}, {0, 1}, {1}, {3}, {5<<1 | 1, 1, 2}, {200}} {
		if err := hybrid(data, 3, 100, func(int, uint32) error { return nil }); err == nil {
			t.Errorf("% x is no error", data)
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
		_, _ = readAll(data)
		runtime.ReadMemStats(&after)
		if used := after.TotalAlloc - before.TotalAlloc; used > 200<<20+uint64(1000*len(data)) {
			t.Errorf("%d bytes took %d", len(data), used)
		}
	})
}
