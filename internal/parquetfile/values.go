package parquetfile

import (
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"math/bits"

	"github.com/parquet-go/parquet-go/encoding/delta"
	"github.com/parquet-go/parquet-go/format"
)

// Values are those of a page, one for each row.
type Values struct {
	Bytes [][]byte // of a column of Bytes, nil where there is none
	Ints  []int64  // of a column of Int
	Null  []bool   // of a column of Int, where there is none; nil if there are none
	Size  int64    // about how many bytes of memory they take
}

var errValues = errors.New("the page ends before its values")

// plainDictionary is what pages of old files call format.RLEDictionary.
const plainDictionary format.Encoding = 2

// Read reads the values of a page. A page with a dictionary has it read as well.
func (p *Pages) Read(r io.ReaderAt, page *Page) (v *Values, err error) {
	defer contain(&err)
	levels, data, err := p.load(r, page)
	if err != nil {
		return nil, err
	}
	rows := int(page.Rows)
	present, data, err := p.present(page, levels, data)
	if err != nil {
		return nil, err
	}
	count := rows
	if present != nil {
		count = 0
		for _, ok := range present {
			if ok {
				count++
			}
		}
	}
	var stored *Values
	switch page.encoding {
	case plainDictionary, format.RLEDictionary:
		stored, err = p.indexed(r, data, count)
	default:
		stored, err = p.decode(page.encoding, data, count)
	}
	if err != nil {
		return nil, err
	}
	stored.Size += int64(len(data)) + 24*int64(rows)
	if present != nil {
		stored.spread(present)
	}
	return stored, nil
}

// present reads which rows have a value, nil if all have, and returns what comes behind.
func (p *Pages) present(page *Page, levels, data []byte) ([]bool, []byte, error) {
	maxDef := p.column.maxDef
	if maxDef == 0 {
		return nil, data, nil
	}
	if page.kind == format.DataPage {
		if len(data) < 4 || int64(binary.LittleEndian.Uint32(data)) > int64(len(data)-4) {
			return nil, nil, errValues
		}
		n := binary.LittleEndian.Uint32(data)
		levels, data = data[4:4+n], data[4+n:]
	}
	present := make([]bool, page.Rows)
	nulls := false
	err := hybrid(levels, bits.Len(uint(maxDef)), len(present), func(i int, v uint32) error {
		present[i] = int(v) == maxDef
		nulls = nulls || !present[i]
		return nil
	})
	if !nulls {
		present = nil
	}
	return present, data, err
}

// spread moves the stored values to the rows that have one.
func (v *Values) spread(present []bool) {
	if v.Bytes != nil {
		all := make([][]byte, len(present))
		next := 0
		for i, ok := range present {
			if ok {
				all[i] = v.Bytes[next]
				next++
			}
		}
		v.Bytes = all
		return
	}
	all := make([]int64, len(present))
	v.Null = make([]bool, len(present))
	next := 0
	for i, ok := range present {
		v.Null[i] = !ok
		if ok {
			all[i] = v.Ints[next]
			next++
		}
	}
	v.Ints = all
}

// indexed reads n indices into the dictionary.
func (p *Pages) indexed(r io.ReaderAt, data []byte, n int) (*Values, error) {
	if p.dictionary == nil {
		return nil, errors.New("wanted a dictionary, found none")
	}
	_, text, err := p.load(r, p.dictionary)
	if err != nil {
		return nil, fmt.Errorf("the dictionary: %w", err)
	}
	if most := int64(len(text)); p.dictionary.Rows > most+1 {
		return nil, fmt.Errorf("wanted a dictionary of at most %d values, found %d", most, p.dictionary.Rows)
	}
	dict, err := p.decode(format.Plain, text, int(p.dictionary.Rows))
	if err != nil {
		return nil, fmt.Errorf("the dictionary: %w", err)
	}
	out := &Values{Size: int64(len(text))}
	if p.column.Type == Bytes {
		out.Bytes = make([][]byte, n)
	} else {
		out.Ints = make([]int64, n)
	}
	if n == 0 {
		return out, nil
	}
	if len(data) == 0 || data[0] > 32 {
		return nil, errValues
	}
	return out, hybrid(data[1:], int(data[0]), n, func(i int, index uint32) error {
		if int64(index) >= p.dictionary.Rows {
			return fmt.Errorf("wanted an index below %d, found %d", p.dictionary.Rows, index)
		}
		if out.Bytes != nil {
			out.Bytes[i] = dict.Bytes[index]
		} else {
			out.Ints[i] = dict.Ints[index]
		}
		return nil
	})
}

// decode reads n values.
func (p *Pages) decode(encoding format.Encoding, data []byte, n int) (*Values, error) {
	kind := p.meta.Type
	switch {
	case encoding == format.Plain && kind == format.ByteArray:
		return plainBytes(data, n)
	case encoding == format.Plain && kind == format.Boolean, encoding == format.RLE && kind == format.Boolean:
		return booleans(encoding, data, n)
	case encoding == format.Plain && kind == format.Int32:
		return plainInts(data, n, 4)
	case encoding == format.Plain && kind == format.Int64:
		return plainInts(data, n, 8)
	case encoding == format.DeltaLengthByteArray && kind == format.ByteArray:
		return deltaBytes(data, n)
	case encoding == format.DeltaBinaryPacked && (kind == format.Int32 || kind == format.Int64):
		return deltaInts(kind, data, n)
	}
	return nil, fmt.Errorf("can't read values of %v in the encoding %v", kind, encoding)
}

