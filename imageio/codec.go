package imageio

import (
	"fmt"

	"github.com/saccade-go/saccade/tensor"
)

// A codec reads one format. It is the seam behind which a decoder can be exchanged: nothing else in this
// package knows which library decodes what.
type codec struct {
	format Format
	match  func(data []byte) bool            // looks at no more than the first SniffLen bytes
	open   func(data []byte) (source, error) // reads the header and takes no memory to speak of
}

// codecs is in the order of how often a format is met.
var codecs = [...]codec{
	{JPEG, begins("\xff\xd8\xff"), openJPEG},
	{PNG, begins("\x89PNG\r\n\x1a\n"), openPNG},
	{WebP, matchWebP, openWebP},
	{GIF, matchGIF, openGIF},
	{TIFF, matchTIFF, openTIFF},
	{BMP, matchBMP, openBMP},
}

// A source is a file in memory whose header has been read.
type source interface {
	// head returns what the header says.
	head() *header
	// check reads the structure of the file without decoding it, and reports what a decoder would choke on
	// or pass over in silence. It returns the work of decoding: how many pixels are visited, each counted
	// once for each time that the stream goes over it.
	check() (work int64, err error)
	// decode makes dst the picture as stored, not turned. Its space is that of the header, where alpha may
	// be missing if all of it is opaque. Files with 16 bits give float32 if opt asks for it; all others, and
	// all that opt wants in uint8, give uint8. A decoder that can do more of opt's work cheaply may do it.
	decode(dst *tensor.Tensor, opt Options) error
	// release gives back what the source has borrowed. It is not used afterwards.
	release()
}

// A shrinker is a source that can be decoded at a part of its size in less time.
type shrinker interface {
	source
	// shrink changes the header to the smallest size that opt.Least allows.
	shrink(opt Options)
}

// A parter is a source of which a part can be decoded in less time.
type parter interface {
	source
	// part changes the header to the part of the picture that opt.Part wants.
	part(opt Options) error
}

// A rowSource is a source that can be decoded without keeping the picture.
type rowSource interface {
	source
	// decodeRows gives the rows of what decode makes to opt.Rows.
	decodeRows(opt Options) error
}

// A planeSource is a source whose planes can be had as the file has them.
type planeSource interface {
	source
	// decodePlanes gives the rows of planes to opt.Planes, if the file has such ones and they are wanted.
	decodePlanes(opt Options) (taken bool, err error)
}

// A sharer is a source that several goroutines can decode.
type sharer interface {
	source
	// share adds what so many goroutines take to the header's memory.
	share(workers int)
}

// header is the part that all sources have in common.
type header struct {
	Info
	memory int64 // bytes that decoding takes beside the tensor
}

func (h *header) head() *header { return h }

func (h *header) release() {}

// pixels returns Width·Height.
func (h *header) pixels() int64 { return int64(h.Width) * int64(h.Height) }

// stored is the spec of what decode gives.
func (h *header) stored(opt Options) tensor.Spec {
	s := tensor.Spec{Space: h.Space, C: h.Space.Channels(), H: h.Height, W: h.Width}
	if h.Depth == 16 {
		s.DType = opt.DType
	}
	return s
}

// open finds the codec for data and reads the header.
func open(data []byte) (source, error) {
	for i := range codecs {
		c := &codecs[i]
		if !c.match(data) {
			continue
		}
		src, err := c.open(data)
		if err == nil {
			err = checkSize(src.head())
		}
		if err != nil {
			return nil, &Error{Format: c.format, Stage: "header", Err: err}
		}
		return src, nil
	}
	return nil, &Error{Stage: "sniff", Err: &FormatError{Found: looksLike(data)}}
}

func checkSize(h *header) error {
	if h.Width <= 0 || h.Height <= 0 {
		return headerError("at least one pixel", "%d×%d", h.Width, h.Height)
	}
	return nil
}

// expect is what a decoder's picture has to be like before anything is done with it.
func (h *header) expect(t *tensor.Tensor) error {
	if t.W != h.Width || t.H != h.Height {
		return headerError(fmt.Sprintf("%d×%d pixels as the header says", h.Width, h.Height), "%d×%d", t.W, t.H)
	}
	return nil
}
