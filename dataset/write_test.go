package dataset

import (
	"archive/tar"
	"archive/zip"
	"bytes"
	"encoding/binary"
	"encoding/csv"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/apache/arrow-go/v18/arrow/ipc"
	"github.com/parquet-go/parquet-go"

	"github.com/saccade-go/saccade/imageio"
	"github.com/saccade-go/saccade/internal/safetensors"
	"github.com/saccade-go/saccade/tensor"
)

// goldenItems are those of testdata/written/make_goldens.py.
func goldenItems() (Schema, []Item) {
	spec := tensor.Spec{DType: tensor.Float32, C: 2, H: 2, W: 3}
	var items []Item
	for i, name := range []string{"a/1.png", "b/ü.png", "c"} {
		t := tensor.New(spec)
		for k := range t.F32 {
			t.F32[k] = float32(i*len(t.F32)+k) / 8
		}
		items = append(items, Item{Name: name, Label: []int{1, 0, -1}[i], Tensor: t})
	}
	return Schema{Spec: spec, Classes: []string{"cat", "été"}}, items
}

// put writes items to path.
func put(t testing.TB, path string, schema Schema, opt WriteOptions, items ...Item) Stats {
	t.Helper()
	w, err := Create(path, schema, opt)
	must(t, err)
	defer w.Abort()
	for _, item := range items {
		must(t, w.Write(item))
	}
	must(t, w.Close())
	return w.Stats()
}

func fileContent(t testing.TB, path string) []byte {
	t.Helper()
	b, err := os.ReadFile(path)
	must(t, err)
	return b
}

// TestNPZEqualsNumPy: the members of the archive have NumPy's bytes.
func TestNPZEqualsNumPy(t *testing.T) {
	members := func(path string) map[string]string {
		z, err := zip.OpenReader(path)
		must(t, err)
		defer z.Close()
		m := map[string]string{}
		for _, f := range z.File {
			r, err := f.Open()
			must(t, err)
			b, err := io.ReadAll(r)
			must(t, err)
			m[f.Name] = string(b)
		}
		return m
	}
	want := members("testdata/written/numpy.npz")
	schema, items := goldenItems()
	for _, compress := range []bool{false, true} {
		path := filepath.Join(t.TempDir(), "x.npz")
		put(t, path, schema, WriteOptions{Compress: compress}, items...)
		if got := members(path); !maps.Equal(got, want) {
			t.Errorf("compress %v: members\n%q\nwant\n%q", compress, got, want)
		}
	}
}

func TestTFRecordEqualsTensorFlow(t *testing.T) {
	path := filepath.Join(t.TempDir(), "x.tfrecord")
	schema, items := goldenItems()
	put(t, path, schema, WriteOptions{}, items...)
	if want := fileContent(t, "testdata/written/tensorflow.tfrecord"); !bytes.Equal(fileContent(t, path), want) {
		t.Errorf("%q\nwant\n%q", fileContent(t, path), want)
	}
}

func TestSafetensorsEqualsReference(t *testing.T) {
	path := filepath.Join(t.TempDir(), "x.safetensors")
	schema, items := goldenItems()
	put(t, path, schema, WriteOptions{}, items...)
	got, err := safetensors.Parse(fileContent(t, path))
	must(t, err)
	want, err := safetensors.Parse(fileContent(t, "testdata/written/safetensors.safetensors"))
	must(t, err)
	if !maps.Equal(got.Metadata, want.Metadata) || len(got.Tensors) != len(want.Tensors) {
		t.Errorf("%d tensors, metadata %q; want %d, %q", len(got.Tensors), got.Metadata, len(want.Tensors), want.Metadata)
	}
	for _, w := range want.Tensors {
		g, err := got.Tensor(w.Name)
		if err != nil || g.DType != w.DType || !slices.Equal(g.Shape, w.Shape) || !bytes.Equal(g.Data, w.Data) {
			t.Errorf("tensor %s differs: %v", w.Name, err)
		}
	}
}

// TestHDF5EqualsH5py: the arrays that a walk through the file finds are those in h5py's file.
func TestHDF5EqualsH5py(t *testing.T) {
	path := filepath.Join(t.TempDir(), "x.h5")
	schema, items := goldenItems()
	put(t, path, schema, WriteOptions{}, items...)
	got, want := walkHDF5(fileContent(t, path)), walkHDF5(fileContent(t, "testdata/written/h5py.h5"))
	if len(want) != 4 || !maps.Equal(got, want) {
		t.Errorf("arrays\n%q\nwant\n%q", got, want)
	}
}

