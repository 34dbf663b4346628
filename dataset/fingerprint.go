package dataset

import (
	"crypto/sha256"
	"encoding/binary"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"github.com/saccade-go/saccade/tensor"
)

// Fingerprint returns a number that stays the same as long as Load makes the same of the sample and calls it the same: SHA-256
// over the name and, for a file, its absolute path, size and time of modification; for a part of a file, those of the file and
// the place in it; for a picture in memory, its spec and values, or the encoded file. The label has no part in it. A file isn't
// read: one that is changed without another size or time isn't noticed. A file of which the system says nothing is an error.
func (s Sample) Fingerprint() (sum [sha256.Size]byte, err error) {
	if s.content != nil {
		h := sha256.New()
		fmt.Fprintf(h, "%q\n", s.Name)
		if err := s.content.identify(h); err != nil {
			return sum, err
		}
		return [sha256.Size]byte(h.Sum(sum[:0])), nil
	}
	path, err := filepath.Abs(s.Path)
	if err != nil {
		return sum, failure(s.Path, "open", err)
	}
	info, err := os.Stat(path)
	if err != nil {
		return sum, failure(s.Path, "open", err)
	}
	return sha256.Sum256(fmt.Appendf(nil, "file %q %q %d %d", s.Name, path, info.Size(), info.ModTime().UnixNano())), nil
}

func writeTensor(w io.Writer, t *tensor.Tensor) error {
	if _, err := fmt.Fprintf(w, "picture %v %v %d %d %d\n", t.DType, t.Space, t.C, t.H, t.W); err != nil {
		return err
	}
	if _, err := w.Write(t.U8); err != nil {
		return err
	}
	b, _ := binary.Append(nil, binary.LittleEndian, t.F32) // float32 has a size, so it can't fail
	_, err := w.Write(b)
	return err
}
