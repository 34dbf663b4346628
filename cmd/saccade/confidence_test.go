package main

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/parquet-go/parquet-go"

	"github.com/saccade-go/saccade"
)

// Rejected answers have no class, in all formats alike, and everything else is as it is without a threshold.
func TestRejectedRows(t *testing.T) {
	out, images := t.TempDir(), fashion+"/test/shirt"
	file := func(name string) string { return filepath.Join(out, name) }
	must(t, 0, "classify", model(t), images, "--top", "2", "--out", file("all.csv"))
	for _, name := range []string{"a.csv", "a.jsonl", "a.parquet"} {
		_, stderr := must(t, 0, "classify", model(t), images, "--top", "2", "--min-confidence", "0.6", "--out", file(name))
		if !strings.Contains(stderr, "got no class: no probability reached 0.6") {
			t.Errorf("%s: %q", name, stderr)
		}
	}
	all, some := readCSV(t, string(readFile(t, file("all.csv")))), readCSV(t, string(readFile(t, file("a.csv"))))
	lines := bytes.Split(bytes.TrimSpace(readFile(t, file("a.jsonl"))), []byte("\n"))
	table, err := parquet.ReadFile[parquetRow](file("a.parquet"))
	if err != nil {
		t.Fatal(err)
	}
	rejected := 0
	for i, want := range all {
		if i == 0 {
			continue // the header
		}
		given := want[2] >= "0.6" && !strings.Contains(want[2], "e")
		if !given {
			rejected++
			want[1] = ""
		}
		if strings.Join(some[i], ",") != strings.Join(want, ",") {
			t.Errorf("row %q, want %q", some[i], want)
		}
		var j jsonRow
		if err := json.Unmarshal(lines[i-1], &j); err != nil {
			t.Fatal(err)
		}
		p := table[i-1]
		if (j.Class != nil) != given || (p.Class != nil) != given || j.Probability == nil || p.Probability == nil || len(j.Top) != 2 || len(p.Top) != 2 {
			t.Errorf("rows %s and %+v, want a class: %v", lines[i-1], p, given)
		}
	}
	if rejected == 0 || rejected == len(all)-1 {
		t.Errorf("%d of %d rejected: nothing was tested", rejected, len(all)-1)
	}
}

func readFile(t *testing.T, path string) []byte {
	t.Helper()
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// What train stores is what evaluate uses, unless it is told otherwise.
func TestTrainStoresTemperatureAndThreshold(t *testing.T) {
	dir := t.TempDir()
	m, figures, page := filepath.Join(dir, "m.saccade"), filepath.Join(dir, "r.json"), filepath.Join(dir, "r.html")
	_, stderr := must(t, 0, "train", fashion+"/train", "--out", m, "--preset", "pixels", "--epochs", "3", "--calibrate", "--min-confidence", "0.7")
	if !strings.Contains(stderr, "calibrated with temperature") {
		t.Errorf("%q", stderr)
	}
	opened, err := saccade.Open(m)
	if err != nil {
		t.Fatal(err)
	}
	if opened.Temperature() == 1 || opened.MinConfidence() != 0.7 {
		t.Errorf("temperature %v, threshold %v", opened.Temperature(), opened.MinConfidence())
	}
	rejected := func(args ...string) int {
		t.Helper()
		stdout, _ := must(t, 0, append([]string{"evaluate", m, fashion + "/test", "--json", figures, "--report", page}, args...)...)
		var r struct {
			N, Rejected int
			Coverage    float64
			Least       float64 `json:"min_confidence"`
		}
		if err := json.Unmarshal(readFile(t, figures), &r); err != nil {
			t.Fatal(err)
		}
		if r.Coverage != float64(r.N-r.Rejected)/float64(r.N) {
			t.Errorf("coverage %v of %d, %d rejected", r.Coverage, r.N, r.Rejected)
		}
		for where, text := range map[string]string{"coverage": stdout, "given no class": string(readFile(t, page))} {
			if strings.Contains(text, where) != (r.Least > 0) {
				t.Errorf("threshold %v: %q is or isn't in\n%s", r.Least, where, text)
			}
		}
		return r.Rejected
	}
	stored, low, none := rejected(), rejected("--min-confidence", "0.3"), rejected("--min-confidence", "0")
	if !(stored > low && low > none && none == 0) {
		t.Errorf("rejected %d as stored, %d with 0.3, %d with 0", stored, low, none)
	}
	if everything := rejected("--min-confidence", "1"); everything < 290 {
		t.Errorf("rejected %d with 1", everything)
	}
}

// Nothing is read before a bad threshold is refused, and no image before it is known that none is held out.
func TestConfidenceMistakes(t *testing.T) {
	for _, p := range []string{"NaN", "-0.1", "1.1", "Inf", "much", ""} {
		for _, args := range [][]string{{"classify", "missing", "missing"}, {"evaluate", "missing", "missing"}, {"train", "missing", "--out", "m"}} {
			status, _, stderr := invoke(t, append(args, "--min-confidence="+p)...)
			if status != 1 || !strings.Contains(stderr, "wanted a number in 0..1") {
				t.Errorf("%s %q: status %d, %q", args[0], p, status, stderr)
			}
		}
	}
	out := filepath.Join(t.TempDir(), "m.saccade")
	status, _, stderr := invoke(t, "train", fashion+"/train", "--out", out, "--calibrate", "--val", "0")
	if status != 1 || !strings.Contains(stderr, "wanted held-out samples") || strings.Contains(stderr, "epoch") {
		t.Errorf("status %d, %q", status, stderr)
	}
}
