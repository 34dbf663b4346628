package imgproc

import (
	"github.com/saccade-go/saccade/internal/scratch"
	"github.com/saccade-go/saccade/tensor"
)

// RemoveSmallObjects makes parts of values that aren't 0 and are neighbours 0 if they have MaxSize pixels or fewer, 64 if not given.
// Connectivity says which pixels are neighbours: the 4 with a common side, the default, or the 8 with a common corner, too. On black
// and white it is skimage.morphology.remove_small_objects; [ConnectedComponents] numbers the parts.
//
// The type stays. All spaces, every channel on its own. The spec stays.
type RemoveSmallObjects struct {
	MaxSize      int `json:"max_size,omitzero"`
	Connectivity int `json:"connectivity,omitzero"`
}

// OutSpec returns in.
func (r RemoveSmallObjects) OutSpec(in tensor.Spec) (tensor.Spec, error) {
	if r.MaxSize < 0 {
		return tensor.Spec{}, &tensor.ParamError{Op: "remove_small_objects", Param: "max_size", Want: "a number of pixels", Got: r.MaxSize}
	}
	if r.Connectivity != 0 && r.Connectivity != 4 && r.Connectivity != 8 {
		return tensor.Spec{}, &tensor.ParamError{Op: "remove_small_objects", Param: "connectivity", Want: "4 or 8", Got: r.Connectivity}
	}
	return in, checkIn("remove_small_objects", in)
}

// Apply writes what is left of src to dst.
func (r RemoveSmallObjects) Apply(dst, src *tensor.Tensor) error {
	out, err := r.OutSpec(src.Spec)
	if err := ready("remove_small_objects", dst, src, out, err); err != nil {
		return err
	}
	most := r.MaxSize
	if most == 0 {
		most = 64
	}
	for c := range src.C {
		if src.DType == tensor.Uint8 {
			removeSmall(dst.Plane8(c), src.Plane8(c), src.H, src.W, most, r.Connectivity == 8)
		} else {
			removeSmall(dst.Plane32(c), src.Plane32(c), src.H, src.W, most, r.Connectivity == 8)
		}
	}
	return nil
}

func removeSmall[T uint8 | float32](dst, src []T, h, w, most int, corners bool) {
	copy(dst, src)
	memory := scratch.Int32.Get(labellingSize(h, w))
	defer scratch.Int32.Put(memory)
	l := newLabelling(memory.S, h, w)
	labelRows(l, src, corners)
	areas := scratch.Int32.Get(l.number() + 1)
	defer scratch.Int32.Put(areas)
	clear(areas.S)
	for y := range h {
		for _, label := range l.row(y)[1:][:w] {
			areas.S[l.parents[label]]++
		}
	}
	for y := range h {
		to := dst[y*w:][:w]
		for x, label := range l.row(y)[1:][:w] {
			if int(areas.S[l.parents[label]]) <= most {
				to[x] = 0
			}
		}
	}
}