func plainBytes(data []byte, n int) (*Values, error) {
	if n > len(data)/4 {
		return nil, errValues
	}
	v := &Values{Bytes: make([][]byte, n)}
	for i := range v.Bytes {
		if len(data) < 4 || int64(binary.LittleEndian.Uint32(data)) > int64(len(data)-4) {
			return nil, errValues
		}
		size := binary.LittleEndian.Uint32(data)
		v.Bytes[i], data = data[4:4+size:4+size], data[4+size:]
	}
	return v, nil
}

func plainInts(data []byte, n, size int) (*Values, error) {
	if n > len(data)/size {
		return nil, errValues
	}
	v := &Values{Ints: make([]int64, n)}
	for i := range v.Ints {
		if size == 4 {
			v.Ints[i] = int64(int32(binary.LittleEndian.Uint32(data[4*i:])))
		} else {
			v.Ints[i] = int64(binary.LittleEndian.Uint64(data[8*i:]))
		}
	}
	return v, nil
}

func booleans(encoding format.Encoding, data []byte, n int) (*Values, error) {
	v := &Values{Ints: make([]int64, n)}
	if encoding == format.RLE {
		if len(data) < 4 {
			return nil, errValues
		}
		return v, hybrid(data[4:], 1, n, func(i int, b uint32) error { v.Ints[i] = int64(b); return nil })
	}
	if n > 8*len(data) {
		return nil, errValues
	}
	for i := range v.Ints {
		v.Ints[i] = int64(data[i/8] >> (i % 8) & 1)
	}
	return v, nil
}

// deltaCount reads how many values a delta encoding claims to have, which the decoder takes memory for.
func deltaCount(data []byte, n int) error {
	for range 2 { // the sizes of blocks
		_, size := binary.Uvarint(data)
		if size <= 0 {
			return errValues
		}
		data = data[size:]
	}
	if count, size := binary.Uvarint(data); size <= 0 || count != uint64(n) {
		return fmt.Errorf("wanted %d values, found %d", n, count)
	}
	return nil
}

func deltaInts(kind format.Type, data []byte, n int) (*Values, error) {
	if err := deltaCount(data, n); err != nil {
		return nil, err
	}
	v := &Values{Ints: make([]int64, n)}
	if kind == format.Int64 {
		ints, err := new(delta.BinaryPackedEncoding).DecodeInt64(nil, data)
		if copy(v.Ints, ints) < n && err == nil {
			err = errValues
		}
		return v, err
	}
	ints, err := new(delta.BinaryPackedEncoding).DecodeInt32(nil, data)
	for i := range min(n, len(ints)) {
		v.Ints[i] = int64(ints[i])
	}
	if len(ints) < n && err == nil {
		err = errValues
	}
	return v, err
}

func deltaBytes(data []byte, n int) (*Values, error) {
	if err := deltaCount(data, n); err != nil {
		return nil, err
	}
	out, offsets, err := new(delta.LengthByteArrayEncoding).DecodeByteArray(nil, data, make([]uint32, 0, n+1))
	if err != nil {
		return nil, err
	}
	if len(offsets) != n+1 || int(offsets[n]) > len(out) {
		return nil, errValues
	}
	v := &Values{Bytes: make([][]byte, n), Size: int64(len(out))}
	for i := range v.Bytes {
		v.Bytes[i] = out[offsets[i]:offsets[i+1]:offsets[i+1]]
	}
	return v, nil
}

// hybrid reads n values of the RLE/bit-packing hybrid, each of width bits.
func hybrid(data []byte, width, n int, set func(i int, v uint32) error) error {
	for i := 0; i < n; {
		head, size := binary.Uvarint(data)
		if size <= 0 {
			return errValues
		}
		data = data[size:]
		bytes := (width + 7) / 8
		if head&1 == 0 { // a run of one value
			if len(data) < bytes || head>>1 == 0 {
				return errValues
			}
			var v uint32
			for k, b := range data[:bytes] {
				v |= uint32(b) << (8 * k)
			}
			data = data[bytes:]
			for range min(head>>1, uint64(n-i)) {
				if err := set(i, v); err != nil {
					return err
				}
				i++
			}
			continue
		}
		groups := min(head>>1, uint64(n-i+7)/8) // of 8 values each
		if groups == 0 || uint64(len(data)) < groups*uint64(width) {
			return errValues
		}
		for k := range min(int(groups)*8, n-i) {
			if err := set(i, bitsAt(data, k*width, width)); err != nil {
				return err
			}
			i++
		}
		data = data[min(groups*uint64(width), uint64(len(data))):]
	}
	return nil
}

// bitsAt returns width bits from bit at on, the lowest first.
func bitsAt(data []byte, at, width int) uint32 {
	var v uint64
	for k := range (at%8 + width + 7) / 8 {
		v |= uint64(data[at/8+k]) << (8 * k)
	}
	return uint32(v >> (at % 8) & (1<<width - 1))
}
