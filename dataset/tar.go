package dataset

import (
	"archive/tar"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"iter"
	"path"
	"slices"
	"strings"

	"github.com/saccade-go/saccade/imageio"
)

// A Record is a sample of a stream. Its Label is the class's number, if the stream has numbers, and else -1.
type Record struct {
	Sample
	ClassName string // "" if the stream doesn't say it
}

// ReadTar reads pictures from a tar archive, one after the other; name is what samples are called after, "shard.tar[cat/17.jpg]".
// A picture is a file with an image's name or content. Its class stands in files beside it, as WebDataset has it
// (https://github.com/webdataset/webdataset): the files of a sample have the same name up to the first dot and follow each other,
//
//	17.jpg   the picture
//	17.cls   its class, a number or a name
//	17.json  an object whose class, label, class_name, label_name, cls or target is the class
//	17.txt   its class, if it is one line of at most 100 bytes
//
// the first of them that is there, but a name in JSON comes before a number. Otherwise the class is the name of the folder that the picture lies in. If a sample has
// pictures with several endings, as 17.jpg and 17.mask.png, those with one dot are the samples.
//
// Pictures are kept in memory as files, one at a time. Of links and devices nothing is read, and nothing is ever written: a name
// such as ../x is a name. An error that isn't about one picture ends the sequence.
func ReadTar(r io.Reader, name string) iter.Seq2[Record, error] {
	return stream(func(yield func(record, error) bool) {
		readTar(&tarReader{r: r, path: name}, yield, func(NoteKind, string) {})
	})
}

// stream makes Records of what a reader yields.
func stream(records iter.Seq2[record, error]) iter.Seq2[Record, error] {
	return func(yield func(Record, error) bool) {
		for r, err := range records {
			out := Record{Sample: Sample{Name: r.name, Label: noClass, content: r.content}}
			switch r.label.kind {
			case numbered:
				out.Label = r.label.index
			case called:
				out.ClassName = r.label.text
			case inFolder:
				if dir := path.Base(r.label.text); dir != "." && dir != "/" {
					out.ClassName = dir
				}
			}
			if !yield(out, err) {
				return
			}
		}
	}
}

// matchTar looks for the magic or, in archives older than POSIX, for the header's checksum.
func matchTar(head []byte, _ string, _ int64) bool {
	return len(head) >= 512 && (string(head[257:262]) == "ustar" || oldTar(head[:512]))
}

func oldTar(head []byte) bool {
	sum := 0
	for i, b := range head {
		if i >= 148 && i < 156 {
			b = ' '
		}
		sum += int(b)
	}
	text := strings.Trim(string(head[148:156]), " \x00")
	var want int
	n, err := fmt.Sscanf(text, "%o", &want)
	return n == 1 && err == nil && want == sum && head[0] != 0
}

// openTar reads the index of an archive.
func openTar(c *collector, src *source) error {
	f, err := src.open()
	if err != nil {
		return failure(src.path, "open", err)
	}
	defer f.Close()
	w := newWindow(f, src.size)
	first := len(c.samples)
	defer func() { c.unique(first) }()
	records := func(yield func(record, error) bool) {
		readTar(&tarReader{r: w, path: src.path, src: src, pos: func() int64 { return w.pos }}, yield, func(kind NoteKind, name string) { c.note(kind, name, nil) })
	}
	return c.take(records)
}

// take adds what a reader finds. An error with a record is that record's; the last one of all may be about what follows.
func (c *collector) take(records iter.Seq2[record, error]) error {
	for r, err := range records {
		switch {
		case err == nil:
			c.add(r)
		case r.name != "":
			c.fail(r, err)
		default:
			return err
		}
	}
	return nil
}

// A tarReader has an archive and, if it can be read at any place, where it is.
type tarReader struct {
	r    io.Reader
	path string
	src  *source      // nil: pictures have to be kept in memory
	pos  func() int64 // how much of r has been read
}

func (t *tarReader) name(member string) string { return t.path + "[" + member + "]" }

