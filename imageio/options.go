package imageio

import (
	"encoding/hex"
	"fmt"
	"image"
	"strings"

	"github.com/saccade-go/saccade/imageio/jpeg"
	"github.com/saccade-go/saccade/tensor"
)

// Options says what [Decode] makes of a file. The zero value gives uint8, Gray or RGB as the file has it,
// transparency laid over white, turned upright.
type Options struct {
	// Space is None (the default: Gray or RGB as the file has it), Gray or RGB. Gray of a coloured picture
	// is Rec. 601 luma of the encoded values with Pillow's fixed point,
	//
	//	L = (19595 R + 38470 G + 7471 B + 32768) >> 16
	//
	// in uint8 and 0.299 R + 0.587 G + 0.114 B in float32. It is computed from RGB for every format, so that
	// a picture has the same gray in all of them: the luma channel of a JPEG is not used, as it differs by rounding.
	Space tensor.Space `json:"space,omitzero"`
	// DType is Uint8 (the default), where files with 16 bits give their high byte, or Float32: everything
	// becomes 0..1, v/255 or v/65535.
	DType tensor.DType `json:"dtype,omitzero"`
	// Alpha is Blend (the default), Drop or Keep.
	Alpha Alpha `json:"alpha,omitzero"`
	// Background is what Blend lays transparent pictures over: "#rrggbb"; "" is white. A gray result uses
	// its luma.
	Background string `json:"background,omitempty"`
	// ICC is Ignore (the default) or Convert: what becomes of the colour profile of a file.
	ICC ICC `json:"icc,omitzero"`
	// IgnoreOrientation leaves the picture as it is stored. By default it is turned as its Exif says.
	IgnoreOrientation bool `json:"ignore_orientation,omitempty"`
	// Least, if not nil, allows a smaller picture than the file has, of a half, a quarter or an eighth of its
	// size, where the format can be decoded so in less time (JPEG). It is called with the upright height and width,
	// and returns the height and width below which the picture must not go. A picture of an eighth has ⌈h/8⌉×⌈w/8⌉
	// pixels.
	Least func(h, w int) (leastH, leastW int) `json:"-"`
	// Part, if not nil, allows to leave out what isn't wanted, where the format can be decoded so in less time (JPEG). It
	// is called with the upright height and width, and returns the part of the upright picture that becomes the
	// result, or the zero Rectangle for all of it. The pixels are the same. The file is read as a whole, so
	// that damage elsewhere is noticed. It isn't called if Least is given.
	Part func(h, w int) image.Rectangle `json:"-"`
	// Workers is how many goroutines one picture may use where its format knows how to share the work (large JPEG
	// files). The result doesn't depend on it; 0 is 1.
	Workers int `json:"-"`
	// Rows, if not nil, may take the picture row by row, where the format can be decoded so (JPEG) and the picture needn't
	// be turned or converted. Then dst is left alone.
	Rows RowTaker `json:"-"`
	// Planes, if not nil, may take the planes of a picture in YCbCr or Gray as the file has them, each with its own size, where
	// the picture needn't be turned (JPEG). Then dst is left alone. It is asked after Least and before Rows.
	Planes PlaneTaker `json:"-"`
	// Limits bounds what a file may ask for.
	Limits Limits `json:"-"`
}

// A PlaneTaker takes planes of bytes a few rows at a time: each row once, in any order, and, with Options.Workers, from
// several goroutines. Planes are luma, or luma and the two of chroma as JFIF has them, full range. If the file is damaged,
// rows come before the error does.
type PlaneTaker interface {
	// LumaAlone reports whether luma is all that is wanted, as it is if Options.Space is Gray.
	LumaAlone() bool
	// BeginPlanes is told which planes come and reports whether their rows are to be given to TakePlane.
	BeginPlanes(sizes []PlaneSize) bool
	// TakePlane takes n rows from row y of plane c on: row i of them begins at rows[i·stride].
	TakePlane(c, y, n int, rows []uint8, stride int)
}

// A PlaneSize is the size of a plane. The picture is Across of its samples wide and Down high, which are less than Width and
// Height where it ends within a sample.
type PlaneSize struct {
	Height, Width int
	Down, Across  float64
}

