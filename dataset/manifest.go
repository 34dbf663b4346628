package dataset

import (
	"bufio"
	"bytes"
	"encoding/csv"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
)

// A Manifest is a list of files: one path a line, or CSV or JSON lines with paths and perhaps labels.
type Manifest struct {
	// Name is the list's own, for errors, and "" if it has none. A name that ends in .csv, .tsv or .jsonl says what the list is; a
	// first line that is a header, path or path,…, makes it CSV, too.
	Name string
	// Root is the folder that relative paths start from; "" is the working directory.
	Root string
	// Shard is the part of the list to take.
	Shard Shard
}

// Read reads the list from r and returns its files, sorted by path, each once. A sample's name is its path, with Root before
// it if it is relative. Nothing is opened: that a file isn't there is for Load to say.
//
// Lines end with a line feed, which may have a carriage return before it, or with a zero byte, as find -print0 writes them;
// empty ones don't count. In CSV, with commas, semicolons or tabs, a header is a first row with a column of paths, called path,
// file_name, filename, image or as [Open] knows it; the labels are in the column label, class, category or alike. Without a header,
// the first column has the paths and a second one the labels. In JSON lines (.jsonl) the keys are called so. If there are labels,
// they are the dataset's classes, in natural order, and a file without one has none.
//
// Errors are an [*Error] with the line: a row that has no path or more fields than the others, a line of more than 64 KiB, and
// a path that stands there twice with different labels.
func (m Manifest) Read(r io.Reader) (*Dataset, error) {
	if err := m.Shard.Check(); err != nil {
		return nil, err
	}
	l := listed{Manifest: m, labels: map[string]int{}}
	if l.Name == "" {
		l.Name = "list"
	}
	b := bufio.NewReaderSize(r, maxLine)
	head, err := b.Peek(maxLine)
	if err != nil && !errors.Is(err, io.EOF) {
		return nil, failure(l.Name, "open", err)
	}
	if bytes.HasPrefix(head, []byte(utf8BOM)) {
		head = head[len(utf8BOM):]
		_, _ = b.Discard(len(utf8BOM)) // they were there to peek at
	}
	switch ending := strings.ToLower(filepath.Ext(l.Name)); {
	case ending == ".csv" || ending == ".tsv" || isHeaderLine(head):
		line, _, _ := strings.Cut(string(head), "\n")
		err = l.csv(b, delimiter(line))
	case ending == ".jsonl" || ending == ".ndjson":
		err = l.jsonl(b)
	default:
		err = l.lines(b, head)
	}
	if err != nil {
		return nil, err
	}
	return l.dataset()
}

const (
	utf8BOM = "\ufeff"
	maxLine = 64 << 10
)

// headers are the first lines, up to a comma, of lists that are CSV whatever their name is.
var headers = set("path", "file", "filename", "file_name", "image")

func isHeaderLine(head []byte) bool {
	line, _, _ := bytes.Cut(head, []byte("\n"))
	first, _, _ := strings.Cut(string(line), ",")
	return headers[strings.ToLower(strings.TrimSpace(first))]
}

// listed is what has been read of a manifest.
type listed struct {
	Manifest
	files  []file
	labels map[string]int // by name, in the order of their first coming
	names  []string
}

func (l *listed) lines(r *bufio.Reader, head []byte) error {
	end := byte('\n')
	if bytes.IndexByte(head, 0) >= 0 {
		end = 0
	}
	for n := 1; ; n++ {
		line, err := r.ReadSlice(end)
		if errors.Is(err, bufio.ErrBufferFull) {
			return l.wrong(n, fmt.Sprintf("at most %d bytes", maxLine), "more")
		}
		line = bytes.TrimSuffix(line, []byte{end})
		if end == '\n' {
			line = bytes.TrimSuffix(line, []byte("\r"))
		}
		if len(line) > 0 {
			l.add(string(line), noClass)
		}
		if errors.Is(err, io.EOF) {
			return nil
		} else if err != nil {
			return failure(l.Name, "data", err)
		}
	}
}

func (l *listed) csv(b io.Reader, comma rune) error {
	r := csv.NewReader(b)
	r.Comma = comma
	r.ReuseRecord = true
	path, label := 0, 1
	for first := true; ; first = false {
		record, err := r.Read()
		if errors.Is(err, io.EOF) {
			return nil
		} else if err != nil {
			return failure(l.Name, "data", err)
		}
		line, _ := r.FieldPos(0)
		if first {
			if at := columnOf(record, pathNames); at >= 0 {
				path, label = at, columnOf(record, classNames)
				continue
			} else if len(record) > 2 {
				return l.wrong(line, "a header with a column path, or one or two columns", fmt.Sprintf("%d columns", len(record)))
			}
		}
		if record[path] == "" {
			return l.wrong(line, "a path", "nothing")
		}
		class := noClass
		if label >= 0 && label < len(record) {
			class = l.label(record[label])
		}
		l.add(strings.Clone(record[path]), class)
	}
}

func (l *listed) jsonl(b io.Reader) error {
	objects := json.NewDecoder(b)
	for n := 1; ; n++ {
		var object map[string]json.RawMessage
		err := objects.Decode(&object)
		if errors.Is(err, io.EOF) {
			return nil
		} else if err != nil {
			return &Error{Path: l.Name, Record: n, Stage: "data", Err: named(err)}
		}
		path := jsonText(object, pathNames)
		if path == "" {
			return &Error{Path: l.Name, Record: n, Stage: "data", Want: "a key path, file_name or image with a file's name", Found: "none"}
		}
		class := noClass
		switch of := objectLabel(object, classNames); of.kind {
		case called:
			class = l.label(of.text)
		case numbered:
			class = l.label(strconv.Itoa(of.index))
		}
		l.add(path, class)
	}
}

// label returns the class of a name, in the order of their first coming, or noClass for "".
func (l *listed) label(name string) int {
	name = utf8Name(name)
	if name == "" {
		return noClass
	}
	class, ok := l.labels[name]
	if !ok {
		class = len(l.names)
		l.names = append(l.names, strings.Clone(name))
		l.labels[l.names[class]] = class
	}
	return class
}

func (l *listed) add(path string, class int) {
	if l.Root != "" && !filepath.IsAbs(path) {
		path = join(l.Root, path)
	}
	if l.Shard.Holds(path) {
		l.files = append(l.files, file{path, class})
	}
}

func (l *listed) wrong(line int, want, found string) error {
	return mismatch(fmt.Sprintf("%s: line %d", l.Name, line), "data", want, found)
}

// dataset sorts files by path and classes by name.
func (l *listed) dataset() (*Dataset, error) {
	d := &Dataset{Name: l.Name, Classes: slices.Clone(l.names)}
	slices.SortFunc(d.Classes, natural)
	index := make([]int, len(l.names))
	for i, name := range d.Classes {
		index[l.labels[name]] = i
	}
	slices.SortFunc(l.files, func(a, b file) int { return strings.Compare(a.path, b.path) })
	d.Samples = make([]Sample, 0, len(l.files))
	for i, f := range l.files {
		if i > 0 && l.files[i-1].path == f.path {
			if l.files[i-1].class != f.class {
				return nil, mismatch(l.Name, "labels", "one label for "+printable(f.path), "two")
			}
			continue
		}
		class := noClass
		if f.class >= 0 {
			class = index[f.class]
		}
		d.Samples = append(d.Samples, Sample{Name: f.path, Label: class, Path: f.path})
	}
	return d, nil
}
