package dataset

import (
	"archive/tar"
	"archive/zip"
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"os"
	"runtime"
	"slices"
	"strings"
	"testing"

	"github.com/saccade-go/saccade/imageio"
	"github.com/saccade-go/saccade/internal/tfrecord"
	"github.com/saccade-go/saccade/tensor"
)

// read reads a file in memory as Open does.
func read(name string, data []byte) (*Dataset, error) {
	c := newCollector(name)
	if err := c.read(inMemory(name, data)); err != nil {
		return nil, err
	}
	sets, err := c.sets()
	return only(name, sets, err)
}

// taken returns how many bytes of memory f takes in all.
func taken(f func()) uint64 {
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	f()
	runtime.ReadMemStats(&after)
	return after.TotalAlloc - before.TotalAlloc
}

// TestDamaged changes bytes of files here and there, and cuts them: they are read, or refused with an error that names them, and
// what is read can be loaded or refused.
func TestDamaged(t *testing.T) {
	files := []string{"images.npy", "hwc.npz", "chw_compressed.npz", "images.safetensors", "wds_json.tar", "folders_pax.tar", "folders.tar.gz", "folders.zip",
		"slim.tfrecord", "raw.tfrecord", "hf.parquet", "plain_zstd.parquet", "v2_gzip.parquet", "lz4.parquet", "saved/data-00000-of-00002.arrow",
		"lz4.arrow", "zstd.arrow", "file.arrow", "cifar10/test_batch.bin"}
	for _, name := range files {
		t.Run(name, func(t *testing.T) {
			data, err := os.ReadFile("testdata/" + name)
			must(t, err)
			const changes = 60
			for k := range changes {
				at := k * len(data) / changes
				for _, change := range []func([]byte) []byte{
					func(b []byte) []byte { b[at] ^= 1 << (k % 8); return b },
					func(b []byte) []byte { b[at] = 0xff; return b },
					func(b []byte) []byte { return b[:at] },
				} {
					tryDamaged(t, name, change(bytes.Clone(data)))
				}
			}
		})
	}
}

func tryDamaged(t *testing.T, name string, data []byte) {
	t.Helper()
	used := taken(func() {
		d, err := read(name, data)
		if err != nil {
			if e := (*Error)(nil); !errors.As(err, &e) || !strings.HasPrefix(err.Error(), name) {
				t.Errorf("%v is no error of the file's", err)
			}
			return
		}
		for _, s := range d.Samples {
			_ = s.Load(new(tensor.Tensor), imageio.Options{Limits: imageio.Limits{Pixels: 1 << 16}})
		}
	})
	if used > 64<<20 {
		t.Errorf("%s: took %d bytes", name, used)
	}
}

// An archive of the tests.
type archive struct {
	bytes.Buffer
	w *tar.Writer
}

func newArchive() *archive {
	a := &archive{}
	a.w = tar.NewWriter(&a.Buffer)
	return a
}

func (a *archive) add(t testing.TB, head tar.Header, data string) {
	t.Helper()
	if head.Size == 0 {
		head.Size = int64(len(data))
	}
	must(t, a.w.WriteHeader(&head))
	if data != "" {
		_, err := io.WriteString(a.w, data)
		must(t, err)
	}
}

