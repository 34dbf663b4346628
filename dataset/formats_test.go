package dataset

import (
	"bytes"
	"io"
	"io/fs"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/saccade-go/saccade/imageio"
	"github.com/saccade-go/saccade/internal/testdata"
	"github.com/saccade-go/saccade/tensor"
)

// golden has the pictures that the files of testdata have, as make.py made them.
type golden struct {
	images testdata.Array // N×H×W×3
	labels testdata.Array
}

var goldenClasses = []string{"zebra", "cat", "sea lion"}

func readGolden(t testing.TB) golden {
	return golden{testdata.ReadNPY(t, "testdata/images.npy"), testdata.ReadNPY(t, "testdata/labels.npy")}
}

func (g golden) class(i int) string { return goldenClasses[int(g.labels.Data[i])] }

// check holds sample s against picture i.
func (g golden) check(t *testing.T, s Sample, i int, gray bool) {
	t.Helper()
	var x tensor.Tensor
	if err := s.Load(&x, imageio.Options{}); err != nil {
		t.Errorf("%s: %v", s.Name, err)
		return
	}
	h, w := g.images.Shape[1], g.images.Shape[2]
	channels := 3
	if gray {
		channels = 1
	}
	if want := (tensor.Spec{Space: x.Space, C: channels, H: h, W: w}); x.Spec != want {
		t.Errorf("%s: %v, want %v", s.Name, x.Spec, want)
		return
	}
	for c := range channels {
		for p := range h * w {
			if got, want := float64(x.Plane8(c)[p]), g.images.Data[(i*h*w+p)*3+c]; got != want {
				t.Errorf("%s: channel %d, pixel %d is %v, want %v", s.Name, c, p, got, want)
				return
			}
		}
	}
}

// TestFormats reads what other tools have written.
func TestFormats(t *testing.T) {
	g := readGolden(t)
	all := []int{0, 1, 2, 3, 4, 5, 6}
	byClass := []int{2, 3, 0, 5, 1, 4, 6} // cat, sea lion, zebra
	tests := []struct {
		path    string
		order   []int
		classes string
		gray    bool
		first   string // name of the first sample
	}{
		{path: "images.npy", first: "testdata/images.npy[0]"},
		{path: "hwc.npz", first: "testdata/hwc.npz[images/0]"},
		{path: "chw_compressed.npz"},
		{path: "float_onehot.npz"},
		{path: "strings.npz", first: "testdata/strings.npz[arr_0/0]"},
		{path: "float64.npz"},
		{path: "images.safetensors", first: "testdata/images.safetensors[images/0]"},
		{path: "wds_cls.tar", classes: "0 1 2", first: "testdata/wds_cls.tar[sample000000.png]"},
		{path: "wds_json.tar", classes: "cat sea lion zebra"},
		{path: "wds_txt.tar", classes: "cat sea lion zebra"},
		{path: "shard-{000000..000001}.tar", classes: "cat sea lion zebra"},
		{path: "shard-*.tar", classes: "cat sea lion zebra"},
		{path: "folders_pax.tar", order: byClass, classes: "cat sea lion zebra"},
		{path: "folders_gnu.tar", order: byClass, classes: "cat sea lion zebra"},
		{path: "folders.tar.gz", order: byClass, classes: "cat sea lion zebra", first: "testdata/folders.tar.gz[top/cat/2.v.png]"},
		{path: "folders.zip", order: byClass, classes: "cat sea lion zebra", first: "testdata/folders.zip[cat/2.png]"},
		{path: "slim.tfrecord", classes: "cat sea lion zebra", first: "testdata/slim.tfrecord[0]"},
		{path: "raw.tfrecord", classes: "0 1 2"},
		{path: "hf.parquet", first: "testdata/hf.parquet[0]"},
		{path: "plain_zstd.parquet", classes: "cat sea lion zebra"},
		{path: "v2_gzip.parquet", classes: "cat sea lion zebra"},
		{path: "lz4.parquet", classes: "cat sea lion zebra"},
		{path: "saved", first: "testdata/saved/data-00000-of-00002.arrow[0]"},
		{path: "lz4.arrow", classes: "cat sea lion zebra"},
		{path: "zstd.arrow", classes: "cat sea lion zebra"},
		{path: "file.arrow", classes: "cat sea lion zebra", first: "testdata/file.arrow[0]"},
		{path: "list/list.txt", classes: "0 1 2", first: "testdata/list/images/0.png"},
		{path: "list/metadata.jsonl", classes: "cat sea lion zebra"},
	}
	for _, test := range tests {
		t.Run(test.path, func(t *testing.T) {
			path := "testdata/" + test.path
			d, err := Open(path)
			must(t, err)
			if test.classes == "" {
				test.classes = strings.Join(goldenClasses, " ")
			}
			if got := strings.Join(d.Classes, " "); got != test.classes {
				t.Errorf("classes %q, want %q", got, test.classes)
			}
			if test.order == nil {
				test.order = all
			}
			if len(d.Samples) != len(test.order) {
				t.Fatalf("%d samples, want %d", len(d.Samples), len(test.order))
			}
			if test.first != "" && d.Samples[0].Name != test.first {
				t.Errorf("the first is called %q, want %q", d.Samples[0].Name, test.first)
			}
			for i, s := range d.Samples {
				g.check(t, s, test.order[i], test.gray)
				want := g.class(test.order[i])
				if test.classes == "0 1 2" {
					want = string('0' + rune(g.labels.Data[test.order[i]]))
				}
				if got := d.Classes[s.Label]; got != want {
					t.Errorf("%s: class %q, want %q", s.Name, got, want)
				}
			}
			g.inputs(t, path, test.order)
			g.fileSystem(t, test.path, d)
			different(t, d)
		})
	}
}

