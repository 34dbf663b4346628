package main

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func readFailed(t *testing.T, path string) []failedInput {
	t.Helper()
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	var all []failedInput
	for _, line := range bytes.Split(bytes.TrimSpace(b), []byte("\n")) {
		var f failedInput
		if err := json.Unmarshal(line, &f); err != nil {
			t.Fatalf("%v in %q", err, line)
		}
		all = append(all, f)
	}
	return all
}

func TestErrorsFile(t *testing.T) {
	dir, log := mixed(t), filepath.Join(t.TempDir(), "bad.jsonl")
	stdout, _ := must(t, 3, "classify", model(t), dir, filepath.Join(dir, "notes.txt"), "--errors", log)
	var rows [][]string
	for _, r := range readCSV(t, stdout)[1:] {
		if r[3] != "" {
			rows = append(rows, r)
		}
	}
	all := readFailed(t, log)
	stages := map[string]string{"00000_cut.png": "header", "mm\nnew, \"line.png": "sniff", "zz empty.jpg": "sniff", "notes.txt": "sniff"}
	if len(all) != len(stages) || len(rows) != len(all) {
		t.Fatalf("%d objects, %d rows with an error, want %d", len(all), len(rows), len(stages))
	}
	for i, f := range all {
		info, err := os.Stat(f.Path)
		if err != nil || *f.Size != info.Size() || f.Stage != stages[filepath.Base(f.Path)] || f.Path != rows[i][0] || f.Error != rows[i][3] {
			t.Errorf("%+v beside the row %q", f, rows[i])
		}
	}
	gone := filepath.Join(t.TempDir(), "gone.txt")
	if err := os.WriteFile(gone, []byte(filepath.Join(dir, "gone.jpg")+"\n"), 0o666); err != nil {
		t.Fatal(err)
	}
	must(t, 3, "classify", model(t), "--manifest", gone, "--errors", log)
	if all := readFailed(t, log); len(all) != 1 || all[0].Size != nil || all[0].Stage != "open" {
		t.Errorf("of a file that isn't there: %+v", all)
	}
	must(t, 0, "classify", model(t), fashion+"/test/bag", "--errors", log)
	if b, err := os.ReadFile(log); err != nil || len(b) != 0 {
		t.Errorf("without a failure: %q, %v", b, err)
	}
}

// TestErrorsFileOfAnotherRun: what the file lacks of the rows that are kept comes from them; somebody's file stays.
func TestErrorsFileOfAnotherRun(t *testing.T) {
	dir, to := mixed(t), t.TempDir()
	out, log := filepath.Join(to, "a.csv"), filepath.Join(to, "bad.jsonl")
	must(t, 3, "classify", model(t), dir, "--out", out)
	must(t, 3, "classify", model(t), dir, "--out", out, "--resume", "--errors", log)
	if all := readFailed(t, log); len(all) != 3 || all[0].Error == "" || all[0].Stage != "" {
		t.Errorf("%+v", all)
	}
	if err := os.WriteFile(log, []byte("a letter\n"), 0o666); err != nil {
		t.Fatal(err)
	}
	_, stderr := must(t, 1, "classify", model(t), dir, "--out", out, "--resume", "--errors", log)
	if b, _ := os.ReadFile(log); !strings.Contains(stderr, "line 1: wanted a line of --errors") || string(b) != "a letter\n" {
		t.Errorf("%s and %q", stderr, b)
	}
}