// An entry is a file of an archive that may be a part of a sample.
type entry struct {
	name    string
	ending  string // behind the first dot, in lower case
	content content
	text    string // of a small file that may have the class
}

// labelFiles has the endings of files with the class, the most certain first.
var labelFiles = []string{"cls", "json", "txt"}

// maxLabelFile is the largest file that is read for a class.
const maxLabelFile = 64 << 10

// readTar yields the samples of an archive.
func readTar(t *tarReader, yield func(record, error) bool, note func(NoteKind, string)) {
	end := &endWatcher{r: t.r}
	archive := tar.NewReader(end)
	if _, ok := t.r.(io.Seeker); ok {
		archive = tar.NewReader(seekingWatcher{end})
	}
	var key string
	var group []entry
	flush := func() bool {
		ok := yieldGroup(t, key, group, yield, note)
		group = group[:0]
		return ok
	}
	for {
		head, err := archive.Next()
		if err == io.EOF {
			if flush() && end.zeros < tarEnd {
				yield(record{name: t.path}, failure(t.path, "data", errNoEnd))
			}
			return
		}
		if err != nil {
			if flush() {
				yield(record{}, failure(t.path, "data", named(err)))
			}
			return
		}
		kind := tarKind(head)
		if kind == tar.TypeDir {
			continue
		}
		if kind != tar.TypeReg || hasLitter(head.Name) {
			note(map[bool]NoteKind{true: Hidden, false: Special}[kind == tar.TypeReg], t.name(head.Name))
			continue
		}
		newKey, ending := splitKey(head.Name)
		if newKey != key && !flush() {
			return
		}
		key = newKey
		e, err := t.entry(archive, head, ending)
		if err != nil {
			if flush() {
				yield(record{}, &Error{Path: t.name(head.Name), Record: -1, Stage: "data", Err: named(err)})
			}
			return
		}
		if len(group) < maxGroup {
			group = append(group, e)
		}
	}
}

// tarEnd is how many zero bytes an archive ends with, at least.
const tarEnd = 1024

var errNoEnd = errors.New("the archive has no end mark: is the file whole?")

// An endWatcher counts the zero bytes that were read last, as archive/tar takes the end of a file for that of an archive.
type endWatcher struct {
	r     io.Reader
	zeros int
}

func (e *endWatcher) Read(p []byte) (int, error) {
	n, err := e.r.Read(p)
	if last := len(bytes.TrimRight(p[:n], "\x00")); last > 0 {
		e.zeros = n - last
	} else {
		e.zeros += n
	}
	return n, err
}

// A seekingWatcher lets archive/tar pass over files by seeking.
type seekingWatcher struct{ *endWatcher }

func (s seekingWatcher) Seek(offset int64, whence int) (int64, error) {
	s.zeros = 0
	return s.r.(io.Seeker).Seek(offset, whence)
}

// maxGroup bounds the files of one sample.
const maxGroup = 1000

// tarKind is the type of an entry: regular, a folder, or something else, which sparse files are too, as their content isn't
// in one piece.
func tarKind(head *tar.Header) byte {
	for name := range head.PAXRecords {
		if strings.HasPrefix(name, "GNU.sparse.") {
			return tar.TypeGNUSparse
		}
	}
	return head.Typeflag
}

// entry reads what is wanted of a file: the class, or where the picture is.
func (t *tarReader) entry(body io.Reader, head *tar.Header, ending string) (entry, error) {
	e := entry{name: head.Name, ending: ending}
	if slices.Contains(labelFiles, ending) && head.Size <= maxLabelFile {
		text, err := io.ReadAll(body)
		e.text = strings.TrimSpace(string(text))
		return e, err
	}
	off := int64(0)
	if t.pos != nil {
		off = t.pos()
		if head.Size > t.src.size-off {
			return e, errCut
		}
	}
	isImage := isImageName(head.Name)
	if isImage && t.src != nil {
		e.content = t.src.span(off, head.Size)
		return e, nil
	}
	start := make([]byte, min(head.Size, imageio.SniffLen))
	if _, err := io.ReadFull(body, start); err != nil {
		return e, err
	}
	switch {
	case !isImage && imageio.Sniff(start) == "":
		return e, nil
	case t.src != nil:
		e.content = t.src.span(off, head.Size)
		return e, nil
	}
	if head.Size > maxPicture {
		e.content = &broken{err: mismatch(t.name(head.Name), "data", fmt.Sprintf("at most %d bytes", maxPicture), fmt.Sprint(head.Size))}
		return e, nil
	}
	rest, err := io.ReadAll(body) // memory grows as it comes
	e.content = &encoded{data: append(start, rest...)}
	return e, err
}

