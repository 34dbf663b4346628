package saccade

import (
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/saccade-go/saccade/classifier"
	"github.com/saccade-go/saccade/internal/safetensors"
)

// tamper writes m to a file with change made to its content and a checksum that is right again, as somebody who
// means harm would.
func tamper(t *testing.T, m *Model, change func(f *safetensors.File)) string {
	t.Helper()
	tensors, metadata, err := m.encode()
	if err != nil {
		t.Fatal(err)
	}
	f := &safetensors.File{Tensors: tensors, Metadata: metadata}
	change(f)
	f.Metadata[keyChecksum] = safetensors.Checksum(f.Tensors, f.Metadata, keyChecksum)
	path := filepath.Join(t.TempDir(), "hostile.saccade")
	file, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	if err := safetensors.Write(file, f.Tensors, f.Metadata); err != nil {
		t.Fatal(err)
	}
	return path
}

func TestOpenRefusesHostileModels(t *testing.T) {
	n, err := classifier.NewSoftmax(3072, 2, 0)
	if err != nil {
		t.Fatal(err)
	}
	m, err := newModel(pixels(), n, []string{"a", "b"}, Settings{}, Metrics{}, plain)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := Open(tamper(t, m, func(*safetensors.File) {})); err != nil {
		t.Fatal(err)
	}
	metadata := func(key, from, to string) func(*safetensors.File) {
		return func(f *safetensors.File) {
			if !strings.Contains(f.Metadata[key], from) {
				t.Fatalf("%s: there is no %q in %s", key, from, f.Metadata[key])
			}
			f.Metadata[key] = strings.Replace(f.Metadata[key], from, to, 1)
		}
	}
	set := func(key, value string) func(*safetensors.File) {
		return func(f *safetensors.File) { f.Metadata[key] = value }
	}
	weight := func(values []float32, shape ...int) func(*safetensors.File) {
		return func(f *safetensors.File) { f.Tensors[0] = safetensors.Of("layers.0.weight", values, shape...) }
	}
	poisoned := make([]float32, 2*3072)
	poisoned[7] = float32(math.NaN())
	for what, change := range map[string]func(*safetensors.File){
		"huge resize":          metadata(keyPipeline, `"height":32`, `"height":1000000000`),
		"negative resize":      metadata(keyPipeline, `"height":32`, `"height":-32`),
		"other resize":         metadata(keyPipeline, `"height":32`, `"height":33`),
		"unknown step":         metadata(keyPipeline, `to_float`, `to_shell`),
		"deep pipeline":        func(f *safetensors.File) { f.Metadata[keyPipeline] = strings.Repeat("[", 100000) },
		"no pipeline":          func(f *safetensors.File) { delete(f.Metadata, keyPipeline) },
		"three names":          metadata(keyClasses, `"a"`, `"a","c"`),
		"one name twice":       metadata(keyClasses, `"a"`, `"b"`),
		"unknown activation":   metadata(keyNetwork, `relu`, `exec`),
		"NaN as weight":        weight(poisoned, 2, 3072),
		"turned weights":       weight(make([]float32, 2*3072), 3072, 2),
		"weights of no length": weight(nil, 0, 3072),
		"huge empty weights":   weight(nil, 1<<30, 0),
		"scalar weight":        weight([]float32{1}),
		"an array too much": func(f *safetensors.File) {
			f.Tensors = append(f.Tensors, safetensors.Of("pipeline.steps.1.mean", []float32{1}, 1, 1, 1))
		},
		"an array of no three sizes": func(f *safetensors.File) {
			f.Tensors = append(f.Tensors, safetensors.Of("pipeline.x", []float32{1}))
		},
		"a layer too much": func(f *safetensors.File) {
			f.Tensors = append(f.Tensors, safetensors.Of("layers.7.weight", []float32{1}, 1, 1))
		},
		"temperature NaN":      set(keyTemperature, "NaN"),
		"temperature 0":        set(keyTemperature, "0"),
		"temperature below 0":  set(keyTemperature, "-1"),
		"temperature huge":     set(keyTemperature, "1e300"),
		"temperature infinite": set(keyTemperature, "Inf"),
		"temperature empty":    set(keyTemperature, ""),
		"temperature a list":   set(keyTemperature, "[1]"),
		"threshold NaN":        set(keyMinConfidence, "nan"),
		"threshold below 0":    set(keyMinConfidence, "-0.5"),
		"threshold above 1":    set(keyMinConfidence, "1.5"),
		"threshold infinite":   set(keyMinConfidence, "+Inf"),
		"threshold huge":       set(keyMinConfidence, "1e999"),
		"threshold a text":     set(keyMinConfidence, "high"),
	} {
		if _, err := Open(tamper(t, m, change)); err == nil || !strings.Contains(err.Error(), "hostile.saccade: ") {
			t.Errorf("%s: error %v", what, err)
		}
	}
}
