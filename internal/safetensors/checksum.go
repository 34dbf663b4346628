package safetensors

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"maps"
	"slices"
	"strings"
)

// Checksum is SHA-256, in hex, over all metadata but that of the key given, which is where it may be kept, and all tensors,
// names and lengths included. The order of either doesn't matter.
func Checksum(tensors []Tensor, metadata map[string]string, but string) string {
	h := sha256.New()
	for _, key := range slices.Sorted(maps.Keys(metadata)) {
		if key != but {
			fmt.Fprintf(h, "%q=%q\n", key, metadata[key])
		}
	}
	byName := slices.Clone(tensors)
	slices.SortFunc(byName, func(a, b Tensor) int { return strings.Compare(a.Name, b.Name) })
	for _, t := range byName {
		fmt.Fprintf(h, "%q %s %v %d\n", t.Name, t.DType, t.Shape, len(t.Data))
		h.Write(t.Data)
	}
	return hex.EncodeToString(h.Sum(nil))
}
