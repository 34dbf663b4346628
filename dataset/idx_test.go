package dataset

import (
	"bytes"
	"compress/gzip"
	"encoding/binary"
	"errors"
	"io"
	"os"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/saccade-go/saccade/imageio"
	"github.com/saccade-go/saccade/internal/testdata"
	"github.com/saccade-go/saccade/tensor"
)

func idxFile(values []uint8, shape ...uint32) []byte {
	b := []byte{0, 0, 8, byte(len(shape))}
	for _, n := range shape {
		b = binary.BigEndian.AppendUint32(b, n)
	}
	return append(b, values...)
}

// imagesFile has n images of 2×3, with the values 0, 1, 2 …
func imagesFile(n int) []byte {
	values := make([]uint8, 6*n)
	for i := range values {
		values[i] = uint8(i)
	}
	return idxFile(values, uint32(n), 2, 3)
}

func labelsFile(n int, labels ...uint8) []byte { return idxFile(labels, uint32(n)) }

func packed(t testing.TB, b []byte) []byte {
	t.Helper()
	var out bytes.Buffer
	z := gzip.NewWriter(&out)
	_, err := z.Write(b)
	must(t, err)
	must(t, z.Close())
	return out.Bytes()
}

func TestIDX(t *testing.T) {
	images, labels := imagesFile(3), labelsFile(3, 4, 0, 2)
	tests := []struct {
		imagesName, labelsName, open string
		images, labels               []byte
	}{
		{"x-images-idx3-ubyte", "x-labels-idx1-ubyte", "x", images, labels},
		{"x-images-idx3-ubyte.gz", "x-labels-idx1-ubyte.gz", "x", packed(t, images), packed(t, labels)},
		{"x-images-idx3-ubyte", "x-labels-idx1-ubyte.gz", "x-images-idx3-ubyte", packed(t, images), labels},
		{"x-images.idx3-ubyte", "x-labels.idx1-ubyte", "x-labels.idx1-ubyte", images, labels},
	}
	for _, test := range tests {
		tree(t, test.imagesName+"="+string(test.images), test.labelsName+"="+string(test.labels))
		d, err := Open(test.open)
		must(t, err)
		same(t, "classes", d.Classes, []string{"0", "1", "2", "3", "4"})
		same(t, "samples", names(d), []string{test.imagesName + "[0]", test.imagesName + "[1]", test.imagesName + "[2]"})
		if !slices.Equal(d.Labels(), []int{4, 0, 2}) {
			t.Errorf("labels %v", d.Labels())
		}
		var x tensor.Tensor
		must(t, d.Samples[2].Load(&x, imageio.Options{}))
		want := tensor.Spec{Space: tensor.Gray, C: 1, H: 2, W: 3}
		if x.Spec != want || !slices.Equal(x.U8, []uint8{12, 13, 14, 15, 16, 17}) {
			t.Errorf("the last image is %v %v", x.Spec, x.U8)
		}
	}
}

func TestIDXRefuses(t *testing.T) {
	images, labels := imagesFile(3), labelsFile(3, 4, 0, 2)
	gz := packed(t, images)
	flipped := slices.Clone(gz)
	flipped[len(flipped)-5] ^= 1 // the checksum
	const negative, large = 0xffffffff, 1 << 31 >> 1
	tests := []struct {
		name           string
		images, labels []byte
		want           string
	}{
		{"empty", nil, labels, "x-images-idx3-ubyte: header: the file ends too early"},
		{"header cut", images[:15], labels, "header: the file ends too early"},
		{"magic", append([]byte{0, 0, 9, 3}, images[4:]...), labels, "header: wanted 00 00 08 03 (IDX, unsigned bytes, 3 dimensions), found 00 00 09 03"},
		{"swapped", labels, images, "x-labels-idx1-ubyte: header: wanted 00 00 08 01"},
		{"count -1", idxFile(nil, negative, 28, 28), labels, "header: wanted lengths of 1 or more, found -1"},
		{"height -1", idxFile(nil, 1, negative, 28), labels, "found 1×-1"},
		{"no images", idxFile(nil, 0, 28, 28), labels, "found 0"},
		{"4 GiB of 34 bytes", idxFile(make([]byte, 18), 1<<16, 1<<8, 1<<8), labels, "wanted at most 2 GiB of values, found 65536×256×256"},
		{"1 GiB of 34 bytes", idxFile(make([]byte, 18), 1<<14, 1<<8, 1<<8), labels, "wanted 1073741824 bytes for 16384×256×256, found 18"},
		{"overflow", idxFile(nil, large, large, large), labels, "at most 2 GiB"},
		{"cut", images[:20], labels, "wanted 18 bytes for 3×2×3, found 4"},
		{"trailing", append(slices.Clone(images), 0), labels, "wanted 18 bytes for 3×2×3, found 19"},
		{"gzip cut", packed(t, images[:23]), labels, "x-images-idx3-ubyte[1]: data: the file ends too early"},
		{"gzip trailing", packed(t, append(slices.Clone(images), 0)), labels, "data: wanted 18 bytes, found more"},
		{"gzip damaged", gz[:len(gz)-9], labels, "data: the file ends too early"},
		{"gzip checksum", flipped, labels, "data: gzip: invalid checksum"},
		{"gzip garbage after", append(slices.Clone(gz), "more than a header"...), labels, "data: gzip: invalid header"},
		{"gzip header only", gz[:5], labels, "header: the file ends too early"},
		{"gzip claims 1 GiB", packed(t, idxFile(make([]byte, 18), 1<<14, 1<<8, 1<<8)), labels, "[0]: data: the file ends too early"},
		{"fewer labels", images, labelsFile(2, 4, 0), "x-labels-idx1-ubyte: labels: wanted 3, one for each image, found 2"},
		{"more labels", images, labelsFile(4, 4, 0, 1, 1), "found 4"},
		{"no labels file", images, nil, "x: open: wanted x-labels-idx1-ubyte"},
	}
	for _, test := range tests {
		tree(t, "x-images-idx3-ubyte="+string(test.images))
		if test.labels != nil {
			must(t, os.WriteFile("x-labels-idx1-ubyte", test.labels, 0o600))
		}
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		_, err := IDX("x")
		runtime.ReadMemStats(&after)
		if e := (*Error)(nil); !errors.As(err, &e) || !strings.Contains(err.Error(), test.want) {
			t.Errorf("%s: error %v, want %s", test.name, err, test.want)
		}
		if used := after.TotalAlloc - before.TotalAlloc; used > 4<<20 {
			t.Errorf("%s: took %d bytes", test.name, used)
		}
	}
	tree(t, "x-labels-idx1-ubyte=x")
	if _, err := Open("x-labels-idx1-ubyte"); err == nil || !strings.Contains(err.Error(), "wanted x-images-idx3-ubyte") {
		t.Errorf("labels without images: error %v", err)
	}
}

