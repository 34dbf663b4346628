package featurefile

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"math"
	"math/rand/v2"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/saccade-go/saccade/internal/safetensors"
)

var key = strings.Repeat("0123456789abcdef", 4)

// values are the cols values of row i.
func values(i, cols int) []float32 {
	row := make([]float32, cols)
	for j := range row {
		row[j] = float32(i*1000 + j)
	}
	return row
}

// fill puts rows in a random order and lets those fail that reasons names.
func fill(t testing.TB, dir string, rows, cols int, reasons map[int]string) *Writer {
	t.Helper()
	w, err := Create(dir, key, rows, cols)
	if err != nil {
		t.Fatal(err)
	}
	for _, i := range rand.New(rand.NewPCG(uint64(rows), 7)).Perm(rows) {
		if reason, ok := reasons[i]; ok {
			w.Fail(i, reason)
		} else if err := w.Put(i, values(i, cols)); err != nil {
			t.Fatal(err)
		}
	}
	return w
}

func finish(t testing.TB, w *Writer, keep bool) *File {
	t.Helper()
	f, err := w.Finish(keep)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { f.Close() })
	return f
}

// check fails the test if f hasn't the rows and failures that fill makes.
func check(t *testing.T, f *File, rows, cols int, reasons map[int]string) {
	t.Helper()
	var want []float32
	var failed []Failure
	for i := range rows {
		if reason, ok := reasons[i]; ok {
			failed = append(failed, Failure{i, reason})
		} else {
			want = append(want, values(i, cols)...)
		}
	}
	if !slices.Equal(f.X, want) || f.Rows != rows-len(failed) || f.Cols != cols || !reflect.DeepEqual(f.Failed, failed) {
		t.Errorf("%d×%d values, failed %v; want %d×%d, failed %v", f.Rows, f.Cols, f.Failed, rows-len(failed), cols, failed)
	}
}

func names(t *testing.T, dir string) (names []string) {
	t.Helper()
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		names = append(names, e.Name())
	}
	return names
}

func TestRoundTrip(t *testing.T) {
	odd := "a\nb \"c\" \xff\xfe é \u2028\x00"
	for _, c := range []struct {
		rows, cols int
		reasons    map[int]string
	}{
		{1, 1, nil}, {7, 3, nil}, {40, 1025, nil}, {0, 5, nil},
		{5, 2, map[int]string{0: "first"}},
		{5, 2, map[int]string{4: odd}},
		{9, 700, map[int]string{1: "", 2: odd, 5: "x", 8: strings.Repeat("long", 30000)}},
		{3, 4, map[int]string{0: "a", 1: "b", 2: "c"}},
	} {
		dir := t.TempDir()
		if _, err := Open(dir, key, c.rows, c.cols); !errors.Is(err, fs.ErrNotExist) {
			t.Fatalf("before: %v", err)
		}
		check(t, finish(t, fill(t, dir, c.rows, c.cols, c.reasons), true), c.rows, c.cols, c.reasons)
		f, err := Open(dir, key, c.rows, c.cols)
		if err != nil {
			t.Fatal(err)
		}
		check(t, f, c.rows, c.cols, c.reasons)
		if err := f.Close(); err != nil || f.X != nil {
			t.Errorf("closing: %v", err)
		}
		if got := names(t, dir); !slices.Equal(got, []string{key + ".safetensors"}) {
			t.Errorf("the folder has %q", got)
		}
	}
}

// Other programs can read the file as any safetensors file.
func TestFormat(t *testing.T) {
	dir := t.TempDir()
	finish(t, fill(t, dir, 3, 2, map[int]string{1: "bad"}), true)
	b, err := os.ReadFile(Path(dir, key))
	if err != nil {
		t.Fatal(err)
	}
	f, err := safetensors.Parse(b)
	if err != nil {
		t.Fatal(err)
	}
	x, err := safetensors.Values[float32](f.Tensors[0])
	if err != nil || !slices.Equal(x, []float32{0, 1, 2000, 2001}) || f.Tensors[0].Name != "features" {
		t.Errorf("%q has %v, %v", f.Tensors[0].Name, x, err)
	}
	if got := string(f.Tensors[2].Data); got != "1 \"bad\"\n" {
		t.Errorf("failed is %q", got)
	}
	if at := bytes.Index(b, f.Tensors[0].Data); at != start {
		t.Errorf("features begin at %d, want %d", at, start)
	}
}

