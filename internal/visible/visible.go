// Package visible writes other people's text (names of files and classes, what stands in a model file) so that it can be shown
// without harm.
package visible

import (
	"fmt"
	"strconv"
	"strings"
	"unicode/utf16"
	"unicode/utf8"
)

// Text writes what doesn't print as in a Go string, \x1b: escape sequences, line feeds, marks that turn the direction of
// writing, bytes that are no UTF-8. What prints stays as it is, in any script.
func Text(text string) string {
	var b strings.Builder
	for len(text) > 0 {
		r, n := utf8.DecodeRuneInString(text)
		if r == utf8.RuneError && n == 1 {
			fmt.Fprintf(&b, `\x%02x`, text[0])
		} else if strconv.IsPrint(r) {
			b.WriteRune(r)
		} else {
			b.WriteString(strings.Trim(strconv.QuoteRune(r), "'"))
		}
		text = text[n:]
	}
	return b.String()
}

// Short is Text, cut to most characters if it is longer; the last one is an ellipsis then.
func Short(text string, most int) string {
	if len(text) > 4*(most+1) { // no character has more bytes: the rest can't be shown
		text = text[:4*(most+1)]
	}
	if r := []rune(Text(text)); len(r) > most {
		return string(r[:most-1]) + "…"
	}
	return Text(text)
}

// JSON writes what doesn't print in a JSON text as \u202e, which in a string means the same. What else separates a JSON text's
// parts stays.
func JSON(text string) string {
	var b strings.Builder
	for _, r := range text {
		switch {
		case strconv.IsPrint(r) || r == '\n' || r == '\t' || r == '\r':
			b.WriteRune(r)
		case r > 0xffff:
			high, low := utf16.EncodeRune(r)
			fmt.Fprintf(&b, `\u%04x\u%04x`, high, low)
		default:
			fmt.Fprintf(&b, `\u%04x`, r)
		}
	}
	return b.String()
}
