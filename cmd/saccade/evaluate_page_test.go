package main

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/saccade-go/saccade"
	"github.com/saccade-go/saccade/dataset"
)

// reportOf evaluates and returns the page.
func reportOf(t *testing.T, status int, args ...string) string {
	t.Helper()
	page := filepath.Join(t.TempDir(), "page.html")
	must(t, status, append(append([]string{"evaluate"}, args...), "--quiet", "--report", page)...)
	b, err := os.ReadFile(page)
	if err != nil {
		t.Fatal(err)
	}
	return strings.ReplaceAll(string(b), page, "page.html")
}

func TestReportIsTheSameTwice(t *testing.T) {
	first := reportOf(t, 0, model(t), fashion+"/test")
	if reportOf(t, 0, model(t), fashion+"/test") != first {
		t.Error("the same model and data give two pages")
	}
	one, two := reportOf(t, 0, model(t), fashion+"/test", "--workers", "1"), reportOf(t, 0, model(t), fashion+"/test", "--workers", "2")
	if strings.ReplaceAll(one, "--workers 1", "") != strings.ReplaceAll(two, "--workers 2", "") {
		t.Error("the page depends on the number of workers")
	}
	for _, want := range []string{"Weights", "Classes: pixels, 3×32×32 rgb", "One image through all stages", "2–3", "Training", "Worst mistakes",
		"saccade evaluate " + model(t) + " " + fashion + "/test --quiet --report page.html", "Data, SHA-256"} {
		if !strings.Contains(first, want) {
			t.Errorf("the page has no %q", want)
		}
	}
}

func TestReportOfPresets(t *testing.T) {
	dir := t.TempDir()
	for _, c := range []struct{ args, want string }{
		{"--preset hog", "Classes: HOG, 4×4 cells of 9 orientations"},
		{"--preset hog --hidden 30", "Units of the first layer: HOG"},
		{"--preset pixels --hidden 8", "Units of the first layer: pixels"},
		{"--preset pixels --optimizer lbfgs --val 0", "Classes: pixels"},
	} {
		m := filepath.Join(dir, "m.saccade")
		must(t, 0, append([]string{"train", fashion + "/train", "--out", m, "--epochs", "1", "--quiet"}, strings.Fields(c.args)...)...)
		if page := reportOf(t, 0, m, fashion+"/test", "--min-confidence", "0.5"); !strings.Contains(page, c.want) || !strings.Contains(page, "the threshold 0.5") {
			t.Errorf("%s: the page has no %q, or no threshold", c.args, c.want)
		}
	}
}

// An evaluation that can't be done, or whose page can't be written, leaves no page, and says so before the work.
func TestReportThatCannotBe(t *testing.T) {
	dir := t.TempDir()
	bad := filepath.Join(dir, "data", "bag")
	if err := os.MkdirAll(bad, 0o777); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(bad, "x.png"), nil, 0o666); err != nil {
		t.Fatal(err)
	}
	page := filepath.Join(dir, "page.html")
	must(t, 1, "evaluate", model(t), filepath.Join(dir, "data"), "--report", page)
	if _, err := os.Stat(page); err == nil {
		t.Error("an evaluation without answers leaves a page")
	}
	for _, flag := range []string{"--report", "--json"} {
		_, stderr := must(t, 1, "evaluate", model(t), fashion+"/test", flag, filepath.Join(dir, "no", "page.html"))
		if !strings.Contains(stderr, "page.html") || strings.Contains(stderr, "accuracy") {
			t.Errorf("%s into a folder that isn't there: %s", flag, stderr)
		}
		must(t, 1, "evaluate", model(t), fashion+"/test", flag, dir)
		if _, stderr := must(t, 1, "evaluate", model(t), fashion+"/test", flag, model(t)); !strings.Contains(stderr, "the model") {
			t.Errorf("%s over the model: %s", flag, stderr)
		}
	}
	must(t, 1, "evaluate", model(t), fashion+"/test", "--json", page, "--report", page)
}

// Files and classes may be called anything that the file system takes.
func TestReportOfHostileNames(t *testing.T) {
	dir := t.TempDir()
	names := []string{"<script>alert(1)<", `"><img src=x onerror=alert(1)>`, "javascript:alert(1)", "a\u202egpj", "bad\xff", strings.Repeat("long", 50)}
	for i, name := range names {
		name = strings.ToValidUTF8(name, "?") // a model's classes are JSON
		if err := os.MkdirAll(filepath.Join(dir, name), 0o777); err != nil {
			t.Skipf("wanted a file system that takes the name %q: %v", name, err)
		}
		for k := range 6 {
			src := filepath.Join(fashion, "test", []string{"bag", "coat", "dress", "shirt", "sandal", "t_shirt"}[i])
			files, err := os.ReadDir(src)
			if err != nil {
				t.Fatal(err)
			}
			b, err := os.ReadFile(filepath.Join(src, files[k].Name()))
			if err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(filepath.Join(dir, name, fmt.Sprintf("%d %s.png", k, names[k][:min(len(names[k]), 60)])), b, 0o666); err != nil {
				t.Fatal(err)
			}
		}
		if err := os.WriteFile(filepath.Join(dir, name, "cut <b>.png"), []byte("\x89PNG\r\n\x1a\n"), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	m := filepath.Join(t.TempDir(), "m.saccade")
	must(t, 3, "train", dir, "--out", m, "--preset", "hog", "--epochs", "1", "--quiet")
	page := reportOf(t, 3, m, dir)
	for _, bad := range []string{"<script>alert", "<img src=x", "<b>", "\u202e", "\xff"} {
		if strings.Contains(page, bad) {
			t.Errorf("the page has %q in it", bad)
		}
	}
	if strings.Count(page, "<script>") != 1 || !strings.Contains(page, "The first") && !strings.Contains(page, "Images that couldn’t be read") {
		t.Error("the page has other scripts, or says nothing of files that can't be read")
	}
}

func TestRankingKeepsTheFirstOfEquals(t *testing.T) {
	var k ranking
	for i := range 3 * shownShots {
		k.add(ranked{class: i}, float32(i%3))
	}
	for i, r := range k.answers {
		if r.class != 3*i {
			t.Fatalf("answer %d is %d, want %d", i, r.class, 3*i)
		}
	}
	k.add(ranked{class: -1}, -1)
	if len(k.answers) != shownShots || k.answers[0].class != -1 {
		t.Errorf("%d answers, the first %d", len(k.answers), k.answers[0].class)
	}
}

// What isn't wanted isn't kept.
func TestNothingIsKeptWithoutReport(t *testing.T) {
	s := &seen{classes: []string{"a"}}
	s.add(dataset.Sample{}, saccade.Answer{Probabilities: []float32{1}})
	if s.judged != nil || s.right != nil {
		t.Error("an answer is kept that nobody wants")
	}
}

func TestBelow(t *testing.T) {
	for _, c := range [][3]string{
		{"photos/test", "photos/test/rose/1.jpg", "rose/1.jpg"},
		{"photos/test/", "photos/test/rose/1.jpg", "rose/1.jpg"},
		{"mnist/t10k", "mnist/t10k-images-idx3-ubyte.gz[3]", "t10k-images-idx3-ubyte.gz[3]"},
		{"photos", "/elsewhere/x.jpg", "x.jpg"},
	} {
		if got := below(c[0], c[1]); got != c[2] {
			t.Errorf("below(%q, %q) = %q, want %q", c[0], c[1], got, c[2])
		}
	}
}
