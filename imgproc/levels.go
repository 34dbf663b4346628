package imgproc

import (
	"math"

	"github.com/saccade-go/saccade/tensor"
)

// Levels maps the range Black..White to OutBlack..OutWhite, with a gamma between:
//
//	x = min(max((src − Black)/(White − Black), 0), 1)
//	dst = OutBlack + x^(1/Gamma)·(OutWhite − OutBlack)
//
// All are in the range of the tensor: White and OutWhite are 255 in uint8 and 1 in float32 if not given, Black and OutBlack 0;
// Gamma is above 0, 1 if not given, and larger is brighter. Black is below White; OutBlack may be above OutWhite. uint8 is
// rounded, halves to even. With Gamma 1 it is skimage.exposure.rescale_intensity; the formula is that of ImageMagick's -level
// and +level.
//
// The input is gray or RGB; alpha stays. The spec stays.
type Levels struct {
	Black    float64 `json:"black,omitzero"`
	White    float64 `json:"white,omitzero"`
	Gamma    float64 `json:"gamma,omitzero"`
	OutBlack float64 `json:"out_black,omitzero"`
	OutWhite float64 `json:"out_white,omitzero"`
}

// OutSpec returns in.
func (l Levels) OutSpec(in tensor.Spec) (tensor.Spec, error) {
	for _, p := range [...]struct {
		name  string
		value float64
	}{{"black", l.Black}, {"white", l.White}, {"gamma", l.Gamma}, {"out_black", l.OutBlack}, {"out_white", l.OutWhite}} {
		if err := checkFinite("levels", p.name, p.value); err != nil {
			return tensor.Spec{}, err
		}
	}
	full := l.withDefaults(in.DType)
	switch {
	case l.Gamma < 0:
		return tensor.Spec{}, &tensor.ParamError{Op: "levels", Param: "gamma", Want: "a number above 0", Got: l.Gamma}
	case full.Black >= full.White:
		return tensor.Spec{}, &tensor.ParamError{Op: "levels", Param: "white", Want: "a value above black", Got: full.White}
	case in.DType == tensor.Uint8 && (full.OutBlack < 0 || full.OutBlack > 255):
		return tensor.Spec{}, beyondScale("levels", "out_black", full.OutBlack, in)
	case in.DType == tensor.Uint8 && (full.OutWhite < 0 || full.OutWhite > 255):
		return tensor.Spec{}, beyondScale("levels", "out_white", full.OutWhite, in)
	}
	return in, checkPicture("levels", in)
}

func (l Levels) withDefaults(d tensor.DType) Levels {
	if l.White == 0 {
		l.White = fullScale(d)
	}
	if l.OutWhite == 0 {
		l.OutWhite = fullScale(d)
	}
	if l.Gamma == 0 {
		l.Gamma = 1
	}
	return l
}

// Pointwise says that a plan may merge the stage with its neighbours.
func (Levels) Pointwise() bool { return true }

// Apply writes src with other levels to dst.
func (l Levels) Apply(dst, src *tensor.Tensor) error {
	out, err := l.OutSpec(src.Spec)
	if err := ready("levels", dst, src, out, err); err != nil {
		return err
	}
	l = l.withDefaults(src.DType)
	if src.DType == tensor.Uint8 {
		var t table
		for i := range t {
			t[i] = round8(l.at(float32(i)))
		}
		t.lookUp(dst, src)
		return nil
	}
	to, from := floats(dst, src)
	for i, v := range from {
		to[i] = l.at(v)
	}
	return nil
}

func (l *Levels) at(v float32) float32 {
	x := min(max((float64(v)-l.Black)/(l.White-l.Black), 0), 1)
	if l.Gamma != 1 {
		x = math.Pow(x, 1/l.Gamma)
	}
	return float32(l.OutBlack + x*(l.OutWhite-l.OutBlack))
}
