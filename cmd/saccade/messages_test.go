package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// A record is what a line of --log-format json says.
type record map[string]any

// logged runs the program with --log-format json and returns its records; each line has to be one.
func logged(t *testing.T, status int, args ...string) []record {
	t.Helper()
	_, stderr := must(t, status, append(args, "--log-format", "json")...)
	return records(t, stderr)
}

func records(t *testing.T, text string) (all []record) {
	t.Helper()
	for line := range strings.Lines(text) {
		var r record
		if err := json.Unmarshal([]byte(line), &r); err != nil {
			t.Fatalf("%q is no object: %v", line, err)
		}
		stamp, _ := r["time"].(string)
		if _, err := time.Parse(time.RFC3339Nano, stamp); err != nil || r["level"] == nil || r["msg"] == nil {
			t.Errorf("%q: wanted time, level and msg", line)
		}
		if visible(strings.TrimSuffix(line, "\n")) != strings.TrimSuffix(line, "\n") {
			t.Errorf("%q has what doesn't print", line)
		}
		all = append(all, r)
	}
	return all
}

// with returns the records of a level.
func with(all []record, level string) (found []record) {
	for _, r := range all {
		if r["level"] == level {
			found = append(found, r)
		}
	}
	return found
}

func TestLogOfTraining(t *testing.T) {
	data := t.TempDir()
	if err := os.CopyFS(data, os.DirFS(fashion+"/train")); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(data, "bag", "cut.png"), []byte("text"), 0o666); err != nil {
		t.Fatal(err)
	}
	all := logged(t, 3, "train", data, "--out", filepath.Join(t.TempDir(), "m"), "--preset", "pixels", "--epochs", "2")
	epochs := 0
	for _, r := range all {
		if r["msg"] != "epoch" {
			continue
		}
		epochs++
		for _, field := range []string{"loss", "accuracy", "val_loss", "val_accuracy", "seconds", "lr"} {
			if _, ok := r[field].(float64); !ok {
				t.Errorf("%v: %s is no number", r, field)
			}
		}
		if r["epoch"] != float64(epochs) || r["epochs"] != 2. {
			t.Errorf("%v as epoch %d", r, epochs)
		}
	}
	// beside the epochs: a failure, what was trained, how many failed
	if bad := with(all, "WARN"); epochs != 2 || len(all) != 5 || len(bad) != 2 || bad[0]["msg"] != "input failed" || bad[1]["failed"] != 1. {
		t.Errorf("%v", all)
	}
	all = logged(t, 0, "train", fashion+"/train", "--out", filepath.Join(t.TempDir(), "m"), "--preset", "pixels", "--epochs", "1", "--val", "0")
	if _, has := all[0]["val_loss"]; has || len(all) != 2 {
		t.Errorf("without held-out images: %v", all)
	}
}

func TestLogOfSearch(t *testing.T) {
	all := logged(t, 0, "train", fashion+"/train", "--out", filepath.Join(t.TempDir(), "m"), "--preset", "auto", "--trials", "1")
	if len(all) != 2 || all[0]["msg"] != "trial" || all[0]["round"] != 1. || all[0]["features"] == "" || all[0]["accuracy"] == nil {
		t.Errorf("%v", all)
	}
}

func TestLogOfFailedInputs(t *testing.T) {
	dir := mixed(t)
	names := map[string]bool{"00000_cut.png": true, "zz empty.jpg": true, "mm\nnew, \"line.png": true, "ev\x1b[31mil \u202e.png": true}
	raw := "\xff.png"
	if os.WriteFile(filepath.Join(dir, raw), []byte("text"), 0o666) == nil {
		names[raw] = true // not every system has such names
	}
	if err := os.WriteFile(filepath.Join(dir, "ev\x1b[31mil \u202e.png"), []byte("text"), 0o666); err != nil {
		t.Skip(err)
	}
	for _, args := range [][]string{{"classify", model(t), dir}, {"classify", model(t), dir, "--quiet"},
		{"preprocess", dir, "--unlabelled", "--preset", "pixels", "--out", filepath.Join(t.TempDir(), "x.npz")}} {
		all := with(logged(t, 3, args...), "WARN")
		if len(all) != len(names)+1 || all[len(names)]["failed"] != float64(len(names)) {
			t.Fatalf("%v: %v", args, all)
		}
		for _, r := range all[:len(names)] {
			path, _ := r["path"].(string)
			var raw struct {
				Bytes []byte `json:"path_bytes"`
			}
			again, _ := json.Marshal(r)
			if err := json.Unmarshal(again, &raw); err != nil {
				t.Fatal(err)
			}
			if raw.Bytes != nil {
				path = string(raw.Bytes)
			}
			why, _ := r["error"].(string)
			if !names[filepath.Base(path)] || r["stage"] == "" || why == "" || strings.Contains(why, dir) {
				t.Errorf("%v: %v", args, r)
			}
		}
	}
}

