package parquetfile

import (
	"bytes"
	"compress/gzip"
	"fmt"
	"hash/crc32"
	"io"

	"github.com/klauspost/compress/snappy"
	"github.com/klauspost/compress/zstd"
	"github.com/parquet-go/parquet-go/format"
	"github.com/pierrec/lz4/v4"
)

// A Page is a number of values of a column. Its header has been read.
type Page struct {
	First int64 // row in the group
	Rows  int64 // 0 for a dictionary

	off            int64 // of what comes behind the header
	size, unpacked int64
	kind           format.PageType
	encoding       format.Encoding
	crc            uint32
	hasCRC         bool
	packed         bool // false: it isn't, whatever the column is
	levels         int64
}

// Pages are those of a column in one group.
type Pages struct {
	Data       []Page
	dictionary *Page
	column     Column
	meta       format.ColumnMetaData
}

// Pages reads the headers of a column's pages.
func (f *File) Pages(r io.ReaderAt, group int, c Column) (p *Pages, err error) {
	defer contain(&err)
	g := f.Groups[group]
	p = &Pages{column: c, meta: g.chunks[c.index]}
	if p.meta.Type != c.stored {
		return nil, fmt.Errorf("wanted values of %v, as the schema says, found %v", c.stored, p.meta.Type)
	}
	at := start(p.meta)
	end := at + p.meta.TotalCompressedSize
	rows := int64(0)
	for at < end && rows < g.Rows {
		page, n, err := readHeader(r, at, end)
		if err != nil {
			return nil, fmt.Errorf("page at %d: %w", at, err)
		}
		page.off = at + n
		if err := page.check(end, g.Rows-rows); err != nil {
			return nil, fmt.Errorf("page at %d: %w", at, err)
		}
		at = page.off + page.size
		switch page.kind {
		case format.DictionaryPage:
			p.dictionary = &page
		case format.DataPage, format.DataPageV2:
			page.First = rows
			rows += page.Rows
			p.Data = append(p.Data, page)
		}
	}
	if rows != g.Rows {
		return nil, fmt.Errorf("wanted pages with %d rows, found %d", g.Rows, rows)
	}
	return p, nil
}

// check reports whether the page lies before end and has at most so many rows.
func (p *Page) check(end, rows int64) error {
	switch {
	case p.size < 0 || p.size > end-p.off:
		return fmt.Errorf("wanted at most %d bytes, found %d", end-p.off, p.size)
	case p.unpacked < 0 || p.unpacked > maxPage || p.unpacked > p.size*maxRatio+slack:
		return fmt.Errorf("wanted at most %d bytes from %d, found %d", min(maxPage, p.size*maxRatio+slack), p.size, p.unpacked)
	case p.levels < 0 || p.levels > p.size:
		return fmt.Errorf("wanted at most %d bytes of levels, found %d", p.size, p.levels)
	case p.Rows < 0 || p.kind != format.DictionaryPage && p.Rows > rows:
		return fmt.Errorf("wanted at most %d rows, found %d", rows, p.Rows)
	}
	return nil
}

// readHeader reads the header of a page at a place, which may be long: it may have the smallest and the largest value.
func readHeader(r io.ReaderAt, at, end int64) (Page, int64, error) {
	const first, most = 512, 16 << 20
	for n := int64(first); ; n *= 8 {
		buf := make([]byte, min(n, end-at))
		if err := readAt(r, buf, at); err != nil {
			return Page{}, 0, err
		}
		page, size, err := parseHeader(buf)
		if err == errShort && n < min(most, end-at) {
			continue
		}
		return page, size, err
	}
}

// The numbers of fields in parquet.thrift's PageHeader, and of those in its structs.
const (
	fieldType, fieldUnpacked, fieldSize, fieldCRC = 1, 2, 3, 4
	structData, structDictionary, structDataV2    = 5, 7, 8
	fieldValues                                   = 1 // of all three
	dataEncoding                                  = 2
	v2Encoding, v2DefLength, v2RepLength          = 4, 5, 6
	v2Packed                                      = 7
)

