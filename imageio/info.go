package imageio

import "github.com/saccade-go/saccade/tensor"

// Info is what a file's header says.
type Info struct {
	Format Format
	// Width and Height are the size as stored, before the orientation is applied; see [Info.Upright].
	Width, Height int
	// Orientation is 1 to 8 as Exif has it: how the stored picture has to be turned to be upright. It is 1
	// if the file says nothing or nonsense.
	Orientation int
	// Space is Gray, RGB, GrayAlpha or RGBA: what the file has. A palette counts as RGB.
	Space tensor.Space
	// Depth is bits per channel: 8, 16, or 1, 2, 4 for gray files with fewer. A palette has 8.
	Depth int
	// ICC is the colour profile of a JPEG or PNG file, for who wants to know: nothing in this package uses it. It is nil if
	// there is none, if it is broken, or if it is larger than any profile.
	ICC []byte
}

// Upright returns the width and height after the orientation is applied.
func (i Info) Upright() (width, height int) {
	if turned(i.Orientation) {
		return i.Height, i.Width
	}
	return i.Width, i.Height
}

// Spec returns the spec of the tensor that [Decode] makes of this file.
func (i Info) Spec(opt Options) tensor.Spec {
	s := opt.spec(i.Space)
	s.W, s.H = i.Width, i.Height
	if !opt.IgnoreOrientation {
		s.W, s.H = i.Upright()
	}
	return s
}

// ReadInfo returns what the header of data says. It reads no pixels and applies no limits. The error is an
// *[Error].
func ReadInfo(data []byte) (Info, error) {
	src, err := open(data)
	if err != nil {
		return Info{}, err
	}
	defer src.release()
	info := src.head().Info
	if p, ok := src.(profiler); ok {
		info.ICC = p.icc()
	}
	return info, nil
}
