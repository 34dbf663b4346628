package featurefile

import (
	"bufio"
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"errors"
	"fmt"
	"hash/crc32"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"github.com/saccade-go/saccade/internal/mmap"
	"github.com/saccade-go/saccade/internal/safetensors"
)

const (
	format  = "saccade features"
	version = "1"

	// start is where the features begin: a multiple of any page's size, so that all values are aligned, and more than the
	// header needs.
	start = 4096

	keyChecksum = "checksum"
)

var castagnoli = crc32.MakeTable(crc32.Castagnoli)

// A File is a matrix of Rows×Cols features that is mapped.
type File struct {
	Path       string
	Rows, Cols int
	X          []float32 // Rows×Cols, to be read only and not after Close
	Failed     []Failure // the rows that are left out, by index

	raw, sums []byte // the features and their checksums as they stand in the file
	mapping   *mmap.Mapping
}

// A Failure says why a row couldn't be made.
type Failure struct {
	Index  int // of the row, those that failed counted
	Reason string
}

// A DamagedError says that a file is not what a Writer has written under its name.
type DamagedError struct {
	Path string
	Err  error
}

func (e *DamagedError) Error() string { return fmt.Sprintf("%s: %v", e.Path, e.Err) }
func (e *DamagedError) Unwrap() error { return e.Err }

// Path returns the name of the file for key.
func Path(dir, key string) string { return filepath.Join(dir, key+".safetensors") }

// Open maps the file for key, of which so many rows and columns were asked for, rows that failed included. If there is none
// the error is fs.ErrNotExist; if it isn't whole, a *DamagedError.
func Open(dir, key string, rows, cols int) (*File, error) {
	path := Path(dir, key)
	info, err := os.Stat(path) // before opening it: opening a pipe would wait
	if err != nil {
		return nil, err
	}
	if !info.Mode().IsRegular() {
		return nil, fmt.Errorf("%s: wanted a file with features, found %v", path, info.Mode().Type())
	}
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	m, err := mmap.Map(f)
	if err != nil {
		return nil, err
	}
	file, err := parse(m.Bytes(), key, rows, cols)
	if err == nil {
		err = file.verify()
	}
	if err != nil {
		m.Close()
		return nil, &DamagedError{path, err}
	}
	file.Path, file.mapping = path, m
	return file, nil
}

// Close gives the memory of X back.
func (f *File) Close() error {
	f.X, f.raw, f.sums = nil, nil, nil
	return f.mapping.Close()
}

// parse checks all but the rows' checksums.
func parse(data []byte, key string, rows, cols int) (*File, error) {
	s, err := safetensors.Parse(data)
	if err != nil {
		return nil, err
	}
	var parts [3]safetensors.Tensor
	for i, want := range layout(0, cols, 0) {
		if parts[i], err = s.Tensor(want.Name); err != nil {
			return nil, err
		}
		if got := parts[i]; got.DType != want.DType || len(got.Shape) != len(want.Shape) {
			return nil, fmt.Errorf("tensor %q: wanted %d sizes of %s, found %v of %s", want.Name, len(want.Shape), want.DType, got.Shape, got.DType)
		}
	}
	features, sums, reasons := parts[0], parts[1], parts[2]
	n := features.Shape[0]
	if features.Shape[1] != cols || sums.Shape[0] != n {
		return nil, fmt.Errorf("wanted rows of %d values with a checksum each, found features %v and checksums %v", cols, features.Shape, sums.Shape)
	}
	want := metadata(key, rows, n, cols, sums.Data, reasons.Data)
	if !maps.Equal(s.Metadata, want) {
		return nil, fmt.Errorf("wanted the metadata %v, found %v", want, s.Metadata)
	}
	file := &File{Rows: n, Cols: cols, raw: features.Data, sums: sums.Data}
	if file.Failed, err = parseFailed(reasons.Data, rows); err != nil {
		return nil, err
	}
	if n+len(file.Failed) != rows {
		return nil, fmt.Errorf("wanted %d rows, found %d and %d that failed", rows, n, len(file.Failed))
	}
	ok := false
	if file.X, ok = mmap.Float32s(features.Data); !ok { // a big-endian machine
		file.X, err = safetensors.Values[float32](features)
	}
	return file, err
}

// verify compares the rows with their checksums.
func (f *File) verify() error {
	size := 4 * f.Cols
	for i := range f.Rows {
		want, got := binary.LittleEndian.Uint32(f.sums[4*i:]), crc32.Checksum(f.raw[i*size:][:size], castagnoli)
		if got != want {
			return fmt.Errorf("row %d: wanted the checksum %08x, found %08x", i, want, got)
		}
	}
	return nil
}

// layout returns the tensors of a file with n rows of cols features and so many bytes of reasons.
func layout(n, cols, reasons int) []safetensors.Tensor {
	return []safetensors.Tensor{
		{Name: "features", DType: safetensors.F32, Shape: []int{n, cols}},
		{Name: "checksums", DType: safetensors.U32, Shape: []int{n}},
		{Name: "failed", DType: safetensors.U8, Shape: []int{reasons}},
	}
}

// metadata returns what the header has beside the tensors.
func metadata(key string, rows, n, cols int, sums, reasons []byte) map[string]string {
	m := map[string]string{"format": format, "format_version": version, "key": key, "rows": strconv.Itoa(rows)}
	h := sha256.New()
	for _, name := range slices.Sorted(maps.Keys(m)) {
		fmt.Fprintf(h, "%q=%q\n", name, m[name])
	}
	fmt.Fprintf(h, "%d×%d, %d\n", n, cols, len(reasons))
	h.Write(sums)
	h.Write(reasons)
	m[keyChecksum] = hex.EncodeToString(h.Sum(nil))
	return m
}

func formatFailed(failed []Failure) []byte {
	var b []byte
	for _, f := range failed {
		b = strconv.AppendInt(b, int64(f.Index), 10)
		b = append(b, ' ')
		b = append(strconv.AppendQuote(b, f.Reason), '\n')
	}
	return b
}

// parseFailed reads what formatFailed writes, with indices that rise and are below rows.
func parseFailed(text []byte, rows int) ([]Failure, error) {
	var failed []Failure
	last := -1
	lines := bufio.NewScanner(bytes.NewReader(text))
	lines.Buffer(nil, len(text)+1)
	for lines.Scan() {
		index, quoted, _ := strings.Cut(lines.Text(), " ")
		i, err := strconv.Atoi(index)
		reason, err2 := strconv.Unquote(quoted)
		if err := errors.Join(err, err2); err != nil || i <= last || i >= rows {
			return nil, fmt.Errorf("failed: wanted an index above %d and below %d and a reason, found %.80q", last, rows, lines.Text())
		}
		failed, last = append(failed, Failure{i, reason}), i
	}
	return failed, lines.Err()
}
