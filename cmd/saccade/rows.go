package main

import (
	"bufio"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"io"
	"strconv"
	"unicode/utf8"

	"github.com/saccade-go/saccade"
)

// A row is the answer for one input: a prediction or an error.
type row struct {
	path   string
	answer saccade.Prediction
	err    error
}

// A rowWriter writes rows in one of the formats. After each row the answers so far are on their way to the file.
type rowWriter interface {
	write(r row) error
	close() error
}

// class is the k-th most probable one, from 0; the first has no name if the answer was rejected.
func (r row) class(k int) string {
	if k == 0 {
		return r.answer.Class
	}
	return r.answer.Top[k].Class
}

// csvRows writes path,class,probability[,class_2,probability_2,…],error.
type csvRows struct {
	w   *csv.Writer
	top int
}

func csvHeader(top int) []string {
	h := []string{"path", "class", "probability"}
	for k := 2; k <= top; k++ {
		h = append(h, fmt.Sprintf("class_%d", k), fmt.Sprintf("probability_%d", k))
	}
	return append(h, "error")
}

func newCSVRows(w io.Writer, top int, header bool) (*csvRows, error) {
	c := &csvRows{csv.NewWriter(w), top}
	if header {
		if err := c.w.Write(csvHeader(top)); err != nil {
			return nil, err
		}
		c.w.Flush()
	}
	return c, c.w.Error()
}

func (c *csvRows) write(r row) error {
	record := []string{r.path}
	for k := range max(c.top, 1) {
		if r.err == nil && k < len(r.answer.Top) {
			record = append(record, r.class(k), formatProbability(r.answer.Top[k].Probability))
		} else {
			record = append(record, "", "")
		}
	}
	if err := c.w.Write(append(record, r.reason())); err != nil {
		return err
	}
	c.w.Flush()
	return c.w.Error()
}

func (c *csvRows) close() error {
	c.w.Flush()
	return c.w.Error()
}

// formatProbability writes the shortest decimal that reads back as the same float32.
func formatProbability(p float32) string { return strconv.FormatFloat(float64(p), 'g', -1, 32) }

// given is the class, or nil if the answer was rejected.
func (r row) given() *string {
	if r.answer.Rejected {
		return nil
	}
	return &r.answer.Class
}

// reason is the error without the path, which stands in a column of its own.
func (r row) reason() string {
	if r.err == nil {
		return ""
	}
	return reason(r.path, r.err)
}

// jsonRows writes one object a line. class and probability are null where there is an error, class alone where the answer was
// rejected.
type jsonRows struct{ w *bufio.Writer }

// A jsonRow's path_bytes, in base64, is there only if the path is no UTF-8, of which JSON has no other way to tell.
type jsonRow struct {
	Path        string           `json:"path"`
	PathBytes   []byte           `json:"path_bytes,omitempty"`
	Class       *string          `json:"class"`
	Probability *float32         `json:"probability"`
	Top         []saccade.Ranked `json:"top"`
	Error       string           `json:"error"`
}

// rawPath returns what a row has beside the path: its bytes if it is no UTF-8.
func rawPath(path string) []byte {
	if utf8.ValidString(path) {
		return nil
	}
	return []byte(path)
}

// name is the path byte by byte.
func (r jsonRow) name() string {
	if len(r.PathBytes) > 0 {
		return string(r.PathBytes)
	}
	return r.Path
}

func (j *jsonRows) write(r row) error {
	out := jsonRow{Path: r.path, PathBytes: rawPath(r.path), Top: []saccade.Ranked{}, Error: r.reason()}
	if r.err == nil {
		out.Class, out.Probability, out.Top = r.given(), &r.answer.Probability, r.answer.Top
	}
	enc := json.NewEncoder(j.w)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(out); err != nil {
		return err
	}
	return j.w.Flush()
}

func (j *jsonRows) close() error { return j.w.Flush() }
