package imgproc

import (
	"github.com/saccade-go/saccade/internal/scratch"
	"github.com/saccade-go/saccade/tensor"
)

// Equalize spreads the values of each channel so that all of them are about equally frequent. With h the histogram and Σ the
// number of pixels with values below v, Method says how:
//
//	pillow (default)   ⌊(⌊s/2⌋ + Σ)/s⌋ with s = ⌊(n − h[largest value])/255⌋; a channel with s = 0 stays
//	opencv             255·(Σ + h[v] − h[smallest value])/(n − h[smallest value]), rounded, halves to even; a channel of one
//	                   value stays
//
// The numbers are those of Pillow's ImageOps.equalize and torchvision.transforms.functional.equalize, or of OpenCV's equalizeHist.
// float32 becomes ⌊255.999·v⌋ first, as in torchvision, and the result is divided by 255.
//
// The input is gray or RGB; alpha stays. The spec stays.
type Equalize struct {
	Method string `json:"method,omitzero"`
}

// OutSpec returns in.
func (e Equalize) OutSpec(in tensor.Spec) (tensor.Spec, error) {
	switch e.Method {
	case "", "pillow", "opencv":
		return in, checkPicture("equalize", in)
	}
	return tensor.Spec{}, &tensor.ParamError{Op: "equalize", Param: "method", Want: "pillow or opencv", Got: e.Method}
}

// Apply writes the equalized src to dst.
func (e Equalize) Apply(dst, src *tensor.Tensor) error {
	out, err := e.OutSpec(src.Spec)
	if err := ready("equalize", dst, src, out, err); err != nil {
		return err
	}
	n := colours(src.Spec)
	if src.DType == tensor.Uint8 {
		bytes8(dst, src)
		for c := range n {
			e.plane(dst.Plane8(c), src.Plane8(c))
		}
		return nil
	}
	floats(dst, src)
	memory := scratch.Uint8.Get(src.H * src.W)
	defer scratch.Uint8.Put(memory)
	for c := range n {
		for i, v := range src.Plane32(c) {
			memory.S[i] = truncate8(v * 255.999)
		}
		e.plane(memory.S, memory.S)
		to := dst.Plane32(c)
		for i, v := range memory.S {
			to[i] = float32(v) / 255
		}
	}
	return nil
}

// plane may write into src.
func (e Equalize) plane(dst, src []uint8) {
	var h histogram
	h.count(src)
	var t table
	if e.Method == "opencv" {
		t.equalizeOpenCV(&h, len(src))
	} else {
		t.equalizePillow(&h, len(src))
	}
	t.look(dst, src)
}

func (t *table) equalizePillow(h *histogram, n int) {
	_, hi := h.span()
	step := (n - int(h[hi])) / 255
	if step == 0 {
		t.identity()
		return
	}
	sum := step / 2
	for i := range t {
		t[i] = uint8(min(sum/step, 255))
		sum += int(h[i])
	}
}

func (t *table) equalizeOpenCV(h *histogram, n int) {
	lo, _ := h.span()
	if int(h[lo]) == n {
		t.identity()
		return
	}
	scale, sum := 255/float32(n-int(h[lo])), 0
	for i := lo + 1; i < 256; i++ {
		sum += int(h[i])
		t[i] = round8(float32(sum) * scale)
	}
}

func (t *table) identity() {
	for i := range t {
		t[i] = uint8(i)
	}
}
