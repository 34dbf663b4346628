package dataset

import (
	"bufio"
	"encoding/csv"
	"encoding/json"
	"io"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// A lister adds files that a text lists, one on a line, with their classes. Paths are relative to the folder of the text.
// Where the first file isn't there, it is looked for with an image's ending, and in folders beside the text: images, and one
// with its name (train for train.csv); how the first one is found holds for all.
type lister struct {
	c       *collector
	src     *source
	base    string // before each path, with a separator
	ending  string // behind each path
	located bool
}

// matchText reports whether head is text, not counting a rune that is cut at its end.
func matchText(head []byte) bool {
	for len(head) > 0 {
		r, n := utf8.DecodeRune(head)
		if r == utf8.RuneError && n == 1 && utf8.FullRune(head) || !unicode.IsPrint(r) && !unicode.IsSpace(r) && r != bom && utf8.FullRune(head) {
			return false
		}
		head = head[n:]
	}
	return true
}

const bom = '\ufeff'

func hasEnding(name string, endings ...string) bool {
	return slices.ContainsFunc(endings, func(e string) bool { return strings.HasSuffix(name, e) })
}

func matchCSV(head []byte, name string, _ int64) bool {
	return hasEnding(name, ".csv", ".tsv") && len(head) > 0 && matchText(head)
}

func matchJSONL(head []byte, name string, _ int64) bool {
	return hasEnding(name, ".jsonl", ".ndjson") && len(head) > 0 && matchText(head)
}

func matchList(head []byte, name string, _ int64) bool {
	if !hasEnding(name, ".txt", ".lst") || !matchText(head) {
		return false
	}
	first, _, _ := strings.Cut(strings.TrimPrefix(string(head), string(bom)), "\n")
	path, _ := splitListLine(first)
	return isImageName(path)
}

// The names of columns, and of keys in JSON lines, in lower case; the best ones first.
var (
	pathNames  = []string{"path", "file_name", "filename", "filepath", "file_path", "file", "image_path", "image", "img_path", "img", "image_id", "id", "name"}
	classNames = []string{"label", "class", "class_name", "label_name", "category", "target", "y", "breed", "species"}
	setNames   = []string{"split", "set", "subset", "partition"}
)

// openCSV reads a table with commas, semicolons or tabs, with a header or without. The column of paths is called path, file_name,
// filename, image, id or alike, that of classes label, class, category, target or alike, and split has train, test or val. A
// table of one or two columns may have any header, or none if its first cell ends like an image's name.
func openCSV(c *collector, src *source) error {
	return withText(src, func(r *bufio.Reader) error {
		first, _ := r.Peek(4096)
		line, _, _ := strings.Cut(string(first), "\n")
		rows := csv.NewReader(r)
		rows.Comma = delimiter(line)
		rows.FieldsPerRecord = -1
		rows.LazyQuotes = true
		rows.TrimLeadingSpace = true
		rows.ReuseRecord = true
		m := lister{c: c, src: src}
		var columns *csvColumns
		for i := 0; ; i++ {
			row, err := rows.Read()
			if err == io.EOF {
				return nil
			}
			if err != nil {
				return &Error{Path: src.path, Record: i, Stage: "data", Err: err}
			}
			if columns == nil {
				var header bool
				if columns, header, err = csvHeader(src.path, row); err != nil {
					return err
				}
				if header {
					continue
				}
			}
			m.add(columns.of(row))
		}
	})
}

func delimiter(line string) rune {
	for _, d := range "\t;" {
		if strings.ContainsRune(line, d) && strings.Count(line, string(d)) >= strings.Count(line, ",") {
			return d
		}
	}
	return ','
}

// csvColumns are the places of what is wanted, -1 where there is none.
type csvColumns struct{ path, label, split int }

func (c csvColumns) of(row []string) (path string, l label) {
	at := func(i int) string {
		if i < 0 || i >= len(row) {
			return ""
		}
		return strings.TrimSpace(row[i])
	}
	l = textLabel(strings.Clone(at(c.label)))
	l.split = splitOf(at(c.split))
	return strings.Clone(at(c.path)), l
}

// splitOf is the name of a split in lower case, "" if text is none.
func splitOf(text string) string {
	if text = strings.ToLower(text); isSplit(text) {
		return text
	}
	return ""
}

// columnOf returns the index of the first name that a header has, or -1.
func columnOf(header, names []string) int {
	for _, name := range names {
		for i, cell := range header {
			if strings.EqualFold(strings.TrimSpace(cell), name) {
				return i
			}
		}
	}
	return -1
}

// csvHeader finds the columns by the first row, and says whether that is a header.
func csvHeader(path string, row []string) (*csvColumns, bool, error) {
	c := csvColumns{columnOf(row, pathNames), columnOf(row, classNames), columnOf(row, setNames)}
	switch {
	case len(row) > 0 && isImageName(strings.TrimSpace(row[0])):
		c = csvColumns{0, -1, -1}
		if len(row) > 1 {
			c.label = 1
		}
		return &c, false, nil
	case c.path >= 0:
	case len(row) == 1 || len(row) == 2:
		c.path = 0
	default:
		return nil, false, mismatch(path, "header", "a column called path, filename or image", list(row))
	}
	if c.label < 0 && len(row) == 2 {
		c.label = 1 - c.path
	}
	return &c, true, nil
}

// openJSONL reads a text with a JSON object on each line, whose keys are called as columns of CSV are.
func openJSONL(c *collector, src *source) error {
	return withText(src, func(r *bufio.Reader) error {
		m := lister{c: c, src: src}
		objects := json.NewDecoder(r)
		for i := 0; ; i++ {
			var object map[string]json.RawMessage
			err := objects.Decode(&object)
			if err == io.EOF {
				return nil
			}
			if err != nil {
				return &Error{Path: src.path, Record: i, Stage: "data", Err: named(err)}
			}
			path := jsonText(object, pathNames)
			if path == "" {
				return &Error{Path: src.path, Record: i, Stage: "data", Want: "a key path, file_name or image with a file's name", Found: "none"}
			}
			l := objectLabel(object, classNames)
			l.split = splitOf(jsonText(object, setNames))
			m.add(path, l)
		}
	})
}

func jsonText(object map[string]json.RawMessage, keys []string) string {
	for _, key := range keys {
		var s string
		if value, ok := object[key]; ok && json.Unmarshal(value, &s) == nil && s != "" {
			return s
		}
	}
	return ""
}

// openList reads a text with a path on each line, and behind a tab, or a space if it is a number, its class.
func openList(c *collector, src *source) error {
	return withText(src, func(r *bufio.Reader) error {
		m := lister{c: c, src: src}
		for {
			line, err := r.ReadString('\n')
			if path, class := splitListLine(line); path != "" {
				m.add(path, textLabel(class))
			}
			if err == io.EOF {
				return nil
			}
			if err != nil {
				return failure(src.path, "data", err)
			}
		}
	})
}

func splitListLine(line string) (path, class string) {
	line = strings.TrimSpace(line)
	if path, class, ok := strings.Cut(line, "\t"); ok {
		return strings.TrimSpace(path), strings.TrimSpace(class)
	}
	if i := strings.LastIndexByte(line, ','); i > 0 && isImageName(strings.TrimSpace(line[:i])) {
		return strings.TrimSpace(line[:i]), strings.TrimSpace(line[i+1:])
	}
	if i := strings.LastIndexByte(line, ' '); i > 0 {
		if _, err := strconv.ParseUint(line[i+1:], 10, 31); err == nil {
			return strings.TrimSpace(line[:i]), line[i+1:]
		}
	}
	return line, ""
}

// withText gives read a source from behind its byte order mark.
func withText(src *source, read func(*bufio.Reader) error) error {
	f, err := src.open()
	if err != nil {
		return failure(src.path, "open", err)
	}
	defer f.Close()
	r := bufio.NewReaderSize(io.NewSectionReader(f, 0, src.size), 1<<16)
	if mark, _ := r.Peek(3); string(mark) == string(bom) {
		if _, err := r.Discard(3); err != nil {
			return failure(src.path, "data", err)
		}
	}
	return read(r)
}

// add adds a file.
func (m *lister) add(path string, l label) {
	if path == "" {
		return
	}
	if !m.located {
		m.located = true
		m.locate(path)
	}
	full := path
	if !filepath.IsAbs(path) || m.src.fsys != nil {
		full = m.base + path
	}
	if m.ending != "" && !isImageName(path) {
		full += m.ending
	}
	if m.src.fsys != nil {
		m.c.add(record{name: full, label: l, content: fsFile{m.src.fsys, full}})
		return
	}
	m.c.add(record{name: full, label: l, path: full})
}

// locate finds out where the first file is.
func (m *lister) locate(path string) {
	dir, file := splitPath(m.src.path)
	m.base = dir
	if m.src.lone || filepath.IsAbs(path) {
		return
	}
	stem, _, _ := strings.Cut(file, ".")
	for _, base := range []string{"", "images/", stem + "/", "img/", "train/"} {
		for _, ending := range []string{"", ".jpg", ".png", ".jpeg", ".JPEG"} {
			if m.src.sibling(base+path+ending) != nil {
				m.base, m.ending = dir+base, ending
				return
			}
		}
	}
}

// splitPath is filepath.Split, for slashes as well.
func splitPath(path string) (dir, file string) {
	i := strings.LastIndexFunc(path, func(r rune) bool { return r == '/' || r == filepath.Separator })
	return path[:i+1], path[i+1:]
}
