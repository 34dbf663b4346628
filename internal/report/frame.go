package report

import (
	"crypto/sha256"
	_ "embed"
	"encoding/base64"
	"fmt"
	"html/template"
	"math"
	"reflect"
	"strings"

	"github.com/saccade-go/saccade/internal/visible"
)

// A Frame is what stands round the content of every page: the heading, links to the sections, and how the page was made. A page
// is a struct that embeds it, and a template of its own which defines "main":
//
//	//go:embed survey.html
//	var surveyHTML string
//	var surveyPage = layout("survey", surveyHTML)
//
//	type Survey struct { Frame; … }
//	func (s Survey) Write(w io.Writer) error { return surveyPage.Execute(w, s) }
//
// In "main" each section is <section aria-labelledby="h-ID"><h2 id="h-ID">…, and these templates are there to be used:
//
//	{{template "sheet" .Shots}}       a []Shot: figures in a grid; "broadsheet" for pictures that are broad
//	{{template "charts" .Charts}}     a []*Chart
//	{{text .Path}}, {{plain .Path}}   other people's text with nothing in it that doesn't print; plain is for attributes
//	{{short 40 .Path}}                the same, cut
//
// All text goes through html/template, so that no name becomes markup; the page's policy forbids scripts but the one of ours, and
// whatever comes from the network.
type Frame struct {
	Title    string // the first heading, and the window's title
	Lead     string // what stands below it
	Sections []Section
	Made     Made
}

// A Section is one that the page has, for the links at its top.
type Section struct {
	ID    string // of the heading, without "h-": letters and hyphens
	Title string
}

// Made says how a page was made, so that it can be made again.
type Made struct {
	Command []string // the program and its arguments
	Facts   []Fact
}

// A Fact is a version, or a fingerprint.
type Fact struct{ Name, Value string }

// CommandLine is the command as a POSIX shell takes it.
func (m Made) CommandLine() string {
	words := make([]string, len(m.Command))
	for i, w := range m.Command {
		words[i] = Quote(w)
	}
	return strings.Join(words, " ")
}

// plainWord has what no shell does anything with.
const plainWord = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_./,:=+@%"

// Quote returns a word as a POSIX shell takes it. One with characters that don't print has the form $'…' of bash, zsh and POSIX
// 2024, with its bytes as octal numbers.
func Quote(word string) string {
	switch {
	case word != "" && strings.Trim(word, plainWord) == "":
		return word
	case visible.Text(word) == word:
		return "'" + strings.ReplaceAll(word, "'", `'\''`) + "'"
	}
	var b strings.Builder
	for i := range len(word) {
		if c := word[i]; strings.IndexByte(plainWord, c) >= 0 {
			b.WriteByte(c)
		} else {
			fmt.Fprintf(&b, `\%03o`, c)
		}
	}
	return "$'" + b.String() + "'"
}

var (
	//go:embed layout.html
	layoutHTML string
	//go:embed style.css
	styleCSS string
	//go:embed sort.js
	sortJS string
)

// layout returns the template of a page, whose content defines "main".
func layout(name, content string) *template.Template {
	t := template.Must(template.New(name).Funcs(functions).Parse(layoutHTML))
	return template.Must(t.Parse(content))
}

// functions are those of all pages.
var functions = template.FuncMap{
	"style":    func() template.CSS { return template.CSS(styleCSS + heatCSS()) },
	"script":   func() template.JS { return template.JS(sortJS) },
	"policy":   policy,
	"text":     text,
	"short":    func(most int, s string) template.HTML { return bdi(visible.Short(s, most)) },
	"plain":    visible.Text,
	"middle":   middle,
	"embed":    embed,
	"percent":  func(v any) string { return figure(100*number(v), "%.2f %%") },
	"percent1": func(v any) string { return figure(100*number(v), "%.1f %%") },
	"four":     func(v any) string { return figure(number(v), "%.4f") },
	"add":      func(a, b int) int { return a + b },
}

// policy lets a browser show what is in the page and nothing else.
func policy() string {
	sum := sha256.Sum256([]byte(sortJS))
	return "default-src 'none'; img-src data:; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; script-src 'sha256-" +
		base64.StdEncoding.EncodeToString(sum[:]) + "'"
}

// text is other people's text in an element of its own, so that its direction of writing ends with it.
func text(s string) template.HTML { return bdi(visible.Text(s)) }

func bdi(s string) template.HTML {
	return template.HTML("<bdi>" + template.HTMLEscapeString(s) + "</bdi>")
}

// middle is text without the middle of a long one: more of its end is left, which of a path says most.
func middle(most int, s string) template.HTML {
	r := []rune(visible.Text(s))
	if len(r) <= most {
		return bdi(string(r))
	}
	head := most / 3
	return bdi(string(r[:head]) + "…" + string(r[len(r)-(most-head-1):]))
}

// number makes one of the kinds of figures that reports have.
func number(v any) float64 {
	if r := reflect.ValueOf(v); r.CanFloat() {
		return r.Float()
	}
	return math.NaN()
}

// figure writes a number, or a dash if it isn't defined.
func figure(v float64, format string) string {
	if math.IsNaN(v) {
		return "–"
	}
	return fmt.Sprintf(format, v)
}
