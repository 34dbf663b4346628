package dataset

import (
	"bufio"
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math"
	"os"

	"github.com/saccade-go/saccade/internal/filelock"
)

// A progress is a file beside shards or in a folder, from which a run that was interrupted goes on. Its first line says what
// is written, each other what was completed: {"file":"out-000003.tar","size":5120,"records":10,…}. A line is written when the
// file it names is complete, so files may be further than the lines, by one. The last line may be cut.
type progress struct {
	f *os.File
}

// A progressHead is the first line.
type progressHead struct {
	Format string `json:"format"`
	Key    string `json:"key"`
}

const progressFormat = "saccade progress 1"

// A completed is what was completed since the line before it.
type completed struct {
	File    string    `json:"file,omitempty"`
	Size    int64     `json:"size,omitempty"`
	Items   int       `json:"items,omitempty"`
	Bytes   int64     `json:"bytes,omitempty"`
	Values  int64     `json:"values,omitempty"`
	Clipped int64     `json:"clipped,omitempty"`
	Height  int       `json:"height,omitempty"` // of all records, where they have one size
	Width   int       `json:"width,omitempty"`
	Renamed int       `json:"renamed,omitempty"`
	Skipped []Skipped `json:"skipped,omitempty"`
}

// key says what a run writes.
func (w *Writer) key() string {
	h := sha256.New()
	o := w.opt
	fmt.Fprintf(h, "%s\n%v %q %v %v %d %v %d %d\n%q\n", progressFormat, w.schema.Spec, w.schema.Classes,
		o.Layout, o.Pictures, o.Quality, o.Compress, o.ShardItems, o.ShardBytes, o.Key)
	return hex.EncodeToString(h.Sum(nil))
}

// openProgress takes the file for this process alone. To resume, it returns what was completed; otherwise the file begins anew,
// if fresh says that there is nothing else. If that fails, a file that was new is removed again.
func openProgress(path string, w *Writer, f *os.File, fresh func() error, remove func()) (*progress, []completed, error) {
	if filelock.Try(f) == filelock.Busy {
		return nil, nil, mismatch(w.path, "create", "to be the only run that writes it", "another one at work")
	}
	info, err := f.Stat()
	if err != nil {
		return nil, nil, failure(path, "create", err)
	}
	p, entries, err := beginProgress(path, w, f, fresh)
	if err != nil && info.Size() == 0 {
		remove()
	}
	return p, entries, err
}

func beginProgress(path string, w *Writer, f *os.File, fresh func() error) (*progress, []completed, error) {
	log := &progress{f}
	if w.opt.Resume {
		entries, known, err := log.read(w.key())
		if err != nil {
			return nil, nil, failure(path, "resume", err)
		}
		if known {
			return log, entries, nil
		}
	}
	if err := fresh(); err != nil {
		return nil, nil, err
	}
	if err := f.Truncate(0); err != nil {
		return nil, nil, failure(path, "create", err)
	}
	if _, err := f.Seek(0, io.SeekStart); err != nil {
		return nil, nil, failure(path, "create", err)
	}
	if err := log.line(progressHead{progressFormat, w.key()}); err != nil {
		return nil, nil, failure(path, "create", err)
	}
	return log, nil, nil
}

// read returns the complete lines, and cuts the file behind them. A file without a first line is not known.
func (p *progress) read(key string) (entries []completed, known bool, err error) {
	r := bufio.NewReader(p.f)
	size := int64(0)
	for {
		line, err := r.ReadBytes('\n')
		if errors.Is(err, io.EOF) {
			break
		} else if err != nil {
			return nil, false, err
		}
		if !known {
			var b progressHead
			if err := strictJSON(line, &b); err != nil || b.Format != progressFormat {
				return nil, false, fmt.Errorf("wanted what an interrupted run has left, found %q", firstBytes(line))
			}
			if b.Key != key {
				return nil, false, errors.New("wanted the run to resume to have the same data, pipeline and options, found another one")
			}
			known = true
		} else {
			var e completed
			if err := strictJSON(line, &e); err != nil || !e.valid() {
				return nil, false, fmt.Errorf("line %d: wanted what an interrupted run has left, found %q", len(entries)+2, firstBytes(line))
			}
			entries = append(entries, e)
		}
		size += int64(len(line))
	}
	if err := p.f.Truncate(size); err != nil {
		return nil, false, err
	}
	_, err = p.f.Seek(size, io.SeekStart)
	return entries, known, err
}

// valid reports whether e is something that a run writes.
func (e completed) valid() bool {
	return e.Items >= 0 && min(e.Size, e.Bytes, e.Values, e.Clipped) >= 0 && min(e.Height, e.Width, e.Renamed) >= 0 && e.Items <= math.MaxInt32
}

func strictJSON(line []byte, v any) error {
	d := json.NewDecoder(bytes.NewReader(line))
	d.DisallowUnknownFields()
	return d.Decode(v)
}

func firstBytes(b []byte) []byte { return b[:min(len(b), 60)] }

// line appends v at once.
func (p *progress) line(v any) error {
	b, err := json.Marshal(v)
	if err != nil {
		return err
	}
	_, err = p.f.Write(append(b, '\n'))
	return err
}

// add counts what was completed before.
func (s *Stats) add(e completed) {
	s.Items += e.Items
	s.Skipped = append(s.Skipped, e.Skipped...)
	s.Bytes += e.Bytes
	s.Values += e.Values
	s.Clipped += e.Clipped
	s.Renamed += e.Renamed
	if e.File != "" {
		s.Files++
	}
	if e.Height > 0 {
		s.Spec.H, s.Spec.W = e.Height, e.Width
	}
}

// since returns what came to s since before.
func (s *Stats) since(before Stats) completed {
	return completed{
		Items: s.Items - before.Items, Skipped: s.Skipped[len(before.Skipped):], Bytes: s.Bytes - before.Bytes,
		Values: s.Values - before.Values, Clipped: s.Clipped - before.Clipped,
	}
}

// resume counts all entries.
func (w *Writer) resume(entries []completed) {
	for _, e := range entries {
		w.stats.add(e)
		w.done += e.Items + len(e.Skipped)
	}
	w.schema.Spec = w.stats.Spec
}
