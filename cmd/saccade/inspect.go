package main

import (
	"errors"
	"fmt"
	"image"
	"io"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"github.com/saccade-go/saccade/features"
	"github.com/saccade-go/saccade/imageio"
	"github.com/saccade-go/saccade/imageio/png"
	"github.com/saccade-go/saccade/internal/atomicfile"
	"github.com/saccade-go/saccade/internal/report"
	"github.com/saccade-go/saccade/pipeline"
	"github.com/saccade-go/saccade/tensor"
)

type inspectFlags struct {
	pipelineFile string
	model        string
	out          string
}

func inspectCommand() *cobra.Command {
	var f inspectFlags
	cmd := &cobra.Command{
		Use:   "inspect IMAGE --pipeline FILE|--model MODEL --out FILE.png",
		Short: "Draw what each stage makes of an image",
		Long: `Inspect runs one image through a pipeline (a YAML or JSON file, the name of a preset, or that of a
model) and draws what each stage makes of it, side by side, with shape and range: a picture as
it is, a feature vector as bars, HOG as its star picture.`,
		Example: `  saccade inspect cat.jpg --pipeline hog --out cat.png
  saccade inspect cat.jpg --model flowers.saccade --out cat.png`,
		Args: cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			return f.run(cmd.ErrOrStderr(), args[0])
		},
	}
	cmd.Flags().StringVar(&f.pipelineFile, "pipeline", "", "the pipeline: a `FILE` or a preset's name")
	cmd.Flags().StringVar(&f.model, "model", "", "the pipeline and the network of `MODEL`")
	cmd.Flags().StringVar(&f.out, "out", "", "write the picture to `FILE.png` (required)")
	cmd.MarkFlagsMutuallyExclusive("pipeline", "model")
	cmd.MarkFlagsOneRequired("pipeline", "model")
	return cmd
}

func (f *inspectFlags) run(stderr io.Writer, path string) error {
	if strings.ToLower(filepath.Ext(f.out)) != ".png" {
		return fmt.Errorf("--out: wanted a name that ends in .png, found %q", f.out)
	}
	plan, classes, err := f.plan()
	if err != nil {
		return err
	}
	img := new(tensor.Tensor)
	if err := imageio.ReadFile(img, path, plan.Decode()); err != nil {
		return err
	}
	panels, err := stagePanels(plan, path, img, classes)
	if errors.Is(err, pipeline.ErrNotFitted) {
		fmt.Fprintf(stderr, "saccade: drawn up to the first stage that has still to learn: %v\n", err)
	} else if err != nil {
		return fmt.Errorf("%s: %w", path, err)
	}
	sheet, err := tensor.FromImage(report.Sheet(panels))
	if err != nil {
		return err
	}
	return atomicfile.Write(f.out, func(w io.Writer) error { return png.Encode(w, sheet, png.EncodeOptions{}) })
}

// plan returns also the names of the classes, if there is a network that answers.
func (f *inspectFlags) plan() (*pipeline.Plan, []string, error) {
	if f.model == "" {
		plan, err := openPlan(f.pipelineFile, "")
		return plan, nil, err
	}
	m, err := openModel(f.model)
	if err != nil {
		return nil, nil, err
	}
	return m.Plan(), m.Classes(), nil
}

// stagePanels draws img, as the decoder gives it, and what each stage makes of it. With an error there are those that came before it.
func stagePanels(plan *pipeline.Plan, name string, img *tensor.Tensor, classes []string) ([]report.Panel, error) {
	panels := []report.Panel{panel("decode", name, img)}
	err := plan.Trace(img, func(t pipeline.Traced) error {
		panels = append(panels, stagePanel(t, classes))
		return nil
	})
	return panels, err
}

func panel(title, parameters string, t *tensor.Tensor) report.Panel {
	img, note := report.Picture(t)
	p := report.Panel{Image: img, Lines: append([]string{title, parameters}, report.Describe(t)...)}
	if note != "" {
		p.Lines = append(p.Lines, note)
	}
	return p
}

func stagePanel(t pipeline.Traced, classes []string) report.Panel {
	p := panel(t.Number+" "+pipeline.Name(t.Stage), pipeline.Parameters(t.Stage), t.Out)
	if star := starPicture(t); star != nil {
		p.Image = star
	}
	if len(classes) == t.Out.C && pipeline.Name(t.Stage) == "network" {
		best := 0
		for i, v := range t.Out.F32 {
			if v > t.Out.F32[best] {
				best = i
			}
		}
		p.Lines = append(p.Lines, fmt.Sprintf("%s: %.1f %%", classes[best], 100*t.Out.F32[best]))
	}
	return p
}

// starPicture draws the gradients of a HOG, and returns nil for other stages.
func starPicture(t pipeline.Traced) image.Image {
	hog, ok := t.Stage.(features.HOG)
	if !ok {
		return nil
	}
	stars, err := hog.Visualize(t.In)
	if err != nil {
		return nil
	}
	return report.Contrast(stars)
}
