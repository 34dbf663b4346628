package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"

	"github.com/saccade-go/saccade/dataset"
	"github.com/saccade-go/saccade/internal/atomicfile"
)

// A marker says that what a shard writes is whole: its run came to its end.
type marker struct {
	Rows   int   `json:"rows"`
	Failed int   `json:"failed"`
	Files  int   `json:"files,omitempty"` // of a data set
	Bytes  int64 `json:"bytes"`           // of a file
}

// markerFile is the name of an output's marker.
func markerFile(path string) string { return dataset.OneName(path) + ".done" }

// write leaves the marker beside an output that is complete, atomically.
func (m marker) write(path string) error {
	if info, err := os.Stat(path); err == nil && info.Mode().IsRegular() {
		m.Bytes = info.Size()
	}
	return atomicfile.Write(markerFile(path), func(w io.Writer) error { return json.NewEncoder(w).Encode(m) })
}

// removeMarker removes that of an earlier run.
func removeMarker(path string) error {
	if err := os.Remove(markerFile(path)); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return at(markerFile(path), err)
	}
	return nil
}

// readMarker returns the marker of an output, of which a file has the length that the marker says.
func readMarker(path string) (m marker, err error) {
	b, err := os.ReadFile(markerFile(path))
	if err != nil {
		return m, err
	}
	if err := json.Unmarshal(b, &m); err != nil {
		return m, fmt.Errorf("%s: %w", markerFile(path), err)
	}
	info, err := os.Stat(path)
	switch {
	case m.Files > 0 && (err != nil || info.IsDir()): // it has several files
		return m, nil
	case err != nil:
		return m, err
	case info.Size() != m.Bytes:
		return m, fmt.Errorf("%s: wanted %d bytes, as its marker says, found %d", path, m.Bytes, info.Size())
	}
	return m, nil
}
