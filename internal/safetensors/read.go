package safetensors

import (
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
)

// A File is the content of a file.
type File struct {
	Tensors  []Tensor          // in order of their data
	Metadata map[string]string // nil if the file has none
}

// Tensor returns the tensor of that name, or an *Error if there is none.
func (f *File) Tensor(name string) (Tensor, error) {
	for _, t := range f.Tensors {
		if t.Name == name {
			return t, nil
		}
	}
	return Tensor{}, &Error{Part: "tensors", Want: brief(name), Found: fmt.Sprintf("%d others", len(f.Tensors))}
}

// Parse reads a whole file from memory. The tensors share data, nothing is copied.
func Parse(data []byte) (*File, error) {
	n, err := headerLength(data, int64(len(data)))
	if err != nil {
		return nil, err
	}
	values := data[lengthSize+n:]
	h, err := parseHeader(data[lengthSize : lengthSize+n])
	if err == nil {
		err = h.check(int64(len(values)))
	}
	if err != nil {
		return nil, err
	}
	return h.file(values), nil
}

// Read reads a file of size bytes. The header is checked before memory is taken for the data. Errors of r
// come back as they are; a file that ends before size is io.ErrUnexpectedEOF.
func Read(r io.ReaderAt, size int64) (*File, error) {
	h, start, err := readHeader(r, size)
	if err != nil {
		return nil, err
	}
	data, err := readAt(r, start, size-start)
	if err != nil {
		return nil, err
	}
	return h.file(data), nil
}

// A Place is a tensor that hasn't been read: its values begin at Offset in the file.
type Place struct {
	Tensor // without Data
	Offset int64
}

// ReadIndex is Read without the values: it checks the header and says where the tensors are.
func ReadIndex(r io.ReaderAt, size int64) (places []Place, metadata map[string]string, err error) {
	h, start, err := readHeader(r, size)
	if err != nil {
		return nil, nil, err
	}
	for _, e := range h.entries {
		t := Tensor{Name: e.name, DType: e.DType, Shape: e.Shape}
		places = append(places, Place{t, start + int64(e.DataOffsets[0])})
	}
	return places, h.metadata, nil
}

// readHeader reads and checks the header of a file of size bytes; its data begins at start.
func readHeader(r io.ReaderAt, size int64) (h header, start int64, err error) {
	length, err := readAt(r, 0, min(max(size, 0), lengthSize))
	if err != nil {
		return h, 0, err
	}
	n, err := headerLength(length, size)
	if err != nil {
		return h, 0, err
	}
	text, err := readAt(r, lengthSize, int64(n))
	if err != nil {
		return h, 0, err
	}
	if h, err = parseHeader(text); err != nil {
		return h, 0, err
	}
	start = int64(lengthSize + n)
	return h, start, h.check(size - start)
}

// ReadFile reads the file at path. Its errors name path.
func ReadFile(path string) (*File, error) {
	info, err := os.Stat(path) // before opening it: opening a pipe would wait
	if err != nil {
		return nil, err
	}
	if !info.Mode().IsRegular() {
		return nil, &Error{Path: path, Part: "file", Want: "a regular file", Found: kind(info.Mode())}
	}
	r, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer r.Close()
	f, err := Read(r, info.Size())
	if e, ok := errors.AsType[*Error](err); ok {
		e.Path = path
		return nil, e
	}
	if err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	return f, nil
}

// kind says in words what is no regular file.
func kind(mode fs.FileMode) string {
	switch {
	case mode.IsDir():
		return "a folder"
	case mode&fs.ModeNamedPipe != 0:
		return "a named pipe"
	case mode&fs.ModeSocket != 0:
		return "a socket"
	}
	return "a device"
}

// headerLength reads the first 8 bytes of a file of size bytes.
func headerLength(b []byte, size int64) (int, error) {
	if len(b) < lengthSize {
		return 0, &Error{Part: "header", Want: "8 bytes with its length", Found: fmt.Sprintf("%d bytes in all", len(b))}
	}
	n := binary.LittleEndian.Uint64(b)
	most := min(uint64(size-lengthSize), maxHeader)
	if n > most {
		want := fmt.Sprintf("at most %d bytes (the file has %d)", most, size)
		return 0, &Error{Part: "header", Want: want, Found: fmt.Sprint(n)}
	}
	return int(n), nil
}

// readAt reads n bytes from offset. Memory grows with what is really there, so that a size that lies takes no
// more than twice that.
func readAt(r io.ReaderAt, offset, n int64) ([]byte, error) {
	const first = 1 << 20
	section := io.NewSectionReader(r, offset, n)
	b := make([]byte, 0, min(n, first))
	for {
		got, err := io.ReadFull(section, b[len(b):cap(b)])
		b = b[:len(b)+got]
		switch {
		case err == io.EOF:
			return nil, io.ErrUnexpectedEOF
		case err != nil:
			return nil, err
		case int64(len(b)) == n:
			return b, nil
		}
		b = append(make([]byte, 0, min(n, 2*int64(cap(b)))), b...)
	}
}

func (h header) file(data []byte) *File {
	f := &File{Metadata: h.metadata, Tensors: make([]Tensor, len(h.entries))}
	for i, e := range h.entries {
		from, to := e.DataOffsets[0], e.DataOffsets[1]
		f.Tensors[i] = Tensor{Name: e.name, DType: e.DType, Shape: e.Shape, Data: data[from:to:to]}
	}
	return f
}