func TestTarTricks(t *testing.T) {
	image := picture(t, 7)
	a := newArchive()
	reg := func(name string) tar.Header { return tar.Header{Name: name, Mode: 0o600, Typeflag: tar.TypeReg} }
	a.add(t, tar.Header{Name: "d/", Mode: 0o700, Typeflag: tar.TypeDir}, "")
	a.add(t, reg("d/cat/1.png"), image)
	a.add(t, reg("d/cat/../../../../etc/2.png"), image)
	a.add(t, reg("/abs/dog/3.png"), image)
	a.add(t, tar.Header{Name: "d/cat/link.png", Linkname: "/etc/passwd", Typeflag: tar.TypeSymlink}, "")
	a.add(t, tar.Header{Name: "d/cat/hard.png", Linkname: "d/cat/1.png", Typeflag: tar.TypeLink}, "")
	a.add(t, tar.Header{Name: "d/cat/device.png", Typeflag: tar.TypeChar}, "")
	a.add(t, tar.Header{Name: "d/cat/pipe.png", Typeflag: tar.TypeFifo}, "")
	a.add(t, reg("d/cat/esc\x1b[31m\n.png"), image)
	a.add(t, reg("d/dog/._4.png"), image)
	a.add(t, reg("d/.git/5.png"), image)
	a.add(t, reg("d/dog/content"), image)
	a.add(t, reg("d/dog/README"), "text")
	a.add(t, reg("d/cat/1.png"), image) // again
	a.add(t, reg("d/cat/empty.png"), "")
	must(t, a.w.Close())
	d, err := read("x.tar", a.Bytes())
	must(t, err)
	same(t, "samples", names(d), []string{"x.tar[d/cat/1.png]", "x.tar[d/cat/../../../../etc/2.png]", "x.tar[/abs/dog/3.png]", "x.tar[d/cat/esc\x1b[31m\n.png]",
		"x.tar[d/dog/content]", "x.tar[d/cat/1.png#2]", "x.tar[d/cat/empty.png]"})
	same(t, "classes", d.Classes, []string{"abs", "d", "etc"})
	noted(t, d, map[NoteKind][]string{
		Special: {"x.tar[d/cat/device.png]", "x.tar[d/cat/hard.png]", "x.tar[d/cat/link.png]", "x.tar[d/cat/pipe.png]"},
		Hidden:  {"x.tar[d/.git/5.png]", "x.tar[d/dog/._4.png]"}, NotImage: {"x.tar[d/dog/README]"},
	})
	for _, line := range d.Summary() {
		if strings.ContainsAny(line, "\x1b\n") {
			t.Errorf("a note that does things to the terminal: %q", line)
		}
	}
	if err := d.Samples[6].Load(new(tensor.Tensor), imageio.Options{}); err == nil || !strings.Contains(err.Error(), "x.tar[d/cat/empty.png]") {
		t.Errorf("an empty file: error %v", err)
	}
}

// TestTarLies: a header that claims more than there is takes no memory.
func TestTarLies(t *testing.T) {
	for _, size := range []int64{1 << 20, 1 << 33, 1 << 50, 1<<63 - 1} {
		a := newArchive()
		must(t, a.w.WriteHeader(&tar.Header{Name: "cat/1.png", Size: size, Mode: 0o600, Typeflag: tar.TypeReg, Format: tar.FormatPAX}))
		a.WriteString("\x89PNG\r\n\x1a\n and a little more than a head")
		used := taken(func() {
			if _, err := read("x.tar", a.Bytes()); err == nil || !strings.Contains(err.Error(), "ends too early") {
				t.Errorf("%d: error %v", size, err)
			}
			for _, err := range Read(bytes.NewReader(a.Bytes()), "x.tar") {
				if err == nil && size <= maxPicture {
					t.Errorf("%d: no error from the stream", size)
				}
			}
		})
		if used > 8<<20 {
			t.Errorf("%d: took %d bytes", size, used)
		}
	}
}

// TestTarGoesOn: damage in one picture is that picture's.
func TestTarGoesOn(t *testing.T) {
	a := newArchive()
	for i, data := range []string{picture(t, 1), "\x89PNG\r\n\x1a\nbroken", picture(t, 3)} {
		a.add(t, tar.Header{Name: fmt.Sprintf("c/%d.png", i), Mode: 0o600, Typeflag: tar.TypeReg}, data)
	}
	must(t, a.w.Close())
	d, err := read("x.tar", a.Bytes())
	must(t, err)
	for i, s := range d.Samples {
		if err := s.Load(new(tensor.Tensor), imageio.Options{}); (err != nil) != (i == 1) {
			t.Errorf("%s: error %v", s.Name, err)
		}
	}
}

