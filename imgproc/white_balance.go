package imgproc

import "github.com/saccade-go/saccade/tensor"

// WhiteBalance takes a colour cast away, on the assumption that the mean of the picture is gray ("gray world"; G. Buchsbaum, "A
// spatial processor model for object colour perception", 1980): with m the means of the channels and M their mean,
//
//	dst[c] = clip(src[c]·M/m[c])
//
// clipped to 0..255 in uint8, rounded, halves to even, and to 0..1 in float32. A channel whose mean is 0, or no number, stays.
//
// The input is RGB; alpha stays. The spec stays.
type WhiteBalance struct{}

// OutSpec returns in.
func (WhiteBalance) OutSpec(in tensor.Spec) (tensor.Spec, error) {
	if err := checkIn("white_balance", in); err != nil {
		return tensor.Spec{}, err
	}
	if in.Space != tensor.RGB && in.Space != tensor.RGBA {
		return tensor.Spec{}, &tensor.SpecError{Op: "white_balance", Want: "an rgb picture", Got: in}
	}
	return in, nil
}

// Apply writes the balanced src to dst.
func (w WhiteBalance) Apply(dst, src *tensor.Tensor) error {
	out, err := w.OutSpec(src.Spec)
	if err := ready("white_balance", dst, src, out, err); err != nil {
		return err
	}
	var means [3]float64
	for c := range means {
		means[c] = meanOf(src, c)
	}
	all := (means[0] + means[1] + means[2]) / 3
	if src.DType == tensor.Uint8 {
		bytes8(dst, src)
	} else {
		floats(dst, src)
	}
	for c, mean := range means {
		gain := all / mean
		switch {
		case !(mean > 0):
			gain = 1
		case gain != gain:
			gain = 1
		}
		scaleChannel(dst, src, c, float32(gain))
	}
	return nil
}

func scaleChannel(dst, src *tensor.Tensor, c int, gain float32) {
	if src.DType == tensor.Uint8 {
		var t table
		for i := range t {
			t[i] = round8(float32(i) * gain)
		}
		t.look(dst.Plane8(c), src.Plane8(c))
		return
	}
	to := dst.Plane32(c)
	for i, v := range src.Plane32(c) {
		to[i] = unit(v * gain)
	}
}

// meanOf is the mean of a channel.
func meanOf(t *tensor.Tensor, c int) float64 {
	sum := 0.0
	if t.DType == tensor.Uint8 {
		total := 0
		for _, v := range t.Plane8(c) {
			total += int(v)
		}
		sum = float64(total)
	} else {
		for _, v := range t.Plane32(c) {
			sum += float64(v)
		}
	}
	return sum / float64(t.H*t.W)
}
