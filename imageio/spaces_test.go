package imageio

import (
	"bytes"
	"testing"

	"github.com/saccade-go/saccade/imageio/png"
	"github.com/saccade-go/saccade/tensor"
)

// TestSpacesOfFiles: files have gray or RGB, with or without alpha. All other spaces are refused.
func TestSpacesOfFiles(t *testing.T) {
	for _, space := range tensor.Spaces() {
		decodes := space == tensor.None || space == tensor.Gray || space == tensor.RGB
		if err := (Options{Space: space}).Check(); (err == nil) != decodes {
			t.Errorf("decoding to %v: %v", space, err)
		}
		stored := space == tensor.Gray || space == tensor.RGB || space.HasAlpha()
		src := tensor.New(tensor.Spec{DType: tensor.Float32, Space: space, C: max(space.Channels(), 1), H: 2, W: 3})
		if err := Adapt(&tensor.Tensor{}, src, Options{}); (err == nil) != stored {
			t.Errorf("adapting %v: %v", space, err)
		}
		if err := png.Encode(&bytes.Buffer{}, src, png.EncodeOptions{}); (err == nil) != stored {
			t.Errorf("%v as png: %v", space, err)
		}
		if _, err := src.Image(); (err == nil) != stored {
			t.Errorf("%v as an image: %v", space, err)
		}
	}
}
