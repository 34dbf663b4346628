package main

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/parquet-go/parquet-go"

	"github.com/saccade-go/saccade/dataset"
)

// findParts returns the files that args name or that patterns among them match, sorted, each once.
func findParts(out string, args []string) ([]string, error) {
	var files []string
	for _, arg := range args {
		matches := []string{arg}
		if !exists(arg) && strings.ContainsAny(arg, "*?[") {
			var err error
			if matches, err = filepath.Glob(arg); err != nil || len(matches) == 0 {
				return nil, fmt.Errorf("%s: wanted a file, or a pattern of names of files, found nothing of that name", arg)
			}
		}
		files = append(files, matches...)
	}
	files = slices.DeleteFunc(files, func(file string) bool { return strings.HasSuffix(file, markerFile("")) })
	slices.Sort(files)
	files = slices.Compact(files)
	if len(files) == 0 {
		return nil, errors.New("wanted files of rows, found markers only")
	}
	for _, file := range files {
		if err := checkPart(file, out); err != nil {
			return nil, err
		}
	}
	return files, nil
}

// joinable are the endings of parts.
var joinable = append(slices.Clone(formats), ".npz", ".safetensors", ".gz")

func checkPart(file, out string) error {
	info, err := os.Stat(file)
	switch {
	case err != nil:
		return at(file, err)
	case !info.Mode().IsRegular() && (out != "" || !info.IsDir()):
		return fmt.Errorf("%s: wanted a file to join, found no regular file", file)
	case out != "" && !slices.Contains(joinable, formatOf(file)):
		return fmt.Errorf("%s: wanted a name that ends in .csv, .jsonl or .parquet, of answers, or in .npz, .safetensors or .csv, of a data set (others are read in parts)", file)
	case out != "" && formatOf(out) != formatOf(file):
		return fmt.Errorf("%s: wanted parts in the format of %s", file, out)
	}
	if there, err := os.Stat(out); err == nil && os.SameFile(info, there) {
		return fmt.Errorf("%s: wanted a part, found the file to write", file)
	}
	return nil
}

// missingShards says which shards of a run aren't whole: a line for each. It is nil if no name is a shard's. Parts of two runs
// are an error.
func missingShards(files []string) ([]string, error) {
	there := map[string][]string{} // by what a shard has written as a whole
	var run string
	var n int
	for _, file := range files {
		whole, s, ok := shardOf(file)
		if !ok {
			continue
		}
		if len(there) > 0 && (whole != run || s.Count != n) {
			return nil, fmt.Errorf("wanted the shards of one run, found %s of %d and %s of %d", run, n, whole, s.Count)
		}
		run, n = whole, s.Count
		name := s.File(whole)
		there[name] = append(there[name], file)
	}
	if len(there) == 0 {
		return nil, nil
	}
	if joined := slices.Concat(slices.Collect(maps.Values(there))...); len(joined) != len(files) {
		return nil, fmt.Errorf("wanted the shards of one run, found other files among those of %s", run)
	}
	var missing []string
	for i := range n {
		name := dataset.Shard{Index: i, Count: n}.File(run)
		if why := missingShard(name, there[name]); why != "" {
			missing = append(missing, name+": "+why)
		}
	}
	return missing, nil
}

// missingShard says what of a shard's output isn't there, "" if all is. files are those of it that are.
func missingShard(name string, files []string) string {
	m, err := readMarker(name)
	switch {
	case len(files) == 0 && (err != nil || m.Rows > 0):
		return "missing"
	case errors.Is(err, fs.ErrNotExist):
		return "not complete: found no " + filepath.Base(markerFile(name))
	case err != nil:
		return "not complete: " + reason(name, err)
	case m.Files > 0 && m.Files != len(files) && shardOfNumbered(files):
		return fmt.Sprintf("not complete: wanted %s, as its marker says, found %d", count(m.Files, "file"), len(files))
	}
	return ""
}

// shardOfNumbered reports whether files are numbered ones, of which a shard has several.
func shardOfNumbered(files []string) bool {
	whole, s, ok := shardOf(files[0])
	return ok && s.File(whole) != files[0]
}

