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

// TestStatsOfSplits looks at folders one by one as at a folder of them, and finds nothing in a set without duplicates.
func TestStatsOfSplits(t *testing.T) {
	together, _ := must(t, 0, "stats", fashion, "--near", "-1", "--quiet")
	apart, _ := must(t, 0, "stats", fashion+"/train", fashion+"/test", "--near", "-1", "--quiet", "--workers", "1")
	if together != apart || !strings.Contains(together, "no duplicates") {
		t.Errorf("together\n%s\napart\n%s", together, apart)
	}
}

func TestStatsWrongUse(t *testing.T) {
	for _, args := range [][]string{{"stats"}, {"stats", "absent"}, {"stats", fashion, "--near", "33"}, {"stats", fashion, "--near", "x"}, {"stats", fashion, "--workers", "-1"}} {
		if status, out, message := invoke(t, args...); status != 1 || message == "" {
			t.Errorf("%v: status %d, %s%s", args, status, out, message)
		}
	}
}