// walkHDF5 returns type, shape and bytes of each array, from a file in the format's oldest form.
func walkHDF5(b []byte) map[string]string {
	u16 := func(at int) int { return int(binary.LittleEndian.Uint16(b[at:])) }
	u64 := func(at int) int { return int(binary.LittleEndian.Uint64(b[at:])) }
	text := func(at int) string { return string(b[at : at+bytes.IndexByte(b[at:], 0)]) }
	arrays := map[string]string{}
	tree, heap := u64(80), u64(88) // in the scratch of the root group's entry
	names := u64(heap + 24)
	for i := range u16(tree + 6) {
		node := u64(tree + 32 + 16*i)
		for k := range u16(node + 6) {
			entry := node + 8 + 40*k
			header := u64(entry + 8)
			var found [4]string // dataspace, datatype, where, bytes
			at, left := header+16, u16(header+2)
			for ; left > 0; left-- {
				kind, size, data := u16(at), u16(at+2), at+8
				switch kind {
				case 1:
					for d := range int(b[data+1]) {
						found[0] += fmt.Sprint(u64(data+8+8*d), " ")
					}
				case 3:
					found[1] = string(b[data : data+8])
					if b[data]&15 != 3 { // a string has no more
						found[1] += string(b[data+8 : data+12])
					}
				case 8:
					found[3] = string(b[u64(data+2) : u64(data+2)+u64(data+10)])
				case 16: // the header goes on elsewhere
					at, size = u64(data)-8, 0
				}
				at += 8 + size
			}
			arrays[text(names+u64(entry))] = strings.Join(found[:], "|")
		}
	}
	return arrays
}

func TestWebDataset(t *testing.T) {
	path := filepath.Join(t.TempDir(), "x.tar")
	schema, items := goldenItems()
	put(t, path, schema, WriteOptions{Layout: NHWC}, items...)
	r := tar.NewReader(bytes.NewReader(fileContent(t, path)))
	got := map[string]string{}
	for {
		h, err := r.Next()
		if err == io.EOF {
			break
		}
		must(t, err)
		b, err := io.ReadAll(r)
		must(t, err)
		got[h.Name] = string(b)
		if !h.ModTime.IsZero() && h.ModTime.Unix() != 0 || h.Uname != "" || h.Uid != 0 {
			t.Errorf("%s has a time or an owner: %+v", h.Name, h)
		}
	}
	names := slices.Sorted(maps.Keys(got))
	same(t, "files", names, []string{"000000000.cls", "000000000.json", "000000000.npy", "000000001.cls", "000000001.json", "000000001.npy",
		"000000002.json", "000000002.npy"})
	if got["000000000.cls"] != "1" || got["000000001.json"] != `{"path":"b/ü.png","label":0,"class":"cat","height":2,"width":3}` {
		t.Errorf("contents %q", got)
	}
	if array := got["000000000.npy"]; !strings.Contains(array, "'shape': (2, 3, 2)") || len(array) != 128+48 {
		t.Errorf("array %q", array)
	}
}

func TestCSV(t *testing.T) {
	path := filepath.Join(t.TempDir(), "x.csv")
	schema := Schema{Spec: tensor.VectorSpec(2), Classes: []string{"a,b", "c"}}
	put(t, path, schema, WriteOptions{}, Item{"x,\"y\".png", 0, tensor.Vector([]float32{0.1, -2})}, Item{"z\nz", -1, tensor.Vector([]float32{1e-20, 3})})
	rows, err := csv.NewReader(bytes.NewReader(fileContent(t, path))).ReadAll()
	must(t, err)
	want := "[[path label f0 f1] [x,\"y\".png a,b 0.1 -2] [z\nz  1e-20 3]]"
	if fmt.Sprint(rows) != want {
		t.Errorf("rows %v, want %v", rows, want)
	}
}

// photo returns a picture of a few colours.
func photo(space tensor.Space, h, w, seed int) *tensor.Tensor {
	t := tensor.New(tensor.Spec{Space: space, C: space.Channels(), H: h, W: w})
	for i := range t.U8 {
		t.U8[i] = uint8((i*i + seed*31) >> 3)
	}
	return t
}