func parseHeader(b []byte) (p Page, n int64, err error) {
	p.kind, p.packed = -1, true
	values := map[int]int64{structData: -1, structDictionary: -1, structDataV2: -1}
	w := walker{b: b, visit: func(in, field int, v int64) {
		switch {
		case in == 0 && field == fieldType:
			p.kind = format.PageType(v)
		case in == 0 && field == fieldUnpacked:
			p.unpacked = v
		case in == 0 && field == fieldSize:
			p.size = v
		case in == 0 && field == fieldCRC:
			p.crc, p.hasCRC = uint32(v), true
		case field == fieldValues && in > 0:
			values[in] = v
		case in == structData && field == dataEncoding, in == structDataV2 && field == v2Encoding:
			p.encoding = format.Encoding(v)
		case in == structDataV2 && (field == v2DefLength || field == v2RepLength):
			if v < 0 || p.levels < 0 {
				v, p.levels = -1, 0
			}
			p.levels += v
		case in == structDataV2 && field == v2Packed:
			p.packed = v != 0
		}
	}}
	if err := w.strct(0, 0); err != nil {
		return p, 0, err
	}
	switch p.kind {
	case format.DataPage:
		p.Rows = values[structData]
	case format.DataPageV2:
		p.Rows = values[structDataV2]
	case format.DictionaryPage:
		p.Rows = values[structDictionary]
	}
	return p, int64(w.at), nil
}

// load reads and unpacks a page. Levels are unpacked with it, or, in version 2, stand before it.
func (p *Pages) load(r io.ReaderAt, page *Page) (levels, data []byte, err error) {
	data = make([]byte, page.size)
	if err := readAt(r, data, page.off); err != nil {
		return nil, nil, err
	}
	if page.hasCRC && crc32.ChecksumIEEE(data) != page.crc {
		return nil, nil, fmt.Errorf("wanted checksum %08x, found %08x", page.crc, crc32.ChecksumIEEE(data))
	}
	levels, data = data[:page.levels], data[page.levels:]
	if !page.packed {
		return levels, data, nil
	}
	data, err = unpack(p.meta.Codec, data, int(page.unpacked-page.levels))
	return levels, data, err
}

// unpack decompresses what becomes n bytes and takes no more memory than that, about.
func unpack(codec format.CompressionCodec, data []byte, n int) ([]byte, error) {
	if n < 0 {
		return nil, fmt.Errorf("wanted levels within the page, found more")
	}
	var out []byte
	var err error
	switch codec {
	case format.Uncompressed:
		return data, nil
	case format.Snappy:
		if have, err := snappy.DecodedLen(data); err != nil || have != n {
			return nil, fmt.Errorf("wanted %d bytes of Snappy, found %d (%v)", n, have, err)
		}
		out, err = snappy.Decode(nil, data)
	case format.Gzip:
		z, openErr := gzip.NewReader(bytes.NewReader(data))
		if openErr != nil {
			return nil, openErr
		}
		out, err = readUpTo(z, n)
	case format.Zstd:
		z, openErr := zstd.NewReader(nil, zstd.WithDecoderConcurrency(1), zstd.WithDecoderMaxMemory(uint64(max(n, zstdWindow))))
		if openErr != nil {
			return nil, openErr
		}
		defer z.Close()
		out, err = z.DecodeAll(data, nil)
	case format.Lz4Raw:
		out = make([]byte, n)
		var have int
		if have, err = lz4.UncompressBlock(data, out); err == nil {
			out = out[:have]
		}
	default:
		return nil, fmt.Errorf("wanted Snappy, gzip, Zstandard, LZ4_RAW or no compression, found %v", codec)
	}
	if err == nil && len(out) != n {
		err = fmt.Errorf("wanted %d bytes, found %d", n, len(out))
	}
	return out, err
}

// zstdWindow is what compressors take as window whatever they are given; a decoder has to allow it.
const zstdWindow = 8 << 20

// readUpTo reads r to its end, which must come within n bytes; memory grows as they come.
func readUpTo(r io.Reader, n int) ([]byte, error) {
	var out bytes.Buffer
	_, err := io.Copy(&out, io.LimitReader(r, int64(n)+1))
	return out.Bytes(), err
}
