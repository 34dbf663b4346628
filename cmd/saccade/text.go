package main

import (
	"errors"
	"io"
	"strings"

	vis "github.com/saccade-go/saccade/internal/visible"
)

// visible is what a terminal can show of other people's text, such as names of files and classes.
func visible(text string) string { return vis.Text(text) }

// short is visible for a column of a table: a long text is cut.
func short(text string) string { return vis.Short(text, 32) }

// visibleJSON is JSON of which a terminal can show all, and which means the same.
func visibleJSON(text string) string { return vis.JSON(text) }

// visibleError is visible for an error, which has a line for each of those that errors.Join has put together.
func visibleError(err error) string {
	text := err.Error()
	switch e := err.(type) {
	case interface{ Unwrap() []error }:
		if all := e.Unwrap(); errors.Join(all...).Error() == text {
			lines := make([]string, len(all))
			for i, one := range all {
				lines[i] = visibleError(one)
			}
			return strings.Join(lines, "\n")
		}
	case interface{ Unwrap() error }:
		if cause := e.Unwrap(); cause != nil {
			if before, ok := strings.CutSuffix(text, cause.Error()); ok {
				return visible(before) + visibleError(cause)
			}
		}
	}
	return visible(text)
}

// A checkedWriter keeps the first error of a writer, so that a table whose writing failed isn't taken for written.
type checkedWriter struct {
	w   io.Writer
	err error
}

func (c *checkedWriter) Write(p []byte) (int, error) {
	if c.err != nil {
		return 0, c.err
	}
	n, err := c.w.Write(p)
	c.err = err
	return n, err
}
