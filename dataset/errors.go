package dataset

import (
	"errors"
	"fmt"
	"io/fs"
	"strconv"
	"strings"
)

// An Error says which source could not be read and where in it, and why: either Err is set, or Want and Found.
type Error struct {
	Path   string // the file, folder or prefix; a sample's name
	Record int    // which image or label, counted from 0; -1 if it isn't about one
	Stage  string // "open", "header", "data", "labels", "classes" or "adapt"
	Want   string
	Found  string
	Err    error
}

func (e *Error) Error() string {
	var b strings.Builder
	b.WriteString(printable(e.Path))
	if e.Record >= 0 {
		fmt.Fprintf(&b, "[%d]", e.Record)
	}
	b.WriteString(": " + e.Stage + ": ")
	if e.Err != nil {
		b.WriteString(e.Err.Error())
	} else {
		b.WriteString("wanted " + e.Want + ", found " + e.Found)
	}
	return b.String()
}

// Unwrap returns the cause, which may be nil.
func (e *Error) Unwrap() error { return e.Err }

// mismatch is an error that isn't about one record.
func mismatch(path, stage, want, found string) *Error {
	return &Error{Path: path, Record: -1, Stage: stage, Want: want, Found: found}
}

// failure is an error with a cause from below.
func failure(path, stage string, err error) *Error {
	return &Error{Path: path, Record: -1, Stage: stage, Err: withoutPath(err)}
}

// withoutPath takes the path out of the operating system's errors, as *Error has it already.
func withoutPath(err error) error {
	if e, ok := errors.AsType[*fs.PathError](err); ok {
		return e.Err
	}
	return err
}

// printable returns a name as it is if a terminal can show it, and quoted if not: with line feeds, escape
// sequences or invalid UTF-8.
func printable(name string) string {
	for _, r := range name {
		if !strconv.IsPrint(r) || r == '\uFFFD' {
			return strconv.Quote(name)
		}
	}
	return name
}
