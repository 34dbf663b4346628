package arrowipc

import "fmt"

// A Type is what a column's values are.
type Type uint8

// The types that can be read; others are passed over.
const (
	Other       Type = iota
	Int              // of 8 to 64 bits, signed or not
	Binary           // bytes or text, with offsets of 32 bits
	LargeBinary      // with offsets of 64 bits
	Struct
)

// A Column is one of a schema, or of a struct. Its name is the last of Path.
type Column struct {
	Path []string
	Type Type
	// Dictionary is what the values are if they are indices into a dictionary: then Type is Int.
	Dictionary Type

	bits       int // of an Int
	signed     bool
	id         int64 // of the dictionary
	buffer     int   // the first of its buffers
	structured bool  // it isn't in a list
}

// A Schema says what columns a file has, those in structs among them.
type Schema struct {
	Columns  []Column
	Metadata map[string]string
	buffers  int
}

// The numbers of types in format/Schema.fbs.
const (
	typeNull, typeInt, typeBinary, typeUtf8, typeList, typeStruct, typeUnion          = 1, 2, 4, 5, 12, 13, 14
	typeFixedList, typeMap, typeLargeBinary, typeLargeUtf8, typeLargeList, typeRunEnd = 16, 17, 19, 20, 21, 22
	typeBinaryView, typeUtf8View, typeListView, typeLargeListView                     = 23, 24, 25, 26
	maxFields, maxDepth                                                               = 10_000, 32
	schemaFields, schemaMetadata                                                      = 1, 2
	fieldName, fieldTypeType, fieldType, fieldDictionary, fieldChildren               = 0, 2, 3, 4, 5
	bigEndian                                                                         = 1
)

func readSchema(t table) (*Schema, error) {
	if t.int16(0) == bigEndian {
		return nil, fmt.Errorf("wanted little-endian values, found big-endian ones")
	}
	s := &Schema{Metadata: map[string]string{}}
	for _, kv := range t.tables(schemaMetadata) {
		s.Metadata[kv.string(0)] = kv.string(1)
	}
	for _, f := range t.tables(schemaFields) {
		if err := s.field(f, nil, true, 0); err != nil {
			return nil, err
		}
	}
	return s, nil
}

// field adds a column and those in it. The order of buffers is depth first.
func (s *Schema) field(f table, path []string, structured bool, depth int) error {
	if depth > maxDepth || len(s.Columns) >= maxFields {
		return fmt.Errorf("wanted at most %d columns, %d deep, found more", maxFields, maxDepth)
	}
	kind := f.uint8(fieldTypeType)
	c := Column{Path: append(path[:len(path):len(path)], f.string(fieldName)), buffer: s.buffers, structured: structured}
	typ, _ := f.table(fieldType)
	c.Type = typeOf(kind)
	if c.Type == Int {
		c.bits, c.signed = int(typ.int32(0)), typ.uint8(1) != 0
	}
	dictionary, encoded := f.table(fieldDictionary)
	if encoded {
		c.Dictionary, c.Type, c.id = c.Type, Int, dictionary.int64(0)
		c.bits, c.signed = 32, true
		if index, ok := dictionary.table(1); ok {
			c.bits, c.signed = int(index.int32(0)), index.uint8(1) != 0
		}
	}
	s.Columns = append(s.Columns, c)
	if encoded {
		s.buffers += 2
		return nil
	}
	n, ok := buffers(kind, typ)
	if !ok {
		return fmt.Errorf("can't read a file with a column of type %d (views)", kind)
	}
	s.buffers += n
	for _, child := range f.tables(fieldChildren) {
		if err := s.field(child, c.Path, structured && kind == typeStruct, depth+1); err != nil {
			return err
		}
	}
	return nil
}

func typeOf(kind uint8) Type {
	switch kind {
	case typeInt:
		return Int
	case typeBinary, typeUtf8:
		return Binary
	case typeLargeBinary, typeLargeUtf8:
		return LargeBinary
	case typeStruct:
		return Struct
	}
	return Other
}

// buffers is how many a column has without its children: a bitmap of what is there, offsets, values.
func buffers(kind uint8, typ table) (n int, ok bool) {
	switch kind {
	case typeNull, typeRunEnd:
		return 0, true
	case typeStruct, typeFixedList:
		return 1, true
	case typeBinary, typeUtf8, typeLargeBinary, typeLargeUtf8, typeListView, typeLargeListView:
		return 3, true
	case typeUnion:
		const dense = 1
		if typ.int16(0) == dense {
			return 2, true
		}
		return 1, true
	case typeBinaryView, typeUtf8View:
		return 0, false
	}
	return 2, true
}

// Structured reports whether the column has one value for each row: it is in structs alone, not in lists.
func (c Column) Structured() bool { return c.structured }