// inputs reads the same without labels.
func (g golden) inputs(t *testing.T, path string, order []int) {
	t.Helper()
	d, err := Files(path)
	must(t, err)
	if len(d.Samples) != len(order) {
		t.Fatalf("Files has %d samples, want %d", len(d.Samples), len(order))
	}
	for i, s := range d.Samples {
		if s.Label != noClass {
			t.Errorf("%s: label %d", s.Name, s.Label)
		}
		g.check(t, s, order[i], false)
	}
}

// fileSystem reads the same through io/fs.
func (g golden) fileSystem(t *testing.T, path string, want *Dataset) {
	t.Helper()
	if strings.ContainsAny(path, "{*") {
		return
	}
	for name, fsys := range map[string]fs.FS{"os": os.DirFS("testdata"), "from the beginning only": plainFS{os.DirFS("testdata")}} {
		d, err := OpenFS(fsys, path)
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		same(t, name, d.Classes, want.Classes)
		if !slices.Equal(d.Labels(), want.Labels()) {
			t.Errorf("%s: labels %v, want %v", name, d.Labels(), want.Labels())
		}
		for i, s := range d.Samples {
			if got := "testdata/" + s.Name; got != want.Samples[i].Name {
				t.Errorf("%s: %s, want %s", name, got, want.Samples[i].Name)
			}
			var x, y tensor.Tensor
			must(t, s.Load(&x, imageio.Options{}))
			must(t, want.Samples[i].Load(&y, imageio.Options{}))
			if x.Spec != y.Spec || !bytes.Equal(x.U8, y.U8) || !slices.Equal(x.F32, y.F32) {
				t.Errorf("%s: %s has other pixels", name, s.Name)
			}
		}
	}
}

// different checks that each sample has a name and a fingerprint of its own, and that reading in two halves is reading.
func different(t *testing.T, d *Dataset) {
	t.Helper()
	seen, sums := map[string]bool{}, map[[32]byte]bool{}
	for _, s := range d.Samples {
		sum, err := s.Fingerprint()
		must(t, err)
		if seen[s.Name] || sums[sum] {
			t.Errorf("%s: the name or the fingerprint is there twice", s.Name)
		}
		seen[s.Name], sums[sum] = true, true
		if !s.Fetches() {
			continue
		}
		data, err := s.Fetch(nil, imageio.Options{})
		must(t, err)
		var x, y tensor.Tensor
		must(t, s.LoadFetched(&x, data, imageio.Options{Space: tensor.Gray}))
		must(t, s.Load(&y, imageio.Options{Space: tensor.Gray}))
		if !bytes.Equal(x.U8, y.U8) || s.Size() <= 0 {
			t.Errorf("%s: in two halves it is another picture, or its size is %d", s.Name, s.Size())
		}
	}
}

func TestFormatSplits(t *testing.T) {
	g := readGolden(t)
	for _, path := range []string{"gray_splits.npz", "hf", "list", "list/labels.csv"} {
		sets, err := Splits("testdata/" + path)
		must(t, err)
		if len(sets) != 2 || sets[0].Name != "testdata/"+path+"/train" || sets[1].Name != "testdata/"+path+"/test" {
			t.Fatalf("%s: %d sets, the first is %q", path, len(sets), sets[0].Name)
		}
		if len(sets[0].Samples) != 5 || len(sets[1].Samples) != 2 {
			t.Errorf("%s: %d and %d samples", path, len(sets[0].Samples), len(sets[1].Samples))
		}
		for i, s := range slices.Concat(sets[0].Samples, sets[1].Samples) {
			g.check(t, s, i, path == "gray_splits.npz")
			if got, want := sets[0].Classes[s.Label], g.class(i); got != want {
				t.Errorf("%s: class %s, want %s", s.Name, got, want)
			}
		}
		_, err = Open("testdata/" + path)
		if err == nil || !strings.Contains(err.Error(), "the splits train, test: give testdata/"+path+"/train") {
			t.Errorf("%s: error %v", path, err)
		}
		for i, split := range []string{"train", "test"} {
			d, err := Open("testdata/" + path + "/" + split)
			must(t, err)
			same(t, split, names(d), names(sets[i]))
		}
	}
	d, err := Open("testdata/hf/data/train-*.parquet")
	must(t, err)
	if len(d.Samples) != 5 {
		t.Errorf("%d samples match", len(d.Samples))
	}
}