func pictures(n int) []Item {
	var items []Item
	for i := range n {
		items = append(items, Item{fmt.Sprintf("dir/%03d.png", i), i % 2, photo(tensor.RGB, 5+i%3, 7, i)})
	}
	return items
}

var pictureSchema = Schema{Spec: tensor.Spec{Space: tensor.RGB, C: 3}, Classes: []string{"cat", "dog"}}

// TestTables: image and label as Hugging Face has them, in both formats.
func TestTables(t *testing.T) {
	dir := t.TempDir()
	items := pictures(5)
	put(t, dir+"/x.parquet", pictureSchema, WriteOptions{}, items...)
	type row struct {
		Image struct {
			Bytes []byte `parquet:"bytes,optional"`
			Path  string `parquet:"path,optional"`
		} `parquet:"image,optional"`
		Label int64  `parquet:"label,optional"`
		Path  string `parquet:"path,optional"`
	}
	rows, err := parquet.ReadFile[row](dir + "/x.parquet")
	must(t, err)
	for i, r := range rows {
		var got tensor.Tensor
		must(t, imageio.DecodeInto(&got, r.Image.Bytes, imageio.Options{}))
		if want := items[i]; int(r.Label) != want.Label || r.Path != want.Name || r.Image.Path != filepath.Base(want.Name) || !bytes.Equal(got.U8, want.Tensor.U8) {
			t.Errorf("row %d: label %d, path %s, image %s", i, r.Label, r.Path, r.Image.Path)
		}
	}
	f, err := parquet.OpenFile(bytes.NewReader(fileContent(t, dir+"/x.parquet")), int64(len(fileContent(t, dir+"/x.parquet"))))
	must(t, err)
	meta, _ := f.Lookup("huggingface")
	checkFeatures(t, meta)

	put(t, dir+"/x.arrow", pictureSchema, WriteOptions{Compress: true}, items...)
	a, err := ipc.NewFileReader(bytes.NewReader(fileContent(t, dir+"/x.arrow")))
	must(t, err)
	defer a.Close()
	all := a.Schema().Metadata()
	meta, _ = all.GetValue("huggingface")
	checkFeatures(t, meta)
	batch, err := a.RecordBatch(0)
	must(t, err)
	if batch.NumRows() != 5 || batch.ColumnName(0) != "image" {
		t.Errorf("%d rows, columns %v", batch.NumRows(), a.Schema())
	}
}

func checkFeatures(t *testing.T, text string) {
	t.Helper()
	const want = `{"info":{"features":{"image":{"_type":"Image"},"label":{"_type":"ClassLabel","names":["cat","dog"]},"path":{"_type":"Value","dtype":"string"}}}}`
	if text != want {
		t.Errorf("features %s, want %s", text, want)
	}
}

// TestLists: repetition levels of nested lists, by way of parquet-go's reader.
func TestLists(t *testing.T) {
	path := filepath.Join(t.TempDir(), "x.parquet")
	schema, items := goldenItems()
	put(t, path, schema, WriteOptions{}, items...)
	f, err := os.Open(path)
	must(t, err)
	defer f.Close()
	r := parquet.NewReader(f)
	defer r.Close()
	for i, item := range items {
		rows := make([]parquet.Row, 1)
		if _, err := r.ReadRows(rows); err != nil && err != io.EOF {
			t.Fatal(err)
		}
		var values []float32
		var levels []int
		for _, v := range rows[0] {
			if v.Kind() == parquet.Float {
				values = append(values, v.Float())
				levels = append(levels, v.RepetitionLevel())
			}
		}
		if !slices.Equal(values, item.Tensor.F32) || !slices.Equal(levels, []int{0, 3, 3, 2, 3, 3, 1, 3, 3, 2, 3, 3}) {
			t.Errorf("row %d: %v at levels %v", i, values, levels)
		}
	}
}

// TestWorkersMakeNoDifference, and neither does the time.
func TestWorkersMakeNoDifference(t *testing.T) {
	for _, name := range []string{"x.parquet", "x.tar.gz", "x.tfrecord"} {
		for _, kind := range []Pictures{PNG, JPEG, WebP} {
			var first []byte
			for _, workers := range []int{1, 2, 5} {
				path := filepath.Join(t.TempDir(), name)
				put(t, path, pictureSchema, WriteOptions{Workers: workers, Pictures: kind}, pictures(15)...)
				b := fileContent(t, path)
				if first == nil {
					first = b
				}
				if !bytes.Equal(b, first) {
					t.Errorf("%s, %s: other bytes with %d workers", name, kind, workers)
				}
			}
		}
	}
}

