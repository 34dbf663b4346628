package main

import (
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	"github.com/saccade-go/saccade/dataset"
)

// done is what a run finds in its output file, and what that leaves to do.
type done struct {
	rows   int      // complete rows
	failed []stored // those with an error, without their text
	size   int64    // bytes up to the end of the last complete row
	todo   []dataset.Sample
	before int // how many of todo sort before the last row
}

// nothingDone is what a run finds in an empty file.
func nothingDone(inputs []dataset.Sample) done { return done{todo: inputs} }

// readDone reads the rows of a run that was interrupted, or of one before there were more inputs. The rows are in the order
// of the paths; there may be rows of inputs that are gone. Rows of other inputs altogether are an error.
func (o *output) readDone(file *os.File, inputs []dataset.Sample) (done, error) {
	rows, err := readRows(file, formatOf(o.path), o.top)
	if err != nil {
		return done{}, err
	}
	d := done{size: int64(len(rows.header()))}
	last, next, known := "", 0, 0
	for {
		r, err := rows.next()
		if errors.Is(err, io.EOF) {
			break
		} else if err != nil {
			return done{}, err
		}
		if d.rows > 0 && r.path <= last {
			return done{}, fmt.Errorf("%s: row %d: wanted rows in the order of their paths, found %q behind %q (rows of --watch go on with --watch)",
				file.Name(), d.rows+1, r.path, last)
		}
		last = r.path
		if err := o.checkClass(r); err != nil {
			return done{}, err
		}
		for next < len(inputs) && inputs[next].Name < r.path {
			d.todo = append(d.todo, inputs[next])
			next++
		}
		if next < len(inputs) && inputs[next].Name == r.path {
			known++
			next++
		}
		d.count(r)
	}
	if d.rows > 0 && known == 0 && len(inputs) > 0 {
		return done{}, fmt.Errorf("%s: wanted rows of some of these inputs, found rows of other inputs, the last of %q; give another --out",
			file.Name(), last)
	}
	if d.before = len(d.todo); d.before == 0 {
		d.todo = inputs[next:]
	} else {
		d.todo = append(d.todo, inputs[next:]...)
	}
	return d, nil
}

// checkClass reports a row of another model, as far as its class tells.
func (o *output) checkClass(r stored) error {
	if r.class == "" || o.classes == nil || o.classes[normaliseCSV(r.class)] {
		return nil
	}
	return fmt.Errorf("%s: wanted rows of this model, found the class %q of %q, which it hasn't; give another --out", o.path, r.class, r.path)
}

// count takes note of a row that is there.
func (d *done) count(r stored) {
	d.rows++
	d.size += int64(len(r.text))
	if r.reason != "" {
		r.text = nil
		d.failed = append(d.failed, r)
	}
}

// A splice writes new rows between those that are there, by their paths, into a file that takes the old one's place when the
// last old row is in it.
type splice struct {
	rowWriter
	to      io.Writer
	old     storedRows
	next    stored
	ended   bool
	publish func() error
}

// begin copies the header and reads the first old row.
func (s *splice) begin() error {
	if _, err := s.to.Write(s.old.header()); err != nil {
		return err
	}
	return s.advance()
}

func (s *splice) advance() (err error) {
	s.next, err = s.old.next()
	if errors.Is(err, io.EOF) {
		s.ended = true
		return s.publish()
	}
	return err
}

// copy copies the old rows that stand before path; "" copies all.
func (s *splice) copy(path string) error {
	for !s.ended && (path == "" || strings.Compare(s.next.path, path) < 0) {
		if _, err := s.to.Write(s.next.text); err != nil {
			return err
		}
		if err := s.advance(); err != nil {
			return err
		}
	}
	return nil
}

func (s *splice) write(r row) error {
	if err := s.copy(r.path); err != nil {
		return err
	}
	return s.rowWriter.write(r)
}

func (s *splice) close() error {
	if err := s.copy(""); err != nil {
		return err
	}
	return s.rowWriter.close()
}