func TestCIFAR(t *testing.T) {
	pixels := testdata.ReadNPY(t, "testdata/cifar_pixels.npy")
	for path, want := range map[string][]string{
		"cifar10":  {"airplane", "cat", "frog"}, // 0, 3, 6
		"cifar100": {"0", "40", "80"},
	} {
		sets, err := Splits("testdata/" + path)
		must(t, err)
		if len(sets) != 2 || len(sets[0].Samples) != 2 || len(sets[1].Samples) != 1 {
			t.Fatalf("%s: %d sets", path, len(sets))
		}
		for i, s := range slices.Concat(sets[0].Samples, sets[1].Samples) {
			if got := sets[0].Classes[s.Label]; got != want[i] {
				t.Errorf("%s: class %s, want %s", s.Name, got, want[i])
			}
			var x tensor.Tensor
			must(t, s.Load(&x, imageio.Options{}))
			for k, v := range x.U8 {
				if float64(v) != pixels.Data[i*3072+k] {
					t.Fatalf("%s: value %d is %d, want %v", s.Name, k, v, pixels.Data[i*3072+k])
				}
			}
		}
	}
}

// TestStreams reads the formats that need no going back.
func TestStreams(t *testing.T) {
	g := readGolden(t)
	for _, name := range []string{"wds_cls.tar", "wds_txt.tar", "slim.tfrecord", "raw.tfrecord", "hf.parquet", "saved/data-00000-of-00002.arrow"} {
		data, err := os.ReadFile("testdata/" + name)
		must(t, err)
		for _, packing := range []string{"", ".gz"} {
			if packing != "" {
				data = packed(t, data)
			}
			i := 0
			for r, err := range Read(struct{ io.Reader }{bytes.NewReader(data)}, "-") {
				must(t, err)
				g.check(t, r.Sample, i, false)
				class := r.ClassName
				if class == "" {
					class = goldenClasses[r.Label]
				}
				if class != g.class(i) || !strings.HasPrefix(r.Name, "-[") {
					t.Errorf("%s: %s has class %q, want %q", name, r.Name, class, g.class(i))
				}
				i++
			}
			if i < 4 {
				t.Errorf("%s%s: %d pictures", name, packing, i)
			}
		}
	}
	image, err := os.ReadFile("testdata/list/images/3.png")
	must(t, err)
	for r, err := range Read(bytes.NewReader(image), "-") {
		must(t, err)
		g.check(t, r.Sample, 3, false)
		if r.Name != "-" {
			t.Errorf("an image is called %s", r.Name)
		}
	}
}

// TestStandardInput has a file in place of it.
func TestStandardInput(t *testing.T) {
	for name, want := range map[string]int{"wds_cls.tar": 7, "list/images/0.png": 1, "hwc.npz": 7, "images.npy": 7} {
		f, err := os.Open("testdata/" + name)
		must(t, err)
		old := os.Stdin
		os.Stdin = f
		d, err := Files("-")
		os.Stdin = old
		must(t, err)
		must(t, f.Close())
		if len(d.Samples) != want {
			t.Errorf("%s: %d samples, want %d", name, len(d.Samples), want)
		}
		for _, s := range d.Samples {
			must(t, s.Load(new(tensor.Tensor), imageio.Options{}))
		}
	}
}

// plainFS has files that can only be read from the beginning.
type plainFS struct{ fs.FS }

func (p plainFS) Open(name string) (fs.File, error) {
	f, err := p.FS.Open(name)
	if dir, ok := f.(fs.ReadDirFile); ok && err == nil {
		if info, err := f.Stat(); err == nil && info.IsDir() {
			return dir, nil
		}
	}
	return struct{ fs.File }{f}, err
}

func TestFolderFS(t *testing.T) {
	tree(t, "d/train/cat/a.png", "d/train/dog/b.png", "d/train/dog/content", "d/train/.git/x.png", "d/train/notes.txt=x", "d/test/cat/c.png")
	sets, err := SplitsFS(os.DirFS("."), "d")
	must(t, err)
	if len(sets) != 2 {
		t.Fatalf("%d sets", len(sets))
	}
	same(t, "train", names(sets[0]), []string{"d/train/cat/a.png", "d/train/dog/b.png", "d/train/dog/content"})
	same(t, "classes", sets[1].Classes, []string{"cat", "dog"})
	noted(t, sets[0], map[NoteKind][]string{Hidden: {"d/train/.git"}, NotImage: {"d/train/notes.txt"}})
	for _, bad := range []string{"../d", "absent", "/d"} {
		if _, err := OpenFS(os.DirFS("."), bad); err == nil {
			t.Errorf("%s is no error", bad)
		}
	}
	must(t, sets[1].Samples[0].Load(new(tensor.Tensor), imageio.Options{}))
}