// TestRefusedItems: what can't be written is named, and the others are there.
func TestRefusedItems(t *testing.T) {
	schema, items := goldenItems()
	other := tensor.New(tensor.Spec{DType: tensor.Float32, C: 2, H: 2, W: 4})
	for _, name := range []string{"x.npz", "x.safetensors", "x.h5", "x.csv", "x.parquet", "x.arrow"} {
		schema.Spec.H, schema.Spec.W = 0, 0 // those of the first one count
		w, err := Create(filepath.Join(t.TempDir(), name), schema, WriteOptions{})
		must(t, err)
		must(t, w.Write(items[0]))
		for _, bad := range []Item{{"wide", 0, other}, {"high label", 2, items[1].Tensor}, {"low label", -2, items[1].Tensor}, {"none", 0, nil},
			{"short", 0, &tensor.Tensor{Spec: items[0].Tensor.Spec}}, {"vector", 0, tensor.Vector([]float32{1})}} {
			e := (*ItemError)(nil)
			if err := w.Write(bad); !errors.As(err, &e) || e.Name != bad.Name {
				t.Errorf("%s: %s: error %v", name, bad.Name, err)
			}
			must(t, w.Skip(bad.Name, errors.New("no")))
		}
		must(t, w.Write(items[1]))
		must(t, w.Close())
		if s := w.Stats(); s.Items != 2 || len(s.Skipped) != 6 || s.Spec.W != 3 {
			t.Errorf("%s: %+v", name, s)
		}
		if err := w.Write(items[0]); err == nil {
			t.Errorf("%s: writes behind Close", name)
		}
	}
}

func TestToByte(t *testing.T) {
	inf := float32(math.Inf(1))
	for _, c := range []struct {
		v    float32
		want uint8
		ok   bool
	}{
		{0, 0, true}, {1, 255, true}, {0.5, 128, true}, {-0.001, 0, true}, {1.001, 255, true}, {-0.01, 0, false}, {1.01, 255, false},
		{inf, 255, false}, {-inf, 0, false}, {inf - inf, 0, false}, {1.0 / 255, 1, true}, {254.6 / 255, 255, true}, {254.4 / 255, 254, true},
	} {
		if got, ok := toByte(c.v); got != c.want || ok != c.ok {
			t.Errorf("toByte(%v) = %d, %v; want %d, %v", c.v, got, ok, c.want, c.ok)
		}
	}
	for v := range 256 { // and back
		if got, ok := toByte(unitOf[v]); int(got) != v || !ok {
			t.Errorf("toByte(%d/255) = %d, %v", v, got, ok)
		}
	}
}

func TestClipped(t *testing.T) {
	schema := Schema{Spec: tensor.Spec{Space: tensor.Gray, C: 1, H: 1, W: 4}}
	x := tensor.New(tensor.Spec{DType: tensor.Float32, Space: tensor.Gray, C: 1, H: 1, W: 4})
	copy(x.F32, []float32{-1, 0.5, 1, 7})
	for _, name := range []string{"x.npz", "x.tar"} {
		if s := put(t, filepath.Join(t.TempDir(), name), schema, WriteOptions{}, Item{"a", -1, x}, Item{"b", -1, x}); s.Clipped != 4 || s.Values != 8 {
			t.Errorf("%s: %+v", name, s)
		}
	}
}

// TestPicturesComeBack: PNG and WebP have the same pixels, JPEG nearly.
func TestPicturesComeBack(t *testing.T) {
	for _, kind := range []Pictures{PNG, WebP, JPEG} {
		for _, space := range []tensor.Space{tensor.Gray, tensor.RGB, tensor.GrayAlpha, tensor.RGBA} {
			if kind == JPEG && space.HasAlpha() {
				continue
			}
			for _, size := range [][2]int{{1, 1}, {1, 9}, {13, 1}, {16, 16}, {33, 70}, {200, 3}} {
				for seed := range 3 {
					x := photo(space, size[0], size[1], seed)
					if seed == 2 {
						clear(x.U8) // a single colour
					}
					e := pictureEncoder{kind: kind, quality: 100}
					var s encodeScratch
					b, _, err := e.encode(nil, &s, x)
					must(t, err)
					var got tensor.Tensor
					opt := imageio.Options{Space: tensor.RGB}
					if space.HasAlpha() {
						opt.Alpha = imageio.Keep
					}
					must(t, imageio.DecodeInto(&got, b, opt))
					want := new(tensor.Tensor)
					must(t, imageio.Adapt(want, x, opt))
					if kind != JPEG && (got.Spec != want.Spec || !bytes.Equal(got.U8, want.U8)) {
						t.Errorf("%s of %v, seed %d: other pixels", kind, x.Spec, seed)
					}
				}
			}
		}
	}
}