// example is a tf.train.Example of one list of bytes and one of an integer.
func example(image string, label uint64) []byte {
	field := func(n byte, data []byte) []byte {
		return append(binary.AppendUvarint([]byte{n<<3 | 2}, uint64(len(data))), data...)
	}
	entry := func(name string, feature []byte) []byte {
		return field(1, slices.Concat(field(1, []byte(name)), field(2, feature)))
	}
	var features []byte
	if image != "" {
		features = entry("image/encoded", field(1, field(1, []byte(image))))
	}
	ints := binary.AppendUvarint([]byte{1 << 3}, label)
	features = append(features, entry("label", field(3, ints))...)
	return field(1, features)
}

func tfRecord(data []byte) []byte {
	b := binary.LittleEndian.AppendUint64(nil, uint64(len(data)))
	b = binary.LittleEndian.AppendUint32(b, tfrecord.Mask(b))
	b = append(b, data...)
	return binary.LittleEndian.AppendUint32(b, tfrecord.Mask(data))
}

func TestTFRecordGoesOn(t *testing.T) {
	damaged := tfRecord(example(picture(t, 2), 1))
	damaged[20] ^= 1
	file := slices.Concat(tfRecord(example(picture(t, 1), 0)), damaged, tfRecord([]byte("no protocol buffer")), tfRecord(example("", 1)),
		tfRecord(example(picture(t, 3), 1<<40)), tfRecord(example(picture(t, 4), 2)))
	d, err := read("x.tfrecord", file)
	must(t, err)
	same(t, "samples", names(d), []string{"x.tfrecord[0]", "x.tfrecord[5]"})
	noted(t, d, map[NoteKind][]string{Broken: {"x.tfrecord[1]", "x.tfrecord[2]", "x.tfrecord[3]", "x.tfrecord[4]"}})
	for i, want := range []string{"x.tfrecord[1]: data: wanted checksum ", "x.tfrecord[2]: data: no tf.train.Example", "wanted an image in", "wanted a label from 0 to"} {
		if got := d.Notes[i].Err.Error(); !strings.Contains(got, want) {
			t.Errorf("note %q, want %q", got, want)
		}
	}
	tree(t)
	must(t, os.WriteFile("x.tfrecord", file, 0o600))
	all, err := Files("x.tfrecord")
	must(t, err)
	if len(all.Samples) != 6 {
		t.Fatalf("Files has %d samples", len(all.Samples))
	}
	for i, s := range all.Samples { // a bad label is no matter here
		if err := s.Load(new(tensor.Tensor), imageio.Options{}); (err == nil) != (i == 0 || i == 4 || i == 5) {
			t.Errorf("%s: error %v", s.Name, err)
		}
	}
	length := bytes.Clone(file)
	length[0]++
	if _, err := read("x.tfrecord", append(tfRecord(example(picture(t, 1), 0)), length...)); err == nil || !strings.Contains(err.Error(), "x.tfrecord[1]: data: wanted checksum") {
		t.Errorf("a damaged length: error %v", err)
	}
}

// TestZipBombs: what claims little and becomes much, and the other way round.
func TestZipBombs(t *testing.T) {
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	member, err := w.Create("cat/bomb.png")
	must(t, err)
	_, err = member.Write(append([]byte("\x89PNG\r\n\x1a\n"), make([]byte, 20<<20)...))
	must(t, err)
	must(t, w.Close())
	bomb := b.Bytes()
	used := taken(func() {
		d, err := read("x.zip", bomb)
		must(t, err)
		opt := imageio.Options{Limits: imageio.Limits{FileBytes: 16 << 20}}
		if err := d.Samples[0].Load(new(tensor.Tensor), opt); err == nil || !strings.Contains(err.Error(), "wanted at most 16777216 bytes") {
			t.Errorf("error %v", err)
		}
	})
	if used > 8<<20 {
		t.Errorf("a bomb took %d bytes", used)
	}
	// the size in the directory, of 4 bytes, says 200 MB, of a file of a few bytes
	b.Reset()
	w = zip.NewWriter(&b)
	member, err = w.Create("cat/small.png")
	must(t, err)
	_, err = io.WriteString(member, picture(t, 1))
	must(t, err)
	must(t, w.Close())
	lie := b.Bytes()
	at := bytes.LastIndex(lie, []byte("PK\x01\x02"))
	binary.LittleEndian.PutUint32(lie[at+24:], 200<<20)
	if _, err := read("x.zip", lie); err == nil || !strings.Contains(err.Error(), "times the packed") {
		t.Errorf("a size that lies: error %v", err)
	}
}