func TestMaxErrors(t *testing.T) {
	dir, out := mixed(t), filepath.Join(t.TempDir(), "a.csv")
	for n, rows := range map[string]int{"1": 1, "2": 32, "3": 33} {
		_, stderr := must(t, 1, "classify", model(t), dir, "--out", out, "--max-errors", n)
		b, err := os.ReadFile(out)
		if err != nil || len(readCSV(t, string(b))) != rows+1 || !strings.Contains(stderr, "--max-errors "+n) {
			t.Errorf("%s: %d rows, %v, %s; want %d", n, len(readCSV(t, string(b)))-1, err, stderr, rows)
		}
	}
	must(t, 3, "classify", model(t), dir, "--out", out, "--max-errors", "4")
	must(t, 1, "classify", model(t), dir, "--out", out, "--max-errors", "1")
	if _, stderr := must(t, 1, "classify", model(t), dir, "--out", out, "--max-errors", "1", "--resume"); !strings.Contains(stderr, "ended with 1 bad image") {
		t.Error(stderr)
	}
	must(t, 3, "classify", model(t), dir, "--out", out, "--max-errors", "4", "--resume")
}

func TestQuarantine(t *testing.T) {
	dir, to := mixed(t), t.TempDir()
	out, bad := filepath.Join(to, "a.csv"), filepath.Join(to, "bad")
	run := func() { must(t, 3, "classify", model(t), dir, "--out", out, "--on-error", "quarantine="+bad) }
	copies := func() (names []string) {
		entries, err := os.ReadDir(filepath.Join(bad, dir))
		if err != nil {
			t.Fatal(err)
		}
		for _, e := range entries {
			names = append(names, e.Name())
		}
		return names
	}
	run()
	run() // the same copies once more
	if got := copies(); strings.Join(got, "|") != "00000_cut.png|mm\nnew, \"line.png|zz empty.jpg" {
		t.Errorf("copies %q", got)
	}
	for _, content := range []string{"other", "another"} {
		if err := os.WriteFile(filepath.Join(dir, "zz empty.jpg"), []byte(content), 0o666); err != nil {
			t.Fatal(err)
		}
		run()
		run()
	}
	if got := copies(); strings.Join(got[2:], "|") != "zz empty.2.jpg|zz empty.3.jpg|zz empty.jpg" {
		t.Errorf("copies %q", got)
	}
	if b, _ := os.ReadFile(filepath.Join(bad, dir, "zz empty.2.jpg")); string(b) != "other" {
		t.Errorf("the second copy is %q", b)
	}
	for _, inside := range []string{dir, filepath.Join(dir, "bad"), filepath.Join(dir, "..", filepath.Base(dir), "x", "y")} {
		if _, stderr := must(t, 1, "classify", model(t), dir, "--on-error", "quarantine="+inside); !strings.Contains(stderr, "outside the inputs") {
			t.Error(stderr)
		}
	}
	if err := os.WriteFile(filepath.Join(to, "file"), nil, 0o666); err != nil {
		t.Fatal(err)
	}
	before, err := os.ReadFile(out)
	if err != nil {
		t.Fatal(err)
	}
	for _, flag := range []string{"--on-error=quarantine=" + filepath.Join(to, "file"), "--errors=" + filepath.Join(to, "nowhere", "e.jsonl")} {
		must(t, 1, "classify", model(t), dir, "--out", out, flag)
		if after, _ := os.ReadFile(out); !bytes.Equal(after, before) {
			t.Errorf("%s can't be written, and the answers were begun anew", flag)
		}
	}
}

func TestQuarantinePlace(t *testing.T) {
	t.Chdir(t.TempDir())
	here, err := os.Getwd()
	if err != nil {
		t.Fatal(err)
	}
	for path, want := range map[string]string{
		"a/b.jpg":         "q/a/b.jpg",
		"./a//b.jpg":      "q/a/b.jpg",
		"a/../../b.jpg":   "q" + filepath.Dir(here) + "/b.jpg",
		"../../../../x.y": "q" + filepath.Join(here, "../../../../x.y"),
		"/etc/x.jpg":      "q/etc/x.jpg",
	} {
		if got, err := (quarantine{"q"}).place(path); err != nil || got != filepath.FromSlash(want) {
			t.Errorf("%s goes to %s, %v; want %s", path, got, err, want)
		}
	}
}
