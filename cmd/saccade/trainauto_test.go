package main

import (
	"path/filepath"
	"strings"
	"testing"
)

func TestTrainAuto(t *testing.T) {
	out := filepath.Join(t.TempDir(), "m.saccade")
	board, message := must(t, 0, "train", fashion+"/train", "--out", out, "--preset", "auto", "--trials", "2", "--seed", "1", "--calibrate")
	lines := strings.Split(strings.TrimSpace(board), "\n")
	if len(lines) != 3 || !strings.HasPrefix(lines[0], "images  accuracy  loss") || !strings.Contains(board, "pixels") {
		t.Errorf("the board is\n%s", board)
	}
	if !strings.Contains(message, "round 1, 800 images: pixels, ") || !strings.Contains(message, "the best of 2, trained on all 1000 images") {
		t.Errorf("messages\n%s", message)
	}
	if again, message := must(t, 0, "train", fashion+"/train", "--out", out, "--preset", "auto", "--trials", "2", "--seed", "1", "--workers", "1", "--quiet"); again != board || message != "" {
		t.Errorf("another time the board is\n%s\nmessages\n%s", again, message)
	}
	must(t, 0, "classify", out, fashion+"/test/bag", "--quiet")
}

func TestTrainAutoWrongUse(t *testing.T) {
	for flags, want := range map[string]string{
		"--preset auto --hidden 5 --epochs 3": "leave out --epochs, --hidden",
		"--preset auto --budget 0s":           "wanted a time",
		"--preset auto --budget=-1s":          "wanted a time",
		"--preset auto --trials 0":            "wanted a time",
		"--preset auto --val 0":               "--val: wanted images to hold out",
		"--preset auto --cache d":             "leave out --cache",
		"--budget 1m":                         "wanted --preset auto",
		"--preset hog --trials 3":             "wanted --preset auto",
		"--preset auto --pipeline x":          "pipeline",
	} {
		args := append([]string{"train", fashion + "/train", "--out", filepath.Join(t.TempDir(), "m")}, strings.Fields(flags)...)
		if status, out, message := invoke(t, args...); status != 1 || !strings.Contains(message, want) {
			t.Errorf("%s: status %d\n%s%s", flags, status, out, message)
		}
	}
}