// maxPicture is the largest file that is kept in memory; it is the default limit of package imageio.
const maxPicture = 256 << 20

// splitKey divides a name at the first dot behind the folders.
func splitKey(name string) (key, ending string) {
	dir, base := path.Split(name)
	before, after, _ := strings.Cut(base, ".")
	return dir + before, strings.ToLower(after)
}

// hasLitter reports whether a file, or a folder that it lies in, is passed over for its name.
func hasLitter(name string) bool {
	return slices.ContainsFunc(parts(name), func(part string) bool { return part != "." && part != ".." && isLitter(part) })
}

// yieldGroup yields the pictures of files with one key.
func yieldGroup(t *tarReader, key string, group []entry, yield func(record, error) bool, note func(NoteKind, string)) bool {
	l := groupLabel(key, group)
	plain := slices.ContainsFunc(group, func(e entry) bool { return e.content != nil && !strings.Contains(e.ending, ".") })
	found := false
	for _, e := range group {
		if e.content == nil || plain && strings.Contains(e.ending, ".") {
			continue
		}
		found = true
		if !yield(record{name: t.name(e.name), label: l, content: e.content}, nil) {
			return false
		}
	}
	for _, e := range group {
		if !found && e.content == nil {
			note(NotImage, t.name(e.name))
		}
	}
	return true
}

// groupLabel is what the files of a sample say of its class: the first of labelFiles, but a name in JSON says more than a number.
func groupLabel(key string, group []entry) label {
	found := label{kind: inFolder, text: folderOf(key)}
	for _, ending := range labelFiles {
		for _, e := range group {
			if e.ending != ending {
				continue
			}
			l := fileLabel(ending, e.text)
			if l.kind == noLabel {
				continue
			}
			if found.kind == inFolder || found.kind == numbered && l.kind == called && ending == "json" {
				found = l
			}
		}
	}
	return found
}

// folderOf is the folder of a name in an archive, cleaned of dots.
func folderOf(name string) string {
	dir := strings.Trim(path.Clean("/"+path.Dir(name)), "/")
	return dir
}

func fileLabel(ending, text string) label {
	const longest = 100
	switch {
	case ending == "json":
		return jsonLabel([]byte(text))
	case len(text) > longest || strings.ContainsAny(text, "\n\r\x00"):
		return label{}
	}
	return textLabel(text)
}

// The keys that have a class in JSON.
var jsonKeys = []string{"class_name", "label_name", "class", "label", "cls", "target"}

// jsonLabel is the class in an object, a name rather than a number, or nothing.
func jsonLabel(text []byte) label {
	var object map[string]json.RawMessage
	if json.Unmarshal(text, &object) != nil {
		return label{}
	}
	return objectLabel(object, jsonKeys)
}

// objectLabel is the first name under one of the keys, or else the first number.
func objectLabel(object map[string]json.RawMessage, keys []string) label {
	found := label{}
	for _, key := range keys {
		l := valueLabel(object[key])
		if l.kind == called {
			return l
		}
		if found.kind == noLabel {
			found = l
		}
	}
	return found
}

func valueLabel(value json.RawMessage) label {
	var n int64
	var s string
	switch {
	case len(value) == 0:
		return label{}
	case json.Unmarshal(value, &n) == nil && string(value) != "null":
		l, err := numberLabel(n)
		if err != nil {
			return label{}
		}
		return l
	case json.Unmarshal(value, &s) == nil:
		return textLabel(s)
	}
	return label{}
}
