package jpeg

import (
	"fmt"
	"image"
	"io"
)

// A FormatError says that the file contradicts ITU-T T.81, and where.
type FormatError struct {
	Offset      int // in the file, in bytes
	Want, Found string
}

func (e *FormatError) Error() string {
	return fmt.Sprintf("jpeg: at byte %d: wanted %s, found %s", e.Offset, e.Want, e.Found)
}

func formatError(offset int, want, found string, args ...any) error {
	return &FormatError{Offset: offset, Want: want, Found: fmt.Sprintf(found, args...)}
}

// A TruncatedError says that the file ends where something has to follow. It matches [io.ErrUnexpectedEOF].
type TruncatedError struct {
	Offset int // where the incomplete part begins
	Want   string
}

func (e *TruncatedError) Error() string {
	return fmt.Sprintf("jpeg: the file ends too early: at byte %d %s", e.Offset, e.Want)
}

// Is makes a *TruncatedError match io.ErrUnexpectedEOF.
func (e *TruncatedError) Is(target error) bool { return target == io.ErrUnexpectedEOF }

// An UnsupportedError says that the file is valid, as far as was read, and uses what this package doesn't know.
type UnsupportedError struct {
	Feature string // "a precision of 12 bits"
}

func (e *UnsupportedError) Error() string { return "jpeg: " + e.Feature + " is not supported" }

func unsupported(feature string, args ...any) error {
	return &UnsupportedError{Feature: fmt.Sprintf(feature, args...)}
}

// A LimitError says that the scans of a file go over its picture more often than [Options.MaxPasses] allows.
type LimitError struct {
	Passes, Limit int64
}

func (e *LimitError) Error() string {
	return fmt.Sprintf("jpeg: wanted at most %d passes over the image, found %d", e.Limit, e.Passes)
}

// A DamageError says that only a part of the picture could be decoded. The destination holds that part; what is
// missing is gray, or as coarse as the scans up to there left it.
type DamageError struct {
	Offset int // of the first damage
	// Missing and Blocks say how many of the 8×8 blocks in the scans that were found have no data. Missing is 0
	// if whole scans are missing and nothing else.
	Missing, Blocks int64
	Err             error // what was wrong first
}

func (e *DamageError) Error() string {
	if e.Missing == 0 {
		return e.Err.Error()
	}
	return fmt.Sprintf("%v; %d of %d blocks are missing", e.Err, e.Missing, e.Blocks)
}

// Unwrap returns the cause.
func (e *DamageError) Unwrap() error { return e.Err }

// A RegionError says that a region isn't in the picture.
type RegionError struct {
	Region, Picture image.Rectangle
}

func (e *RegionError) Error() string {
	return fmt.Sprintf("jpeg: wanted a region in %v, found %v", e.Picture, e.Region)
}
