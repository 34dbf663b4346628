package imgproc

import (
	"fmt"
	"math"

	"github.com/saccade-go/saccade/internal/scratch"
	"github.com/saccade-go/saccade/tensor"
)

// MatchHistogram changes the values of each channel so that they are distributed as those of a reference picture: a value below
// which a part q of the channel lies becomes the value below which the part q of the reference lies, between two values linearly.
//
// Reference is required: for each channel, or once for all, how often each of the values 0..255 occurs in the reference, in
// any unit. [HistogramsOf] counts a picture. The numbers are those of skimage.exposure.match_histograms before it casts to the
// picture's type; uint8 is rounded, halves to even. float32 is counted in 256 levels, the nearest of 255·v, takes the values between
// two levels linearly, and the result is divided by 255.
//
// The input is gray or RGB; alpha stays. The spec stays.
type MatchHistogram struct {
	Reference [][]float64 `json:"reference,omitzero"`
}

// HistogramsOf counts the values of each channel but alpha, 0..255, of float32 the nearest of 255·v.
func HistogramsOf(t *tensor.Tensor) [][]float64 {
	counts := make([][]float64, colours(t.Spec))
	levels := make([]uint8, t.H*t.W)
	for c := range counts {
		var h histogram
		if t.DType == tensor.Uint8 {
			h.count(t.Plane8(c))
		} else {
			levels32(levels, t.Plane32(c))
			h.count(levels)
		}
		counts[c] = make([]float64, 256)
		for i, n := range h {
			counts[c][i] = float64(n)
		}
	}
	return counts
}

// OutSpec returns in.
func (m MatchHistogram) OutSpec(in tensor.Spec) (tensor.Spec, error) {
	if err := m.check(); err != nil {
		return tensor.Spec{}, err
	}
	if err := checkPicture("match_histogram", in); err != nil {
		return tensor.Spec{}, err
	}
	if n := len(m.Reference); n != 1 && n != colours(in) {
		want := fmt.Sprintf("%d channels without alpha, as many as reference has", n)
		return tensor.Spec{}, &tensor.SpecError{Op: "match_histogram", Want: want, Got: in}
	}
	return in, nil
}

func (m MatchHistogram) check() error {
	refuse := func(want string, got any) error {
		return &tensor.ParamError{Op: "match_histogram", Param: "reference", Want: want, Got: got}
	}
	if len(m.Reference) == 0 {
		return refuse("a histogram for each channel", "none")
	}
	for _, h := range m.Reference {
		sum := 0.0
		for _, n := range h {
			if !(n >= 0) {
				return refuse("numbers that aren't negative", n)
			}
			sum += n
		}
		if len(h) != 256 || !(sum > 0) || math.IsInf(sum, 1) {
			return refuse("256 numbers that aren't all 0 and have a finite sum", fmt.Sprintf("%d numbers with the sum %g", len(h), sum))
		}
	}
	return nil
}

// Apply writes src with the reference's distribution to dst.
func (m MatchHistogram) Apply(dst, src *tensor.Tensor) error {
	out, err := m.OutSpec(src.Spec)
	if err := ready("match_histogram", dst, src, out, err); err != nil {
		return err
	}
	n := colours(src.Spec)
	if src.DType == tensor.Uint8 {
		bytes8(dst, src)
		for c := range n {
			values, t := m.values(src.Plane8(c), c), table{}
			for i, v := range values {
				t[i] = round8(v)
			}
			t.look(dst.Plane8(c), src.Plane8(c))
		}
		return nil
	}
	floats(dst, src)
	levels := scratch.Uint8.Get(src.H * src.W)
	defer scratch.Uint8.Put(levels)
	for c := range n {
		levels32(levels.S, src.Plane32(c))
		values := m.values(levels.S, c)
		interpolate(dst.Plane32(c), src.Plane32(c), &values)
	}
	return nil
}

// values returns what becomes of each value of a channel.
func (m MatchHistogram) values(src []uint8, c int) (out [256]float32) {
	var h histogram
	h.count(src)
	reference := m.Reference[min(c, len(m.Reference)-1)]
	total := 0.0
	for _, n := range reference {
		total += n
	}
	// at is the last value of the reference whose quantile is known, next the one that is to come.
	at, quantile := -1, 0.0
	next, nextQuantile := following(reference, -1, 0, total)
	sum := 0
	for v, n := range h {
		sum += int(n)
		q := float64(sum) / float64(len(src))
		for next < 256 && nextQuantile < q {
			at, quantile = next, nextQuantile
			next, nextQuantile = following(reference, next, nextQuantile, total)
		}
		switch {
		case next == 256:
			out[v] = float32(at)
		case at < 0:
			out[v] = float32(next)
		default:
			out[v] = float32(float64(at) + (q-quantile)/(nextQuantile-quantile)*float64(next-at))
		}
	}
	return out
}

// following returns the next value that occurs in the reference, and the part that lies up to it.
func following(reference []float64, at int, quantile, total float64) (int, float64) {
	for at++; at < 256; at++ {
		if reference[at] > 0 {
			return at, quantile + reference[at]/total
		}
	}
	return 256, 1
}
