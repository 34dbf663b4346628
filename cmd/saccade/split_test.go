package main

import (
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/saccade-go/saccade/dataset"
)

// patients makes a data set of two classes: photos under names of patients, each cat once more as a copy, and one that is broken.
func patients(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	files, err := filepath.Glob(fashion + "/train/*/*.png")
	if err != nil || len(files) < 200 {
		t.Fatal(len(files), err)
	}
	for i := range 120 {
		class := []string{"cat", "dog"}[i%2]
		writeCopy(t, files[i*8], filepath.Join(dir, class, fmt.Sprintf("p%02d_%d.png", i/2%20, i)))
	}
	writeCopy(t, files[0], filepath.Join(dir, "dog", "sub", "copy of a cat.png"))
	if err := os.WriteFile(filepath.Join(dir, "dog", "p03_broken.png"), []byte("\x89PNG\r\n\x1a\n"), 0o666); err != nil {
		t.Fatal(err)
	}
	return dir
}

func writeCopy(t *testing.T, from, to string) {
	t.Helper()
	b, err := os.ReadFile(from)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.MkdirAll(filepath.Dir(to), 0o777); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(to, b, 0o666); err != nil {
		t.Fatal(err)
	}
}

// manifests returns the part of each image, by its real path, and fails if one is there twice or doesn't exist.
func manifests(t *testing.T, dir string, names ...string) map[string]string {
	t.Helper()
	parts := map[string]string{}
	for _, name := range names {
		text, err := os.ReadFile(filepath.Join(dir, name+".csv"))
		if err != nil {
			t.Fatal(err)
		}
		for i, row := range readCSV(t, string(text)) {
			if i == 0 {
				if !slices.Equal(row, []string{"path", "label"}) {
					t.Errorf("header %q", row)
				}
				continue
			}
			path, err := canonical(filepath.Join(dir, row[0]))
			if err != nil {
				t.Fatal(err)
			}
			if parts[path] != "" || row[1] != class(path) {
				t.Errorf("%s is in %s and %s, its label %s", path, parts[path], name, row[1])
			}
			parts[path] = name
		}
	}
	return parts
}

func class(path string) string {
	for _, c := range []string{"cat", "dog"} {
		if strings.Contains(path, string(filepath.Separator)+c+string(filepath.Separator)) {
			return c
		}
	}
	return ""
}

func TestSplitKeepsGroupsTogether(t *testing.T) {
	dir, out := patients(t), filepath.Join(t.TempDir(), "new", "splits")
	table, message := must(t, 3, "split", dir, "--out", out, "--ratio", "0.6,0.2,0.2", "--group", `(p\d+)_`, "--near", "-1")
	parts := manifests(t, out, "train", "val", "test")
	if len(parts) != 122 {
		t.Errorf("%d images", len(parts))
	}
	of := map[string]string{} // of patients
	counts := map[string]int{}
	for path, part := range parts {
		counts[part]++
		if patient, _, ok := strings.Cut(filepath.Base(path), "_"); ok {
			if was := of[patient]; was != "" && was != part {
				t.Errorf("%s is in %s and %s", patient, was, part)
			}
			of[patient] = part
		} else if part != parts[mustReal(t, filepath.Join(dir, "cat", "p00_0.png"))] {
			t.Errorf("the copy of p00 is in %s", part)
		}
	}
	if counts["train"] < 60 || counts["val"] < 18 || counts["test"] < 18 {
		t.Errorf("parts of %v", counts)
	}
	for _, want := range []string{"train val test all", "share"} {
		if !strings.Contains(strings.Join(strings.Fields(table), " "), want) {
			t.Errorf("no %q in\n%s", want, table)
		}
	}
	for _, want := range []string{"p03_broken.png: ", "duplicates: 2 images in 1 group", "matches nothing in the paths of 1 image, such as dog/sub/copy of a cat.png", "1 image failed"} {
		if !strings.Contains(message, want) {
			t.Errorf("no %q in\n%s", want, message)
		}
	}
}

// TestManifestsAreRead: what split writes is what --manifest takes.
func TestManifestsAreRead(t *testing.T) {
	out := filepath.Join(t.TempDir(), "s")
	must(t, 0, "split", fashion+"/train", "--out", out, "--duplicates=false", "--quiet")
	must(t, 0, "split", fashion+"/train", "--out", out+".csv", "--duplicates=false", "--quiet")
	for file, n := range map[string]int{filepath.Join(out, "test.csv"): 100, out + ".csv": 1000} {
		answers, _ := must(t, 0, "classify", model(t), "--manifest", file, "--quiet")
		if rows := readCSV(t, answers); len(rows) != n+1 || rows[1][1] == "" {
			t.Errorf("%s: %d rows, the first %q", file, len(rows), rows[1])
		}
	}
}

