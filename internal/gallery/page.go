package main

import (
	"fmt"
	"io"
	"strings"

	"github.com/saccade-go/saccade/tensor"
)

// An entry is what the page says of an operation.
type entry struct {
	operation
	shots  []shot
	cost8  string // milliseconds for a megapixel in uint8
	cost32 string // and in float32
}

// A shot is a picture on the page, with the configuration that made it.
type shot struct {
	file, config string
	width        int
}

// A section is a group's entries.
type section struct {
	title   string
	entries []entry
}

const intro = `# Gallery

What each operation does, and a table of all of them. The program made this page with ` + "`make gallery`" + `; the photos are
public domain or CC0 ([sources](../../testdata/photos/LICENSE.md)). Below each picture stands the configuration that made it.

Types: *keeps* makes uint8 of uint8 and float32 of float32; *gives float32* counts uint8 as v/255. Costs are milliseconds for a
megapixel of RGB (gray, where the operation wants it), on one core of %s; they say what is cheap and what isn't,
[benchmarks](../benchmarks.md) compare with other libraries. A random step shows one of its draws.

`

// anchor is a title as links name it.
func anchor(title string) string {
	return strings.ToLower(strings.NewReplacer(" ", "-", ",", "").Replace(title))
}

// across is how many pictures stand side by side.
const across = 4

func writePage(w io.Writer, processor string, sections []section) {
	fmt.Fprintf(w, intro, processor)
	for _, s := range sections {
		fmt.Fprintf(w, "- [%s](#%s)\n", s.title, anchor(s.title))
	}
	for _, s := range sections {
		fmt.Fprintf(w, "\n## %s\n\n", s.title)
		writePictures(w, s.entries)
		writeTable(w, s.entries)
	}
}

func writePictures(w io.Writer, entries []entry) {
	n := 0
	for _, e := range entries {
		for _, p := range e.shots {
			switch {
			case n == 0:
				fmt.Fprintln(w, "<table>\n<tr>")
			case n%across == 0:
				fmt.Fprintln(w, "</tr>\n<tr>")
			}
			n++
			fmt.Fprintf(w, "<td valign=\"top\"><img src=\"%s\" width=\"%d\" alt=\"%s\"><br><b>%[3]s</b><br><sub><code>%s</code></sub></td>\n",
				p.file, min(p.width, widest), e.name(), escape(short(p.config)))
		}
	}
	if n > 0 {
		fmt.Fprint(w, "</tr>\n</table>\n\n")
	}
}

// widest is how wide a picture is shown.
const widest = 210

var escape = strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;").Replace

// short is a configuration that fits below a picture.
func short(config string) string {
	const most = 110
	if r := []rune(config); len(r) > most {
		return string(r[:most]) + "…"
	}
	return config
}

func writeTable(w io.Writer, entries []entry) {
	fmt.Fprintln(w, "| name | parameters and defaults | types | equals | ms/MP uint8 | float32 |")
	fmt.Fprintln(w, "|---|---|---|---|--:|--:|")
	for _, e := range entries {
		fmt.Fprintf(w, "| `%s` | %s | %s | %s | %s | %s |\n", e.name(), orDash(e.params), e.types(), orDash(e.equals), e.cost8, e.cost32)
	}
}

func orDash(s string) string {
	if s == "" {
		return "–"
	}
	return strings.ReplaceAll(s, "|", "\\|")
}

// collect makes the entries of the page. draw is called with each picture.
func collect(photos map[string]*tensor.Tensor, draw func(file string, t *tensor.Tensor) error) ([]section, error) {
	var sections []section
	for _, g := range groups {
		s := section{title: g.title}
		for _, o := range g.operations {
			e, err := newEntry(o, photos, draw)
			if err != nil {
				return nil, fmt.Errorf("%s: %w", o.name(), err)
			}
			s.entries = append(s.entries, e)
		}
		sections = append(sections, s)
	}
	return sections, nil
}

func newEntry(o operation, photos map[string]*tensor.Tensor, draw func(string, *tensor.Tensor) error) (e entry, err error) {
	e.operation = o
	photo := photos[o.photo]
	if photo == nil {
		return e, fmt.Errorf("wanted one of the photos, found %q", o.photo)
	}
	for i, v := range o.variants() {
		t, ok, err := picture(v, photo)
		if err != nil {
			return e, err
		}
		if !ok {
			continue
		}
		file := o.name() + ".jpg"
		if i > 0 {
			file = fmt.Sprintf("%s-%d.jpg", o.name(), i+1)
		}
		if err := draw(file, t); err != nil {
			return e, err
		}
		e.shots = append(e.shots, shot{file, v.config(), t.W})
	}
	if e.cost8, err = cost(o, tensor.Uint8); err != nil {
		return e, err
	}
	e.cost32, err = cost(o, tensor.Float32)
	return e, err
}
