//go:build !purego

package kernel

import "unsafe"

// The assembly has these offsets. An array of another length isn't assignable.
var (
	_ [0]byte = [unsafe.Offsetof(JPEGRefiner{}.Stop) - 48]byte{}
	_ [0]byte = [unsafe.Offsetof(JPEGRefiner{}.Run) - 72]byte{}
	_ [0]byte = [unsafe.Offsetof(JPEGRefiner{}.Band) - 128]byte{}
	_ [0]byte = [unsafe.Offsetof(JPEGRefiner{}.One) - 136]byte{}
	_ [0]byte = [unsafe.Offsetof(JPEGRefiner{}.look) - 146]byte{}
)

// jpegRefine leaves blocks with a long code, or with very many corrections, to the reference. Assembly takes back what it
// has read of such a block.
func jpegRefine(r *JPEGRefiner) {
	if active < vnni || !bitAlgebra {
		jpegRefineGeneric(r)
		return
	}
	for r.Left > 0 {
		jpegRefineVNNI(&r.Acc)
		if r.Left == 0 || r.Consumed() > r.Stop || !r.next() {
			return
		}
	}
}
