// Package spool keeps bytes until they are wanted: a few in memory, many in a file that nobody sees.
package spool

import (
	"bytes"
	"io"

	"github.com/saccade-go/saccade/internal/atomicfile"
)

// maxMemory is how many bytes are kept in memory.
const maxMemory = 1 << 20

// A Spool takes bytes and gives them back, in order. The zero value with a Beside is ready. Close is called in the end.
type Spool struct {
	// Beside is the path of a file in whose folder there is room.
	Beside string

	size   int64
	memory bytes.Buffer // what isn't in the file
	file   *atomicfile.File
}

// Write appends p.
func (s *Spool) Write(p []byte) (int, error) {
	s.size += int64(len(p))
	s.memory.Write(p)
	if s.memory.Len() < maxMemory {
		return len(p), nil
	}
	if s.file == nil {
		var err error
		if s.file, err = atomicfile.Create(s.Beside); err != nil {
			return 0, err
		}
	}
	_, err := s.memory.WriteTo(s.file)
	return len(p), err
}

// Len returns how many bytes there are.
func (s *Spool) Len() int64 { return s.size }

// Reader returns all bytes from the first on. Nothing is written while it is read.
func (s *Spool) Reader() io.Reader {
	rest := bytes.NewReader(s.memory.Bytes())
	if s.file == nil {
		return rest
	}
	return io.MultiReader(io.NewSectionReader(s.file, 0, s.size-int64(s.memory.Len())), rest)
}

// Close forgets all.
func (s *Spool) Close() {
	if s.file != nil {
		s.file.Abort()
	}
	s.file, s.memory, s.size = nil, bytes.Buffer{}, 0
}
