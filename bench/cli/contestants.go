package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"

	"github.com/saccade-go/saccade/bench/internal/harness"
)

// A program classifies all images below a folder and writes a row for each: path, class, probability.
type program struct {
	name    string
	args    func(folder string, cores int) []string
	version []string // a command that prints it
	absent  error
}

// Indices of the contestants.
const (
	ours = iota
	plainGo
	python
)

func contestants(m trained) []program {
	bin := func(name string) string { return filepath.Join(harness.Home, "bin", name) }
	py, script := filepath.Join(harness.Home, ".venv/bin/python"), filepath.Join(harness.Home, "python/cli.py")
	all := []program{
		ours: {
			name: "saccade classify", version: []string{bin("saccade"), "--version"},
			args: func(folder string, _ int) []string {
				return []string{bin("saccade"), "classify", m.model, folder, "--quiet"}
			},
		},
		plainGo: {
			name: "Go: image/jpeg, imaging", version: []string{"go", "version"},
			args: func(folder string, cores int) []string {
				return []string{bin("clistd"), m.weights, m.classes, folder, strconv.Itoa(cores)}
			},
		},
		python: {
			name: "Python: Pillow, scikit-learn", version: []string{py, script, "version"},
			args: func(folder string, cores int) []string {
				return []string{py, script, "classify", m.weights, m.classes, folder, strconv.Itoa(cores)}
			},
		},
	}
	for i := range all {
		out, err := exec.Command(all[i].version[0], all[i].version[1:]...).Output()
		all[i].version = []string{firstLine(out)}
		all[i].absent = err
	}
	return all
}

// size is what has to be installed for a contestant, in bytes; 0: not known.
type size struct{ program, interpreter int64 }

func installed(programs []program) []size {
	sizes := make([]size, len(programs))
	for i, name := range map[int]string{ours: "saccade", plainGo: "clistd"} {
		if info, err := os.Stat(filepath.Join(harness.Home, "bin", name)); err == nil {
			sizes[i].program = info.Size()
		}
	}
	if programs[python].absent == nil {
		args := programs[python].args("", 1)
		out, err := exec.Command(args[0], args[1], "size").Output()
		if fields := strings.Fields(string(out)); err == nil && len(fields) == 2 {
			sizes[python].program, _ = strconv.ParseInt(fields[0], 10, 64)
			sizes[python].interpreter, _ = strconv.ParseInt(fields[1], 10, 64)
		}
	}
	return sizes
}
