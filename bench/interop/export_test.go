package interop

import (
	"encoding/csv"
	"math"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
)

// numpy returns an interpreter that has NumPy, and skips the test if none has.
func numpy(t *testing.T) string {
	t.Helper()
	for _, python := range append(pythons(), "python3") {
		if exec.Command(python, "-c", "import numpy").Run() == nil {
			return python
		}
	}
	t.Skip("wanted a Python with NumPy (make bench-interop installs it)")
	return ""
}

// TestExport trains networks of all kinds and lets the predict.py that saccade export writes answer in their place.
func TestExport(t *testing.T) {
	python, dir := numpy(t), t.TempDir()
	program := filepath.Join(dir, "saccade")
	run := func(name string, args ...string) string {
		t.Helper()
		out, err := exec.Command(name, args...).Output()
		if exit, ok := err.(*exec.ExitError); ok {
			t.Fatalf("%v: %v\n%s", args, err, exit.Stderr)
		} else if err != nil {
			t.Fatal(err)
		}
		return string(out)
	}
	run("go", "build", "-C", root, "-o", program, "./cmd/saccade")
	train, test := filepath.Join(root, "testdata/fashion/train"), filepath.Join(root, "testdata/fashion/test")
	for i, flags := range [][]string{
		{"--preset", "pixels", "--calibrate"}, {"--hidden", "9,8", "--batch-norm", "--activation", "gelu", "--min-confidence", "0.3"},
		{"--hidden", "7", "--activation", "sigmoid"}, {"--hidden", "7", "--activation", "tanh"}, {"--hidden", "7", "--activation", "leaky_relu"}, {"--hidden", "7"},
	} {
		at := filepath.Join(dir, strconv.Itoa(i))
		run(program, append([]string{"train", train, "--out", at + ".saccade", "--epochs", "2", "--quiet"}, flags...)...)
		run(program, "export", at+".saccade", "--out", at)
		run(program, "preprocess", test, "--pipeline", at+"/pipeline.yaml", "--out", at+".npz", "--quiet")
		same(t, run(python, at+"/predict.py", at+".npz"), run(program, "classify", at+".saccade", test, "--quiet"))
	}
}

// same compares answers of predict.py with those of classify.
func same(t *testing.T, got, want string) {
	t.Helper()
	theirs, err := csv.NewReader(strings.NewReader(got)).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	rows, err := csv.NewReader(strings.NewReader(want)).ReadAll()
	if err != nil || len(rows) != len(theirs) {
		t.Fatalf("%d rows, want %d, %v", len(theirs), len(rows), err)
	}
	worst := 0.
	for i, row := range rows[1:] {
		p, _ := strconv.ParseFloat(row[2], 64)
		q, err := strconv.ParseFloat(theirs[i+1][2], 64)
		worst = max(worst, math.Abs(p-q))
		if err != nil || row[0] != theirs[i+1][0] || row[1] != theirs[i+1][1] || worst > 1e-5 {
			t.Fatalf("%q, want %q", theirs[i+1], row)
		}
	}
	t.Logf("%d answers, probabilities within %.1e", len(rows)-1, worst)
}
