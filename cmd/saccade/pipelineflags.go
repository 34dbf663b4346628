package main

import (
	"strings"

	"github.com/spf13/cobra"

	"github.com/saccade-go/saccade"
	"github.com/saccade-go/saccade/pipeline"
)

// pipelineFlags name a pipeline in one of three ways.
type pipelineFlags struct{ file, preset, model string }

func (f *pipelineFlags) add(cmd *cobra.Command) {
	cmd.Flags().StringVar(&f.file, "pipeline", "", "run the images through the pipeline in `FILE` (YAML or JSON)")
	cmd.Flags().StringVar(&f.preset, "preset", "", "run the images through the preset `NAME`: "+strings.Join(saccade.PresetNames(), ", "))
	cmd.Flags().StringVar(&f.model, "model", "", "run the images through the pipeline of `MODEL`")
	cmd.MarkFlagsMutuallyExclusive("pipeline", "preset", "model")
}

// open returns nil if none is named.
func (f *pipelineFlags) open() (*pipeline.Pipeline, error) {
	switch {
	case f.file != "":
		return readPipeline(f.file)
	case f.preset != "":
		return saccade.Preset(f.preset)
	case f.model != "":
		m, err := openModel(f.model)
		if err != nil {
			return nil, err
		}
		return m.Pipeline(), nil
	}
	return nil, nil
}

// name is the one that was given.
func (f *pipelineFlags) name() string { return f.file + f.preset + f.model }