func TestCreateRefuses(t *testing.T) {
	dir := t.TempDir()
	rgb := Schema{Spec: tensor.Spec{Space: tensor.RGB, C: 3, H: 2, W: 2}}
	vector := Schema{Spec: tensor.VectorSpec(3)}
	must(t, os.WriteFile(dir+"/old-0007.tar", nil, 0o666))
	must(t, os.MkdirAll(dir+"/full/cat", 0o777))
	for _, c := range []struct {
		name   string
		schema Schema
		opt    WriteOptions
		want   string
	}{
		{"x.png", rgb, WriteOptions{}, "wanted a name that ends in .npz"},
		{"x", rgb, WriteOptions{}, "wanted a name that ends in .npz"},
		{"x.npz.gz", rgb, WriteOptions{}, "wanted a name that ends in .npz"},
		{"x.npz", rgb, WriteOptions{Pictures: PNG}, "wanted a format that holds encoded pictures"},
		{"x.tar", vector, WriteOptions{Pictures: PNG}, "png: wanted gray, rgb or either with alpha"},
		{"x.tar", Schema{Spec: tensor.Spec{Space: tensor.RGBA, C: 4}}, WriteOptions{Pictures: JPEG}, "jpeg: wanted a picture without alpha"},
		{"f/", vector, WriteOptions{}, "folder: wanted pictures"},
		{"full/", rgb, WriteOptions{}, "wanted a new or empty folder, or to resume the run that wrote it, found cat in it"},
		{"full", rgb, WriteOptions{}, "wanted a new or empty folder"},
		{"full/", rgb, WriteOptions{Resume: true}, "wanted a new or empty folder"},
		{"old-%04d.tar", rgb, WriteOptions{}, "found old-0007.tar"},
		{"old-%04d.tar", rgb, WriteOptions{Resume: true}, "found old-0007.tar"},
		{"x.tar", rgb, WriteOptions{Compress: true}, "wanted a format that Compress knows"},
		{"x.tar", rgb, WriteOptions{Resume: true}, "wanted a folder or shards, such as out-%06d.tar, to resume"},
		{"x.tar", rgb, WriteOptions{ShardItems: 3}, "wanted a name that stands for several files"},
		{"f/", rgb, WriteOptions{ShardBytes: 3}, "wanted a name that stands for several files"},
		{"x.tar", rgb, WriteOptions{Quality: 80}, "wanted JPEG pictures for a quality, found png"},
		{"x.tar", rgb, WriteOptions{Layout: NHWC}, "wanted arrays for the layout nhwc, found png"},
		{"x-%6d.tar", rgb, WriteOptions{}, "wanted a number as %06d"},
		{"x-%01234d.tar", rgb, WriteOptions{}, "wanted a number as %06d"},
		{"x-%d-%d.tar", rgb, WriteOptions{}, "wanted one number for the shard"},
		{"%d/x.tar", rgb, WriteOptions{}, "wanted the number of a shard in the file's name"},
		{"x-{9..10}.tar", rgb, WriteOptions{}, "wanted two numbers of as many digits"},
		{"x-{9..3}.tar", rgb, WriteOptions{}, "wanted two numbers of as many digits"},
		{"x.tar", rgb, WriteOptions{Quality: 101}, "wanted a quality"},
		{"x.tar", Schema{Spec: tensor.Spec{Space: tensor.RGB, C: 2}}, WriteOptions{}, "wanted 3 channels for rgb"},
		{"nowhere/x.tar", rgb, WriteOptions{}, "no such file"},
		{"nowhere/x-%d.tar", rgb, WriteOptions{}, "no such file"},
		{"nowhere/x/", rgb, WriteOptions{}, "no such file"},
		{"old-0007.tar/x/", rgb, WriteOptions{}, "not a directory"},
	} {
		path := dir + "/" + c.name
		before := len(tree0(t, dir))
		w, err := Create(path, c.schema, c.opt)
		if err == nil {
			w.Abort()
		}
		if e := (*Error)(nil); !errors.As(err, &e) || !strings.Contains(err.Error(), c.want) || !strings.HasPrefix(err.Error(), dir) {
			t.Errorf("%s: error %v, want %s", c.name, err, c.want)
		}
		if after := tree0(t, dir); len(after) != before {
			t.Errorf("%s: left behind: %q", c.name, after)
		}
	}
}

