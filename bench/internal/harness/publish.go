package harness

import (
	"bytes"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
)

// Home is the folder of the benchmarks; the drivers run in the repository's root.
const Home = "bench"

// A Report is what a benchmark has found.
type Report struct {
	Name  string          // gemm: results/gemm.md, and the part of the documentation
	Write func(io.Writer) // writes Markdown with a title and everything but the bars
	Bars  []Bar
}

// Publish writes the report to standard output and to results/NAME.md, and prints the bars' lines behind it.
func (r Report) Publish() error {
	path := filepath.Join(Home, "results", r.Name+".md")
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		return err
	}
	f, err := os.Create(path)
	if err != nil {
		return err
	}
	w := io.MultiWriter(os.Stdout, f)
	r.Write(w)
	fmt.Fprint(w, "\n## Bars\n\n")
	BarTable(r.Bars).Write(w)
	fmt.Printf("\n%s", r.lines())
	return f.Close()
}

// lines has the line of each bar.
func (r Report) lines() string {
	var b strings.Builder
	for _, bar := range r.Bars {
		fmt.Fprintln(&b, bar.Line())
	}
	return b.String()
}

// documentation is the file with the tables that people read.
const documentation = "docs/benchmarks.md"

// Document writes the report into the documentation, between the lines <!-- begin NAME --> and <!-- end NAME -->. Titles
// are a level lower there, and the bars are their lines.
func (r Report) Document() error {
	page, err := os.ReadFile(documentation)
	if err != nil {
		return err
	}
	if page, err = r.embed(page); err != nil {
		return err
	}
	return os.WriteFile(documentation, page, 0o644)
}

func (r Report) embed(page []byte) ([]byte, error) {
	begin, end := fmt.Sprintf("<!-- begin %s -->\n", r.Name), fmt.Sprintf("<!-- end %s -->\n", r.Name)
	before, rest, found := bytes.Cut(page, []byte(begin))
	_, after, closed := bytes.Cut(rest, []byte(end))
	if !found || !closed {
		return nil, fmt.Errorf("%s: wanted the lines %q and %q, found none", documentation, begin, end)
	}
	var b bytes.Buffer
	b.Write(before)
	b.WriteString(begin)
	var report bytes.Buffer
	r.Write(&report)
	for line := range strings.Lines(report.String()) {
		if strings.HasPrefix(line, "#") {
			b.WriteString("#")
		}
		b.WriteString(line)
	}
	fmt.Fprintf(&b, "\n### Bars\n\n```\n%s```\n%s", r.lines(), end)
	b.Write(after)
	return b.Bytes(), nil
}
