package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestEffectsInPipelines: a model with an effect is trained, opened and used.
func TestEffectsInPipelines(t *testing.T) {
	dir := t.TempDir()
	file, model := filepath.Join(dir, "p.yaml"), filepath.Join(dir, "m.saccade")
	text := "steps:\n  - resize: {height: 8, width: 8}\n  - bild_emboss\n  - imaging_sigmoid: {midpoint: 0.5, factor: 3}\n  - to_float\n"
	if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	if out, _ := must(t, 0, "plan", file); !strings.Contains(out, "imaging_sigmoid") {
		t.Errorf("the plan is\n%s", out)
	}
	must(t, 0, "train", "../../testdata/fashion/train", "--pipeline", file, "--out", model, "--epochs", "1", "--quiet")
	if out, _ := must(t, 0, "classify", model, "../../testdata/photos/chelsea.jpg"); !strings.Contains(out, "chelsea.jpg") {
		t.Errorf("the answer is\n%s", out)
	}
}
