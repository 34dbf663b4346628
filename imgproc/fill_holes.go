package imgproc

import (
	"github.com/saccade-go/saccade/internal/scratch"
	"github.com/saccade-go/saccade/tensor"
)

// FillHoles makes holes white: values of 0 from which no way over the 4 neighbours, all 0, leads to the picture's edge become 255 in
// uint8 and 1 in float32. Other values stay. On black and white it is scipy.ndimage.binary_fill_holes.
//
// The type stays. All spaces, every channel on its own. The spec stays.
type FillHoles struct{}

// OutSpec returns in.
func (FillHoles) OutSpec(in tensor.Spec) (tensor.Spec, error) {
	return in, checkIn("fill_holes", in)
}

// Apply writes src without holes to dst.
func (f FillHoles) Apply(dst, src *tensor.Tensor) error {
	out, err := f.OutSpec(src.Spec)
	if err := ready("fill_holes", dst, src, out, err); err != nil {
		return err
	}
	for c := range src.C {
		if src.DType == tensor.Uint8 {
			fillHoles(dst.Plane8(c), src.Plane8(c), src.H, src.W, 255)
		} else {
			fillHoles(dst.Plane32(c), src.Plane32(c), src.H, src.W, 1)
		}
	}
	return nil
}

func fillHoles[T uint8 | float32](dst, src []T, h, w int, white T) {
	copy(dst, src)
	memory, black := scratch.Int32.Get(labellingSize(h, w)), scratch.Uint8.Get(h*w)
	defer scratch.Int32.Put(memory)
	defer scratch.Uint8.Put(black)
	for i, v := range src {
		black.S[i] = 0
		if v == 0 {
			black.S[i] = 1
		}
	}
	l := newLabelling(memory.S, h, w)
	labelRows(l, black.S, false)
	open := scratch.Uint8.Get(l.number() + 1)
	defer scratch.Uint8.Put(open)
	clear(open.S)
	open.S[0] = 1
	for y := range h {
		step := w - 1 // rows in between have two pixels at the edge
		if y == 0 || y == h-1 {
			step = 1
		}
		row := l.row(y)[1:][:w]
		for x := 0; x < w; x += max(step, 1) {
			open.S[l.parents[row[x]]] = 1
		}
	}
	for y := range h {
		to := dst[y*w:][:w]
		for x, label := range l.row(y)[1:][:w] {
			if open.S[l.parents[label]] == 0 {
				to[x] = white
			}
		}
	}
}
