package imageio

import (
	"errors"
	"fmt"
	"io"
	"strings"
)

// An Error says which file could not be read, where in the work that was, and why. Every error about a file
// that this package returns is an *Error; only a bad option is a *[tensor.ParamError].
type Error struct {
	Path   string // the file, "" if the bytes came from memory
	Format Format // what the content is, "" if that is not known
	// Stage is where the work ended: "open" and "read" (the file system), "sniff" (not a known format),
	// "header" (what the file says of itself), "limit" (it asks for too much), "profile" (its colours can't be
	// converted), "decode" (its pixels).
	Stage string
	Err   error
}

// Error writes "path: format: stage: cause", without the parts that are not known.
func (e *Error) Error() string {
	var b strings.Builder
	for _, part := range []string{e.Path, string(e.Format), e.Stage} {
		if part != "" {
			b.WriteString(part)
			b.WriteString(": ")
		}
	}
	// The decoders of the standard library begin their messages with the name of the format.
	b.WriteString(strings.TrimPrefix(e.Err.Error(), string(e.Format)+": "))
	return b.String()
}

// Unwrap returns the cause.
func (e *Error) Unwrap() error { return e.Err }

// ErrUnknownFormat is matched (errors.Is) by every *FormatError.
var ErrUnknownFormat = errors.New("unknown image format")

// A FormatError says that the content is none of the formats that this package reads.
type FormatError struct {
	Found string // what it looks like: "HEIC", "HTML", "an empty file"
}

func (e *FormatError) Error() string {
	return "wanted JPEG, PNG, GIF, WebP, TIFF or BMP, found " + e.Found
}

// Is makes a *FormatError match ErrUnknownFormat.
func (e *FormatError) Is(target error) bool { return target == ErrUnknownFormat }

// A LimitError says that a file asks for more than [Limits] allow.
type LimitError struct {
	What         string // "pixels", "passes over the image", "bytes", "bytes of memory"
	Limit, Found int64
}

func (e *LimitError) Error() string {
	return fmt.Sprintf("wanted at most %d %s, found %d", e.Limit, e.What, e.Found)
}

// A HeaderError says that a file contradicts itself or its format.
type HeaderError struct {
	Want, Found string
}

func (e *HeaderError) Error() string { return "wanted " + e.Want + ", found " + e.Found }

func headerError(want, found string, args ...any) error {
	return &HeaderError{Want: want, Found: fmt.Sprintf(found, args...)}
}

// An UnsupportedError says that a file is valid, as far as was read, and uses what the decoder doesn't know.
type UnsupportedError struct {
	Feature string // "arithmetic coding"
}

func (e *UnsupportedError) Error() string { return e.Feature + " is not supported" }

func unsupported(feature string, args ...any) error {
	return &UnsupportedError{Feature: fmt.Sprintf(feature, args...)}
}

// truncated is an io.ErrUnexpectedEOF that says to a person what happened.
type truncated struct{ what string }

func (e truncated) Error() string        { return e.what }
func (e truncated) Is(target error) bool { return target == io.ErrUnexpectedEOF }

var errTruncated error = truncated{"the file ends too early"}

// guard runs a foreign decoder and makes its panic an error. io.EOF, which decoders leak, is named.
func guard(decode func() error) (err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("the decoder failed: %v", p)
		}
	}()
	err = decode()
	if err == io.EOF || err == io.ErrUnexpectedEOF {
		err = errTruncated
	}
	return err
}