func TestNotKept(t *testing.T) {
	dir := t.TempDir()
	f := finish(t, fill(t, dir, 6, 3, nil), false)
	check(t, f, 6, 3, nil)
	if got := names(t, dir); len(got) != 0 {
		t.Errorf("the folder has %q", got)
	}
}

func TestAbort(t *testing.T) {
	dir := t.TempDir()
	w := fill(t, dir, 6, 3, nil)
	w.Abort()
	w.Abort()
	if got := names(t, dir); len(got) != 0 {
		t.Errorf("the folder has %q", got)
	}
	if w, err := Create(dir, key, 2, 3); err != nil {
		t.Fatal(err)
	} else if _, err := w.Finish(true); err == nil {
		t.Error("a file without its rows is complete")
	}
	if got := names(t, dir); len(got) != 0 {
		t.Errorf("the folder has %q", got)
	}
}

// Two who write the same at a time both end well, and who has mapped the first file keeps it.
func TestWritersSideBySide(t *testing.T) {
	dir := t.TempDir()
	a, b := fill(t, dir, 50, 9, nil), fill(t, dir, 50, 9, nil)
	first := finish(t, a, true)
	second := finish(t, b, true)
	check(t, first, 50, 9, nil)
	check(t, second, 50, 9, nil)
	if err := os.RemoveAll(dir); err != nil {
		t.Fatal(err)
	}
	check(t, second, 50, 9, nil)
}

// A folder that disappears while a file is written costs the file and not the run.
func TestFolderDisappears(t *testing.T) {
	dir := t.TempDir()
	w := fill(t, dir, 5, 3, nil)
	if err := os.RemoveAll(dir); err != nil {
		t.Skip("files in use can't be removed here:", err)
	}
	check(t, finish(t, w, true), 5, 3, nil)
}

func TestDamageIsNoticed(t *testing.T) {
	dir := t.TempDir()
	reasons := map[int]string{3: "bad"}
	finish(t, fill(t, dir, 12, 5, reasons), true)
	path := Path(dir, key)
	whole, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	refuses := func(what string, b []byte) {
		t.Helper()
		if err := os.WriteFile(path, b, 0o666); err != nil {
			t.Fatal(err)
		}
		_, err := Open(dir, key, 12, 5)
		if damaged, ok := errors.AsType[*DamagedError](err); !ok || damaged.Path != path {
			t.Errorf("%s: error %v, want a *DamagedError", what, err)
		}
	}
	for n := 0; n < len(whole); n += 1 + len(whole)/61 {
		refuses(fmt.Sprintf("cut to %d bytes", n), whole[:n])
	}
	for i := range whole {
		if i >= 8 && i < start && whole[i] == ' ' {
			continue // the padding may be any white space
		}
		b := slices.Clone(whole)
		b[i] ^= 1
		refuses(fmt.Sprintf("byte %d changed", i), b)
	}
	refuses("longer", append(slices.Clone(whole), 0))
	refuses("an image", []byte("\x89PNG\r\n\x1a\n"))
	var foreign bytes.Buffer
	if err := safetensors.Write(&foreign, []safetensors.Tensor{safetensors.Of("w", []float32{1}, 1)}, nil); err != nil {
		t.Fatal(err)
	}
	refuses("another program's file", foreign.Bytes())

	check(t, finish(t, fill(t, dir, 12, 5, reasons), true), 12, 5, reasons) // it is replaced
	f, err := Open(dir, key, 12, 5)
	if err != nil {
		t.Fatal(err)
	}
	f.Close()
	for _, size := range [][2]int{{11, 5}, {13, 5}, {12, 4}, {12, 6}, {10, 6}} {
		if _, err := Open(dir, key, size[0], size[1]); !errors.As(err, new(*DamagedError)) {
			t.Errorf("asked for %v: %v", size, err)
		}
	}
	other := strings.Repeat("f", 64)
	if err := os.Rename(path, Path(dir, other)); err != nil {
		t.Fatal(err)
	}
	if _, err := Open(dir, other, 12, 5); !errors.As(err, new(*DamagedError)) {
		t.Errorf("under another key: %v", err)
	}
}

