// Package icc converts pictures from the colours of an ICC profile to sRGB: profiles that are three curves and a matrix
// (Display P3, Adobe RGB, most screens and cameras) and those of gray that are one curve.
//
// [Parse] reads a profile, versions 2 and 4 (ICC.1:2022). [Profile.Transform] makes what converts pixels, or an [*Error]
// that says why there is none: tables (A2B0, D2B0 …), inks, Lab. [Chromatic] makes the same of primaries and a curve, as
// PNG and video have them.
//
// A colour is converted as a colour management system does with relative colorimetric intent and without black point
// compensation: the curves give linear light, the matrix goes to sRGB's primaries by way of the profile connection space
// (XYZ, D50), what sRGB can't show is clipped, and sRGB's own curve encodes it. Tags that don't count there (chad, wtpt)
// are not read: a profile's colorants are adapted to D50 already.
//
// Profiles are taken to be hostile: nothing outside of their bytes is read, and nothing is taken on their word.
package icc

import "fmt"

// An Error says why there is no conversion from a profile.
type Error struct {
	Want, Found string
}

func (e *Error) Error() string { return "wanted " + e.Want + ", found " + e.Found }

func errorf(want, found string, args ...any) error {
	return &Error{Want: want, Found: fmt.Sprintf(found, args...)}
}