// A RowTaker takes uint8 pictures a few rows at a time: each row once, in any order, and, with Options.Workers, from several
// goroutines. If the file is damaged, rows come before the error does.
type RowTaker interface {
	// Begin is told what picture comes and reports whether its rows are to be given to TakeRows.
	Begin(spec tensor.Spec) bool
	jpeg.RowTaker
}

// Check reports an option that makes no sense as a *[tensor.ParamError].
func (o Options) Check() error {
	bad := func(param, want string, got any) error {
		return &tensor.ParamError{Op: "decode", Param: param, Want: want, Got: got}
	}
	switch {
	case o.Space != tensor.None && o.Space != tensor.Gray && o.Space != tensor.RGB:
		return bad("space", "none, gray or rgb", o.Space)
	case o.DType != tensor.Uint8 && o.DType != tensor.Float32:
		return bad("dtype", "uint8 or float32", o.DType)
	case o.Workers < 0:
		return bad("workers", "no negative number", o.Workers)
	case o.ICC > Convert:
		return bad("icc", "ignore or convert", o.ICC)
	case o.Alpha > Keep:
		return bad("alpha", "blend, drop or keep", o.Alpha)
	}
	if _, err := o.background(); err != nil {
		return bad("background", `a colour as "#rrggbb"`, o.Background)
	}
	l := o.Limits
	if low := min(int64(l.Pixels), l.Cost, l.FileBytes, l.Memory); low < 0 {
		return bad("limits", "no negative limit", low)
	}
	return nil
}

// Spec returns the spec of what Decode yields. H and W are 0, as the file decides; if Space is None, so are
// C and Space.
func (o Options) Spec() tensor.Spec {
	if o.Space == tensor.None {
		return tensor.Spec{DType: o.DType}
	}
	return o.spec(o.Space)
}

// spec returns dtype, space and channels of what o makes of a picture in the given space.
func (o Options) spec(from tensor.Space) tensor.Spec {
	gray := from == tensor.Gray || from == tensor.GrayAlpha
	if o.Space != tensor.None {
		gray = o.Space == tensor.Gray
	}
	space := [2][2]tensor.Space{{tensor.RGB, tensor.RGBA}, {tensor.Gray, tensor.GrayAlpha}}[index(gray)][index(o.Alpha == Keep)]
	return tensor.Spec{DType: o.DType, Space: space, C: space.Channels()}
}

func index(b bool) int {
	if b {
		return 1
	}
	return 0
}

// background returns red, green and blue of what Blend blends with.
func (o Options) background() ([3]uint8, error) {
	rgb := [3]uint8{255, 255, 255}
	if o.Background == "" {
		return rgb, nil
	}
	digits, ok := strings.CutPrefix(o.Background, "#")
	if !ok || len(digits) != 6 {
		return rgb, fmt.Errorf("colour %q", o.Background)
	}
	_, err := hex.Decode(rgb[:], []byte(digits))
	return rgb, err
}

// Alpha says what becomes of transparency.
type Alpha uint8

const (
	// Blend lays the picture over the background: (a·v + (1−a)·background), rounded to nearest in uint8, as
	// Pillow's Image.paste with a mask does. The result has no alpha.
	Blend Alpha = iota
	// Drop forgets alpha: pixels have the colour that the file gives them, even where they can't be seen.
	Drop
	// Keep makes alpha the last channel, GrayAlpha or RGBA; a file without alpha is opaque.
	Keep
)

var alphas = [...]string{Blend: "blend", Drop: "drop", Keep: "keep"}

func (a Alpha) String() string {
	if int(a) >= len(alphas) {
		return fmt.Sprintf("alpha %d", uint8(a))
	}
	return alphas[a]
}

// MarshalText writes "blend", "drop" or "keep".
func (a Alpha) MarshalText() ([]byte, error) {
	if int(a) >= len(alphas) {
		return nil, fmt.Errorf("alpha: wanted %s, found %d", strings.Join(alphas[:], ", "), uint8(a))
	}
	return []byte(alphas[a]), nil
}

// UnmarshalText reads what MarshalText writes; case doesn't matter.
func (a *Alpha) UnmarshalText(text []byte) error {
	for i, name := range alphas {
		if strings.EqualFold(string(text), name) {
			*a = Alpha(i)
			return nil
		}
	}
	return fmt.Errorf("alpha: wanted %s, found %q", strings.Join(alphas[:], ", "), text)
}
