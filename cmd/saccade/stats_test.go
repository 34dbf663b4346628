package main

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/saccade-go/saccade/internal/survey"
)

// copies makes a data set with an image in both splits and a file that is none.
func copies(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	photo, err := os.ReadFile("../../testdata/photos/chelsea.jpg")
	if err != nil {
		t.Fatal(err)
	}
	for name, content := range map[string]string{
		"train/cat/a.jpg": string(photo), "test/cat/b.jpg": string(photo), "test/d\x1bog/cut.jpg": "\xff\xd8\xff", "train/d\x1bog/c.jpg": string(photo),
	} {
		path := filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o777); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(content), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

func TestStats(t *testing.T) {
	dir := copies(t)
	file := filepath.Join(t.TempDir(), "stats.json")
	out, message := must(t, 3, "stats", dir, "--json", file)
	for _, want := range []string{
		"images   3\nfailed   1\n", "files    3 jpeg", "same pixels, in several splits, in several classes", "train  test", "all      2     2",
		"2 images beside the first of each of 1 group; 1 in more than one split, 1 in more than one class",
	} {
		if !strings.Contains(out, want) {
			t.Errorf("no %q in\n%s", want, out)
		}
	}
	if !strings.Contains(message, "cut.jpg") || !strings.Contains(message, "1 image failed") || strings.Contains(out+message, "\x1b") {
		t.Errorf("messages\n%q\n%q", out, message)
	}
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	var s survey.Survey
	if err := json.Unmarshal(data, &s); err != nil || s.N != 3 || len(s.Groups) != 1 || !s.Groups[0].AcrossSplits {
		t.Errorf("JSON has %+v, %v", s, err)
	}
}

// TestStatsPage writes a page with what other people's names and files say, as text.
func TestStatsPage(t *testing.T) {
	dir := copies(t)
	page, again := filepath.Join(t.TempDir(), "stats.html"), filepath.Join(t.TempDir(), "again.html")
	if err := os.Rename(filepath.Join(dir, "train", "cat"), filepath.Join(dir, "train", "<script>cat")); err != nil {
		t.Fatal(err)
	}
	must(t, 3, "stats", dir, "--report", page, "--preset", "pixels")
	b, err := os.ReadFile(page)
	if err != nil {
		t.Fatal(err)
	}
	html := string(b)
	for _, want := range []string{"data:image/jpeg;base64,", "&lt;script&gt;cat", "cut.jpg", "normalize: {mean: [", "same pixels, in several splits, in several classes", "</html>"} {
		if !strings.Contains(html, want) {
			t.Errorf("the page has no %q", want)
		}
	}
	if strings.Contains(html, "<script>cat") || strings.Contains(html, "\x1b") || strings.Contains(html, "ZgotmplZ") {
		t.Error("the page has other people's markup, or lacks something of ours")
	}
	must(t, 3, "stats", dir, "--report", again, "--preset", "pixels")
	if b, _ := os.ReadFile(again); strings.ReplaceAll(string(b), "again.html", "stats.html") != strings.ReplaceAll(html, filepath.Dir(page), filepath.Dir(again)) {
		t.Error("the same data give another page")
	}
}

// TestStatsOfPipeline: the preset's output is what normalize makes of means in 0..1.
func TestStatsOfPipeline(t *testing.T) {
	for _, args := range [][]string{{"--preset", "pixels"}, {"--model", model(t)}} {
		out, _ := must(t, 0, append([]string{"stats", fashion + "/train", "--quiet"}, args...)...)
		if !strings.Contains(out, "mean and deviation of images as they are (gray):\n  normalize: {mean: [0.") || !strings.Contains(out, "mean and deviation of "+args[1]+":\n  normalize: {mean: [-0.0") {
			t.Errorf("%v:\n%s", args, out)
		}
	}
	if _, message := must(t, 1, "stats", fashion, "--model", fashion+"/train/bag/00035.png"); !strings.Contains(message, "wanted a Saccade model") {
		t.Error(message)
	}
}

// TestStatsOfSplits looks at folders one by one as at a folder of them, and finds nothing in a set without duplicates.
func TestStatsOfSplits(t *testing.T) {
	together, _ := must(t, 0, "stats", fashion, "--near", "-1", "--quiet")
	apart, _ := must(t, 0, "stats", fashion+"/train", fashion+"/test", "--near", "-1", "--quiet", "--workers", "1")
	if together != apart || !strings.Contains(together, "no duplicates") {
		t.Errorf("together\n%s\napart\n%s", together, apart)
	}
}

func TestStatsWrongUse(t *testing.T) {
	for _, args := range [][]string{{"stats"}, {"stats", "absent"}, {"stats", fashion, "--near", "33"}, {"stats", fashion, "--near", "x"}, {"stats", fashion, "--workers", "-1"},
		{"stats", fashion, "--report", "no/where.html"}, {"stats", fashion, "--preset", "x"}, {"stats", fashion, "--preset", "hog", "--model", "x"},
		{"stats", fashion, "--json", "x", "--report", "./x"}} {
		if status, out, message := invoke(t, args...); status != 1 || message == "" {
			t.Errorf("%v: status %d, %s%s", args, status, out, message)
		}
	}
}
