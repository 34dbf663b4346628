package main

import (
	"io"

	vis "github.com/saccade-go/saccade/internal/visible"
)

// visible is what a terminal can show of other people's text, such as names of files and classes.
func visible(text string) string { return vis.Text(text) }

// short is visible for a column of a table: a long text is cut.
func short(text string) string { return vis.Short(text, 32) }

// visibleLines is visible for a text whose line feeds are meant.
func visibleLines(text string) string { return vis.Lines(text) }

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
