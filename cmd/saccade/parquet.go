package main

import (
	"io"

	"github.com/parquet-go/parquet-go"

	"github.com/saccade-go/saccade"
)

// parquetRows writes the columns of the JSON rows. The file can be read only after close, which writes its index.
type parquetRows struct {
	w *parquet.GenericWriter[parquetRow]
}

// A parquetRow's texts are UTF-8, as other readers want them; path_bytes is there if the path isn't.
type parquetRow struct {
	Path        string       `parquet:"path"`
	PathBytes   []byte       `parquet:"path_bytes,optional"`
	Class       *string      `parquet:"class,optional,dict"`
	Probability *float32     `parquet:"probability,optional"`
	Top         []parquetTop `parquet:"top,list"`
	Error       string       `parquet:"error"`
}

type parquetTop struct {
	Class       string  `parquet:"class,dict"`
	Probability float32 `parquet:"probability"`
}

func newParquetRows(w io.Writer) *parquetRows {
	return &parquetRows{parquet.NewGenericWriter[parquetRow](w, parquet.Compression(&parquet.Snappy))}
}

func (p *parquetRows) write(r row) error {
	out := parquetRow{Path: validText(r.path), PathBytes: rawPath(r.path), Error: validText(r.reason())}
	if r.err == nil {
		out.Class, out.Probability = r.given(), &r.answer.Probability
		out.Top = parquetTops(r.answer.Top)
	}
	_, err := p.w.Write([]parquetRow{out})
	return err
}

// name is the path byte by byte.
func (r parquetRow) name() string {
	if len(r.PathBytes) > 0 {
		return string(r.PathBytes)
	}
	return r.Path
}

// validText is the text as encoding/json writes it: each byte that is no UTF-8 becomes U+FFFD.
func validText(s string) string { return string([]rune(s)) }

func parquetTops(top []saccade.Ranked) []parquetTop {
	out := make([]parquetTop, len(top))
	for i, t := range top {
		out[i] = parquetTop(t)
	}
	return out
}

func (p *parquetRows) close() error { return p.w.Close() }
