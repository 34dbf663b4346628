// Package colorspace converts pictures between colour spaces. [Convert] is the stage:
//
//	colorspace.Convert{To: colorspace.Lab}
//
// The spaces, all as float32:
//
//	Gray      luma of Rec. 601, on encoded values       0..1
//	Gray709   luma of Rec. 709, on encoded values       0..1
//	RGB       sRGB of IEC 61966-2-1, encoded            0..1 each
//	HSV       hue, saturation, value                    0..1 each
//	HSL       hue, saturation, lightness                0..1 each
//	HWB       hue, whiteness, blackness                 0..1 each
//	CMYK      cyan, magenta, yellow, black; no profile  0..1 each
//	YCbCr     of JPEG (JFIF), full range                0..1 each, grays have 0.5 in Cb and Cr
//	YCbCr601  of Rec. 601, studio range                 Y 16/255..235/255, Cb and Cr 16/255..240/255
//	YCbCr709  of Rec. 709, studio range                 Y 16/255..235/255, Cb and Cr 16/255..240/255
//	YIQ       of NTSC                                   Y 0..1, I ±0.59590059, Q ±0.52273617
//
//	LinearRGB sRGB in linear light                      0..1 each
//	XYZ       CIE 1931, white D65, 2° observer          0..0.95047, 0..1, 0..1.08883
//	Lab       CIE 1976 L*a*b*, of that XYZ              L 0..100, a and b about −128..127
//	Luv       CIE 1976 L*u*v*, of that XYZ              L 0..100, u about −134..220, v about −140..122
//	LCh       Lab in polar coordinates                  L 0..100, C about 0..150, h 0..1
//	Oklab     Björn Ottosson's                          L 0..1, a and b about −0.4..0.4
//	Oklch     Oklab in polar coordinates                L 0..1, C about 0..0.4, h 0..1
//	XYZD50    XYZ adapted to D50 by Bradford            0..0.96422, 0..1, 0..0.82521
//	LabD50, LuvD50, LChD50, of that XYZ                 as Lab, Luv, LCh
//
// Any of them becomes any other by the shortest chain of conversions: HSV goes to Lab by way of RGB, and LCh to
// Oklch by way of Lab, LinearRGB and Oklab. The formula and the source of each conversion stand in the space's own
// file; [Range] has the ranges.
//
// [DeltaE76], [DeltaE94] and [DeltaE2000] measure how different two colours of Lab look.
//
// # Hue
//
// A hue is a part of a turn in all spaces that have one: 0..1, and 1 would be 360°. As an input it is taken modulo 1. The
// hue of a gray is 0. In LCh and Oklch so is its chroma, and a gray is what is next to it by rounding: see LCh.
//
// # Values out of range
//
// The spaces from LinearRGB on, those of light, have all colours, and nothing is clipped between them. Colours that no
// sRGB display can show are clipped to 0..1 in linear light, channel by channel, where they become RGB, and so on the way
// to all encoded spaces, those of the first part. Between encoded spaces nothing is clipped, nor from RGB to light, whose
// curve goes on below 0 and above 1. So colours that sRGB has come back from each space but Gray and Gray709, to 1e-5 of
// the range, and those of light from each space of light.
//
// NaN goes through: a result that depends on a NaN is NaN.
//
// # Adding a space
//
// A space is a constant in package tensor, a file here which declares its family (its conversions from and to
// spaces that are here already, and the range of each channel), and a line in the list of families in
// family.go. Routes to all other spaces follow from that.
package colorspace
