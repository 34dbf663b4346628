package tensor

import (
	"fmt"
	"math"
	"math/bits"
	"strings"
)

// A DType is the type of a tensor's values.
type DType uint8

const (
	// Uint8 is for stored pictures: 0 to 255.
	Uint8 DType = iota
	// Float32 is for everything computed. Each Space says which range its channels have.
	Float32
)

// Size returns the bytes of one value.
func (d DType) Size() int {
	if d == Float32 {
		return 4
	}
	return 1
}

// A Space says what the channels of a tensor mean.
type Space uint8

const (
	// None is for values that are not colours: feature vectors, filter responses.
	None Space = iota
	// Gray is luma, encoded as it was stored: 0..1 in float32.
	Gray
	// RGB is sRGB, encoded (not linear light): 0..1 in float32.
	RGB
	// GrayAlpha is Gray and straight (not premultiplied) alpha, 0..1 in float32.
	GrayAlpha
	// RGBA is RGB and straight (not premultiplied) alpha, 0..1 in float32.
	RGBA
	// HSV is hue, saturation and value, all 0..1; hue 1 would be 360 degrees.
	HSV
	// Lab is CIE 1976 L*a*b* for D65 and the 2° observer: L 0..100, a and b about −128..127.
	Lab
	// Gray709 is luma with the weights of Rec. 709, encoded: 0..1.
	Gray709
	// LinearRGB is RGB in linear light: 0..1.
	LinearRGB
	// HSL is hue, saturation and lightness, all 0..1; hue 1 would be 360 degrees, here and below.
	HSL
	// HWB is hue, whiteness and blackness, all 0..1.
	HWB
	// XYZ is CIE 1931 XYZ for D65, Y of white being 1.
	XYZ
	// Luv is CIE 1976 L*u*v* for D65: L 0..100, u about −134..220, v about −140..122.
	Luv
	// LCh is Lab in polar coordinates: lightness 0..100, chroma about 0..150, hue 0..1.
	LCh
	// YCbCr is that of JPEG files (JFIF), full range: 0..1, the middle of Cb and Cr being 0.5.
	YCbCr
	// YCbCr601 is YCbCr of Rec. 601 in studio range: Y 16/255..235/255, Cb and Cr 16/255..240/255.
	YCbCr601
	// YCbCr709 is YCbCr of Rec. 709 in studio range: Y 16/255..235/255, Cb and Cr 16/255..240/255.
	YCbCr709
	// YIQ is that of NTSC: Y 0..1, I about −0.6..0.6, Q about −0.52..0.52.
	YIQ
	// CMYK is cyan, magenta, yellow and black, 0..1, without any profile of a printer.
	CMYK
	// Oklab is Björn Ottosson's: L 0..1, a and b about −0.4..0.4.
	Oklab
	// Oklch is Oklab in polar coordinates: lightness 0..1, chroma about 0..0.4, hue 0..1.
	Oklch
	// XYZD50 is XYZ adapted to D50, as profiles of printers and cameras have it.
	XYZD50
	// LabD50 is Lab for D50.
	LabD50
	// LuvD50 is Luv for D50.
	LuvD50
	// LChD50 is LCh for D50.
	LChD50
)

var spaces = [...]struct {
	name     string
	channels int
}{
	None: {"none", 0}, Gray: {"gray", 1}, RGB: {"rgb", 3}, GrayAlpha: {"gray_alpha", 2}, RGBA: {"rgba", 4},
	HSV: {"hsv", 3}, Lab: {"lab", 3}, Gray709: {"gray_709", 1}, LinearRGB: {"linear_rgb", 3}, HSL: {"hsl", 3},
	HWB: {"hwb", 3}, XYZ: {"xyz", 3}, Luv: {"luv", 3}, LCh: {"lch", 3}, YCbCr: {"ycbcr", 3},
	YCbCr601: {"ycbcr_601", 3}, YCbCr709: {"ycbcr_709", 3}, YIQ: {"yiq", 3}, CMYK: {"cmyk", 4}, Oklab: {"oklab", 3},
	Oklch: {"oklch", 3}, XYZD50: {"xyz_d50", 3}, LabD50: {"lab_d50", 3}, LuvD50: {"luv_d50", 3}, LChD50: {"lch_d50", 3},
}

var dtypes = [...]string{Uint8: "uint8", Float32: "float32"}

// Spaces returns all spaces, None first, in the order of their numbers.
func Spaces() []Space {
	all := make([]Space, len(spaces))
	for i := range all {
		all[i] = Space(i)
	}
	return all
}

// Channels returns how many channels a tensor in this space has, and 0 for None, where any number will do.
func (s Space) Channels() int {
	if int(s) >= len(spaces) {
		return 0
	}
	return spaces[s].channels
}

