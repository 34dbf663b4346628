package main

import (
	"encoding/json"
	"math"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/saccade-go/saccade/internal/safetensors"
	"github.com/saccade-go/saccade/internal/testdata"
)

// exported trains a model with flags, exports it and returns both and the features that the exported pipeline makes of test images.
func exported(t *testing.T, flags ...string) (m, dir string, features []float32) {
	t.Helper()
	work := t.TempDir()
	m, dir = filepath.Join(work, "m.saccade"), filepath.Join(work, "parts")
	must(t, 0, append([]string{"train", fashion + "/train", "--out", m, "--quiet"}, flags...)...)
	must(t, 0, "export", m, "--out", dir)
	must(t, 0, "preprocess", fashion+"/test", "--pipeline", filepath.Join(dir, "pipeline.yaml"), "--out", filepath.Join(work, "f.safetensors"), "--quiet")
	f, err := safetensors.ReadFile(filepath.Join(work, "f.safetensors"))
	if err != nil {
		t.Fatal(err)
	}
	for _, a := range f.Tensors {
		if a.Name == "features" || a.Name == "images" {
			if features, err = safetensors.Values[float32](a); err != nil {
				t.Fatal(err)
			}
		}
	}
	return m, dir, features
}

// learning is a pipeline that has to learn.
func learning(t *testing.T) string {
	t.Helper()
	file := filepath.Join(t.TempDir(), "p.yaml")
	text := "decode: {space: gray}\nsteps:\n  - resize: {height: 14, width: 14}\n  - to_float\n  - concat: {branches: [[flatten, standardize], [dct: {coefficients: 64}]]}\n  - learn_pca: {components: 30}\n"
	if err := os.WriteFile(file, []byte(text), 0o666); err != nil {
		t.Fatal(err)
	}
	return file
}

// answers of a model to test images, as probabilities by class.
func probabilitiesOf(t *testing.T, m string) []map[string]float64 {
	t.Helper()
	out, _ := must(t, 0, "classify", m, fashion+"/test", "--top", "10", "--quiet")
	var all []map[string]float64
	for _, row := range readCSV(t, out)[1:] {
		p := map[string]float64{}
		for k := 1; k+1 < len(row); k += 2 {
			v, err := strconv.ParseFloat(row[k+1], 64)
			if err != nil {
				t.Fatal(err)
			}
			p[row[k]] = v
		}
		all = append(all, p)
	}
	return all
}

// TestExport computes softmax(W·x+b) in float64 from the parts, and finds the model's answers.
func TestExport(t *testing.T) {
	m, dir, x := exported(t, "--pipeline", learning(t), "--epochs", "3", "--calibrate")
	w := testdata.ReadNPZ(t, filepath.Join(dir, "weights.npz"))
	var described struct {
		Classes     []string
		Network     struct{ Inputs, Classes int }
		Temperature float64
		Metrics     struct{ Train int }
	}
	b, err := os.ReadFile(filepath.Join(dir, "model.json"))
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(b, &described); err != nil {
		t.Fatal(err)
	}
	names, err := os.ReadFile(filepath.Join(dir, "classes.txt"))
	if err != nil || strings.TrimSpace(string(names)) != strings.Join(described.Classes, "\n") || described.Metrics.Train != 900 || described.Temperature == 1 {
		t.Errorf("classes %q, description %+v, %v", names, described, err)
	}
	if _, ok := w["pipeline.steps.4.components"]; !ok {
		t.Errorf("no components among %d arrays", len(w))
	}
	n, k := described.Network.Inputs, described.Network.Classes
	for i, want := range probabilitiesOf(t, m) {
		p := make([]float64, k)
		sum := 0.
		for c := range p {
			z := w["layers.0.bias"].Data[c]
			for j := range n {
				z += w["layers.0.weight"].Data[c*n+j] * float64(x[i*n+j])
			}
			p[c] = math.Exp(z / described.Temperature)
			sum += p[c]
		}
		for c, name := range described.Classes {
			if math.Abs(p[c]/sum-want[name]) > 1e-5 {
				t.Fatalf("image %d: %s has %v, want %v", i, name, p[c]/sum, want[name])
			}
		}
	}
}

// TestExportedPipeline: a model trained on the exported pipeline has what it has learned, in the same place.
func TestExportedPipeline(t *testing.T) {
	m, dir, _ := exported(t, "--pipeline", learning(t), "--epochs", "1")
	again := filepath.Join(t.TempDir(), "again.saccade")
	must(t, 0, "train", fashion+"/train", "--out", again, "--quiet", "--pipeline", filepath.Join(dir, "pipeline.yaml"), "--epochs", "1")
	a, err := os.ReadFile(m)
	if err != nil {
		t.Fatal(err)
	}
	b, err := os.ReadFile(again)
	if err != nil || string(a) != string(b) {
		t.Errorf("the model differs, %v", err)
	}
	readme, err := os.ReadFile(filepath.Join(dir, "README.md"))
	if err != nil || !strings.Contains(string(readme), "| layers.0.weight | 10×30 |") || !strings.Contains(string(readme), "pipeline.safetensors") {
		t.Errorf("%s, %v", readme, err)
	}
	if err := os.Remove(filepath.Join(dir, "pipeline.safetensors")); err != nil {
		t.Fatal(err)
	}
	if _, message := must(t, 1, "plan", filepath.Join(dir, "pipeline.yaml")); !strings.Contains(message, "pipeline.yaml: learned: no such file") {
		t.Error(message)
	}
	for _, name := range []string{"../x.safetensors", "/etc/passwd", ".hidden"} {
		file := filepath.Join(t.TempDir(), "p.yaml")
		if err := os.WriteFile(file, []byte("learned: "+name+"\nsteps: [to_float]\n"), 0o666); err != nil {
			t.Fatal(err)
		}
		if _, message := must(t, 1, "plan", file); !strings.Contains(message, "wanted the name of a file beside this one") {
			t.Error(message)
		}
	}
}

func TestExportWrongUse(t *testing.T) {
	full := t.TempDir()
	if err := os.WriteFile(filepath.Join(full, "mine"), nil, 0o666); err != nil {
		t.Fatal(err)
	}
	for want, args := range map[string][]string{
		"wanted --out DIR":             {model(t)},
		"wanted a new or an empty":     {model(t), "--out", full},
		"wanted a Saccade model":       {"../../examples/pipelines/mnist.yaml", "--out", full + "/x"},
		"accepts 1 arg(s), received 0": {"--out", full + "/x"},
	} {
		if status, out, message := invoke(t, append([]string{"export"}, args...)...); status != 1 || out != "" || !strings.Contains(message, want) {
			t.Errorf("%v: status %d, %s%s, want %s", args, status, out, message, want)
		}
	}
	if entries, _ := os.ReadDir(full); len(entries) != 1 {
		t.Errorf("left behind: %v", entries)
	}
}