func npyFile(header string, data ...byte) []byte {
	return slices.Concat([]byte("\x93NUMPY\x01\x00"), binary.LittleEndian.AppendUint16(nil, uint16(len(header))), []byte(header), data)
}

func TestArraysRefuse(t *testing.T) {
	npz := func(members map[string][]byte) []byte {
		var b bytes.Buffer
		w := zip.NewWriter(&b)
		for name, data := range members {
			m, err := w.CreateHeader(&zip.FileHeader{Name: name + ".npy", Method: zip.Store})
			must(t, err)
			_, err = m.Write(data)
			must(t, err)
		}
		must(t, w.Close())
		return b.Bytes()
	}
	images := npyFile("{'descr': '|u1', 'fortran_order': False, 'shape': (2, 1, 2), }", 1, 2, 3, 4)
	labels := func(descr, shape string, data ...byte) []byte {
		return npyFile("{'descr': '"+descr+"', 'fortran_order': False, 'shape': "+shape+", }", data...)
	}
	with := func(l []byte) []byte { return npz(map[string][]byte{"images": images, "labels": l}) }
	for name, test := range map[string]struct {
		data []byte
		want string
	}{
		"1 TiB":            {npyFile("{'descr': '|u1', 'fortran_order': False, 'shape': (1048576, 1024, 1024), }", 1), "wanted 1099511627776 bytes for 1048576×1024×1024 of |u1, found 1"},
		"Fortran":          {npyFile("{'descr': '|u1', 'fortran_order': True, 'shape': (2, 1, 2), }", 1, 2, 3, 4), "numpy.ascontiguousarray"},
		"int64":            {npyFile("{'descr': '<i8', 'fortran_order': False, 'shape': (1, 1, 1), }", make([]byte, 8)...), "values of <i8"},
		"2 dimensions":     {npyFile("{'descr': '|u1', 'fortran_order': False, 'shape': (2, 2), }", 1, 2, 3, 4), "found 2×2"},
		"5 channels":       {npyFile("{'descr': '|u1', 'fortran_order': False, 'shape': (1, 5, 1, 5), }", make([]byte, 25)...), "found 1×5×1×5"},
		"no images":        {npyFile("{'descr': '|u1', 'fortran_order': False, 'shape': (0, 2, 2), }"), "lengths of 1 or more"},
		"fewer labels":     {with(labels("|u1", "(1,)", 0)), "wanted 2, one for each image, found 1"},
		"half labels":      {with(labels("<f4", "(2,)", 0, 0, 0, 0, 0, 0, 0, 0x3f)), "wanted an integer"},
		"not one-hot":      {with(labels("|u1", "(2, 2)", 1, 0, 1, 1)), "[labels/1]: labels: wanted a single 1"},
		"no hot one":       {with(labels("|u1", "(2, 2)", 1, 0, 0, 0)), "found no 1"},
		"below -1":         {with(labels("|i1", "(2,)", 0, 0xfe)), "found -2"},
		"large":            {with(labels("<u8", "(2,)", slices.Repeat([]byte{0xff}, 16)...)), "wanted a label from 0 to 1048575"},
		"cube of labels":   {with(labels("|u1", "(2, 1, 1)", 0, 0)), "found 2×1×1"},
		"other names":      {npz(map[string][]byte{"foo": images}), "found foo"},
		"names of numbers": {npz(map[string][]byte{"images": images, "classes": labels("|u1", "(1,)", 1)}), "names as a list of strings"},
		"safetensors overlap": {safetensorsFile(`{"images":{"dtype":"U8","shape":[1,1,2],"data_offsets":[0,2]},"labels":{"dtype":"U8","shape":[1],"data_offsets":[1,2]}}`, 1, 2),
			"where the tensor before it ends"},
		"safetensors hole":  {safetensorsFile(`{"images":{"dtype":"U8","shape":[1,1,2],"data_offsets":[1,3]}}`, 1, 2, 3), "begins at 0"},
		"safetensors short": {safetensorsFile(`{"images":{"dtype":"U8","shape":[1,1,2],"data_offsets":[0,2]}}`, 1), "wanted data: 2 bytes, found 1"},
		"safetensors bf16":  {safetensorsFile(`{"images":{"dtype":"BF16","shape":[1,1,1],"data_offsets":[0,2]}}`, 1, 2), "found BF16"},
		"safetensors list":  {safetensorsFile(`{"__metadata__":{"classes":"cat"},"images":{"dtype":"U8","shape":[1,1,1],"data_offsets":[0,1]}}`, 1), "a JSON list"},
	} {
		used := taken(func() {
			_, err := read("x", test.data)
			if e := (*Error)(nil); !errors.As(err, &e) || !strings.Contains(err.Error(), test.want) {
				t.Errorf("%s: error %v, want %s", name, err, test.want)
			}
		})
		if used > 4<<20 {
			t.Errorf("%s: took %d bytes", name, used)
		}
	}
	d, err := read("x", with(labels("|i1", "(2,)", 0xff, 3)))
	must(t, err)
	if !slices.Equal(d.Labels(), []int{-1, 3}) {
		t.Errorf("-1 is no label: %v", d.Labels())
	}
}

