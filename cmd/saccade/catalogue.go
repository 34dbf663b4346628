package main

import (
	"github.com/saccade-go/saccade"
	"github.com/saccade-go/saccade/imgproc/effects"
	"github.com/saccade-go/saccade/pipeline"
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

// parsePipeline reads a pipeline with any of these steps.
func parsePipeline(text []byte) (*pipeline.Pipeline, error) {
	steps, err := catalogue()
	if err != nil {
		return nil, err
	}
	return steps.Parse(text)
}
