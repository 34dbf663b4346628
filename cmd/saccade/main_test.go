package main

import (
	"bytes"
	"context"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"image/png"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/parquet-go/parquet-go"
)

const fashion = "../../testdata/fashion"

// invoke runs the program and returns its exit status and what it printed.
func invoke(t testing.TB, args ...string) (status int, stdout, stderr string) {
	t.Helper()
	var out, errs bytes.Buffer
	status = run(t.Context(), args, &out, &errs)
	return status, out.String(), errs.String()
}

// must runs the program and fails the test if it doesn't end with the status.
func must(t testing.TB, want int, args ...string) (stdout, stderr string) {
	t.Helper()
	status, stdout, stderr := invoke(t, args...)
	if status != want {
		t.Fatalf("saccade %s: status %d, want %d\n%s%s", strings.Join(args, " "), status, want, stdout, stderr)
	}
	return stdout, stderr
}

var modelOnce sync.Once
var modelPath string

// asProgram is in the environment of a test binary that is to be the program; see program.
const asProgram = "SACCADE_TEST_PROGRAM"

func TestMain(m *testing.M) {
	if os.Getenv(asProgram) != "" {
		main()
	}
	status := m.Run()
	os.RemoveAll(filepath.Dir(modelPath))
	os.Exit(status)
}

// program returns a command that runs the program as a process of its own.
func program(t testing.TB, args ...string) *exec.Cmd {
	t.Helper()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.CommandContext(t.Context(), self, args...)
	cmd.Env = append(os.Environ(), asProgram+"=1")
	return cmd
}

// model returns a model file that the tests share.
func model(t testing.TB) string {
	t.Helper()
	modelOnce.Do(func() {
		dir, err := os.MkdirTemp("", "saccade-test")
		if err != nil {
			t.Fatal(err)
		}
		modelPath = filepath.Join(dir, "fashion.saccade")
		must(t, 0, "train", fashion+"/train", "--out", modelPath, "--preset", "pixels", "--epochs", "3", "--quiet")
	})
	return modelPath
}

