package dataset

import (
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
		var sum [sha256.Size]byte
		if s.image != nil {
			sum = fingerprint("", s.image)
		} else {
			var err error
			if buf, err = s.Fetch(buf, imageio.Options{}); err != nil {
				fmt.Fprintf(h, "%q unreadable\n", class)
				continue
			}
			sum = sha256.Sum256(buf)
		}
		fmt.Fprintf(h, "%q %x\n", class, sum)
	}
	return [sha256.Size]byte(h.Sum(nil)), nil
}
