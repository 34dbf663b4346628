package main

import (
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"
	"unicode/utf8"
)

// visible returns text as a terminal can show it without harm: what doesn't print (escape sequences, line feeds, marks
// that turn the direction of writing, bytes that are no UTF-8) is written as in a Go string, \x1b. Names of files and
// classes are other people's text.
func visible(text string) string { return escape(text, "") }

// short is visible for a column of a table: a long text is cut.
func short(text string) string {
	const most = 32
	if r := []rune(visible(text)); len(r) > most {
		return string(r[:most-1]) + "…"
	}
	return visible(text)
}

// visibleLines is visible for a text whose line feeds are meant.
func visibleLines(text string) string { return escape(text, "\n") }

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

func escape(text, keep string) string {
	var b strings.Builder
	for len(text) > 0 {
		r, n := utf8.DecodeRuneInString(text)
		if r == utf8.RuneError && n == 1 {
			fmt.Fprintf(&b, `\x%02x`, text[0])
		} else if strconv.IsPrint(r) || strings.ContainsRune(keep, r) {
			b.WriteRune(r)
		} else {
			b.WriteString(strings.Trim(strconv.QuoteRune(r), "'"))
		}
		text = text[n:]
	}
	return b.String()
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
