package parquetfile

import (
	"encoding/binary"
	"fmt"
	"io"

	"github.com/parquet-go/parquet-go/encoding/thrift"
	"github.com/parquet-go/parquet-go/format"
)

// Limits of what a file may ask for.
const (
	maxFooter = 256 << 20
	maxPage   = 256 << 20 // bytes of a page, unpacked
	// maxRatio is how many times its size a page may become, more than that for small ones. Images don't become smaller; the
	// best that deflate can do is 1032.
	maxRatio = 1100
	slack    = 1 << 20
)

// A File is what a footer says.
type File struct {
	Columns  []Column
	Rows     int64
	Groups   []Group
	Metadata map[string]string
	size     int64
}

// A Group is a number of rows whose pages lie together.
type Group struct {
	Rows   int64
	chunks []format.ColumnMetaData
}

// A Column has values, not other columns, and isn't in a list.
type Column struct {
	Path   []string
	Type   Type
	stored format.Type
	index  int // among all leaves
	maxDef int
}

// A Type is what a column's values are.
type Type int

// The types that can be read.
const (
	Other Type = iota
	Bytes      // BYTE_ARRAY
	Int        // INT32, INT64 and BOOLEAN
)

// Open reads the footer of a file of size bytes. Errors say what is wrong, without the file's name.
func Open(r io.ReaderAt, size int64) (f *File, err error) {
	defer contain(&err)
	const ends = 12 // "PAR1" at both ends, and the footer's length
	if size < ends {
		return nil, fmt.Errorf("wanted at least %d bytes, found %d", ends, size)
	}
	tail := make([]byte, 8)
	if err := readAt(r, tail, size-8); err != nil {
		return nil, err
	}
	if magic := string(tail[4:]); magic == "PARE" {
		return nil, fmt.Errorf("wanted a file that isn't encrypted")
	} else if magic != "PAR1" {
		return nil, fmt.Errorf("wanted PAR1 at the end, found %q: is the file whole?", magic)
	}
	n := int64(binary.LittleEndian.Uint32(tail))
	if n > min(size-ends, maxFooter) {
		return nil, fmt.Errorf("wanted a footer of at most %d bytes, found %d", min(size-ends, maxFooter), n)
	}
	footer := make([]byte, n)
	if err := readAt(r, footer, size-8-n); err != nil {
		return nil, err
	}
	if err := checkFooter(footer); err != nil {
		return nil, fmt.Errorf("the footer: %w", err)
	}
	var meta format.FileMetaData
	if err := thrift.Unmarshal(new(thrift.CompactProtocol), footer, &meta); err != nil {
		return nil, fmt.Errorf("the footer: %w", err)
	}
	f = &File{size: size, Metadata: map[string]string{}}
	for _, kv := range meta.KeyValueMetadata {
		f.Metadata[kv.Key] = kv.Value
	}
	leaves, err := f.schema(meta.Schema)
	if err != nil {
		return nil, err
	}
	return f, f.groups(meta.RowGroups, leaves)
}

// readAt fills b.
func readAt(r io.ReaderAt, b []byte, off int64) error {
	n, err := r.ReadAt(b, off)
	if n == len(b) {
		return nil
	}
	if err == nil || err == io.EOF {
		err = io.ErrUnexpectedEOF
	}
	return err
}

// contain makes a panic of a library that was given something damaged an error.
func contain(err *error) {
	if p := recover(); p != nil {
		*err = fmt.Errorf("damaged: %v", p)
	}
}

// schema finds the columns, and returns how many leaves there are in all.
func (f *File) schema(all []format.SchemaElement) (leaves int, err error) {
	s := schema{elements: all}
	if err := s.walk(nil, 0, false, 0); err != nil {
		return 0, err
	}
	if len(s.elements) != 0 {
		return 0, fmt.Errorf("wanted one tree of columns, found %d elements more", len(s.elements))
	}
	f.Columns = s.columns
	return s.leaves, nil
}

// A schema is what is left of the tree, which is flattened depth first.
type schema struct {
	elements []format.SchemaElement
	columns  []Column
	leaves   int
}

func (s *schema) walk(path []string, maxDef int, inList bool, depth int) error {
	if len(s.elements) == 0 || depth > maxDepth {
		return fmt.Errorf("wanted as many columns as the schema claims, found fewer, or deeper than %d", maxDepth)
	}
	e := s.elements[0]
	s.elements = s.elements[1:]
	if depth > 0 {
		path = append(path[:len(path):len(path)], e.Name)
		maxDef, inList = level(e, maxDef, inList)
	}
	if !e.Type.Valid {
		for range max(e.NumChildren.V, 0) {
			if err := s.walk(path, maxDef, inList, depth+1); err != nil {
				return err
			}
		}
		return nil
	}
	if !inList {
		s.columns = append(s.columns, Column{Path: path, Type: typeOf(e.Type.V), stored: e.Type.V, index: s.leaves, maxDef: maxDef})
	}
	s.leaves++
	return nil
}

func level(e format.SchemaElement, maxDef int, inList bool) (int, bool) {
	if !e.RepetitionType.Valid {
		return maxDef, inList
	}
	switch e.RepetitionType.V {
	case format.Optional:
		return maxDef + 1, inList
	case format.Repeated:
		return maxDef + 1, true
	}
	return maxDef, inList
}

func typeOf(t format.Type) Type {
	switch t {
	case format.ByteArray:
		return Bytes
	case format.Int32, format.Int64, format.Boolean:
		return Int
	}
	return Other
}

// groups takes the row groups, after checking that their pages lie in the file and that there are no more rows than a file of
// that size can have: 8 bytes each.
func (f *File) groups(all []format.RowGroup, leaves int) error {
	const leastRow, few = 8, 1024
	most := f.size/leastRow + few
	for i, g := range all {
		if len(g.Columns) != leaves {
			return fmt.Errorf("wanted %d columns in row group %d, found %d", leaves, i, len(g.Columns))
		}
		if g.NumRows < 0 || g.NumRows > most-f.Rows {
			return fmt.Errorf("wanted at most %d rows in a file of %d bytes, found more", most, f.size)
		}
		group := Group{Rows: g.NumRows}
		for _, c := range g.Columns {
			m := c.MetaData
			if c.FilePath != "" {
				return fmt.Errorf("wanted columns in the file itself, found one in %q", c.FilePath)
			}
			if start := start(m); start < 4 || m.TotalCompressedSize < 0 || start > f.size-m.TotalCompressedSize {
				return fmt.Errorf("wanted pages within the file of %d bytes, found %d bytes at %d", f.size, m.TotalCompressedSize, start)
			}
			group.chunks = append(group.chunks, m)
		}
		f.Groups = append(f.Groups, group)
		f.Rows += g.NumRows
	}
	return nil
}

// start is where the pages of a column in a group begin.
func start(m format.ColumnMetaData) int64 {
	if d := m.DictionaryPageOffset; d > 0 && d < m.DataPageOffset {
		return d
	}
	return m.DataPageOffset
}
