package imgproc

import (
	"math"

	"github.com/saccade-go/saccade/internal/scratch"
	"github.com/saccade-go/saccade/tensor"
)

// AutoContrast stretches each channel so that its smallest value becomes 0 and its largest 255 (1 in float32):
//
//	dst = clip((src − lo)·255/(hi − lo))
//
// Cutoff is the part of a channel's pixels, in percent, that is left aside on each side to find lo and hi: below 50, and 0 if
// not given. A channel with lo = hi stays. On uint8 the numbers are those of Pillow's ImageOps.autocontrast, which cuts off
// behind the decimal point; on float32, with no Cutoff, those of torchvision.transforms.functional.autocontrast.
// There, NaN isn't counted.
//
// The input is gray or RGB; alpha stays. The spec stays.
type AutoContrast struct {
	Cutoff float64 `json:"cutoff,omitzero"`
}

// OutSpec returns in.
func (a AutoContrast) OutSpec(in tensor.Spec) (tensor.Spec, error) {
	if !(a.Cutoff >= 0 && a.Cutoff < 50) {
		return tensor.Spec{}, &tensor.ParamError{Op: "auto_contrast", Param: "cutoff", Want: "percents from 0 to below 50", Got: a.Cutoff}
	}
	return in, checkPicture("auto_contrast", in)
}

// Apply writes the stretched src to dst.
func (a AutoContrast) Apply(dst, src *tensor.Tensor) error {
	out, err := a.OutSpec(src.Spec)
	if err := ready("auto_contrast", dst, src, out, err); err != nil {
		return err
	}
	n := colours(src.Spec)
	if src.DType == tensor.Uint8 {
		bytes8(dst, src)
		for c := range n {
			a.stretch8(dst.Plane8(c), src.Plane8(c))
		}
		return nil
	}
	floats(dst, src)
	for c := range n {
		a.stretch32(dst.Plane32(c), src.Plane32(c))
	}
	return nil
}

func (a AutoContrast) stretch8(dst, src []uint8) {
	var h histogram
	h.count(src)
	cut := uint32(math.Floor(float64(len(src)) * a.Cutoff / 100))
	lo, hi := 0, 255
	for left := cut; lo < 255 && h[lo] <= left; lo++ {
		left -= h[lo]
	}
	for left := cut; hi > 0 && h[hi] <= left; hi-- {
		left -= h[hi]
	}
	if hi <= lo {
		copy(dst, src)
		return
	}
	scale := 255 / float64(hi-lo)
	offset := float64(-float64(lo) * scale)
	var t table
	for i := range t {
		t[i] = uint8(min(max(float64(float64(i)*scale)+offset, 0), 255))
	}
	t.look(dst, src)
}

func (a AutoContrast) stretch32(dst, src []float32) {
	numbers := scratch.Float32.Get(len(src))
	defer scratch.Float32.Put(numbers)
	n := 0
	for _, v := range src {
		if v == v {
			numbers.S[n] = v
			n++
		}
	}
	lo, hi := a.ends(numbers.S[:n])
	if !(hi > lo) {
		copy(dst, src)
		return
	}
	scale := hi - lo
	for i, v := range src {
		dst[i] = unit((v - lo) / scale)
	}
}

// ends returns the smallest and the largest number when the cutoff is left aside. It changes the order of the numbers.
func (a AutoContrast) ends(numbers []float32) (lo, hi float32) {
	cut := int(float64(len(numbers)) * a.Cutoff / 100)
	if len(numbers) == 0 {
		return 0, 0
	}
	if cut == 0 {
		lo, hi = numbers[0], numbers[0]
		for _, v := range numbers {
			lo, hi = min(lo, v), max(hi, v)
		}
		return lo, hi
	}
	return nth(numbers, cut), nth(numbers, len(numbers)-1-cut)
}
