package dataset

import (
	"errors"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/saccade-go/saccade/imageio"
	"github.com/saccade-go/saccade/internal/testdata"
	"github.com/saccade-go/saccade/tensor"
)

func TestFolder(t *testing.T) {
	tree(t, "d/cat10/a.png", "d/cat2/b.PNG", "d/cat2/a.jpg=broken", "d/cat2/deep/er/no_ending", "d/cat2/deep.png/x.png",
		"d/cat2/notes.txt=BM is no bitmap here", "d/cat2/empty.txt=", "d/cat2/empty.jpg=", "d/cat2/.hidden.png",
		"d/cat2/Thumbs.db", "d/cat2/__MACOSX/._a.png", "d/none/", "d/text/readme.txt=x", "d/.git/a.png",
		"d/stray.png", "d/README.md=x")
	d, err := Folder("d")
	must(t, err)
	same(t, "classes", d.Classes, []string{"cat2", "cat10"})
	same(t, "samples", names(d), []string{"d/cat2/a.jpg", "d/cat2/b.PNG", "d/cat2/deep.png/x.png",
		"d/cat2/deep/er/no_ending", "d/cat2/empty.jpg", "d/cat10/a.png"})
	if want := []int{0, 0, 0, 0, 0, 1}; !slices.Equal(d.Labels(), want) {
		t.Errorf("labels %v, want %v", d.Labels(), want)
	}
	noted(t, d, map[NoteKind][]string{
		NotImage:   {"d/README.md", "d/cat2/empty.txt", "d/cat2/notes.txt", "d/text/readme.txt"},
		Hidden:     {"d/.git", "d/cat2/.hidden.png", "d/cat2/Thumbs.db", "d/cat2/__MACOSX"},
		Stray:      {"d/stray.png"},
		EmptyClass: {"d/none", "d/text"},
	})
	want := []string{
		"not an image: 4 (d/README.md, d/cat2/empty.txt, d/cat2/notes.txt, d/text/readme.txt)",
		"hidden or litter: 4 (d/.git, d/cat2/.hidden.png, d/cat2/Thumbs.db, d/cat2/__MACOSX)",
		"image outside the class folders: 1 (d/stray.png)",
		"class without images: 2 (d/none, d/text)",
	}
	same(t, "summary", d.Summary(), want)
}

func TestFolderLoad(t *testing.T) {
	tree(t, "cat/a.png", "cat/broken.png=x")
	d, err := Folder(".")
	must(t, err)
	same(t, "samples", names(d), []string{"./cat/a.png", "./cat/broken.png"})
	var x tensor.Tensor
	must(t, d.Samples[0].Load(&x, imageio.Options{}))
	if want := (tensor.Spec{Space: tensor.Gray, C: 1, H: 2, W: 3}); x.Spec != want || x.U8[5] != 7 {
		t.Errorf("loaded %v %v, want %v of 7", x.Spec, x.U8, want)
	}
	err = d.Samples[1].Load(&x, imageio.Options{})
	if e := (*imageio.Error)(nil); !errors.As(err, &e) || !strings.Contains(err.Error(), "./cat/broken.png") {
		t.Errorf("error %v, want an *imageio.Error that names the file", err)
	}
}

// TestFolderForm: paths begin with what the user typed.
func TestFolderForm(t *testing.T) {
	tree(t, "d/cat/a.png", "other/x/y")
	for form, want := range map[string]string{
		"d": "d/cat/a.png", "d/": "d/cat/a.png", "./d": "./d/cat/a.png", "other/../d": "other/../d/cat/a.png",
	} {
		d, err := Open(form)
		must(t, err)
		same(t, form, names(d), []string{want})
		if d.Name != form {
			t.Errorf("name %q, want %q", d.Name, form)
		}
	}
}

func TestFolderClassNames(t *testing.T) {
	nfc, nfd := "\u00e9", "e\u0301"
	classes := []string{"-rf", "007", "10", "CAT", "Cat", "bad\xff", "cat", nfd, "new\nline", "x.png", nfc}
	var entries []string
	for _, name := range classes {
		entries = append(entries, "d/"+name+"/a.png")
	}
	tree(t, entries...)
	d, err := Folder("d")
	must(t, err)
	classes[5] = "bad\ufffd"
	same(t, "classes", d.Classes, classes)
}

