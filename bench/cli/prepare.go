package main

import (
	"bytes"
	"cmp"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"

	"github.com/saccade-go/saccade/bench/internal/harness"
)

// data is a file or folder of the data folder.
func data(parts ...string) string {
	return filepath.Join(append([]string{cmp.Or(os.Getenv("SACCADE_DATA"), "../shared/data")}, parts...)...)
}

// A folder is the work of a contest.
type folder struct{ name, title, path string }

func folders() []folder {
	return []folder{
		{"cifar10", "10 000 JPEG files of 32×32 (CIFAR-10's test pictures)", filepath.Join(pictures, "test")},
		{"photos", "100 photos of about 500×375", data("photos", "small")},
	}
}

// pictures is where CIFAR-10 is unpacked, as for the tables.
var pictures = filepath.Join(harness.Home, "results", "cifar10")

func unpack() error {
	if _, err := os.Stat(pictures); err == nil {
		return nil
	}
	fmt.Fprintln(os.Stderr, "unpacking CIFAR-10")
	part := pictures + ".part"
	if err := os.MkdirAll(part, 0o755); err != nil {
		return err
	}
	out, err := exec.Command("tar", "-C", part, "-xf", data("cifar10", "cifar10-jpeg.tar.xz")).CombinedOutput()
	if err != nil {
		return fmt.Errorf("tar: %w: %s", err, bytes.TrimSpace(out))
	}
	return os.Rename(part, pictures)
}

// A trained is the model in the forms that the contestants read.
type trained struct{ dir, model, weights, classes string }

// prepare trains a softmax regression on pixels. What it answers doesn't matter, as long as all answer the same.
func prepare() (m trained, err error) {
	if err := unpack(); err != nil {
		return m, err
	}
	m.dir, err = os.MkdirTemp("", "bench-cli")
	if err != nil {
		return m, err
	}
	file := func(name string) string { return filepath.Join(m.dir, name) }
	m.model, m.weights, m.classes = file("cifar10.saccade"), file("weights.f32"), file("classes.txt")
	pipeline := file("pipeline.json")
	const steps = `{"decode": {"space": "rgb"}, "steps": [{"resize": {"height": 32, "width": 32}}, "to_float", "flatten"]}`
	if err := os.WriteFile(pipeline, []byte(steps), 0o600); err != nil {
		return m, err
	}
	fmt.Fprintln(os.Stderr, "training")
	// In a process of its own: the peak of memory that the system tells of a process is at least what its parent has.
	train := exec.Command(filepath.Join(harness.Home, "bin/saccade"), "train", filepath.Join(pictures, "train"), "--out", m.model,
		"--pipeline", pipeline, "--epochs", "2", "--quiet")
	if out, err := train.CombinedOutput(); err != nil {
		return m, fmt.Errorf("%s: %w: %s", train, err, bytes.TrimSpace(out))
	}
	return m, m.export()
}

// export takes classes, weights and biases out of the model file, which is a safetensors file.
func (m trained) export() error {
	b, err := os.ReadFile(m.model)
	if err != nil {
		return err
	}
	n := binary.LittleEndian.Uint64(b)
	header := map[string]json.RawMessage{}
	if err := json.Unmarshal(b[8:8+n], &header); err != nil {
		return err
	}
	var out []byte
	for _, name := range []string{"layers.0.weight", "layers.0.bias"} {
		var t struct {
			Offsets [2]uint64 `json:"data_offsets"`
		}
		if err := json.Unmarshal(header[name], &t); err != nil {
			return fmt.Errorf("%s: %s: %w", m.model, name, err)
		}
		out = append(out, b[8+n:][t.Offsets[0]:t.Offsets[1]]...)
	}
	var metadata map[string]string
	var classes []string
	if err := json.Unmarshal(header["__metadata__"], &metadata); err != nil {
		return err
	}
	if err := json.Unmarshal([]byte(metadata["classes"]), &classes); err != nil {
		return err
	}
	return errors.Join(os.WriteFile(m.weights, out, 0o600), os.WriteFile(m.classes, []byte(strings.Join(classes, "\n")+"\n"), 0o600))
}
