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

// done is what an interrupted run has left in its output file.
type done struct {
	rows   int   // complete rows, which are those of the first inputs
	failed int   // of these, rows with an error
	size   int64 // bytes up to the end of the last complete row
}

// readDone reads an output file and checks that its rows are those of the first paths. A last row that was cut
// doesn't count.
func readDone(f *os.File, format string, top int, paths []string) (done, error) {
	if format == formatJSONL {
		return readDoneJSONL(f, top, paths)
	}
	return readDoneCSV(f, top, paths)
}

func readDoneCSV(f *os.File, top int, paths []string) (done, error) {
	b, err := io.ReadAll(f)
	if err != nil || len(b) == 0 {
		return done{}, err
	}
	r := csv.NewReader(bytes.NewReader(b))
	header, err := r.Read()
	complete := func() bool { return b[r.InputOffset()-1] == '\n' }
	switch {
	case err == nil && !complete() && strings.HasPrefix(strings.Join(csvHeader(top), ","), strings.Join(header, ",")):
		return done{}, nil
	case err != nil || !slices.Equal(header, csvHeader(top)):
		return done{}, fmt.Errorf("%s: wanted rows of this program with the header %s, found %q", f.Name(), strings.Join(csvHeader(top), ","), firstLine(b))
	}
	d := done{size: r.InputOffset()}
	for {
		record, err := r.Read()
		if errors.Is(err, io.EOF) || err == nil && !complete() {
			return d, nil
		}
		if err != nil {
			return d, nil // cut inside quotes, or too few fields: the last row
		}
		if err := d.add(f.Name(), record[0], record[len(record)-1] != "", paths, normaliseCSV); err != nil {
			return d, err
		}
		d.size = r.InputOffset()
	}
}

// normaliseCSV is what encoding/csv makes of a field when it reads it back.
func normaliseCSV(s string) string { return strings.ReplaceAll(s, "\r\n", "\n") }

func readDoneJSONL(f *os.File, top int, paths []string) (done, error) {
	d := done{}
	r := bufio.NewReader(f)
	for {
		line, err := r.ReadBytes('\n')
		if errors.Is(err, io.EOF) {
			return d, nil
		} else if err != nil {
			return d, err
		}
		var row jsonRow
		if err := json.Unmarshal(line, &row); err != nil {
			return d, fmt.Errorf("%s: row %d: wanted a row of this program, found %q", f.Name(), d.rows+1, firstLine(line))
		}
		if row.Error == "" && len(row.Top) != top {
			return d, fmt.Errorf("%s: row %d: wanted the %d most probable classes, found %d: give --top %d or another --out",
				f.Name(), d.rows+1, top, len(row.Top), len(row.Top))
		}
		if err := d.add(f.Name(), row.Path, row.Error != "", paths, normaliseJSON); err != nil {
			return d, err
		}
		d.size += int64(len(line))
	}
}

// normaliseJSON is what encoding/json makes of a text: bytes that are no UTF-8 become U+FFFD, each.
func normaliseJSON(s string) string {
	b, err := json.Marshal(s)
	if err != nil {
		return s
	}
	var t string
	if err := json.Unmarshal(b, &t); err != nil {
		return s
	}
	return t
}

func (d *done) add(file, path string, failed bool, paths []string, normalise func(string) string) error {
	if d.rows >= len(paths) {
		return fmt.Errorf("%s: wanted rows for %d inputs, found more: %q; give another --out", file, len(paths), path)
	}
	if want := normalise(paths[d.rows]); path != want {
		return fmt.Errorf("%s: row %d: wanted the input %q, found %q: these are rows of other inputs; give another --out", file, d.rows+1, want, path)
	}
	d.rows++
	if failed {
		d.failed++
	}
	return nil
}

func firstLine(b []byte) string {
	line, _, _ := bytes.Cut(b, []byte("\n"))
	return string(line[:min(len(line), 80)])
}
