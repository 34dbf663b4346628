package saccade

import (
	"image"

	"github.com/saccade-go/saccade/imageio"
	"github.com/saccade-go/saccade/tensor"
)

// The sources of single images: a file's path, a file's content, an image in memory.
type (
	file    string
	encoded []byte
	picture struct{ image.Image }
)

func (f file) Load(dst *tensor.Tensor, opt imageio.Options) error {
	return imageio.ReadFile(dst, string(f), opt)
}

func (e encoded) Load(dst *tensor.Tensor, opt imageio.Options) error {
	return imageio.DecodeInto(dst, e, opt)
}

func (p picture) Load(dst *tensor.Tensor, opt imageio.Options) error {
	t, err := tensor.FromImage(p.Image)
	if err != nil {
		return err
	}
	return imageio.Adapt(dst, t, opt)
}

// Nothing is done to what is decoded; see pipeline.Streamer.
func (file) Streams()    {}
func (encoded) Streams() {}
