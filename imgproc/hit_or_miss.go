package imgproc

import (
	"fmt"
	"strings"

	"github.com/saccade-go/saccade/internal/kernel"
	"github.com/saccade-go/saccade/internal/scratch"
	"github.com/saccade-go/saccade/tensor"
)

// HitOrMiss finds a pattern in black and white: pixels around which Mask fits become 255 in uint8 and 1 in float32, others 0. Mask is
// the pattern, row by row, as texts of 1, where a value isn't 0, of 0, where it is 0, and of a point, where it may be any; required, at
// most 255×255. Its origin is at ⌊width/2⌋, ⌊height/2⌋. Outside of the picture all is 0. It is scipy.ndimage.binary_hit_or_miss
// with the ones as structure1 and the zeros as structure2.
//
// The type stays. All spaces, every channel on its own. The spec stays. The time is in proportion to the number of 1 and 0.
type HitOrMiss struct {
	Mask []string `json:"mask,omitzero"`
}

// OutSpec returns in.
func (m HitOrMiss) OutSpec(in tensor.Spec) (tensor.Spec, error) {
	refuse := func(want string, got any) (tensor.Spec, error) {
		return tensor.Spec{}, &tensor.ParamError{Op: "hit_or_miss", Param: "mask", Want: want, Got: got}
	}
	known := false
	for _, row := range m.Mask {
		known = known || strings.ContainsAny(row, "01")
		if len(row) != len(m.Mask[0]) || strings.Trim(row, "01.") != "" || len(row) > maxElement || len(m.Mask) > maxElement {
			return refuse(fmt.Sprintf("rows of one length of 0, 1 and points, at most %d×%d", maxElement, maxElement), row)
		}
	}
	if !known {
		return refuse("a 0 or a 1", m.Mask)
	}
	return in, checkIn("hit_or_miss", in)
}

// Apply writes where the mask fits src to dst.
func (m HitOrMiss) Apply(dst, src *tensor.Tensor) error {
	out, err := m.OutSpec(src.Spec)
	if err := ready("hit_or_miss", dst, src, out, err); err != nil {
		return err
	}
	for c := range src.C {
		if src.DType == tensor.Uint8 {
			hitOrMiss(dst.Plane8(c), src.Plane8(c), src.H, src.W, m.Mask, 255)
		} else {
			hitOrMiss(dst.Plane32(c), src.Plane32(c), src.H, src.W, m.Mask, 1)
		}
	}
	return nil
}

// hitOrMiss takes, row by row, the minimum of a frame of src that is 1 where it isn't 0, for each 1 of the mask, and of the other
// way round for each 0.
func hitOrMiss[T uint8 | float32](dst, src []T, h, w int, mask []string, white T) {
	high, wide := len(mask), len(mask[0])
	pitch := w + wide - 1
	size := (h + high - 1) * pitch
	memory := scratch.Uint8.Get(2*size + w)
	defer scratch.Uint8.Put(memory)
	ones, noughts, fits := memory.S[:size], memory.S[size:][:size], memory.S[2*size:]
	fill(ones, 0)
	fill(noughts, 1)
	for y := range h {
		at := (y+high/2)*pitch + wide/2
		for x, v := range src[y*w:][:w] {
			if v != 0 {
				ones[at+x], noughts[at+x] = 1, 0
			}
		}
	}
	for y := range h {
		fill(fits, 1)
		for j, row := range mask {
			for i := range row {
				switch at := (y+j)*pitch + i; row[i] {
				case '1':
					kernel.MinUint8(fits, fits, ones[at:][:w])
				case '0':
					kernel.MinUint8(fits, fits, noughts[at:][:w])
				}
			}
		}
		to := dst[y*w:][:w]
		for x, fit := range fits {
			to[x] = white * T(fit)
		}
	}
}
