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

type parquetRow struct {
	Path        string       `parquet:"path"`
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
	out := parquetRow{Path: r.path, Error: r.reason()}
	if r.err == nil {
		out.Class, out.Probability = r.given(), &r.answer.Probability
		out.Top = parquetTops(r.answer.Top)
	}
	_, err := p.w.Write([]parquetRow{out})
	return err
}

func parquetTops(top []saccade.Ranked) []parquetTop {
	out := make([]parquetTop, len(top))
	for i, t := range top {
		out[i] = parquetTop(t)
	}
	return out
}

func (p *parquetRows) close() error { return p.w.Close() }