func TestSpecialFiles(t *testing.T) {
	dir := t.TempDir()
	if err := os.Mkdir(Path(dir, key), 0o777); err != nil {
		t.Fatal(err)
	}
	if _, err := Open(dir, key, 1, 1); err == nil || !strings.Contains(err.Error(), Path(dir, key)) {
		t.Errorf("a folder under the file's name: %v", err)
	}
	if _, err := Create(filepath.Join(dir, "nowhere"), key, 1, 1); err == nil || !strings.Contains(err.Error(), "nowhere") {
		t.Errorf("no folder: %v", err)
	}
	for _, size := range [][2]int{{-1, 1}, {1, 0}, {1, -1}, {math.MaxInt, 1}, {1, math.MaxInt}, {math.MaxInt / 4, 3}} {
		if _, err := Create(dir, key, size[0], size[1]); err == nil {
			t.Errorf("%v: no error", size)
		}
	}
}

func TestWriteErrorsNameTheFile(t *testing.T) {
	w := fill(t, t.TempDir(), 3, 2, nil)
	w.f.Close()
	if err := w.Put(1, values(1, 2)); err == nil || !strings.HasPrefix(err.Error(), w.path+": ") || strings.Contains(err.Error(), ".tmp") {
		t.Errorf("put: %v", err)
	}
	w.put--
	if _, err := w.Finish(true); err == nil || !strings.HasPrefix(err.Error(), w.path+": ") || strings.Contains(err.Error(), ".tmp") {
		t.Errorf("finish: %v", err)
	}
}

// What killed runs leave is removed after an hour, and nothing else.
func TestSweep(t *testing.T) {
	dir := t.TempDir()
	ours := "." + key + ".0123abcd.tmp"
	others := []string{"." + key + ".tmp", "x" + ours, ours + ".bak", ".x.0123abcd.tmp", "photo.jpg", strings.Repeat("e", 64) + ".safetensors"}
	old := time.Now().Add(-2 * abandoned)
	for _, name := range append(others, ours, "."+key+".fedc0123.tmp") {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, nil, 0o666); err != nil {
			t.Fatal(err)
		}
		if !strings.Contains(name, "fedc") { // somebody is at work on it
			if err := os.Chtimes(path, old, old); err != nil {
				t.Fatal(err)
			}
		}
	}
	fill(t, dir, 2, 2, nil).Abort()
	want := append(others, "."+key+".fedc0123.tmp")
	slices.Sort(want)
	if got := names(t, dir); !slices.Equal(got, want) {
		t.Errorf("left are %q, want %q", got, want)
	}
}

// Whatever a file has, it is refused or has rows and failures that add up.
func FuzzParse(f *testing.F) {
	dir := f.TempDir()
	finish(f, fill(f, dir, 4, 3, map[int]string{1: "bad\n"}), true)
	whole, err := os.ReadFile(Path(dir, key))
	if err != nil {
		f.Fatal(err)
	}
	f.Add(whole)
	f.Add(bytes.Replace(whole, []byte(`"bad`), []byte(`"bde`), 1))
	f.Add(bytes.Replace(whole, []byte("[3,3]"), []byte("[9,1]"), 1))
	f.Fuzz(func(t *testing.T, data []byte) {
		file, err := parse(data, key, 4, 3)
		if err != nil {
			return
		}
		if file.verify() == nil && (file.Rows != 3 || len(file.X) != 9 || len(file.Failed) != 1) {
			t.Errorf("%d rows, %d values, failed %v", file.Rows, len(file.X), file.Failed)
		}
	})
}

func BenchmarkOpen(b *testing.B) {
	for _, cols := range []int{196, 2048} {
		rows := 64 << 20 / (4 * cols)
		b.Run(fmt.Sprintf("rows=%d/cols=%d", rows, cols), func(b *testing.B) {
			dir := b.TempDir()
			finish(b, fill(b, dir, rows, cols, nil), true)
			b.SetBytes(int64(4 * rows * cols))
			for b.Loop() {
				f, err := Open(dir, key, rows, cols)
				if err != nil {
					b.Fatal(err)
				}
				f.Close()
			}
		})
	}
}

func BenchmarkWrite(b *testing.B) {
	const rows, cols = 8192, 2048
	dir, row := b.TempDir(), values(1, cols)
	b.SetBytes(4 * rows * cols)
	for b.Loop() {
		w, err := Create(dir, key, rows, cols)
		if err != nil {
			b.Fatal(err)
		}
		for i := range rows {
			if err := w.Put(i, row); err != nil {
				b.Fatal(err)
			}
		}
		finish(b, w, true)
	}
}
