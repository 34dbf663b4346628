package saccade

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/saccade-go/saccade/colorspace"
	"github.com/saccade-go/saccade/features"
	"github.com/saccade-go/saccade/imgproc"
	"github.com/saccade-go/saccade/internal/spell"
	"github.com/saccade-go/saccade/pipeline"
)

// DefaultPreset is the one that Train uses.
const DefaultPreset = "hog"

// presets are pipelines for a start.
var presets = map[string]func() *pipeline.Pipeline{
	"pixels": pixels,
	"hog":    hog,
}

// Preset returns a new pipeline that is known by name:
//
//   - pixels: the picture at 32×32 in RGB;
//   - hog: shape and colour: the histogram of oriented gradients of the gray picture at 128×128, and the joint
//     histogram of its colours in HSV.
//
// Both make features of a size at which the default learning rate is right; that is why pixels are divided by 4.
func Preset(name string) (*pipeline.Pipeline, error) {
	p, ok := presets[name]
	if !ok {
		return nil, fmt.Errorf("preset: wanted one of %s, found %q%s", strings.Join(PresetNames(), ", "), name, spell.Perhaps(name, PresetNames()))
	}
	return p(), nil
}

// PresetNames returns the names of all presets in alphabetical order.
func PresetNames() []string { return slices.Sorted(maps.Keys(presets)) }

func pixels() *pipeline.Pipeline {
	return pipeline.New(
		imgproc.Resize{Height: 32, Width: 32},
		imgproc.ToFloat{},
		imgproc.Normalize{Mean: []float32{0.5}, Std: []float32{4}},
	)
}

func hog() *pipeline.Pipeline {
	return pipeline.New(
		imgproc.Resize{Height: 128, Width: 128},
		features.Concat{Branches: [][]pipeline.Step{
			{colorspace.Convert{To: colorspace.Gray}, features.HOG{Cell: 32, Block: 2}},
			{features.ColorHistogram{Space: colorspace.HSV, Bins: []int{16, 8, 8}, Joint: true, Norm: "l2"}},
		}},
	)
}