func safetensorsFile(header string, data ...byte) []byte {
	return slices.Concat(binary.LittleEndian.AppendUint64(nil, uint64(len(header))), []byte(header), data)
}

// TestFloatRange: pictures of floats from 0 to 255 are refused instead of being white.
func TestFloatRange(t *testing.T) {
	d, err := read("x.npy", npyFile("{'descr': '<f4', 'fortran_order': False, 'shape': (1, 1, 1), }", 0, 0, 0x7f, 0x43)) // 255
	must(t, err)
	err = d.Samples[0].Load(new(tensor.Tensor), imageio.Options{})
	if err == nil || !strings.Contains(err.Error(), "x.npy[0]: data: wanted float values from 0 to 1, found 255") {
		t.Errorf("error %v", err)
	}
}

// TestChangedFile: a file that isn't the one that was listed any more.
func TestChangedFile(t *testing.T) {
	data, err := os.ReadFile("testdata/wds_cls.tar")
	must(t, err)
	rows, err := os.ReadFile("testdata/hf.parquet")
	must(t, err)
	tree(t)
	for name, data := range map[string][]byte{"x.tar": data, "x.parquet": rows} {
		must(t, os.WriteFile(name, data, 0o600))
		d, err := Open(name)
		must(t, err)
		must(t, os.WriteFile(name, data[:len(data)-100], 0o600))
		for _, s := range d.Samples[:2] {
			if err := s.Load(new(tensor.Tensor), imageio.Options{}); !errors.Is(err, errChanged) || !strings.HasPrefix(err.Error(), s.Name) {
				t.Errorf("%s: error %v", s.Name, err)
			}
		}
		must(t, os.Remove(name))
		if err := d.Samples[0].Load(new(tensor.Tensor), imageio.Options{}); !errors.Is(err, os.ErrNotExist) {
			t.Errorf("error %v", err)
		}
	}
}
