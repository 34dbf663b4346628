package imageio

import (
	"errors"
	"fmt"
	"strings"

	"github.com/saccade-go/saccade/imageio/jpeg"
	"github.com/saccade-go/saccade/imageio/png"
	"github.com/saccade-go/saccade/internal/icc"
	"github.com/saccade-go/saccade/internal/scratch"
	"github.com/saccade-go/saccade/tensor"
)

// ICC says what becomes of the colours that a file says it has.
type ICC uint8

const (
	// Ignore leaves pixels as they are stored, as Pillow, OpenCV and torchvision do.
	Ignore ICC = iota
	// Convert makes sRGB of them. Profiles of curves and a matrix are converted, as are those of gray that are a curve; a
	// file with any other, or with a broken one, is a *[ProfileError]. A file that says nothing of its colours is left as
	// it is, as is one whose colours are sRGB's or within 1 of 255 of them.
	//
	// JPEG, WebP, TIFF and BMP have profiles; of a BMP file with colorants in its header that is a *ProfileError, too. PNG says it in one of four ways, of which the first that a file has counts (PNG,
	// third edition, section 4.3): cICP, iCCP, sRGB, and gAMA with cHRM; a gAMA without cHRM is about sRGB's primaries, and
	// a cHRM without gAMA about sRGB's curve.
	//
	// It is done before anything else, to pixels as the file has them: alpha is left alone, and backgrounds and luma are
	// those of sRGB. The intent is relative colorimetric, without black point compensation, and what sRGB can't show is
	// clipped: bytes are those of LittleCMS without its optimizations, which move them by up to 2. The result is rounded in
	// uint8, where 16 bits give their high byte before; in float32, nothing is rounded. Such a file's picture is decoded as a
	// whole: Least, Rows and Planes are not asked.
	Convert
)

var iccs = [...]string{Ignore: "ignore", Convert: "convert"}

func (i ICC) String() string {
	if int(i) >= len(iccs) {
		return fmt.Sprintf("icc %d", uint8(i))
	}
	return iccs[i]
}

// MarshalText writes "ignore" or "convert".
func (i ICC) MarshalText() ([]byte, error) {
	if int(i) >= len(iccs) {
		return nil, fmt.Errorf("icc: wanted %s, found %d", strings.Join(iccs[:], ", "), uint8(i))
	}
	return []byte(iccs[i]), nil
}

// UnmarshalText reads what MarshalText writes; case doesn't matter.
func (i *ICC) UnmarshalText(text []byte) error {
	for k, name := range iccs {
		if strings.EqualFold(string(text), name) {
			*i = ICC(k)
			return nil
		}
	}
	return fmt.Errorf("icc: wanted %s, found %q", strings.Join(iccs[:], ", "), text)
}

// A ProfileError says why the colours of a file can't be converted to sRGB.
type ProfileError struct {
	Profile     string // its description, or the PNG chunk; "" if that is not known
	Want, Found string
}

func (e *ProfileError) Error() string {
	what := "colour profile"
	if e.Profile != "" {
		what += fmt.Sprintf(" %q", e.Profile)
	}
	return what + ": wanted " + e.Want + ", found " + e.Found
}

// colours is what a file says of its colours. The zero colours is nothing.
type colours struct {
	name    string
	convert *icc.Transform // nil: nothing to convert
}

// A coloured source may say what its colours are.
type coloured interface {
	source
	// icc returns the profile, or nil.
	icc() []byte
	// colours returns as errors what says that there are colours to convert and not how.
	colours() (colours, error)
}

// coloursOf returns what src says of its colours; the error is a *ProfileError. A transform fits the picture and changes it.
func coloursOf(src source) (colours, error) {
	s, ok := src.(coloured)
	if !ok {
		return colours{}, nil
	}
	c, err := s.colours()
	if err == nil && c.convert != nil {
		space := src.head().Space
		err = c.convert.Fits(space == tensor.Gray || space == tensor.GrayAlpha)
	}
	if err != nil {
		e := profileError(c.name, err)
		return colours{name: e.Profile}, e
	}
	if c.convert != nil && c.convert.Identity() {
		c.convert = nil
	}
	return c, nil
}

// profileError gives what the packages below don't know this package's type.
func profileError(name string, err error) *ProfileError {
	if e, ok := errors.AsType[*icc.Error](err); ok {
		return &ProfileError{Profile: name, Want: e.Want, Found: e.Found}
	}
	if e, ok := errors.AsType[*jpeg.FormatError](err); ok {
		return &ProfileError{Want: e.Want, Found: e.Found}
	}
	if e, ok := errors.AsType[*png.FormatError](err); ok {
		return &ProfileError{Profile: e.Chunk, Want: e.Want, Found: e.Found}
	}
	return &ProfileError{Profile: name, Want: "a whole profile", Found: err.Error()}
}

// ofProfile returns what an embedded profile says; nil is none.
func ofProfile(data []byte) (c colours, err error) {
	if data == nil {
		return c, nil
	}
	p, err := icc.Parse(data)
	if err != nil {
		return c, err
	}
	c.name = p.Description
	c.convert, err = p.Transform()
	return c, err
}

// toSRGB converts a picture as src.decode makes it; bytes become float32 first where opt asks for that.
func toSRGB(t *tensor.Tensor, convert *icc.Transform, opt Options) error {
	if opt.DType == tensor.Float32 && t.DType == tensor.Uint8 {
		bytes := scratch.Tensor(tensor.Spec{})
		defer scratch.PutTensor(bytes)
		*bytes, *t = *t, *bytes
		toFloat(t, bytes)
	}
	gray := t.Space == tensor.Gray || t.Space == tensor.GrayAlpha
	if err := convert.Fits(gray); err != nil { // the header has been asked; the decoder may differ
		return err
	}
	switch {
	case gray && t.DType == tensor.Uint8:
		convert.Gray8(t.Plane8(0))
	case gray:
		convert.Gray32(t.Plane32(0))
	case t.DType == tensor.Uint8:
		convert.RGB8(t.Plane8(0), t.Plane8(1), t.Plane8(2))
	default:
		convert.RGB32(t.Plane32(0), t.Plane32(1), t.Plane32(2))
	}
	return nil
}
