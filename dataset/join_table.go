package dataset

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/saccade-go/saccade/tensor"
)

// A tablePart is a part of [Join] that is CSV as [Create] writes it: path, label if there are classes, and numbers, which stay
// the text they are. The first pass finds the classes, later ones know their order.
type tablePart struct {
	src      *source
	buffer   int
	labelled bool
	classes  map[string]int // all parts'
	columns  int
	r        *bufio.Reader
	line     []byte
	n        int
}

// openTablePart reads the header.
func openTablePart(path string, buffer int) (joinPart, Schema, error) {
	src, err := newSource(path)
	if err != nil {
		return nil, Schema{}, err
	}
	p := &tablePart{src: src, buffer: buffer}
	header, err := p.open()
	if err != nil {
		return nil, Schema{}, err
	}
	columns := strings.Split(header, ",")
	p.labelled = len(columns) > 1 && columns[1] == "label"
	first := 1
	if p.labelled {
		first = 2
	}
	if columns[0] != "path" || len(columns) <= first || columns[first] != "f0" {
		return nil, Schema{}, mismatch(path, "join", "a header path,label,f0,f1 …, as preprocess writes it", printable(header[:min(len(header), 40)]))
	}
	p.columns = len(columns)
	s := Schema{Spec: tensor.VectorSpec(len(columns) - first)}
	if p.labelled {
		s.Classes = []string{}
	}
	return p, s, nil
}

func (p *tablePart) path() string { return p.src.path }

// begin goes behind the header.
func (p *tablePart) begin() error {
	_, err := p.open()
	return err
}

// open opens the file and reads the header.
func (p *tablePart) open() (header string, err error) {
	var r io.Reader = io.NewSectionReader(reopened{p.src}, 0, p.src.size)
	if strings.HasSuffix(strings.ToLower(p.src.path), ".gz") {
		if r, err = gzip.NewReader(bufio.NewReaderSize(r, p.buffer)); err != nil {
			return "", failure(p.src.path, "data", err)
		}
	}
	p.r, p.n = bufio.NewReaderSize(r, p.buffer), 0
	if err := p.record(); err != nil {
		return "", failure(p.src.path, "header", err)
	}
	return string(bytes.TrimRight(p.line, "\r\n")), nil
}

// record reads a line, and those behind it that a line feed in quotes makes part of it.
func (p *tablePart) record() error {
	p.line = p.line[:0]
	for quotes := 0; ; {
		text, err := p.r.ReadSlice('\n')
		p.line = append(p.line, text...)
		quotes += bytes.Count(text, []byte(`"`))
		switch {
		case errors.Is(err, bufio.ErrBufferFull):
			continue
		case err == io.EOF && len(p.line) > 0:
			return errCut
		case err != nil:
			return err
		case quotes%2 == 0:
			p.n++
			return nil
		}
	}
}

func (p *tablePart) next(it *encodedItem, _ bool) error {
	if err := p.record(); err == io.EOF {
		return io.EOF
	} else if err != nil {
		return &Error{Path: p.path(), Record: p.n, Stage: "data", Err: err}
	}
	return p.parse(it)
}

// parse takes a record apart. The numbers stay text.
func (p *tablePart) parse(it *encodedItem) error {
	rest := bytes.TrimRight(p.line, "\r\n")
	name, rest, ok := cutField(rest)
	var class string
	if p.labelled && ok {
		class, rest, ok = cutField(rest)
	}
	numbers := p.columns - 1
	if p.labelled {
		numbers--
	}
	if !ok || bytes.Count(rest, []byte(",")) != numbers-1 || bytes.ContainsAny(rest, "\"\r\n") {
		want := fmt.Sprintf("a path and %d columns, as the header says", p.columns-1)
		return &Error{Path: p.path(), Record: p.n, Stage: "data", Want: want, Found: printable(string(p.line[:min(len(p.line), 80)]))}
	}
	it.name, it.label = name, noClass
	if class != "" {
		label, known := p.classes[class]
		if !known {
			label = len(p.classes)
			p.classes[class] = label
		}
		it.label = label
	}
	it.payload = append(append(it.payload[:0], ','), rest...)
	return nil
}

// cutField returns the first field of a record, and what is behind the comma after it. A field in quotes may have commas, line feeds
// and doubled quotes; any other has no quote.
func cutField(record []byte) (field string, rest []byte, ok bool) {
	if len(record) == 0 || record[0] != '"' {
		before, rest, ok := bytes.Cut(record, []byte(","))
		return string(before), rest, ok && !bytes.ContainsRune(before, '"')
	}
	for i := 1; i < len(record); i++ {
		switch {
		case record[i] != '"':
		case i+1 < len(record) && record[i+1] == '"':
			i++
		case i+1 < len(record) && record[i+1] == ',':
			return strings.ReplaceAll(string(record[1:i]), `""`, `"`), record[i+2:], true
		default:
			return "", nil, false
		}
	}
	return "", nil, false
}