// TestLogOfErrors: the run's own error is one record, wherever the flag stands and whatever else is wrong.
func TestLogOfErrors(t *testing.T) {
	broken := filepath.Join(t.TempDir(), "broken.yaml")
	if err := os.WriteFile(broken, []byte("steps: [flipp, crop: {widht: 3}]\n"), 0o666); err != nil {
		t.Fatal(err)
	}
	for _, args := range [][]string{
		{"classify", broken, fashion}, {"classify", "gone\n\x1b.saccade", fashion}, {"plan", broken}, {"plan"},
		{"train", fashion, "--bogus"}, {"trian"}, {"train", "--epochs", "many"}, {"evaluate", model(t), fashion + "/test", "--report", "/"},
	} {
		before := append([]string{"--log-format=json"}, args...)
		_, stderr := must(t, 1, before...)
		for _, all := range [][]record{logged(t, 1, args...), records(t, stderr)} {
			text, _ := all[0]["msg"].(string)
			if len(all) != 1 || all[0]["level"] != "ERROR" || text == "" || strings.HasPrefix(text, "saccade:") {
				t.Errorf("%q: %v", args, all)
			}
		}
	}
	ended, end := context.WithCancel(t.Context())
	end()
	var stdout, stderr bytes.Buffer
	status := run(ended, []string{"classify", model(t), fashion, "--quiet", "--log-format", "json"}, &stdout, &stderr)
	if all := records(t, stderr.String()); status != 1 || len(all) != 1 || all[0]["level"] != "ERROR" || all[0]["msg"] != "interrupted" {
		t.Errorf("interrupted: %v", all)
	}
	if _, stderr := must(t, 1, "plan", broken, "--log-format", "xml"); !strings.HasPrefix(stderr, "saccade: ") || !strings.Contains(stderr, `wanted text or json, found "xml"`) {
		t.Errorf("%q", stderr)
	}
	if _, stderr := must(t, 1, "train", "--bogus", "--", "--log-format", "json"); !strings.HasPrefix(stderr, "saccade: ") {
		t.Errorf("behind --: %q", stderr)
	}
}

func TestLogOfProgress(t *testing.T) {
	var b bytes.Buffer
	log := newJSONLog(&b)
	p := newProgress(log, false, "classify", 7)
	p.add(2)
	if b.Len() > 0 || p.bar != nil {
		t.Fatalf("too early: %s", &b)
	}
	p.log.last = time.Now().Add(-time.Minute)
	p.add(3)
	p.add(1)
	p.log.last = time.Now().Add(-time.Minute)
	p.set(7)
	p.finish()
	all := records(t, b.String())
	if len(all) != 2 || all[0]["msg"] != "progress" || all[0]["task"] != "classify" || all[0]["done"] != 5. || all[0]["total"] != 7. || all[1]["done"] != 7. {
		t.Errorf("%v", all)
	}
	if p := newProgress(log, true, "", 1); p.log != nil {
		t.Error("--quiet has progress")
	}
}

func TestLogOfLines(t *testing.T) {
	var b bytes.Buffer
	log := newJSONLog(&b)
	for _, part := range []string{"one ", "line\n\nsaccade: tr", "ouble\n", "cut"} {
		if n, err := log.Write([]byte(part)); n != len(part) || err != nil {
			t.Fatal(n, err)
		}
	}
	sayTrouble(log, "odd", "a.png", errors.New("a.png: why"))
	all := records(t, b.String())
	if len(all) != 3 || all[0]["msg"] != "one line" || all[0]["level"] != "INFO" || all[1]["msg"] != "trouble" || all[1]["level"] != "WARN" || all[2]["error"] != "why" {
		t.Errorf("%v", all)
	}
}
