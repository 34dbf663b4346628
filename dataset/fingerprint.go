package dataset

import (
	"crypto/sha256"
	"encoding/binary"
	"fmt"
	"os"
	"path/filepath"

	"github.com/saccade-go/saccade/tensor"
)

// Fingerprint returns a number that stays the same as long as Load makes the same of the sample and calls it the same: SHA-256
// over the name and, for a file, its absolute path, size and time of modification; for a picture in memory, its spec and
// values. The label has no part in it. A file isn't read: one that is changed without another size or time isn't noticed.
// A file of which the system says nothing is an error.
func (s Sample) Fingerprint() ([sha256.Size]byte, error) {
	if s.image != nil {
		return fingerprint(s.Name, s.image), nil
	}
	path, err := filepath.Abs(s.Path)
	if err != nil {
		return [sha256.Size]byte{}, failure(s.Path, "open", err)
	}
	info, err := os.Stat(path)
	if err != nil {
		return [sha256.Size]byte{}, failure(s.Path, "open", err)
	}
	return sha256.Sum256(fmt.Appendf(nil, "file %q %q %d %d", s.Name, path, info.Size(), info.ModTime().UnixNano())), nil
}

func fingerprint(name string, t *tensor.Tensor) (sum [sha256.Size]byte) {
	h := sha256.New()
	fmt.Fprintf(h, "picture %q %v %v %d %d %d\n", name, t.DType, t.Space, t.C, t.H, t.W)
	h.Write(t.U8)
	if len(t.F32) > 0 {
		b, _ := binary.Append(nil, binary.LittleEndian, t.F32) // float32 has a size, so it can't fail
		h.Write(b)
	}
	return [sha256.Size]byte(h.Sum(sum[:0]))
}
