package dataset

import (
	"bytes"
	"context"
	"crypto/sha256"
	"fmt"

	"github.com/saccade-go/saccade/imageio"
)

// Digest returns a number that two data sets share if they have the same pictures and classes: SHA-256 over the class and the
// content of each sample in order, the bytes of a file or the spec and values of a picture in memory. Where a data set lies, and the
// names of its files, have no part in it but for the order. All files are read once. What can't be read as an image counts as such,
// whatever the reason; that is no error. The error is that of ctx.
func (d *Dataset) Digest(ctx context.Context) ([sha256.Size]byte, error) {
	h := sha256.New()
	var buf []byte
	for _, s := range d.Samples {
		if err := ctx.Err(); err != nil {
			return [sha256.Size]byte{}, err
		}
		class := ""
		if d.labelled(s) {
			class = d.Classes[s.Label]
		}
		var err error
		if buf, err = s.appendContent(buf[:0]); err != nil {
			fmt.Fprintf(h, "%q unreadable\n", class)
			continue
		}
		sum := sha256.Sum256(buf)
		fmt.Fprintf(h, "%q %x\n", class, sum)
	}
	return [sha256.Size]byte(h.Sum(nil)), nil
}

// appendContent appends what the sample's file has, or for pixels in memory their spec and values.
func (s Sample) appendContent(buf []byte) ([]byte, error) {
	if s.Fetches() {
		return s.Fetch(buf, imageio.Options{})
	}
	if e, ok := s.content.(*encoded); ok {
		return append(buf, e.data...), nil
	}
	w := bytes.NewBuffer(buf)
	err := s.content.identify(w)
	return w.Bytes(), err
}