func TestMNIST(t *testing.T) {
	prefix := strings.TrimSuffix(testdata.Shared(t, "mnist/train-images-idx3-ubyte.gz"), "-images-idx3-ubyte.gz")
	start := time.Now()
	d, err := Open(prefix)
	must(t, err)
	t.Logf("read in %v", time.Since(start))
	if want := []int{5923, 6742, 5958, 6131, 5842, 5421, 5918, 6265, 5851, 5949}; !slices.Equal(d.Counts(), want) {
		t.Errorf("counts %v, want %v", d.Counts(), want)
	}
	var x tensor.Tensor
	must(t, d.Samples[59999].Load(&x, imageio.Options{}))
	sum := 0
	for _, v := range x.U8 {
		sum += int(v)
	}
	if x.H != 28 || x.W != 28 || sum == 0 || d.Samples[59999].Label != 8 {
		t.Errorf("the last image is %v, its sum %d, its label %d", x.Spec, sum, d.Samples[59999].Label)
	}
}

func FuzzIDX(f *testing.F) {
	f.Add(imagesFile(3), byte(3))
	f.Add(labelsFile(3, 1, 2, 3), byte(1))
	f.Add(packed(f, imagesFile(2)), byte(3))
	f.Add(idxFile(nil, 0xffffffff, 28, 28), byte(3))
	f.Fuzz(func(t *testing.T, data []byte, dims byte) {
		dims = dims%4 + 1
		a, err := parseIDX(bytes.NewReader(data), int64(len(data)), int(dims))
		if err != nil {
			if e := (*Error)(nil); !errors.As(err, &e) {
				t.Fatalf("%v is no *Error", err)
			}
			return
		}
		n := 1
		for _, length := range a.shape {
			n *= length
		}
		if n < 1 || n != len(a.values) {
			t.Fatalf("%d values for %v", len(a.values), a.shape)
		}
		again, err := parseIDX(bytes.NewReader(slices.Concat(idxHead(a.shape), a.values)), int64(4+4*int(dims)+n), int(dims))
		if err != nil || !bytes.Equal(again.values, a.values) {
			t.Fatalf("read %v, then %v, %v", a, again, err)
		}
		if dims == 3 {
			d := newIDX("x", "x", a, make([]uint8, a.shape[0]))
			must(t, d.Samples[a.shape[0]-1].Load(new(tensor.Tensor), imageio.Options{Limits: imageio.Limits{}}))
		}
	})
}

func idxHead(shape []int) []byte {
	lengths := make([]uint32, len(shape))
	for i, n := range shape {
		lengths[i] = uint32(n)
	}
	return idxFile(nil, lengths...)
}

func TestReadValuesError(t *testing.T) {
	broken := errors.New("broken disk")
	_, err := readValues(io.MultiReader(bytes.NewReader(make([]byte, 10)), failing{broken}), 100, 4)
	if e := (*Error)(nil); !errors.As(err, &e) || e.Record != 2 || !errors.Is(err, broken) {
		t.Errorf("error %v, want record 2 and %v", err, broken)
	}
}

type failing struct{ err error }

func (f failing) Read([]byte) (int, error) { return 0, f.err }

func BenchmarkIDX(b *testing.B) {
	for _, name := range []string{"raw", "gz"} {
		b.Run("file="+name, func(b *testing.B) {
			const n = 10000
			dir := b.TempDir() + "/"
			images := idxFile(make([]byte, n*28*28), n, 28, 28)
			for i := range images[16:] {
				images[16+i] = uint8(i * i >> 7 & -(i >> 4 & 1))
			}
			if name == "gz" {
				images = packed(b, images)
			}
			must(b, os.WriteFile(dir+"x-images-idx3-ubyte", images, 0o600))
			must(b, os.WriteFile(dir+"x-labels-idx1-ubyte", labelsFile(n, make([]byte, n)...), 0o600))
			b.SetBytes(n * 28 * 28)
			for b.Loop() {
				if _, err := IDX(dir + "x"); err != nil {
					b.Fatal(err)
				}
			}
			b.ReportMetric(float64(b.N)*n/b.Elapsed().Seconds(), "images/s")
		})
	}
}
