package imgproc

import (
	"math"

	"github.com/saccade-go/saccade/internal/scratch"
	"github.com/saccade-go/saccade/tensor"
)

// Otsu makes each channel black and white at the threshold T that separates its values best: which makes the variance between
// the two classes largest (N. Otsu, "A threshold selection method from gray-level histograms", 1979). v > T becomes 255 in
// uint8 and 1 in float32, other values 0; with Invert the other way round.
//
// On uint8, T is that of cv2.threshold with THRESH_OTSU and of skimage.filters.threshold_otsu; on float32 that of the latter: of
// 256 bins from the smallest to the largest value, the centre of one. Of several best thresholds it is the smallest. A channel of
// one value v has T = v, as in scikit-image (OpenCV has 0). NaN isn't counted, and not above T.
//
// All spaces, every channel on its own. The spec stays. [OtsuThreshold] returns T.
type Otsu struct {
	Invert bool `json:"invert,omitzero"`
}

// OutSpec returns in.
func (Otsu) OutSpec(in tensor.Spec) (tensor.Spec, error) { return in, checkIn("otsu", in) }

// Apply writes the black and white src to dst.
func (o Otsu) Apply(dst, src *tensor.Tensor) error {
	out, err := o.OutSpec(src.Spec)
	if err := ready("otsu", dst, src, out, err); err != nil {
		return err
	}
	kind := "binary"
	if o.Invert {
		kind = "binary_inv"
	}
	for c := range src.C {
		t := Threshold{Value: OtsuThreshold(src, c), Kind: kind}
		if src.DType == tensor.Uint8 {
			var look table
			for i := range look {
				if (i > int(t.Value)) != o.Invert {
					look[i] = 255
				}
			}
			look.look(dst.Plane8(c), src.Plane8(c))
		} else {
			t.compare(dst.Plane32(c), src.Plane32(c), 1)
		}
	}
	return nil
}

// OtsuThreshold returns the threshold of [Otsu] for channel c of t, in the range of the tensor.
func OtsuThreshold(t *tensor.Tensor, c int) float64 {
	var h histogram
	if t.DType == tensor.Uint8 {
		h.count(t.Plane8(c))
		return float64(h.otsu())
	}
	plane := t.Plane32(c)
	lo, hi := span32(plane)
	if !(hi > lo) || math.IsInf(float64(hi-lo), 0) {
		return float64(lo)
	}
	bins := scratch.Uint8.Get(len(plane))
	defer scratch.Uint8.Put(bins)
	n := 0
	scale := 256 / (float64(hi) - float64(lo))
	for _, v := range plane {
		if v == v {
			bins.S[n] = uint8(min((float64(v)-float64(lo))*scale, 255))
			n++
		}
	}
	h.count(bins.S[:n])
	return float64(lo) + (float64(h.otsu())+0.5)/scale
}

// span32 returns the smallest and the largest number of s; NaN is passed over.
func span32(s []float32) (lo, hi float32) {
	t := tensor.Tensor{Spec: tensor.Spec{DType: tensor.Float32}, F32: s}
	return t.Range()
}

// otsu returns the value up to which the lower class goes.
func (h *histogram) otsu() int {
	total, sum := 0.0, 0.0
	for v, n := range h {
		total += float64(n)
		sum += float64(v) * float64(n)
	}
	lo, hi := h.span()
	best, at := -1.0, lo
	below, belowSum := 0.0, 0.0
	for v := lo; v < hi; v++ {
		below += float64(h[v])
		belowSum += float64(v) * float64(h[v])
		if h[v] == 0 {
			continue // the same classes as before
		}
		difference := belowSum/below - (sum-belowSum)/(total-below)
		if between := below * (total - below) * difference * difference; between > best {
			best, at = between, v
		}
	}
	return at
}
