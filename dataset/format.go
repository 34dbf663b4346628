package dataset

import (
	"bytes"
	"compress/gzip"
	"fmt"
	"io"
	"strings"
)

// A format is a kind of file with many samples.
type format struct {
	name string
	// match looks at the first headLen bytes of a file, at its name in lower case without .gz, and at its size, -1 if that isn't
	// known.
	match func(head []byte, name string, size int64) bool
	// open adds the samples of a file, or says where they are.
	open func(c *collector, src *source) error
	// endings are those of names, for a folder to be known by its files. Content decides.
	endings []string
	// list says that it is a text that lists files; it is known by its name.
	list bool
}

// formats are in the order in which they are tried: first what can't be taken for anything else.
var formats []format

func init() { // as some of them refer to formats
	formats = []format{
		{name: "NPY", match: matchNPY, open: openNPY, endings: []string{".npy"}},
		{name: "Parquet", match: begins("PAR1"), open: openParquet, endings: []string{".parquet"}},
		{name: "Arrow", match: matchArrow, open: openArrow, endings: []string{".arrow", ".feather"}},
		{name: "ZIP or NPZ", match: matchZip, open: openZip, endings: []string{".npz", ".zip"}},
		{name: "tar", match: matchTar, open: openTar, endings: []string{".tar", ".tgz"}},
		{name: "TFRecord", match: matchTFRecord, open: openTFRecord, endings: []string{".tfrecord", ".tfrecords"}},
		{name: "safetensors", match: matchSafetensors, open: openSafetensors, endings: []string{".safetensors"}},
		{name: "CIFAR", match: matchCIFAR, open: openCIFAR, endings: []string{".bin"}},
		{name: "JSON lines", match: matchJSONL, open: openJSONL, endings: []string{".jsonl", ".ndjson"}, list: true},
		{name: "CSV", match: matchCSV, open: openCSV, endings: []string{".csv", ".tsv"}, list: true},
		{name: "list", match: matchList, open: openList, endings: []string{".txt", ".lst"}, list: true},
	}
}

// headLen is how much of a file is looked at.
const headLen = 1024

const sumFormats = "a folder with one subfolder per class, a list of files (CSV, JSON lines), tar, Parquet, Arrow, TFRecord, " +
	"NPY, NPZ, safetensors, CIFAR, or the prefix of two IDX files " +
	"(mnist/train for mnist/train-images-idx3-ubyte.gz and mnist/train-labels-idx1-ubyte.gz)"

func begins(prefix string) func([]byte, string, int64) bool {
	return func(head []byte, _ string, _ int64) bool { return bytes.HasPrefix(head, []byte(prefix)) }
}

// formatOf returns the format of a file, nil if it has none.
func formatOf(head []byte, name string, size int64) *format {
	name = strings.TrimSuffix(strings.ToLower(name), ".gz")
	for i := range formats {
		if formats[i].match(head, name, size) {
			return &formats[i]
		}
	}
	return nil
}

func isGzip(head []byte) bool { return bytes.HasPrefix(head, []byte("\x1f\x8b")) }

// recognise returns the format of src, and src itself or, if it is compressed and of a known format, what it is unpacked.
func recognise(src *source) (*format, *source, error) {
	head, err := src.begins(headLen)
	if err != nil {
		return nil, src, failure(src.path, "open", err)
	}
	if !isGzip(head) {
		return formatOf(head, src.path, src.size), src, nil
	}
	f, err := src.open()
	if err != nil {
		return nil, src, failure(src.path, "open", err)
	}
	defer f.Close()
	z, err := gzip.NewReader(newWindow(f, src.size))
	if err != nil {
		return nil, src, nil
	}
	head = make([]byte, headLen)
	n, err := io.ReadFull(z, head)
	if err != nil && err != io.EOF && err != io.ErrUnexpectedEOF {
		return nil, src, failure(src.path, "data", err)
	}
	head = head[:n]
	found := formatOf(head, src.path, -1)
	if found == nil {
		return nil, src, nil
	}
	data, err := readAll(src.path, io.MultiReader(bytes.NewReader(head), z), maxInMemory)
	if err != nil {
		return nil, src, err
	}
	return found, src.with(data), nil
}

// read adds the samples of a file.
func (c *collector) read(src *source) error {
	found, src, err := recognise(src)
	if err != nil {
		return err
	}
	if found == nil {
		return mismatch(src.path, "open", sumFormats, whatFile(src))
	}
	return found.open(c, src)
}

// whatFile says what a file is that has no format.
func whatFile(src *source) string {
	head, err := src.begins(headLen)
	switch {
	case err != nil:
		return err.Error()
	case isImageHead(head):
		return "a single image"
	case src.size == 0:
		return "an empty file"
	case isGzip(head):
		return "a compressed file of another kind"
	}
	return fmt.Sprintf("a file of another kind, which begins with %.16q", head)
}
