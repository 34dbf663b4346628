package main

import (
	"fmt"
	"path/filepath"

	"github.com/saccade-go/saccade"
	"github.com/saccade-go/saccade/imgproc/effects"
	"github.com/saccade-go/saccade/internal/safetensors"
	"github.com/saccade-go/saccade/pipeline"
	"github.com/saccade-go/saccade/tensor"
)

// catalogue has the steps that pipelines and models may name: the library's own, and the effects of bild and imaging.
func catalogue() (pipeline.Catalogue, error) { return pipeline.Standard().With(effects.Steps()...) }

// openModel opens a model with any of these steps.
func openModel(path string) (*saccade.Model, error) {
	steps, err := catalogue()
	if err != nil {
		return nil, err
	}
	return saccade.OpenWith(path, steps)
}

// parsePipeline reads a pipeline with any of these steps. What it has learned may be in a file beside it, in the folder dir.
func parsePipeline(text []byte, dir string) (*pipeline.Pipeline, error) {
	steps, err := catalogue()
	if err != nil {
		return nil, err
	}
	return steps.ParseWith(text, func(file string) (map[string]*tensor.Tensor, error) { return readLearned(dir, file) })
}

// readLearned reads the arrays of a pipeline from a safetensors file.
func readLearned(dir, file string) (map[string]*tensor.Tensor, error) {
	if !isFileName(file) {
		return nil, fmt.Errorf("wanted the name of a file beside this one, found %q", file)
	}
	f, err := safetensors.ReadFile(filepath.Join(dir, file))
	if err != nil {
		return nil, withoutPath(err)
	}
	arrays := map[string]*tensor.Tensor{}
	for _, t := range f.Tensors {
		values, err := safetensors.Values[float32](t)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", file, err)
		}
		if len(t.Shape) != 3 {
			return nil, fmt.Errorf("%s: tensor %q: wanted three sizes, found %v", file, t.Name, t.Shape)
		}
		spec := tensor.Spec{DType: tensor.Float32, C: t.Shape[0], H: t.Shape[1], W: t.Shape[2]}
		arrays[t.Name] = &tensor.Tensor{Spec: spec, F32: values}
	}
	return arrays, nil
}
