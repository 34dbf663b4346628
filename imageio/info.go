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
	// CMYK says that the file has inks, which become RGB (JPEG in CMYK or YCCK).
	CMYK bool
	// Depth is bits per channel: 8, 16, or 1, 2, 4 for gray files with fewer. A palette has 8.
	Depth int
	// ICC is the colour profile of a JPEG, PNG, WebP, TIFF or BMP file. It is nil if there is none, if it is broken, or if it
	// is larger than any profile. See [Options].ICC for what becomes of it.
	ICC []byte
	// Profile is the description of the colour profile ("Display P3"), or for a PNG file the chunk that counts instead
	// ("cICP", "sRGB", "gAMA", "cHRM"). It is "" if the file says nothing of its colours, or has a profile without a name.
	Profile string
	// ProfileErr says why the colours can't be converted to sRGB, as a *[ProfileError]. It is nil if they can, if they
	// are those of sRGB, and if the file says nothing.
	ProfileErr error
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
	if p, ok := src.(coloured); ok {
		info.ICC = p.icc()
		c, err := coloursOf(src)
		info.Profile, info.ProfileErr = c.name, err
	}
	return info, nil
}
