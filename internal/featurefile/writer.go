package featurefile

import (
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"
	"io"
	"io/fs"
	"math"
	"math/rand/v2"
	"os"
	"path/filepath"
	"regexp"
	"time"

	"github.com/saccade-go/saccade/internal/mmap"
	"github.com/saccade-go/saccade/internal/safetensors"
)

// A Writer makes a file. Each row is put or fails, once and in any order; then Finish is called. Abort, which does
// nothing behind Finish, gives up. Errors name the file. A Writer is for one goroutine.
type Writer struct {
	f          *os.File // of another name until it is complete
	path, key  string
	rows, cols int
	sums       []uint32       // of the rows that were put
	reasons    map[int]string // of those that failed
	put        int
	buf        []byte
	over       bool
}

// Create begins a file for key in the folder dir, with so many rows of cols features. Where the system can tell (Linux), a
// disk that is too full is an error now, and not when it is full.
func Create(dir, key string, rows, cols int) (*Writer, error) {
	w := &Writer{path: Path(dir, key), key: key, rows: rows, cols: cols, reasons: map[int]string{}}
	if rows < 0 || cols < 1 || rows > (math.MaxInt-2*start)/4/(cols+1) {
		return nil, w.named(fmt.Errorf("wanted features that a file can hold, found %d×%d", rows, cols))
	}
	sweep(dir)
	var err error
	for {
		temp := filepath.Join(dir, fmt.Sprintf(".%s.%08x.tmp", key, rand.Uint32()))
		w.f, err = os.OpenFile(temp, os.O_RDWR|os.O_CREATE|os.O_EXCL, 0o666)
		if !errors.Is(err, fs.ErrExist) {
			break
		}
	}
	if err != nil {
		return nil, w.named(fmt.Errorf("creating a file in its folder: %w", withoutPath(err)))
	}
	if err := reserve(w.f, w.at(rows)); err != nil {
		w.Abort()
		return nil, w.named(fmt.Errorf("%d bytes of features: %w", w.at(rows), withoutPath(err)))
	}
	w.sums, w.buf = make([]uint32, rows), make([]byte, 4*cols)
	return w, nil
}

// temporary are the names that Create gives.
var temporary = regexp.MustCompile(`^\.[0-9a-f]{64}\.[0-9a-f]{8}\.tmp$`)

// abandoned is how long nobody has worked on the file of a run that was killed.
const abandoned = time.Hour

// sweep removes what killed runs have left.
func sweep(dir string) {
	entries, _ := os.ReadDir(dir) // if the folder can't be read, Create will say more
	for _, e := range entries {
		info, err := e.Info()
		if err == nil && temporary.MatchString(e.Name()) && info.Mode().IsRegular() && time.Since(info.ModTime()) > abandoned {
			os.Remove(filepath.Join(dir, e.Name()))
		}
	}
}

// at is where row i begins.
func (w *Writer) at(i int) int64 { return start + 4*int64(w.cols)*int64(i) }

// Put writes row i.
func (w *Writer) Put(i int, row []float32) error {
	if _, err := binary.Encode(w.buf, binary.LittleEndian, row); err != nil {
		return w.named(err)
	}
	w.sums[i] = crc32.Checksum(w.buf, castagnoli)
	w.put++
	_, err := w.f.WriteAt(w.buf, w.at(i))
	return w.named(err)
}

// Fail leaves row i out.
func (w *Writer) Fail(i int, reason string) { w.reasons[i] = reason }

// Finish completes the file and maps it. It gets its name, over whatever file had it, only if keep says so; otherwise it
// disappears when it is closed, or before.
func (w *Writer) Finish(keep bool) (*File, error) {
	defer w.Abort()
	if n := w.put + len(w.reasons); n != w.rows {
		return nil, w.named(fmt.Errorf("wanted %d rows, found %d", w.rows, n))
	}
	failed, err := w.compact()
	if err == nil {
		err = w.writeRest(failed)
	}
	if err != nil {
		return nil, w.named(err)
	}
	file, err := w.openHere()
	if err != nil {
		return nil, w.named(err)
	}
	if keep {
		err = os.Rename(w.f.Name(), w.path)
	}
	if err != nil && !errors.Is(err, fs.ErrNotExist) { // somebody has removed the file, or its folder: it stays mapped
		return nil, errors.Join(w.named(err), file.Close())
	}
	return file, nil
}

// openHere maps the file, which has no name yet, and closes it.
func (w *Writer) openHere() (*File, error) {
	m, err := mmap.Map(w.f)
	if err != nil {
		return nil, err
	}
	file, err := parse(m.Bytes(), w.key, w.rows, w.cols)
	if err == nil {
		err = w.f.Close()
	}
	if err != nil {
		return nil, errors.Join(err, m.Close())
	}
	file.Path, file.mapping = w.path, m
	return file, nil
}

// compact moves the rows together where some have failed, and returns these.
func (w *Writer) compact() (failed []Failure, err error) {
	to := 0
	for i := 0; i < w.rows; {
		if reason, ok := w.reasons[i]; ok {
			failed = append(failed, Failure{i, reason})
			i++
			continue
		}
		end := i + 1
		for end < w.rows && !w.failed(end) {
			end++
		}
		if to < i {
			copy(w.sums[to:], w.sums[i:end])
			if err := w.move(to, i, end); err != nil {
				return nil, err
			}
		}
		to += end - i
		i = end
	}
	w.sums = w.sums[:to]
	return failed, nil
}

func (w *Writer) failed(i int) bool {
	_, ok := w.reasons[i]
	return ok
}

// move copies rows from … end−1 to where row to begins, which is before them.
func (w *Writer) move(to, from, end int) error {
	size := w.at(end) - w.at(from)
	n, err := io.Copy(io.NewOffsetWriter(w.f, w.at(to)), io.NewSectionReader(w.f, w.at(from), size))
	if err == nil && n < size {
		err = io.ErrUnexpectedEOF
	}
	return err
}

// writeRest writes what comes behind the features, and the header.
func (w *Writer) writeRest(failed []Failure) error {
	sums := make([]byte, 0, 4*len(w.sums))
	for _, s := range w.sums {
		sums = binary.LittleEndian.AppendUint32(sums, s)
	}
	reasons := formatFailed(failed)
	n := len(w.sums)
	header, err := safetensors.Header(layout(n, w.cols, len(reasons)), metadata(w.key, w.rows, n, w.cols, sums, reasons), start)
	if err != nil {
		return err
	}
	end := w.at(n)
	for _, part := range [][]byte{sums, reasons} {
		if _, err := w.f.WriteAt(part, end); err != nil {
			return err
		}
		end += int64(len(part))
	}
	if err := w.f.Truncate(end); err != nil {
		return err
	}
	_, err = w.f.WriteAt(header, 0)
	return err
}

// Abort removes what was written, unless the file is complete and has its name.
func (w *Writer) Abort() {
	if !w.over {
		w.over = true
		w.f.Close()           // again, if Finish came to an end
		os.Remove(w.f.Name()) // which isn't there behind a rename
	}
}

// named puts the file's name, not that of the temporary one, before err.
func (w *Writer) named(err error) error {
	if err == nil {
		return nil
	}
	return fmt.Errorf("%s: writing features: %w", w.path, withoutPath(err))
}

func withoutPath(err error) error {
	switch e := err.(type) {
	case *fs.PathError:
		return e.Err
	case *os.LinkError:
		return e.Err
	}
	return err
}
