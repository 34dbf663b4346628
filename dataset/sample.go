package dataset

import (
	"os"

	"github.com/saccade-go/saccade/imageio"
	"github.com/saccade-go/saccade/internal/scratch"
	"github.com/saccade-go/saccade/tensor"
)

// A Sample is a picture that isn't decoded yet, and its class.
type Sample struct {
	// Name is how messages and results call the sample: the path, "shard.tar[cat/17.jpg]" or
	// "mnist/train-images-idx3-ubyte.gz[17]".
	Name string
	// Label is the index in Dataset.Classes, -1 if the class isn't known.
	Label int
	// Path is the file to decode, "" if the picture is no file of its own.
	Path string

	content content // nil: the file at Path
}

// InMemory returns a sample of a picture that is in memory. It shares image, which must not change as long
// as the sample is in use.
func InMemory(name string, label int, image *tensor.Tensor) Sample {
	return Sample{Name: name, Label: label, content: decoded{Tensor: image}}
}

// Encoded returns a sample of an image file that is in memory: JPEG, PNG or another format of package imageio. It shares
// data, which must not change as long as the sample is in use.
func Encoded(name string, label int, data []byte) Sample {
	return Sample{Name: name, Label: label, content: &encoded{data: data}}
}

// Failed returns a sample whose Load returns err: for what was found, in a stream, and can't be read.
func Failed(name string, err error) Sample {
	return Sample{Name: name, Label: noClass, content: &broken{err: err}}
}

// Class returns Label, for steps of a pipeline that learn from classes.
func (s Sample) Class() int { return s.Label }

// Load decodes the sample into dst, whose memory is used again if it is large enough, and makes of it what opt
// says. Its errors name the sample: an [*imageio.Error] for a file or a part of one, an [*Error] for pixels; a bad
// option is a [*tensor.ParamError]. Load is safe for concurrent use with different dst.
func (s Sample) Load(dst *tensor.Tensor, opt imageio.Options) error {
	switch {
	case s.content == nil:
		return imageio.ReadFile(dst, s.Path, opt)
	case !s.content.fetches():
		return s.content.load(dst, s.Name, nil, opt)
	}
	buf := scratch.Uint8.Get(0)
	defer func() { scratch.Uint8.Put(buf) }()
	reading := opt
	reading.Limits.Reserve = nil // it is for the picture
	var err error
	if buf.S, err = s.content.fetch(buf.S, s.Name, reading); err != nil {
		return err
	}
	return s.content.load(dst, s.Name, buf.S, opt)
}

// Fetches reports whether the sample is a file or a part of one, which can be read before it is decoded.
func (s Sample) Fetches() bool { return s.content == nil || s.content.fetches() }

// Size returns how many bytes there are to read. For a file it asks the file system; a picture in memory has 0, and so has a
// file of which nothing is known.
func (s Sample) Size() int64 {
	if s.content != nil {
		return s.content.size()
	}
	info, err := os.Stat(s.Path)
	if err != nil {
		return 0
	}
	return info.Size()
}

// Fetch is the first half of Load for a sample that Fetches: it reads it into buf, as [imageio.Fetch] does.
func (s Sample) Fetch(buf []byte, opt imageio.Options) ([]byte, error) {
	if s.content != nil {
		return s.content.fetch(buf, s.Name, opt)
	}
	return imageio.Fetch(buf, s.Path, opt)
}

// LoadFetched is the second half: it decodes what Fetch has returned.
func (s Sample) LoadFetched(dst *tensor.Tensor, data []byte, opt imageio.Options) error {
	if s.content != nil {
		return s.content.load(dst, s.Name, data, opt)
	}
	return imageio.DecodeFetched(dst, s.Path, data, opt)
}

// Streams marks Load as one that does nothing to a decoded picture; see pipeline.Streamer.
func (s Sample) Streams() {}