// tree0 returns all files and folders below dir.
func tree0(t testing.TB, dir string) (names []string) {
	t.Helper()
	must(t, filepath.WalkDir(dir, func(path string, _ os.DirEntry, err error) error {
		names = append(names, path)
		return err
	}))
	return names
}

// TestNothingBefore: a file has its name only when it is complete, and then replaces the one that had it.
func TestNothingBefore(t *testing.T) {
	schema, items := goldenItems()
	for _, ending := range []string{"npz", "safetensors", "h5", "csv", "parquet", "arrow", "tar", "tfrecord"} {
		dir := t.TempDir()
		path := filepath.Join(dir, "x."+ending)
		must(t, os.WriteFile(path, []byte("old"), 0o666))
		must(t, os.WriteFile(filepath.Join(dir, ".x."+ending+".01234567.tmp"), []byte("of a killed run"), 0o666))
		w, err := Create(path, schema, WriteOptions{})
		must(t, err)
		must(t, w.Write(items[0]))
		if got := string(fileContent(t, path)); got != "old" {
			t.Errorf("%s: %q before Close", ending, got)
		}
		w.Abort()
		if got := tree0(t, dir); string(fileContent(t, path)) != "old" || len(got) != 2 {
			t.Errorf("%s: after Abort: %q", ending, got)
		}
		put(t, path, schema, WriteOptions{}, items...)
		if got := tree0(t, dir); string(fileContent(t, path)) == "old" || len(got) != 2 {
			t.Errorf("%s: after Close: %q", ending, got)
		}
	}
}

func TestEmpty(t *testing.T) {
	schema, _ := goldenItems()
	for _, ending := range []string{"npz", "safetensors", "h5", "csv", "parquet", "arrow", "tar", "tfrecord"} {
		put(t, filepath.Join(t.TempDir(), "x."+ending), schema, WriteOptions{})
	}
	schema.Spec.H = 0
	w, err := Create(filepath.Join(t.TempDir(), "x.npz"), schema, WriteOptions{})
	must(t, err)
	if err := w.Close(); !errors.Is(err, errNoSize) {
		t.Errorf("error %v, want %v", err, errNoSize)
	}
}

// TestSkippedAsJSON: what is skipped goes into reports.
func TestSkippedAsJSON(t *testing.T) {
	b, err := json.Marshal(Skipped{"x", "y"})
	if want := `{"name":"x","reason":"y"}`; err != nil || string(b) != want {
		t.Errorf("%s, %v; want %s", b, err, want)
	}
}

// A panicking encoder is somebody's mistake.
type panicking struct{ pictureEncoder }

func (p panicking) encode(dst []byte, s *encodeScratch, t *tensor.Tensor) ([]byte, int64, error) {
	if t.U8[0] == 7 {
		panic("seven")
	}
	return p.pictureEncoder.encode(dst, s, t)
}

// TestPanicsStopNothing: the record whose encoder panics is left out, and the others are there.
func TestPanicsStopNothing(t *testing.T) {
	for _, workers := range []int{1, 3} {
		w, err := Create(filepath.Join(t.TempDir(), "x.tar"), pictureSchema, WriteOptions{Workers: workers})
		must(t, err)
		w.relay.stop()
		w.encoder = panicking{w.encoder.(pictureEncoder)}
		w.relay = newRelay(w.encoder, true, workers, w.take)
		items := pictures(20)
		for i, item := range items {
			item.Tensor.U8[0] = uint8(i)
			refused := (*ItemError)(nil)
			err := w.Write(item)
			if errors.As(err, &refused) {
				err = w.Skip(item.Name, refused.Err)
			}
			must(t, err)
		}
		must(t, w.Close())
		if s := w.Stats(); s.Items != 19 || len(s.Skipped) != 1 || s.Skipped[0] != (Skipped{items[7].Name, "encode: panic: seven"}) {
			t.Errorf("%d workers: %+v", workers, s)
		}
	}
}
