package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestPerhaps: what was misspelled on the command line is an error that names what was perhaps meant, in one line.
func TestPerhaps(t *testing.T) {
	dir := t.TempDir()
	file := filepath.Join(dir, "p.yaml")
	if err := os.WriteFile(file, []byte("steps: [resize: {widht: 3}]\n"), 0o666); err != nil {
		t.Fatal(err)
	}
	data := filepath.Join(dir, "data")
	if err := os.CopyFS(filepath.Join(data, "bags"), os.DirFS(fashion+"/test/bag")); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct{ args, want string }{
		{"trian", `unknown command "trian" for "saccade" (perhaps train; see saccade --help)`},
		{"predict m", "(perhaps classify; "},
		{"help trian", "(perhaps train; "},
		{"zebra", `"saccade" (see saccade --help)`},
		{"bad\n\x1b", `unknown command "bad\n\x1b" for`},
		{"train d --epoch 3", "unknown flag: --epoch (perhaps --epochs; see saccade train --help)"},
		{"train d -out=m", "(perhaps --out; "},
		{"plan d --log-fromat json", "(perhaps --log-format; "},
		{"classify m d --epochs", "--epochs (see saccade classify --help)"},
		{"train d --out m --preset hgo", `wanted one of hog, pixels, auto, found "hgo" (perhaps hog)`},
		{"train d --out m --preset aut", "(perhaps auto)"},
		{"stats d --preset pixel", "(perhaps pixels)"},
		{"plan hogg", "no such file or directory (perhaps the preset hog)"},
		{"inspect a.png --pipeline pixel --out a.png", "(perhaps the preset pixels)"},
		{"plan " + file, `found "widht" (perhaps width)`},
		{"evaluate " + model(t) + " " + data, "found bags (bags is perhaps bag)"},
	} {
		_, stderr := must(t, 1, strings.Split(c.args, " ")...)
		if !strings.Contains(stderr, c.want) || strings.Count(stderr, "\n") != 1 {
			t.Errorf("%s: %swant %s", c.args, stderr, c.want)
		}
	}
}

// TestVerbsOfOthers: what is offered for other programs' verbs is there, and none is a verb of this one.
func TestVerbsOfOthers(t *testing.T) {
	root, _ := rootCommand()
	for name, verb := range verbsOfOthers {
		found, _, err := root.Find([]string{verb})
		if err != nil || found == root && verb != "--version" {
			t.Errorf("%s: %s is no verb", name, verb)
		}
		if found, _, err := root.Find([]string{name}); err == nil && found != root {
			t.Errorf("%s is a verb", name)
		}
	}
}
