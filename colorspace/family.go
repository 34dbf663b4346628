package colorspace

import (
	"slices"
	"strings"

	"github.com/saccade-go/saccade/tensor"
)

// The spaces that Convert knows, under the names that read well in a pipeline.
const (
	Gray = tensor.Gray
	RGB  = tensor.RGB
	HSV  = tensor.HSV
	Lab  = tensor.Lab

	Gray709   = tensor.Gray709
	LinearRGB = tensor.LinearRGB
	HSL       = tensor.HSL
	HWB       = tensor.HWB
	XYZ       = tensor.XYZ
	Luv       = tensor.Luv
	LCh       = tensor.LCh
	YCbCr     = tensor.YCbCr
	YCbCr601  = tensor.YCbCr601
	YCbCr709  = tensor.YCbCr709
	YIQ       = tensor.YIQ
	CMYK      = tensor.CMYK
	Oklab     = tensor.Oklab
	Oklch     = tensor.Oklch
	XYZD50    = tensor.XYZD50
	LabD50    = tensor.LabD50
	LuvD50    = tensor.LuvD50
	LChD50    = tensor.LChD50
)

// families lists all spaces. A new one is a file and a line here. LinearRGB stands before Lab, so that it is the way from
// RGB to XYZ.
var families = []family{
	rgbFamily, linearFamily, grayFamily, hsvFamily, labFamily, gray709Family, hslFamily, hwbFamily, xyzFamily, luvFamily,
	lchFamily, ycbcrFamily, ycbcr601Family, ycbcr709Family, yiqFamily, cmykFamily, oklabFamily, oklchFamily,
	xyz50Family, lab50Family, luv50Family, lch50Family,
}

// A family is a colour space: the ranges of its channels and the conversions that its file has.
type family struct {
	space       tensor.Space
	ranges      []bounds
	conversions []conversion
}

// bounds are the ends of a channel's nominal range.
type bounds struct{ lo, hi float32 }

var unit = bounds{0, 1}

// maxChannels is the largest number of channels of any space.
const maxChannels = 4

// planes are the channels of a run of pixels, all of one length; what a space doesn't use is nil. The float32
// values have the ranges of their space.
type planes [maxChannels][]float32

// planes8 are the channels of a run of stored pixels, 0..255.
type planes8 [maxChannels][]uint8

// A conversion is one step between two spaces. dst and src have the same number of pixels and don't share
// memory.
type conversion struct {
	from, to tensor.Space
	convert  func(dst, src planes)
	// convert8 is convert on stored pixels, where there is a faster or more exact way than dividing by 255.
	convert8 func(dst planes, src planes8)
	// clips says that colours out of the gamut of to are lost: other ways of the same length come first.
	clips bool
	// onePass says that convert reads and writes each value once, so that large pictures needn't go through in blocks.
	onePass bool
}

// A route is a chain of conversions, each taking up where the one before it ends.
type route []conversion

type ends struct{ from, to tensor.Space }

// routes has the shortest route between any two spaces; that of a space to itself is empty.
var routes = findRoutes(families)

func findRoutes(families []family) map[ends]route {
	var all []conversion
	for _, f := range families {
		all = append(all, f.conversions...)
	}
	slices.SortStableFunc(all, func(a, b conversion) int { return order(a.clips) - order(b.clips) })
	found := map[ends]route{}
	for _, f := range families {
		addRoutes(found, f.space, all)
	}
	return found
}

func order(clips bool) int {
	if clips {
		return 1
	}
	return 0
}

// addRoutes adds the routes that begin at from: a breadth-first search, so that the shortest comes first, and
// among equals the one whose conversions come first in all.
func addRoutes(found map[ends]route, from tensor.Space, all []conversion) {
	found[ends{from, from}] = route{}
	for queue := []tensor.Space{from}; len(queue) > 0; queue = queue[1:] {
		at := queue[0]
		for _, c := range all {
			if _, seen := found[ends{from, c.to}]; c.from != at || seen {
				continue
			}
			found[ends{from, c.to}] = append(slices.Clone(found[ends{from, at}]), c)
			queue = append(queue, c.to)
		}
	}
}

// Range returns the nominal range of a channel of a float32 picture: 0..1 in many spaces, 0..100 and −128..127 in
// Lab; the package's documentation has them all. Values may lie outside of it. ok is false for a space that has no
// colours, or alpha, and for a channel that the space doesn't have.
func Range(space tensor.Space, channel int) (lo, hi float32, ok bool) {
	for _, f := range families {
		if f.space == space && channel >= 0 && channel < len(f.ranges) {
			return f.ranges[channel].lo, f.ranges[channel].hi, true
		}
	}
	return 0, 0, false
}

// names lists the spaces for messages: "rgb, gray, hsv or lab".
func names() string {
	s := make([]string, len(families))
	for i, f := range families {
		s[i] = f.space.String()
	}
	last := len(s) - 1
	return strings.Join(s[:last], ", ") + " or " + s[last]
}
