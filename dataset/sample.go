package dataset

import (
	"os"

	"github.com/saccade-go/saccade/imageio"
	"github.com/saccade-go/saccade/tensor"
)

// A Sample is a picture that isn't decoded yet, and its class.
type Sample struct {
	// Name is how messages and results call the sample: the path, or "mnist/train-images-idx3-ubyte.gz[17]".
	Name string
	// Label is the index in Dataset.Classes, -1 if the class isn't known.
	Label int
	// Path is the file to decode, "" if the picture is in memory.
	Path string

	image *tensor.Tensor
}

// InMemory returns a sample of a picture that is in memory. It shares image, which must not change as long
// as the sample is in use.
func InMemory(name string, label int, image *tensor.Tensor) Sample {
	return Sample{Name: name, Label: label, image: image}
}

// Class returns Label, for steps of a pipeline that learn from classes.
func (s Sample) Class() int { return s.Label }

// Load decodes the sample into dst, whose memory is used again if it is large enough, and makes of it what opt
// says. Its errors name the sample: an [*imageio.Error] for a file, an [*Error] for a picture in memory; a bad
// option is a [*tensor.ParamError]. Load is safe for concurrent use with different dst.
func (s Sample) Load(dst *tensor.Tensor, opt imageio.Options) error {
	if s.image == nil {
		return imageio.ReadFile(dst, s.Path, opt)
	}
	if err := opt.Check(); err != nil {
		return err
	}
	if err := imageio.Adapt(dst, s.image, opt); err != nil {
		return failure(s.Name, "adapt", err)
	}
	return nil
}

// Fetches reports whether the sample is a file, which can be read before it is decoded.
func (s Sample) Fetches() bool { return s.image == nil }

// Size returns how many bytes the sample's file has now. It asks the file system; a picture in memory has 0, and so has a
// file of which nothing is known.
func (s Sample) Size() int64 {
	if s.image != nil {
		return 0
	}
	info, err := os.Stat(s.Path)
	if err != nil {
		return 0
	}
	return info.Size()
}

// Fetch is the first half of Load for a file: it reads it into buf, as [imageio.Fetch] does.
func (s Sample) Fetch(buf []byte, opt imageio.Options) ([]byte, error) {
	return imageio.Fetch(buf, s.Path, opt)
}

// LoadFetched is the second half: it decodes what Fetch has returned.
func (s Sample) LoadFetched(dst *tensor.Tensor, data []byte, opt imageio.Options) error {
	return imageio.DecodeFetched(dst, s.Path, data, opt)
}

// Streams marks Load as one that does nothing to a decoded picture; see pipeline.Streamer.
func (s Sample) Streams() {}
