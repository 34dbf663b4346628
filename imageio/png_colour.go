package imageio

import (
	"fmt"

	"github.com/saccade-go/saccade/imageio/png"
	"github.com/saccade-go/saccade/internal/icc"
)

// colours reads the chunks about colours; see Convert.
func (f *pngFile) colours() (c colours, err error) {
	s, err := png.ReadColourSpace(f.data)
	switch {
	case err != nil:
	case s.CICP != nil:
		c.name = "cICP"
		c.convert, err = ofCICP(s.CICP)
	case s.ICC != nil:
		return ofProfile(s.ICC)
	case s.SRGB:
		c.name = "sRGB"
	case s.Gamma != nil || s.Chromaticities != nil:
		return ofGamma(s)
	}
	return c, err
}

// ofGamma returns what gAMA and cHRM say.
func ofGamma(s png.ColourSpace) (c colours, err error) {
	c.name = "cHRM"
	curve, primaries := icc.SRGB(), icc.Rec709
	if s.Gamma != nil {
		c.name = "gAMA"
		if *s.Gamma == 0 {
			return c, &icc.Error{Want: "a gamma above 0", Found: "0"}
		}
		curve = icc.Gamma(100000 / float64(*s.Gamma))
	}
	if xy := s.Chromaticities; xy != nil {
		at := func(i int) [2]float64 { return [2]float64{float64(xy[i]) / 100000, float64(xy[i+1]) / 100000} }
		primaries = icc.Chromaticities{White: at(0), Red: at(2), Green: at(4), Blue: at(6)}
	}
	c.convert, err = icc.Chromatic(primaries, curve)
	return c, err
}

var (
	whiteC   = [2]float64{0.310, 0.316}
	whiteD65 = icc.Rec709.White
	whiteDCI = [2]float64{0.314, 0.351}
	smpte170 = icc.Chromaticities{
		White: whiteD65, Red: [2]float64{0.630, 0.340}, Green: [2]float64{0.310, 0.595}, Blue: [2]float64{0.155, 0.070},
	}
)

// primaries are those of ITU-T H.273, table 2, by their number.
var primaries = map[byte]icc.Chromaticities{
	1:  icc.Rec709,
	4:  {White: whiteC, Red: [2]float64{0.67, 0.33}, Green: [2]float64{0.21, 0.71}, Blue: [2]float64{0.14, 0.08}},
	5:  {White: whiteD65, Red: [2]float64{0.64, 0.33}, Green: [2]float64{0.29, 0.60}, Blue: [2]float64{0.15, 0.06}},
	6:  smpte170,
	7:  smpte170,
	9:  {White: whiteD65, Red: [2]float64{0.708, 0.292}, Green: [2]float64{0.170, 0.797}, Blue: [2]float64{0.131, 0.046}},
	11: {White: whiteDCI, Red: [2]float64{0.680, 0.320}, Green: [2]float64{0.265, 0.690}, Blue: [2]float64{0.150, 0.060}},
	12: {White: whiteD65, Red: [2]float64{0.680, 0.320}, Green: [2]float64{0.265, 0.690}, Blue: [2]float64{0.150, 0.060}},
}

// transfers are those of ITU-T H.273, table 3, that are for light of 0..1 on a display.
var transfers = map[byte]icc.Curve{
	1: icc.BT709(), 6: icc.BT709(), 14: icc.BT709(), 15: icc.BT709(),
	4: icc.Gamma(2.2), 5: icc.Gamma(2.8), 8: icc.Gamma(1), 13: icc.SRGB(),
}

// ofCICP returns what a cICP chunk says.
func ofCICP(b []byte) (*icc.Transform, error) {
	colorants, known := primaries[b[0]]
	curve, ok := transfers[b[1]]
	switch {
	case !known:
		return nil, &icc.Error{Want: "primaries that are known (1, 4 to 7, 9, 11, 12)", Found: fmt.Sprint(b[0])}
	case !ok:
		const want = "a transfer function of standard dynamic range (1, 4 to 6, 8, 13 to 15)"
		return nil, &icc.Error{Want: want, Found: fmt.Sprint(b[1])}
	case b[2] != 0 || b[3] != 1:
		return nil, &icc.Error{Want: "RGB in full range (0, 1)", Found: fmt.Sprintf("matrix %d, range %d", b[2], b[3])}
	}
	return icc.Chromatic(colorants, curve)
}
