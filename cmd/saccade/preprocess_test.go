package main

import (
	"archive/zip"
	"encoding/json"
	"io"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/saccade-go/saccade/internal/testdata"
)

// steps writes a pipeline and returns its path.
func steps(t testing.TB, text string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "pipeline.yaml")
	if err := os.WriteFile(path, []byte("steps: ["+text+"]\n"), 0o666); err != nil {
		t.Fatal(err)
	}
	return path
}

// classed makes a data set of two classes with a bad file in each.
func classed(t testing.TB) string {
	t.Helper()
	dir := t.TempDir()
	for _, class := range []string{"bag", "coat"} {
		if err := os.CopyFS(filepath.Join(dir, class), os.DirFS(fashion+"/test/"+class)); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(dir, class, "00000 bad.png"), []byte("text"), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

// npzArray reads numbers of an .npz file.
func npzArray(t testing.TB, path, name string) testdata.Array {
	t.Helper()
	z, err := zip.OpenReader(path)
	if err != nil {
		t.Fatal(err)
	}
	defer z.Close()
	r, err := z.Open(name + ".npy")
	if err != nil {
		t.Fatal(err)
	}
	b, err := io.ReadAll(r)
	if err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(t.TempDir(), "x.npy")
	if err := os.WriteFile(file, b, 0o666); err != nil {
		t.Fatal(err)
	}
	return testdata.ReadNPY(t, file)
}

func readReport(t testing.TB, path string) (r preprocessReport) {
	t.Helper()
	b, err := os.ReadFile(path)
	if err == nil {
		err = json.Unmarshal(b, &r)
	}
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func TestPreprocessFormats(t *testing.T) {
	data, small := classed(t), steps(t, "resize: {height: 8, width: 6}")
	for _, out := range []string{"x.npz", "x.safetensors", "x.h5", "x.parquet", "x.arrow", "x.tfrecord", "x.tar", "x.csv", "x.csv.gz", "x-%03d.tar", "x/"} {
		dir := t.TempDir()
		_, stderr := must(t, 3, "preprocess", data, "--pipeline", small, "--out", dir+"/"+out, "--json", dir+"/x.json")
		if strings.Count(stderr, "00000 bad.png: sniff: ") != 2 || !strings.Contains(stderr, "60 images, uint8 rgb 3×8×6, 2 classes") {
			t.Errorf("%s: %s", out, stderr)
		}
		r := readReport(t, dir+"/x.json")
		if r.N != 60 || r.Failed != 2 || len(r.Skipped) != 2 || !slices.Equal(r.Classes, []string{"bag", "coat"}) || r.Values != 60*8*6*3 {
			t.Errorf("%s: %+v", out, r)
		}
	}
}

// TestPreprocessArrays: labels are those of the images that are there, and numbers those of the pipeline.
func TestPreprocessArrays(t *testing.T) {
	data, out := classed(t), filepath.Join(t.TempDir(), "x.npz")
	floats := steps(t, "resize: {height: 8, width: 6}, to_float")
	must(t, 3, "preprocess", data, "--pipeline", floats, "--out", out, "--quiet")
	want := npzArray(t, out, "images")
	labels := npzArray(t, out, "labels")
	if !slices.Equal(want.Shape, []int{60, 3, 8, 6}) || want.Type != "f4" || len(labels.Data) != 60 || labels.Data[29] != 0 || labels.Data[30] != 1 {
		t.Fatalf("images %s %v, labels %v", want.Type, want.Shape, labels.Data)
	}
	must(t, 3, "preprocess", data, "--pipeline", floats, "--out", out, "--quiet", "--layout", "nhwc", "--dtype", "uint8")
	got := npzArray(t, out, "images")
	if !slices.Equal(got.Shape, []int{60, 8, 6, 3}) || got.Type != "u1" {
		t.Fatalf("images %s %v", got.Type, got.Shape)
	}
	for i := range got.Data {
		n, y, x, c := i/144, i/18%8, i/3%6, i%3
		if v := want.Data[((n*3+c)*8+y)*6+x]; float32(got.Data[i])/255 != float32(v) {
			t.Fatalf("image %d, row %d, column %d, channel %d: %v, want 255·%v", n, y, x, c, got.Data[i], v)
		}
	}
}

func TestPreprocessClips(t *testing.T) {
	dir := t.TempDir()
	p := steps(t, "resize: {height: 8, width: 8}, to_float, normalize: {mean: [0.5], std: [0.25]}")
	_, stderr := must(t, 0, "preprocess", fashion+"/test", "--pipeline", p, "--out", dir+"/x.npz", "--dtype", "uint8", "--json", dir+"/x.json")
	r := readReport(t, dir+"/x.json")
	if r.Clipped == 0 || r.ClippedShare != float64(r.Clipped)/float64(300*8*8*3) || !strings.Contains(stderr, "clipped: ") {
		t.Errorf("%+v\n%s", r, stderr)
	}
}

func TestPreprocessErrors(t *testing.T) {
	data, p := classed(t), steps(t, "resize: {height: 8, width: 6}")
	bad := t.TempDir()
	if err := os.MkdirAll(bad+"/a", 0o777); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(bad+"/a/x.png", []byte("text"), 0o666); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		want string
		args []string
	}{
		{"as --on-error fail says", []string{data, "--pipeline", p, "--on-error", "fail"}},
		{"as --max-errors 1 says", []string{data, "--pipeline", p, "--max-errors", "1"}},
		{"found none: nothing is written", []string{bad, "--pipeline", p}},
		{"as all records in an .npz file have one size", []string{"../../testdata/photos", "--unlabelled", "--pipeline", steps(t, "resize: {shorter: 20}"), "--on-error", "fail"}},
		{"--repeat: wanted a pipeline with random steps", []string{data, "--pipeline", p, "--repeat", "2"}},
		{"--shard-size: wanted", []string{data, "--pipeline", p, "--shard-size", "-1"}},
		{"--shard-size: wanted", []string{data, "--pipeline", p, "--shard-size", "99999999999GB"}},
		{"to resume", []string{data, "--pipeline", p, "--resume"}},
		{"wanted a format that holds encoded pictures", []string{data, "--pipeline", p, "--image-format", "jpeg"}},
		{"--dtype: wanted uint8 or float32", []string{data, "--pipeline", p, "--dtype", "int64"}},
		{"--layout: wanted nchw, nhwc", []string{data, "--pipeline", p, "--layout", "hwc"}},
		{"--quality: wanted 1 to 100", []string{data, "--pipeline", p, "--quality", "0"}},
		{"wanted a folder", []string{data + "/nowhere", "--pipeline", p}},
	} {
		dir := t.TempDir()
		_, stderr := must(t, 1, append([]string{"preprocess", "--out", dir + "/x.npz"}, c.args...)...)
		if !strings.Contains(stderr, c.want) {
			t.Errorf("%v: %s, want %s", c.args, stderr, c.want)
		}
		if entries, _ := os.ReadDir(dir); len(entries) > 0 {
			t.Errorf("%v: left behind: %v", c.args, entries)
		}
	}
}

// TestPreprocessRepeats: copies differ, a seed gives the same ones again, and a run that goes on draws what it would have drawn.
func TestPreprocessRepeats(t *testing.T) {
	data, p := classed(t), steps(t, "resize: {height: 12, width: 12}, random_crop: {height: 8, width: 8}")
	make := func(flags ...string) testdata.Array {
		out := filepath.Join(t.TempDir(), "x.npz")
		must(t, 3, append([]string{"preprocess", data, "--pipeline", p, "--out", out, "--quiet"}, flags...)...)
		return npzArray(t, out, "images")
	}
	plain, twice := make(), make("--repeat", "2")
	n := len(plain.Data)
	if len(twice.Data) != 2*n || slices.Equal(twice.Data[:n], twice.Data[n:]) || slices.Equal(twice.Data[:n], plain.Data) {
		t.Errorf("%d values once, %d twice", n, len(twice.Data))
	}
	if again := make("--repeat", "2", "--workers", "1"); !slices.Equal(again.Data, twice.Data) {
		t.Error("the same seed draws something else")
	}
	if other := make("--repeat", "2", "--seed", "5"); slices.Equal(other.Data, twice.Data) {
		t.Error("another seed draws the same")
	}
}

// TestPreprocessResumes: after a run that ended in the middle, the same command goes on and leaves the same files.
func TestPreprocessResumes(t *testing.T) {
	data, p := classed(t), steps(t, "resize: {height: 12, width: 12}, random_crop: {height: 8, width: 8}")
	files := func(dir string) map[string]string {
		m := map[string]string{}
		err := filepath.WalkDir(dir, func(path string, e os.DirEntry, err error) error {
			if err != nil || e.IsDir() || strings.Contains(path, "progress") {
				return err
			}
			b, err := os.ReadFile(path)
			m[strings.TrimPrefix(path, dir)] = string(b)
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		return m
	}
	for _, out := range []string{"/x-%03d.tar", "/x/"} {
		args := func(dir string, more ...string) []string {
			a := []string{"preprocess", data, "--pipeline", p, "--repeat", "2", "--quiet", "--out", dir + out}
			if out != "/x/" {
				a = append(a, "--shard-size", "7")
			}
			return append(a, more...)
		}
		whole, parts := t.TempDir(), t.TempDir()
		must(t, 3, args(whole)...)
		_, stderr := must(t, 1, args(parts, "--max-errors", "2")...)
		if !strings.Contains(stderr, "the same command with --resume goes on") {
			t.Errorf("%s: %s", out, stderr)
		}
		must(t, 1, args(parts)...)
		_, stderr = must(t, 3, args(parts, "--resume")...)
		if !strings.Contains(stderr, "(before the run was interrupted)") || !strings.Contains(stderr, "4 images failed") {
			t.Errorf("%s: %s", out, stderr)
		}
		if !maps.Equal(files(whole), files(parts)) {
			t.Errorf("%s: other files", out)
		}
		must(t, 3, args(parts, "--resume")...) // again: there is nothing to do
		if !maps.Equal(files(whole), files(parts)) {
			t.Errorf("%s: other files after a run with nothing to do", out)
		}
	}
}

// TestPreprocessModel: the model's pipeline, and its labels.
func TestPreprocessModel(t *testing.T) {
	out := filepath.Join(t.TempDir(), "x.npz")
	one := t.TempDir()
	if err := os.CopyFS(one+"/coat", os.DirFS(fashion+"/test/coat")); err != nil {
		t.Fatal(err)
	}
	must(t, 0, "preprocess", one, "--model", model(t), "--out", out, "--quiet")
	if labels := npzArray(t, out, "labels"); labels.Data[0] != 2 { // ankle_boot, bag, coat
		t.Errorf("labels %v, want the model's 2", labels.Data)
	}
	if images := npzArray(t, out, "images"); !slices.Equal(images.Shape, []int{30, 3, 32, 32}) {
		t.Errorf("images %v", images.Shape)
	}
	if err := os.Rename(one+"/coat", one+"/cape"); err != nil {
		t.Fatal(err)
	}
	_, stderr := must(t, 0, "preprocess", one, "--model", model(t), "--out", out)
	if labels := npzArray(t, out, "labels"); labels.Data[0] != 0 || !strings.Contains(stderr, "labels are those of the data, not of the model") {
		t.Errorf("labels %v\n%s", labels.Data, stderr)
	}
}

// TestPreprocessLearns: steps learn from the data, and what they have learned serves for other data.
func TestPreprocessLearns(t *testing.T) {
	dir := t.TempDir()
	p := steps(t, "resize: {height: 8, width: 8}, to_float, flatten, standardize")
	must(t, 0, "preprocess", fashion+"/train", "--pipeline", p, "--out", dir+"/train.npz", "--save-pipeline", dir+"/fit.json", "--quiet")
	must(t, 0, "preprocess", fashion+"/train", "--pipeline", dir+"/fit.json", "--out", dir+"/again.npz", "--quiet")
	if a, b := npzArray(t, dir+"/train.npz", "features"), npzArray(t, dir+"/again.npz", "features"); !slices.Equal(a.Data, b.Data) || !slices.Equal(a.Shape, []int{1000, 192}) {
		t.Errorf("features %v and %v differ", a.Shape, b.Shape)
	}
}

func TestShardSize(t *testing.T) {
	for text, want := range map[string][2]int64{"": {}, "1000": {1000, 0}, "500MB": {0, 500e6}, "2 GiB": {0, 2 << 30}, "1b": {0, 1}} {
		if n, bytes, err := parseShardSize(text); err != nil || int64(n) != want[0] || bytes != want[1] {
			t.Errorf("%q: %d, %d, %v; want %v", text, n, bytes, err, want)
		}
	}
}
