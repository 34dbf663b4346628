package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

const fast = "decode: {space: gray}\nsteps:\n  - resize: {height: 8, width: 8}\n  - to_float\n"

// quick returns the first arguments of a training that takes no time.
func quick(t *testing.T, flags ...string) (args []string, out string) {
	t.Helper()
	dir := t.TempDir()
	out = filepath.Join(dir, "m.saccade")
	yaml := filepath.Join(dir, "p.yaml")
	if err := os.WriteFile(yaml, []byte(fast), 0o666); err != nil {
		t.Fatal(err)
	}
	return append([]string{"train", fashion + "/train", "--out", out, "--pipeline", yaml}, flags...), out
}

// Every flag reaches the settings, which stand in the model.
func TestTrainSettings(t *testing.T) {
	for flags, want := range map[string]string{
		"--hidden 9 --batch-norm --dropout 0.1 --init he --ema 0.9": `"batch_norm":true,"init":"he","epochs":2`,
		"--optimizer adamw --clip-norm 1":                           `"optimizer":"adamw","lr":0.001`,
		"--optimizer adamw --lr 0.01 --label-smoothing 0.1":         `"optimizer":"adamw","lr":0.01`,
		"--schedule step":                                                       `"schedule":"step","step_every":1,"step_factor":0.1`,
		"--schedule plateau --min-lr 0.001":                                     `"schedule":"plateau","min_lr":0.001,"plateau_patience":2,"plateau_factor":0.1`,
		"--schedule cosine --warmup 0.1 --nesterov":                             `"nesterov":true,"beta1":0.9,"beta2":0.999,"eps":1e-8,"schedule":"cosine","warmup":0.1`,
		"--loss focal --gamma 2 --class-weights balanced":                       `"loss":"focal","class_weights":"balanced","gamma":2`,
		"--loss hinge --class-weights 1,2,1,1,1,1,1,1,1,0.5 --sampler balanced": `"loss":"hinge","class_weights":[1,2,1,1,1,1,1,1,1,0.5],"sampler":"balanced"`,
	} {
		args, out := quick(t, append(strings.Fields(flags), "--epochs", "2")...)
		_, stderr := must(t, 0, args...)
		b, err := os.ReadFile(out)
		if text := strings.ReplaceAll(string(b), `\"`, `"`); err != nil || !strings.Contains(text, want) {
			t.Errorf("%s: the model has no %s, %v", flags, want, err)
		}
		if strings.Contains(stderr, " lr\n") != strings.Contains(flags, "--schedule") {
			t.Errorf("%s: a column for the learning rate, or none\n%s", flags, stderr)
		}
	}
}

func TestTrainLBFGS(t *testing.T) {
	args, _ := quick(t, "--optimizer", "lbfgs", "--weight-decay", "0.01", "--patience", "0")
	if _, stderr := must(t, 0, args...); !strings.Contains(stderr, "1/1000") || strings.Contains(stderr, "1000/1000") {
		t.Errorf("wanted up to 1000 iterations and an end before\n%s", stderr)
	}
}

func TestTrainFindLR(t *testing.T) {
	args, out := quick(t, "--find-lr")
	stdout, stderr := must(t, 0, args...)
	rows := readCSV(t, stdout)
	if len(rows) < 50 || strings.Join(rows[0], ",") != "lr,loss,smoothed" || !strings.Contains(stderr, "falls fastest at --lr ") {
		t.Errorf("%d rows, first %v\n%s", len(rows), rows[0], stderr)
	}
	if _, err := os.Stat(out); err == nil {
		t.Error("there is a model")
	}
	must(t, 0, "train", fashion+"/train", "--find-lr", "--quiet", "--preset", "pixels")
}

func TestTrainCheckpoint(t *testing.T) {
	dir := t.TempDir()
	args, out := quick(t, "--epochs", "3", "--checkpoint", filepath.Join(dir, "state"))
	_, first := must(t, 0, args...)
	want, err := os.ReadFile(out)
	if err != nil || !strings.Contains(first, "3/3") {
		t.Fatalf("%v\n%s", err, first)
	}
	_, second := must(t, 0, args...)
	if !strings.Contains(second, "has a training that has ended") || strings.Contains(second, "3/3") {
		t.Errorf("again:\n%s", second)
	}
	if got, err := os.ReadFile(out); err != nil || string(got) != string(want) {
		t.Errorf("another model, %v", err)
	}
	if _, stderr := must(t, 1, append(args, "--seed", "4")...); !strings.Contains(stderr, "wanted a training with seed 4, found 0") {
		t.Errorf("another seed:\n%s", stderr)
	}
}

// The weights of the last epoch that was well are saved, and the exit status says that something was wrong.
func TestTrainThatDiverges(t *testing.T) {
	args, out := quick(t, "--loss", "squared_error", "--lr", "4", "--val", "0", "--patience", "0")
	_, stderr := must(t, 1, args...)
	if !strings.Contains(stderr, "training diverged") || !strings.Contains(stderr, out+" has the weights of epoch ") {
		t.Errorf("stderr\n%s", stderr)
	}
	must(t, 0, "plan", out)
}

func TestTrainRefusesSettings(t *testing.T) {
	for flags, want := range map[string]string{
		"--dropout 0.5":                       "dropout",
		"--batch-norm":                        "batch_norm",
		"--optimizer lbfgs --hidden 3":        "optimizer",
		"--optimizer lbfgs --schedule cosine": "schedule",
		"--schedule plateau --val 0":          "plateau",
		"--class-weights 1,2":                 "class_weights",
		"--class-weights many":                "wanted balanced, or numbers",
		"--gamma 2":                           "gamma",
		"--ema 1":                             "ema",
		"--sampler every":                     "shuffle, balanced",
		"--loss zero_one":                     "cross_entropy, focal, squared_error, hinge",
		"--checkpoint /no/such/folder/file":   "/no/such/folder",
	} {
		args, _ := quick(t, strings.Fields(flags)...)
		if _, stderr := must(t, 1, args...); !strings.Contains(stderr, want) {
			t.Errorf("%s: wanted %q in\n%s", flags, want, stderr)
		}
	}
}
