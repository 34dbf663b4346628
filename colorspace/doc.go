// Package colorspace converts pictures between colour spaces. [Convert] is the stage:
//
//	colorspace.Convert{To: colorspace.Lab}
//
// The spaces, all as float32:
//
//	Gray  luma of Rec. 601, on encoded values       0..1
//	RGB   sRGB of IEC 61966-2-1, encoded            0..1 each
//	HSV   hue, saturation, value                    0..1 each, hue 1 would be 360°
//	Lab   CIE 1976 L*a*b*, white D65, 2° observer   L 0..100, a and b about −128..127
//
// Any of them becomes any other by the shortest chain of conversions: HSV goes to Lab by way of RGB. The
// formula and the source of each conversion stand in the space's own file.
//
// # Values out of range
//
// Nothing is clipped, except that a Lab colour which no sRGB display can show is clipped to 0..1 in linear
// light. NaN goes through: a conversion whose result depends on a NaN gives NaN there.
//
// # Adding a space
//
// A space is a constant in package tensor, a file here which declares its family (its conversions from and to
// spaces that are here already, and the range of each channel), and a line in the list of families in
// family.go. Routes to all other spaces follow from that.
package colorspace
