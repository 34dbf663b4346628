package png

import (
	"fmt"
	"io"
)

// A FormatError says that a file is not a valid PNG, and where. One about a file that ends too early, or about
// compressed data that does, matches [io.ErrUnexpectedEOF].
type FormatError struct {
	Chunk       string // the type of the chunk; "" if there is none
	Offset      int64  // of a byte in the file: where the chunk begins, or where its compressed data goes wrong
	Want, Found string
	cut         bool
}

func (e *FormatError) Error() string {
	where := fmt.Sprintf("byte %d", e.Offset)
	if e.Chunk != "" {
		where = fmt.Sprintf("chunk %q at ", e.Chunk) + where
	}
	return "png: " + where + ": wanted " + e.Want + ", found " + e.Found
}

// Is makes the error of a file that ends too early match io.ErrUnexpectedEOF.
func (e *FormatError) Is(target error) bool { return e.cut && target == io.ErrUnexpectedEOF }

// An UnsupportedError says that a file is no PNG as the standard has it, but a known variant.
type UnsupportedError struct{ Feature string }

func (e *UnsupportedError) Error() string { return "png: " + e.Feature + " is not supported" }