// mixed makes a folder with good and bad images.
func mixed(t testing.TB) string {
	t.Helper()
	dir := t.TempDir()
	if err := os.CopyFS(dir, os.DirFS(fashion+"/test/bag")); err != nil {
		t.Fatal(err)
	}
	for name, content := range map[string]string{
		"00000_cut.png":       "\x89PNG\r\n\x1a\n\x00\x00",
		"zz empty.jpg":        "",
		"mm\nnew, \"line.png": "text",
		"notes.txt":           "not an input",
		".DS_Store":           "litter",
	} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(content), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

func readCSV(t testing.TB, text string) [][]string {
	t.Helper()
	rows, err := csv.NewReader(strings.NewReader(text)).ReadAll()
	if err != nil {
		t.Fatalf("%v in\n%s", err, text)
	}
	return rows
}

func TestClassifyHasARowForEachInput(t *testing.T) {
	dir := mixed(t)
	stdout, stderr := must(t, 3, "classify", model(t), dir)
	rows := readCSV(t, stdout)
	if !slices.Equal(rows[0], []string{"path", "class", "probability", "error"}) {
		t.Errorf("header %q", rows[0])
	}
	var paths []string
	bad := 0
	for _, r := range rows[1:] {
		paths = append(paths, r[0])
		if (r[1] == "") != (r[3] != "") || (r[2] == "") != (r[1] == "") {
			t.Errorf("row %q has neither answer nor error, or both", r)
		}
		if r[3] != "" {
			bad++
			if strings.Contains(r[3], dir) {
				t.Errorf("the path stands in the error, too: %q", r)
			}
		}
	}
	if len(paths) != 33 || bad != 3 || !slices.IsSorted(paths) {
		t.Errorf("%d rows, %d bad, sorted %v; want 33, 3, true", len(paths), bad, slices.IsSorted(paths))
	}
	for _, want := range []string{"00000_cut.png", "zz empty.jpg", "3 images failed", "not an image: 1", "hidden or litter: 1"} {
		if !strings.Contains(stderr, want) {
			t.Errorf("standard error doesn't say %q:\n%s", want, stderr)
		}
	}
}

func TestClassifyFormatsAgree(t *testing.T) {
	dir := mixed(t)
	out := t.TempDir()
	for _, ext := range []string{"csv", "jsonl", "parquet"} {
		must(t, 3, "classify", model(t), dir, "--top", "3", "--quiet", "--out", filepath.Join(out, "a."+ext))
	}
	text, err := os.ReadFile(filepath.Join(out, "a.csv"))
	if err != nil {
		t.Fatal(err)
	}
	rows := readCSV(t, string(text))
	if want := "path class probability class_2 probability_2 class_3 probability_3 error"; strings.Join(rows[0], " ") != want {
		t.Errorf("header %q, want %q", rows[0], want)
	}
	lines, err := os.ReadFile(filepath.Join(out, "a.jsonl"))
	if err != nil {
		t.Fatal(err)
	}
	table, err := parquet.ReadFile[parquetRow](filepath.Join(out, "a.parquet"))
	if err != nil {
		t.Fatal(err)
	}
	jsonl := strings.Split(strings.TrimSpace(string(lines)), "\n")
	if len(jsonl) != len(rows)-1 || len(table) != len(rows)-1 {
		t.Fatalf("%d rows as CSV, %d as JSONL, %d as Parquet", len(rows)-1, len(jsonl), len(table))
	}
	for i, c := range rows[1:] {
		var j jsonRow
		if err := json.Unmarshal([]byte(jsonl[i]), &j); err != nil {
			t.Fatal(err)
		}
		p := table[i]
		if j.Path != c[0] || p.Path != c[0] || j.Error != c[7] || p.Error != c[7] {
			t.Errorf("row %d: %q, %+v, %+v", i, c, j, p)
		}
		if j.Error != "" {
			if j.Class != nil || j.Probability != nil || p.Class != nil || len(p.Top) != 0 || len(j.Top) != 0 {
				t.Errorf("row %d has an error and an answer: %+v, %+v", i, j, p)
			}
			continue
		}
		for k, r := range j.Top {
			if c[1+2*k] != r.Class || c[2+2*k] != formatProbability(r.Probability) || p.Top[k] != parquetTop(r) {
				t.Errorf("row %d, class %d: %q, %v, %v", i, k+1, c, r, p.Top[k])
			}
		}
		if *j.Class != c[1] || *p.Probability != *j.Probability || len(j.Top) != 3 {
			t.Errorf("row %d: %q, %+v, %+v", i, c, j, p)
		}
	}
}

func TestResumeGivesTheRowsOfAWholeRun(t *testing.T) {
	dir := mixed(t)
	for _, ext := range []string{".csv", ".jsonl"} {
		out := filepath.Join(t.TempDir(), "a"+ext)
		must(t, 3, "classify", model(t), dir, "--quiet", "--out", out)
		whole, err := os.ReadFile(out)
		if err != nil {
			t.Fatal(err)
		}
		for n := 0; n <= len(whole); n += 1 + len(whole)/61 {
			if err := os.WriteFile(out, whole[:n], 0o666); err != nil {
				t.Fatal(err)
			}
			must(t, 3, "classify", model(t), dir, "--quiet", "--out", out, "--resume")
			if got, _ := os.ReadFile(out); !bytes.Equal(got, whole) {
				t.Fatalf("%s: resumed after %d bytes it has other rows", ext, n)
			}
		}
		other := t.TempDir()
		if err := os.CopyFS(other, os.DirFS(fashion+"/test/coat")); err != nil {
			t.Fatal(err)
		}
		_, stderr := must(t, 1, "classify", model(t), other, "--out", out, "--resume")
		if got, _ := os.ReadFile(out); !strings.Contains(stderr, "other inputs") || !bytes.Equal(got, whole) {
			t.Errorf("%s: rows of other inputs: %s", ext, stderr)
		}
	}
	more := filepath.Join(t.TempDir(), "a.jsonl")
	must(t, 3, "classify", model(t), dir, "--quiet", "--out", more)
	if _, stderr := must(t, 1, "classify", model(t), dir, "--out", more, "--resume", "--top", "2"); !strings.Contains(stderr, "give --top 1") {
		t.Errorf("rows with another number of classes: %s", stderr)
	}
	another := filepath.Join(t.TempDir(), "m.saccade")
	must(t, 0, "train", fewerClasses(t), "--out", another, "--preset", "pixels", "--epochs", "1", "--quiet")
	if _, stderr := must(t, 1, "classify", another, dir, "--out", more, "--resume"); !strings.Contains(stderr, "rows of this model") {
		t.Errorf("rows of another model: %s", stderr)
	}
	foreign := filepath.Join(t.TempDir(), "a.csv")
	if err := os.WriteFile(foreign, []byte("name;price\nx;3\n"), 0o666); err != nil {
		t.Fatal(err)
	}
	must(t, 1, "classify", model(t), dir, "--out", foreign, "--resume")
	if got, _ := os.ReadFile(foreign); string(got) != "name;price\nx;3\n" {
		t.Errorf("somebody's file is now %q", got)
	}
}

// fewerClasses makes a data set of two of the classes.
func fewerClasses(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	for _, class := range []string{"coat", "trouser"} {
		if err := os.CopyFS(filepath.Join(dir, class), os.DirFS(fashion+"/test/"+class)); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

func TestOnErrorFail(t *testing.T) {
	stdout, stderr := must(t, 1, "classify", model(t), mixed(t), "--on-error", "fail")
	if rows := readCSV(t, stdout); len(rows) != 2 || !strings.Contains(stderr, "--on-error fail") {
		t.Errorf("%d rows and %s", len(rows), stderr)
	}
}

func TestWorkersDontMatter(t *testing.T) {
	dir := t.TempDir()
	var models, answers [][]byte
	for _, workers := range []string{"1", "2"} {
		m, out := filepath.Join(dir, workers+".saccade"), filepath.Join(dir, workers+".csv")
		must(t, 0, "train", fashion+"/train", "--out", m, "--epochs", "2", "--hidden", "8", "--seed", "7", "--workers", workers, "--quiet")
		must(t, 0, "classify", m, fashion+"/test", "--out", out, "--workers", workers, "--quiet")
		a, err := os.ReadFile(m)
		if err != nil {
			t.Fatal(err)
		}
		b, err := os.ReadFile(out)
		if err != nil {
			t.Fatal(err)
		}
		models, answers = append(models, a), append(answers, b)
	}
	if !bytes.Equal(models[0], models[1]) || !bytes.Equal(answers[0], answers[1]) {
		t.Error("model or answers differ between 1 and 2 workers")
	}
}

func TestEvaluateAgreesWithClassify(t *testing.T) {
	dir := t.TempDir()
	page, figures := filepath.Join(dir, "r.html"), filepath.Join(dir, "r.json")
	stdout, _ := must(t, 0, "evaluate", model(t), fashion+"/test", "--json", figures, "--report", page)
	var r struct {
		N         int
		Accuracy  float64
		Classes   []string
		Confusion [][]int
		Failed    int
	}
	b, err := os.ReadFile(figures)
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(b, &r); err != nil {
		t.Fatal(err)
	}
	for _, key := range []string{"n", "accuracy", "top_5", "macro_f1", "log_loss", "ece", "classes", "confusion", "per_class", "failed"} {
		if !bytes.Contains(b, []byte(`"`+key+`":`)) {
			t.Errorf("the JSON has no %q", key)
		}
	}
	answers, _ := must(t, 0, "classify", model(t), fashion+"/test")
	confusion := map[[2]string]int{}
	right := 0
	for _, row := range readCSV(t, answers)[1:] {
		truth := filepath.Base(filepath.Dir(row[0]))
		confusion[[2]string{truth, row[1]}]++
		if truth == row[1] {
			right++
		}
	}
	for i, truth := range r.Classes {
		for j, class := range r.Classes {
			if got, want := r.Confusion[i][j], confusion[[2]string{truth, class}]; got != want {
				t.Errorf("%s taken for %s: %d by evaluate, %d by classify", truth, class, got, want)
			}
		}
	}
	if r.N != 300 || r.Failed != 0 || r.Accuracy != float64(right)/300 || !strings.Contains(stdout, fmt.Sprintf("%.4f", r.Accuracy)) {
		t.Errorf("%+v with %d right, printed\n%s", r, right, stdout)
	}
	html, err := os.ReadFile(page)
	if err != nil || !bytes.Contains(html, []byte("</html>")) || !bytes.Contains(html, []byte("data:image/png;base64,")) {
		t.Errorf("page of %d bytes, %v", len(html), err)
	}
}

func TestTrainFlags(t *testing.T) {
	out := filepath.Join(t.TempDir(), "m.saccade")
	yaml := filepath.Join(t.TempDir(), "p.yaml")
	if err := os.WriteFile(yaml, []byte("decode: {space: gray}\nsteps:\n  - resize: {height: 8, width: 8}\n  - to_float\n"), 0o666); err != nil {
		t.Fatal(err)
	}
	_, stderr := must(t, 0, "train", fashion+"/train", "--out", out, "--pipeline", yaml, "--hidden", "9,8", "--activation", "tanh",
		"--epochs", "1", "--batch", "32", "--lr", "0.1", "--momentum", "0", "--weight-decay", "0.001", "--val", fashion+"/test")
	for _, want := range []string{"val loss", "1/1", "300 held-out"} {
		if !strings.Contains(stderr, want) {
			t.Errorf("training doesn't say %q:\n%s", want, stderr)
		}
	}
	plan, _ := must(t, 0, "plan", out)
	if !strings.Contains(plan, "network {inputs: 64, hidden: [9, 8], activation: tanh, classes: 10}") {
		t.Errorf("plan\n%s", plan)
	}
	if _, stderr := must(t, 0, "train", fashion+"/train", "--out", out, "--epochs", "1", "--val", "0", "--quiet"); stderr != "" {
		t.Errorf("--quiet prints\n%s", stderr)
	}
}

func TestMistakesOfTheUser(t *testing.T) {
	m, dir := model(t), t.TempDir()
	bad := filepath.Join(dir, "bad.yaml")
	if err := os.WriteFile(bad, []byte("steps:\n  - resize: {shortr: 5}\n  - nothing\n"), 0o666); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		args string
		want string
	}{
		{"trian x", "train"},
		{"train", "arg"},
		{"train " + fashion + "/train", "--out"},
		{"train " + fashion + "/train --out " + dir, "folder"},
		{"train " + fashion + "/train --out " + dir + "/no/where", "folder that exists"},
		{"train " + fashion + " --out " + dir + "/m", fashion + "/train"},
		{"train " + fashion + "/train --out " + dir + "/m --preset hgo", "hog"},
		{"train " + fashion + "/train --out " + dir + "/m --pipeline " + bad, "bad.yaml: line 2: step 1 resize"},
		{"train " + fashion + "/train --out " + dir + "/m --pipeline " + bad, "bad.yaml: line 3: step 2 nothing"},
		{"train " + fashion + "/train --out " + dir + "/m --hidden 5,x", "hidden"},
		{"train " + fashion + "/train --out " + dir + "/m --activation swish", "relu"},
		{"train " + fashion + "/train --out " + dir + "/m --lr -1", "lr"},
		{"train " + fashion + "/train --out " + dir + "/m --val 1.5", "--val"},
		{"train " + fashion + "/train --out " + dir + "/m --workers -1", "--workers"},
		{"train " + fashion + "/train --out " + dir + "/m --workers 1000000000", "--workers"},
		{"classify", "arg"},
		{"classify " + m, "--manifest"},
		{"classify " + m + " nowhere", "nowhere"},
		{"classify nowhere.saccade " + dir, "nowhere.saccade"},
		{"classify " + bad + " " + dir, "Saccade model"},
		{"classify " + m + " " + dir + " --top 0", "--top"},
		{"classify " + m + " " + dir + " --top 11", "10"},
		{"classify " + m + " " + dir + " --out x.xls", ".csv"},
		{"classify " + m + " " + dir + " --on-error ignore", "skip, fail or quarantine=DIR"},
		{"classify " + m + " " + dir + " --resume", "--out"},
		{"classify " + m + " " + dir + " --resume --out x.parquet", "Parquet"},
		{"evaluate " + m + " " + dir, dir},
		{"plan " + bad, "line 2"},
		{"plan nowhere", "nowhere"},
		{"plan hog --input 3x5", "3x375x500"},
		{"plan hog --input 3x0x5", "from 1"},
		{"inspect x.png --pipeline hog", ".png"},
		{"inspect x.png --out " + dir + "/x.png", "pipeline"},
		{"inspect nowhere.png --pipeline hog --out " + dir + "/x.png", "nowhere.png"},
	} {
		status, stdout, stderr := invoke(t, strings.Fields(c.args)...)
		if status != 1 || !strings.Contains(stderr, c.want) || stdout != "" {
			t.Errorf("saccade %s: status %d, stdout %q, stderr %q; want 1 and a message with %q", c.args, status, stdout, stderr, c.want)
		}
	}
}

func TestInspect(t *testing.T) {
	out := filepath.Join(t.TempDir(), "x.png")
	for _, args := range [][]string{{"--pipeline", "hog"}, {"--pipeline", "pixels"}, {"--model", model(t)}, {"--pipeline", "../../examples/pipelines/imagenet.yaml"}} {
		must(t, 0, append([]string{"inspect", "../../testdata/photos/coffee_exif6.jpg", "--out", out}, args...)...)
		f, err := os.Open(out)
		if err != nil {
			t.Fatal(err)
		}
		img, err := png.Decode(f)
		f.Close()
		if err != nil || img.Bounds().Dx() < 500 {
			t.Errorf("%v: picture %v, %v", args, img.Bounds(), err)
		}
	}
}

func TestPlan(t *testing.T) {
	stdout, _ := must(t, 0, "plan", "hog", "--input", "3x375x500")
	for _, want := range []string{"3×375×500", "2a.2", "hog {cell: 32, block: 2}", "1348×1×1", "joins 2 branches"} {
		if !strings.Contains(stdout, want) {
			t.Errorf("plan doesn't say %q:\n%s", want, stdout)
		}
	}
}

func TestInterruptedRunSaysSo(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	var out, errs bytes.Buffer
	if status := run(ctx, []string{"classify", model(t), fashion + "/test", "--quiet"}, &out, &errs); status != 1 || errs.String() != "saccade: interrupted\n" {
		t.Errorf("status %d, %q", status, errs.String())
	}
	target := filepath.Join(t.TempDir(), "m.saccade")
	if status := run(ctx, []string{"train", fashion + "/train", "--out", target}, &out, &errs); status != 1 {
		t.Errorf("status %d", status)
	}
	if _, err := os.Stat(target); err == nil {
		t.Error("an interrupted training leaves a model")
	}
}