func mustReal(t *testing.T, path string) string {
	t.Helper()
	real, err := canonical(path)
	if err != nil {
		t.Fatal(err)
	}
	return real
}

// TestSplitKeep adds images to a data set that was divided, in each of the forms, and those that were there stay.
func TestSplitKeep(t *testing.T) {
	dir, work := patients(t), t.TempDir()
	args := func(out string, more ...string) []string {
		return append([]string{"split", dir, "--out", filepath.Join(work, out), "--duplicates=false", "--ratio", "50,25,25"}, more...)
	}
	must(t, 0, args("first")...)
	must(t, 0, args("one.csv")...)
	must(t, 0, args("copies", "--copy")...)
	was := manifests(t, filepath.Join(work, "first"), "train", "val", "test")
	for i := range 40 {
		writeCopy(t, "../../testdata/photos/rocket.jpg", filepath.Join(dir, "dog", fmt.Sprintf("new%d.jpg", i)))
	}
	for i, keep := range []string{"first", "one.csv", "copies"} {
		out := fmt.Sprint("again", i)
		_, message := must(t, 0, args(out, "--keep", filepath.Join(work, keep), "--seed", "9")...)
		now := manifests(t, filepath.Join(work, out), "train", "val", "test")
		for path, part := range was {
			if now[path] != part {
				t.Errorf("--keep %s: %s went from %s to %s", keep, path, part, now[path])
			}
		}
		if len(now) != 162 || !strings.Contains(message, "--keep: 122 images in the part where they were, 40 new; 0 images") {
			t.Errorf("--keep %s: %d images\n%s", keep, len(now), message)
		}
	}
	must(t, 0, args("other", "--seed", "9")...)
	if maps.Equal(was, manifests(t, filepath.Join(work, "other"), "train", "val", "test")) {
		t.Error("two seeds give the same parts")
	}
}

// TestSplitFolders: copies and links are what the other commands take, with the same images in the same parts as the manifests.
func TestSplitFolders(t *testing.T) {
	dir, work := patients(t), t.TempDir()
	must(t, 3, "split", dir, "--out", filepath.Join(work, "m"), "--quiet")
	parts := manifests(t, filepath.Join(work, "m"), "train", "val", "test")
	if err := os.Mkdir(filepath.Join(work, "link"), 0o777); err != nil { // an empty folder may be there
		t.Fatal(err)
	}
	for _, how := range []string{"copy", "link"} {
		out := filepath.Join(work, how)
		must(t, 3, "split", dir, "--out", out, "--quiet", "--"+how)
		sets, err := dataset.Splits(out)
		if err != nil {
			t.Fatal(err)
		}
		n := 0
		for _, d := range sets {
			for _, s := range d.Samples {
				rel, err := filepath.Rel(d.Name, s.Path)
				if err != nil {
					t.Fatal(err)
				}
				real := mustReal(t, filepath.Join(dir, rel))
				if parts[real] != filepath.Base(d.Name) {
					t.Errorf("%s has %s of %s", how, s.Path, parts[real])
				}
				info, err := os.Lstat(s.Path)
				if err != nil || info.Mode().IsRegular() != (how == "copy") {
					t.Errorf("%v, %v", info, err)
				}
				n++
			}
		}
		if n != 122 {
			t.Errorf("%s has %d images", how, n)
		}
	}
	entries, err := os.ReadDir(work)
	if err != nil || len(entries) != 3 {
		t.Errorf("left behind: %v, %v", entries, err)
	}
}

// TestSplitOfArrays makes files of pictures that are none.
func TestSplitOfArrays(t *testing.T) {
	dir := t.TempDir()
	images := append([]byte("\x00\x00\x08\x03\x00\x00\x00\x0a\x00\x00\x00\x02\x00\x00\x00\x02"), make([]byte, 40)...)
	for i := range 40 {
		images[16+i] = byte(i * i)
	}
	labels := append([]byte("\x00\x00\x08\x01\x00\x00\x00\x0a"), 0, 1, 0, 1, 0, 1, 0, 1, 0, 1)
	prefix := filepath.Join(dir, "x")
	for name, b := range map[string][]byte{"-images-idx3-ubyte": images, "-labels-idx1-ubyte": labels} {
		if err := os.WriteFile(prefix+name, b, 0o666); err != nil {
			t.Fatal(err)
		}
	}
	out := filepath.Join(dir, "out")
	_, message := must(t, 1, "split", prefix, "--out", out)
	if !strings.Contains(message, "give --copy") {
		t.Error(message)
	}
	must(t, 0, "split", prefix, "--out", out, "--copy", "--ratio", "0.6,0.4", "--near", "-1", "--quiet")
	train, err := dataset.Open(filepath.Join(out, "train"))
	if err != nil || len(train.Samples) != 6 || !slices.Equal(train.Classes, []string{"0", "1"}) {
		t.Errorf("%+v, %v", train, err)
	}
}