// HasAlpha reports whether the last channel is alpha.
func (s Space) HasAlpha() bool { return s == GrayAlpha || s == RGBA }

func (s Space) String() string {
	if int(s) >= len(spaces) {
		return fmt.Sprintf("space %d", uint8(s))
	}
	return spaces[s].name
}

// MarshalText writes the space's name in lower case, as configuration files have it.
func (s Space) MarshalText() ([]byte, error) {
	if int(s) >= len(spaces) {
		return nil, fmt.Errorf("colour space: no name for %d", uint8(s))
	}
	return []byte(s.String()), nil
}

// UnmarshalText reads a space's name; case doesn't matter.
func (s *Space) UnmarshalText(text []byte) error {
	names := make([]string, len(spaces))
	for i, sp := range spaces {
		if strings.EqualFold(string(text), sp.name) {
			*s = Space(i)
			return nil
		}
		names[i] = sp.name
	}
	return fmt.Errorf("colour space: wanted one of %s, found %q", strings.Join(names, ", "), text)
}

func (d DType) String() string {
	if int(d) >= len(dtypes) {
		return fmt.Sprintf("dtype %d", uint8(d))
	}
	return dtypes[d]
}

// MarshalText writes the type's name.
func (d DType) MarshalText() ([]byte, error) {
	if int(d) >= len(dtypes) {
		return nil, fmt.Errorf("dtype: no name for %d", uint8(d))
	}
	return []byte(d.String()), nil
}

// UnmarshalText reads a type's name.
func (d *DType) UnmarshalText(text []byte) error {
	for i, name := range dtypes {
		if strings.EqualFold(string(text), name) {
			*d = DType(i)
			return nil
		}
	}
	return fmt.Errorf("dtype: wanted one of %s, found %q", strings.Join(dtypes[:], ", "), text)
}

// A Spec describes a tensor: type, meaning and shape. H or W is 0 as long as it is not known, which is so
// before an image arrives.
type Spec struct {
	DType DType `json:"dtype"`
	Space Space `json:"space"`
	C     int   `json:"c"`
	H     int   `json:"h"`
	W     int   `json:"w"`
}

// VectorSpec returns the spec of a feature vector of length d: float32, d×1×1.
func VectorSpec(d int) Spec { return Spec{DType: Float32, Space: None, C: d, H: 1, W: 1} }

// Known reports whether the whole shape is known.
func (s Spec) Known() bool { return s.C > 0 && s.H > 0 && s.W > 0 }

// Len returns C·H·W. It panics if a size is negative or the product does not fit in an int.
func (s Spec) Len() int {
	n, ok := s.length()
	if !ok {
		panic(fmt.Sprintf("tensor: impossible shape %s", s))
	}
	return n
}

func (s Spec) length() (int, bool) {
	if s.C < 0 || s.H < 0 || s.W < 0 {
		return 0, false
	}
	hi, lo := bits.Mul64(uint64(s.C), uint64(s.H))
	hi2, n := bits.Mul64(lo, uint64(s.W))
	return int(n), hi|hi2 == 0 && n <= math.MaxInt/4
}

// Bytes returns the size of the values: C·H·W times the size of one.
func (s Spec) Bytes() int { return s.Len() * s.DType.Size() }

// MaxBytes is the largest tensor that Check lets pass: just under 2 GiB, which a float32 picture of 100 megapixels is below. It keeps
// a configuration from asking for more memory than there is.
const MaxBytes = 1<<31 - 1

// Check reports as a *SpecError what no tensor can be: negative sizes, sizes that make more than MaxBytes, a
// number of channels that its space doesn't have. Sizes not known yet are all right.
func (s Spec) Check(op string) error {
	if n, ok := s.length(); !ok || n > MaxBytes/s.DType.Size() {
		return &SpecError{Op: op, Want: "sizes that are not negative and make 2 GiB at most", Got: s}
	}
	if int(s.DType) >= len(dtypes) || int(s.Space) >= len(spaces) {
		return &SpecError{Op: op, Want: "a known dtype and colour space", Got: s}
	}
	if want := s.Space.Channels(); want != 0 && s.C != want {
		return &SpecError{Op: op, Want: fmt.Sprintf("%d channels for %s", want, s.Space), Got: s}
	}
	return nil
}

// String writes the spec as people say it: "uint8 rgb 3×224×224"; a size that isn't known is "?".
func (s Spec) String() string {
	return fmt.Sprintf("%s %s %s", s.DType, s.Space, s.Shape())
}

// Shape writes C×H×W; a size that isn't known is "?".
func (s Spec) Shape() string {
	size := func(n int) string {
		if n == 0 {
			return "?"
		}
		return fmt.Sprint(n)
	}
	return size(s.C) + "×" + size(s.H) + "×" + size(s.W)
}
