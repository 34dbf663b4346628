package imgproc

import (
	"math"

	"github.com/saccade-go/saccade/tensor"
)

// Bilateral smooths within edges (C. Tomasi and R. Manduchi, "Bilateral filtering for gray and color images", 1998): each pixel is
// the mean of those in the disc of the radius ⌊Size/2⌋ around it, with the weights
//
//	exp(−d²/(2·SigmaSpace²)) · exp(−Δ²/(2·SigmaColor²))
//
// where d is the distance in pixels and Δ the sum over the colours of the absolute differences. SigmaColor, in the range of the
// tensor, and SigmaSpace are required. Size, if not given, is 2·round(1.5·SigmaSpace) + 1. Border is [Reflect] if not given;
// constant means 0. The numbers are those of cv2.bilateralFilter, whose Δ it takes, too, for RGB; in float32 the colour's weight is
// taken from a table, between two entries linearly, to 1e-6.
//
// The type stays; uint8 is rounded, halves to even. The input is gray or RGB; alpha stays. The spec stays. The time is in
// proportion to the square of the radius.
type Bilateral struct {
	SigmaColor float64 `json:"sigma_color,omitzero"`
	SigmaSpace float64 `json:"sigma_space,omitzero"`
	Size       int     `json:"size,omitzero"`
	Border     Border  `json:"border,omitzero"`
}

// OutSpec returns in.
func (b Bilateral) OutSpec(in tensor.Spec) (tensor.Spec, error) {
	if !(b.SigmaColor >= 1e-6 && b.SigmaColor <= 1e6) {
		return tensor.Spec{}, &tensor.ParamError{Op: "bilateral", Param: "sigma_color", Want: "a number from 1e-6 to 1e6", Got: b.SigmaColor}
	}
	if err := checkSigma("bilateral", "sigma_space", b.SigmaSpace); err != nil {
		return tensor.Spec{}, err
	}
	if n := b.size(); n < 1 || n > 255 || n%2 == 0 {
		return tensor.Spec{}, &tensor.ParamError{Op: "bilateral", Param: "size", Want: "an odd number of pixels from 1 to 255", Got: n}
	}
	if err := checkBorder("bilateral", "border", b.Border); err != nil {
		return tensor.Spec{}, err
	}
	return in, checkPicture("bilateral", in)
}

func (b Bilateral) size() int {
	if b.Size != 0 {
		return b.Size
	}
	return 2*int(math.RoundToEven(1.5*b.SigmaSpace)) + 1
}

// Apply writes the smoothed src to dst.
func (b Bilateral) Apply(dst, src *tensor.Tensor) error {
	out, err := b.OutSpec(src.Spec)
	if err := ready("bilateral", dst, src, out, err); err != nil {
		return err
	}
	if src.DType == tensor.Uint8 {
		bytes8(dst, src)
	} else {
		floats(dst, src)
	}
	d := newDisc(b, src)
	defer d.free()
	for y := range src.H {
		d.load(src, y)
		d.row()
		for c := range d.channels {
			sums := d.sums[c*src.W:][:src.W]
			for x, v := range sums {
				sums[x] = v / d.weights[x]
			}
			store(dst, c, y, sums)
		}
	}
	return nil
}

// store writes a row of a channel, rounded in uint8.
func store(dst *tensor.Tensor, c, y int, row []float32) {
	at := (c*dst.H + y) * dst.W
	if dst.DType == tensor.Float32 {
		copy(dst.F32[at:], row)
		return
	}
	to := dst.U8[at:][:len(row)]
	for x, v := range row {
		to[x] = round8(v)
	}
}
