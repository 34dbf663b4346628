package main

import (
	"bufio"
	"bytes"
	"encoding/csv"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"
)

// A stored row is one that a rowWriter has written, read back.
type stored struct {
	path   string
	class  string // the most probable one, "" if there is none
	reason string // why the input failed, or ""
	text   []byte // the row as it stands in the file, to its line feed; valid until the next one is read
}

// storedRows reads the rows of a file in their order.
type storedRows interface {
	// next returns io.EOF behind the last complete row. A row that was cut, the last one of the file, doesn't count; one that
	// this program hasn't written is an error.
	next() (stored, error)
	// header returns what stands before the first row.
	header() []byte
}

// readRows reads a file of rows with top classes each; 0 takes what is there. A file that has less than a header has no rows
// and no header.
func readRows(file *os.File, format string, top int) (storedRows, error) {
	info, err := file.Stat()
	if err != nil {
		return nil, at(file.Name(), err)
	}
	return rowsIn(file, file.Name(), info.Size(), format, top)
}

// rowsIn is readRows of a reader with size bytes.
func rowsIn(r io.Reader, name string, size int64, format string, top int) (storedRows, error) {
	if format == formatJSONL {
		return &storedJSON{r: bufio.NewReader(r), name: name, top: top}, nil
	}
	s := &storedCSV{name: name, size: size}
	s.r = csv.NewReader(io.TeeReader(r, &s.read))
	s.r.ReuseRecord = true
	return s, s.begin(top)
}

type storedCSV struct {
	r    *csv.Reader
	read bytes.Buffer // what r has taken and no row yet
	at   int64        // where the next row begins
	size int64        // of the file
	n    int          // rows so far
	name string
	top  []byte // the header
}

// record returns the next record's fields and bytes. io.EOF stands for one that was cut, too.
func (s *storedCSV) record() ([]string, []byte, error) {
	fields, err := s.r.Read()
	if errors.Is(err, io.EOF) {
		return nil, nil, err
	}
	end := s.r.InputOffset()
	text := s.read.Next(int(end - s.at))
	s.at = end
	// A line feed may also be the last byte of what is left of a name in quotes.
	if end >= s.size && (!bytes.HasSuffix(text, []byte("\n")) || bytes.Count(text, []byte(`"`))%2 == 1) {
		return nil, text, io.EOF
	}
	return fields, text, err
}

func (s *storedCSV) begin(top int) error {
	fields, text, err := s.record()
	want := strings.Join(csvHeader(max(top, 1)), ",")
	switch {
	case errors.Is(err, io.EOF) && strings.HasPrefix(want, string(text)):
		return nil
	case err == nil && top == 0:
		top = (len(fields) - 2) / 2
	}
	if err != nil || !slices.Equal(fields, csvHeader(max(top, 1))) {
		return fmt.Errorf("%s: wanted rows of this program with the header %s, found %q", s.name, want, firstLine(text))
	}
	s.top = bytes.Clone(text)
	return nil
}

func (s *storedCSV) header() []byte { return s.top }

func (s *storedCSV) next() (stored, error) {
	fields, text, err := s.record()
	if errors.Is(err, io.EOF) {
		return stored{}, io.EOF
	}
	s.n++
	if err != nil || text[0] == '\n' || text[0] == '\r' {
		return stored{}, fmt.Errorf("%s: row %d: wanted a row of this program, found %q", s.name, s.n, firstLine(text))
	}
	row := stored{path: fields[0], class: fields[1], reason: fields[len(fields)-1], text: text}
	if strings.Contains(row.path, "\n") {
		row.path = quoted(text) // encoding/csv makes \n of \r\n
	}
	return row, nil
}

// normaliseCSV is what encoding/csv makes of a field when it reads it back.
func normaliseCSV(s string) string { return strings.ReplaceAll(s, "\r\n", "\n") }

// quoted returns the field in quotes that text begins with.
func quoted(text []byte) string {
	var field []byte
	for i := 1; i < len(text); i++ {
		if text[i] == '"' {
			if i++; i == len(text) || text[i] != '"' {
				break
			}
		}
		field = append(field, text[i])
	}
	return string(field)
}

type storedJSON struct {
	r    *bufio.Reader
	name string
	top  int
	n    int
}

func (s *storedJSON) header() []byte { return nil }

func (s *storedJSON) next() (stored, error) {
	line, err := s.r.ReadBytes('\n')
	if errors.Is(err, io.EOF) {
		return stored{}, err
	} else if err != nil {
		return stored{}, at(s.name, err)
	}
	s.n++
	var row jsonRow
	if err := json.Unmarshal(line, &row); err != nil || row.Path == "" {
		return stored{}, fmt.Errorf("%s: row %d: wanted a row of this program, found %q", s.name, s.n, firstLine(line))
	}
	if s.top > 0 && row.Error == "" && len(row.Top) != s.top {
		return stored{}, fmt.Errorf("%s: row %d: wanted the %d most probable classes, found %d: give --top %d or another --out",
			s.name, s.n, s.top, len(row.Top), len(row.Top))
	}
	out := stored{path: row.name(), reason: row.Error, text: line}
	if row.Class != nil {
		out.class = *row.Class
	}
	return out, nil
}

func firstLine(b []byte) string {
	line, _, _ := bytes.Cut(b, []byte("\n"))
	return string(line[:min(len(line), 80)])
}
