package jpeg

import (
	"fmt"
	"image"

	"github.com/saccade-go/saccade/tensor"
)

// Options says what a [Decoder] makes of a file. The zero value gives all of the picture in its own colours.
type Options struct {
	// Space is None (the default: Gray for files with one component, else RGB), Gray or RGB. Gray is the luma
	// plane of the file itself, of which nothing else is computed; a file without one, RGB or CMYK, is converted by
	// (19595 R + 38470 G + 7471 B + 32768) >> 16.
	Space tensor.Space
	// Scale makes the picture smaller: 1 (which 0 stands for), 2, 4 or 8 for width and height divided by that,
	// rounded up. The samples are those of libjpeg's reduced transforms, near to the mean of the pixels.
	Scale int
	// Coarse is for Scale 2, 4 and 8: chroma is scaled down as much as luma and repeated, where libjpeg scales it down
	// less. It takes less work, most for progressive files at 8, of which then only the DC scans are read. The
	// samples are no longer libjpeg's.
	Coarse bool
	// Region, if it isn't the zero Rectangle, is the part of the picture (after scaling) that is decoded: the
	// same bytes as in the whole picture. All of the file is read, and damage outside the region is an error as it is
	// otherwise, but nothing is made of what the region doesn't need.
	Region image.Rectangle
	// MaxPasses bounds how often the scans of a file may go over its picture, of which less than 1 megapixel
	// counts as 1 megapixel. A baseline file asks for 1, a progressive one for about 5. 0 is 64.
	MaxPasses int
	// Workers is how many goroutines the picture may use; 0 is 1. Nothing but time and memory depends on it: more than
	// one are used for files with Huffman coding and at least a megapixel: baseline and extended sequential ones with one
	// scan, where each takes memory for up to a quarter of the coefficients (see [Info.WorkersMemory]), and progressive
	// ones without restart markers.
	Workers int
	// Stop, if not nil, is asked again and again while the scans are decoded, every hundred blocks or so and with Workers from
	// several goroutines. Once it returns an error, what is left of the scans is passed over, and Decode returns that error.
	Stop func() error
}

// An OptionError says that an option makes no sense.
type OptionError struct {
	Option string
	Want   string
	Got    any
}

func (e *OptionError) Error() string {
	return fmt.Sprintf("jpeg: option %s: wanted %s, got %v", e.Option, e.Want, e.Got)
}

func (o Options) check() error {
	switch {
	case o.Space != tensor.None && o.Space != tensor.Gray && o.Space != tensor.RGB:
		return &OptionError{"Space", "none, gray or rgb", o.Space}
	case o.Scale != 0 && o.Scale != 1 && o.Scale != 2 && o.Scale != 4 && o.Scale != 8:
		return &OptionError{"Scale", "1, 2, 4 or 8", o.Scale}
	case o.Workers < 0:
		return &OptionError{"Workers", "no negative number", o.Workers}
	case o.MaxPasses < 0:
		return &OptionError{"MaxPasses", "no negative number", o.MaxPasses}
	}
	return nil
}

func (o Options) scale() int { return max(o.Scale, 1) }

func (o Options) passes() int64 {
	if o.MaxPasses == 0 {
		return 64
	}
	return int64(o.MaxPasses)
}

// space returns what a file of the given model becomes.
func (o Options) space(m Model) tensor.Space {
	switch {
	case o.Space != tensor.None:
		return o.Space
	case m == ModelGray:
		return tensor.Gray
	}
	return tensor.RGB
}