// ahead is how many bytes of all parts together are read ahead.
const ahead = 64 << 20

// openParts reads the headers of files. Files aren't kept open, of which a system allows some hundreds only.
func openParts(out string, files []string) (*merging, error) {
	m := &merging{format: formatOf(files[0])}
	for _, file := range files {
		info, err := os.Stat(file)
		if err != nil {
			return nil, at(file, err)
		}
		in := io.NewSectionReader(visited(file), 0, info.Size())
		var p part
		if m.format == formatParquet {
			p, err = openParquetPart(file, in)
		} else {
			var rows storedRows
			buffered := bufio.NewReaderSize(in, max(4<<10, min(1<<20, ahead/len(files))))
			rows, err = rowsIn(buffered, file, info.Size(), m.format, 0)
			p = &textPart{file: file, rows: rows}
		}
		if err != nil {
			return nil, err
		}
		m.parts = append(m.parts, p)
	}
	return m, nil
}

// visited is a file that is open only while it is read.
type visited string

func (v visited) ReadAt(p []byte, off int64) (int, error) {
	f, err := os.Open(string(v))
	if err != nil {
		return 0, err
	}
	defer f.Close()
	return f.ReadAt(p, off)
}

// A mergeWriter writes rows as their parts have them.
type mergeWriter struct {
	to      io.Writer
	parquet *parquetRows // nil: text
}

func newMergeWriter(w io.Writer, format string) mergeWriter {
	m := mergeWriter{to: w}
	if format == formatParquet {
		m.parquet = newParquetRows(w)
	}
	return m
}

func (m mergeWriter) text(b []byte) error {
	_, err := m.to.Write(b)
	return err
}

func (m mergeWriter) close() error {
	if m.parquet == nil {
		return nil
	}
	return m.parquet.close()
}

type textPart struct {
	file string
	rows storedRows
	row  stored
}

func (p *textPart) name() string             { return p.file }
func (p *textPart) header() []byte           { return p.rows.header() }
func (p *textPart) path() string             { return p.row.path }
func (p *textPart) failed() bool             { return p.row.reason != "" }
func (p *textPart) emit(w mergeWriter) error { return w.text(p.row.text) }
func (p *textPart) advance() (err error) {
	p.row, err = p.rows.next()
	return err
}

type parquetPart struct {
	file string
	rows *parquet.GenericReader[parquetRow]
	left int64 // rows to come
	row  [1]parquetRow
}

// openParquetPart opens a Parquet file. The library panics on some files that aren't what it wants.
func openParquetPart(name string, in *io.SectionReader) (_ part, err error) {
	defer notParquet(name, &err)
	file, err := parquet.OpenFile(in, in.Size())
	if err != nil {
		return nil, err
	}
	return &parquetPart{file: name, rows: parquet.NewGenericReader[parquetRow](file), left: file.NumRows()}, nil
}

// notParquet is deferred: it makes an error of a panic, and puts the file's name before it.
func notParquet(name string, err *error) {
	if v := recover(); v != nil {
		*err = fmt.Errorf("%v", v)
	}
	if *err != nil {
		*err = fmt.Errorf("%s: wanted a Parquet file of answers (data sets are read in parts): %w", name, *err)
	}
}

func (p *parquetPart) name() string   { return p.file }
func (p *parquetPart) header() []byte { return nil }
func (p *parquetPart) path() string   { return p.row[0].name() }
func (p *parquetPart) failed() bool   { return p.row[0].Error != "" }

func (p *parquetPart) emit(w mergeWriter) error {
	_, err := w.parquet.w.Write(p.row[:])
	return err
}

func (p *parquetPart) advance() error {
	if p.left == 0 {
		return io.EOF
	}
	return p.read()
}

func (p *parquetPart) read() (err error) {
	defer notParquet(p.file, &err)
	p.left--
	p.row[0] = parquetRow{}
	if n, err := p.rows.Read(p.row[:]); n == 0 {
		return fmt.Errorf("it has less rows than it says: %v", err)
	}
	return nil
}