func TestFolderRefuses(t *testing.T) {
	tests := []struct {
		entries []string
		want    string
	}{
		{[]string{"d/test/cat/a.png", "d/train/cat/a.png"}, "found the splits test, train: give d/train"},
		{[]string{"d/Val/cat/a.png", "d/Test/cat/a.png", "d/LICENSE=x"}, "found the splits Test, Val: give d/Test"},
		{[]string{"d/train/cat/a.png", "d/val/cat/a.png", "d/extra/a.png"}, "found the splits train, val: give d/train"},
		{[]string{"d/train/cat/a.png"}, "found the splits train: give d/train"},
		{[]string{"d/a.png", "d/b.png"}, "found 2 images and no subfolder"},
		{[]string{"d/cat/", "d/dog/x.txt=x"}, "found no image in cat, dog"},
		{[]string{"d/cat/", "d/a.png"}, "found no image in cat, and 1 images beside"},
		{[]string{"d/x.txt=x", "d/y.txt=x"}, "found 2 files and no image"},
		{[]string{"d/"}, "found an empty folder"},
		{[]string{"d/t-images-idx3-ubyte.gz=x", "d/t-labels-idx1-ubyte.gz=x"}, "found IDX files: give d/t"},
		{[]string{"d=x"}, "found a file of another kind"},
		{[]string{"d"}, "found a single image"},
		{nil, "found nothing of that name"},
		{[]string{"d>d"}, "too many levels of symbolic links"},
	}
	for _, test := range tests {
		tree(t, test.entries...)
		_, err := Open("d")
		e, ok := errors.AsType[*Error](err)
		if !ok || e.Path != "d" || !strings.Contains(err.Error(), test.want) {
			t.Errorf("%q: error %v, want %s", test.entries, err, test.want)
		}
	}
	if _, err := Folder("absent"); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("absent folder: error %v", err)
	}
}

// TestOneSplitName: a class may be called train if others aren't called so.
func TestOneSplitName(t *testing.T) {
	tree(t, "d/train/a.png", "d/truck/a.png")
	d, err := Folder("d")
	must(t, err)
	same(t, "classes", d.Classes, []string{"train", "truck"})
}

func TestFlowers(t *testing.T) {
	dir := testdata.Shared(t, "conformance/07_folders/flowers_small")
	d, err := Open(dir + "/train")
	must(t, err)
	if want := []int{622, 846, 632, 600, 776}; !slices.Equal(d.Counts(), want) || len(d.Notes) != 0 {
		t.Errorf("counts %v, want %v; notes %v", d.Counts(), want, d.Notes)
	}
}

func BenchmarkFolder(b *testing.B) {
	dir := b.TempDir()
	image := picture(b, 7)
	const n = 1000
	for i := range n {
		must(b, grow(dir, string(rune('a'+i%10))+"/"+string(rune('A'+i/10))+".png", image))
	}
	for b.Loop() {
		if _, err := Folder(dir); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(b.N)*n/b.Elapsed().Seconds(), "images/s")
}

// TestFetch: what is fetched gives what Load gives, and a picture in memory isn't fetched.
func TestFetch(t *testing.T) {
	tree(t, "d/cat/a.png", "d/cat/bad.png=not a picture")
	for _, s := range []Sample{{Path: "d/cat/a.png"}, {Path: "d/cat/bad.png"}, {Path: "d/cat/none.png"}} {
		var want, got tensor.Tensor
		wantErr := s.Load(&want, imageio.Options{})
		data, err := s.Fetch(nil, imageio.Options{})
		if err == nil {
			err = s.LoadFetched(&got, data, imageio.Options{})
		}
		if !s.Fetches() || fmt.Sprint(err) != fmt.Sprint(wantErr) || got.Spec != want.Spec || string(got.U8) != string(want.U8) {
			t.Errorf("%s: %v, %v, want %v, %v", s.Path, got.Spec, err, want.Spec, wantErr)
		}
	}
	if InMemory("made", 0, new(tensor.Tensor)).Fetches() {
		t.Error("a picture in memory would be fetched")
	}
}