// TestSplitSaysWhatItCouldNot divides classes that are too small, and a group that is too large.
func TestSplitSaysWhatItCouldNot(t *testing.T) {
	dir := t.TempDir()
	for i := range 20 {
		writeCopy(t, "../../testdata/photos/rocket.jpg", filepath.Join(dir, "dog", fmt.Sprintf("%d.jpg", i)))
		writeCopy(t, fashion+"/train/bag/"+firstFile(t, i), filepath.Join(dir, "cat", fmt.Sprintf("%d.png", i)))
	}
	writeCopy(t, "../../testdata/photos/chelsea.jpg", filepath.Join(dir, "single", "a.jpg"))
	_, message := must(t, 0, "split", dir, "--out", filepath.Join(dir, "..", "o"), "--near", "-1")
	for _, want := range []string{
		"a group of 20 images, " + filepath.Join(dir, "dog", "0.jpg") + " among them, is larger than the smallest part's share of 4: it is in train",
		"no image of class dog in val, test: it has 20 images in 1 group",
		"no image of class single in val, test: it has 1 image\n",
	} {
		if !strings.Contains(message, want) {
			t.Errorf("no %q in\n%s", want, message)
		}
	}
}

func firstFile(t *testing.T, i int) string {
	t.Helper()
	entries, err := os.ReadDir(fashion + "/train/bag")
	if err != nil {
		t.Fatal(err)
	}
	return entries[i].Name()
}

func TestSplitWrongUse(t *testing.T) {
	dir, full := t.TempDir(), t.TempDir()
	if err := os.WriteFile(filepath.Join(full, "mine.csv"), []byte("mine"), 0o666); err != nil {
		t.Fatal(err)
	}
	data := fashion + "/train"
	for want, args := range map[string][]string{
		"wanted --out DIR":                         {data},
		"mine.csv there already":                   {data, "--out", full + "/mine.csv"},
		"wanted a new or an empty folder, found /": {data, "--out", full},
		"not a directory":                          {data, "--out", full + "/mine.csv/x"},
		"add up to 1 or 100, found 0.8,0.1":        {data, "--out", dir + "/x", "--ratio", "0.8,0.1"},
		"add up to 1 or 100, found 1":              {data, "--out", dir + "/x", "--ratio", "1"},
		"wanted shares above 0, found -0.5":        {data, "--out", dir + "/x", "--ratio", "0.5,1,-0.5"},
		"wanted shares above 0, found NaN":         {data, "--out", dir + "/x", "--ratio", "0.5,1,nan"},
		"wanted 4, one for each share of --ratio":  {data, "--out", dir + "/x", "--ratio", "40,30,20,10"},
		`can have, found "../x"`:                   {data, "--out", dir + "/x", "--names", "a,b,../x"},
		`can have, found "a"`:                      {data, "--out", dir + "/x", "--names", "a,b,a"},
		`wanted a regular expression, found "("`:   {data, "--out", dir + "/x", "--group", "("},
		"wanted a folder as --out":                 {data, "--out", dir + "/x.csv", "--copy"},
		"copy link":                                {data, "--out", dir + "/x", "--copy", "--link"},
		"--near: wanted -1 to 32":                  {data, "--out", dir + "/x", "--near", "40"},
		"found the splits test, train":             {fashion, "--out", dir + "/x"},
		"--keep: nowhere":                          {data, "--out", dir + "/x", "--keep", "nowhere"},
		"wanted train.csv or a folder train in it": {data, "--out", dir + "/x", "--keep", full},
		"columns path, label and split":            {data, "--out", dir + "/x", "--keep", full + "/mine.csv"},
	} {
		status, out, message := invoke(t, append([]string{"split"}, args...)...)
		if status != 1 || out != "" || !strings.Contains(message, want) {
			t.Errorf("%v: status %d, %s%s, want %s", args, status, out, message, want)
		}
	}
	if entries, _ := os.ReadDir(dir); len(entries) != 0 {
		t.Errorf("left behind: %v", entries)
	}
	if b, _ := os.ReadFile(full + "/mine.csv"); string(b) != "mine" {
		t.Error("somebody's file was changed")
	}
}
