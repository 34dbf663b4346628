package imgproc

import (
	"math"

	"github.com/saccade-go/saccade/tensor"
)

// Rotate turns an image counter-clockwise by Angle degrees about its middle, or about Center, as
// torchvision.transforms.functional.rotate and PIL.Image.rotate do. Center, if given, is x and y in pixels from the top
// left corner of the picture, which is the corner of its first pixel. Quarter turns are those of
// [Rotate90], to the bit, if height and width are both even or both odd.
//
// The result has the source's size, or with Expand that which holds the whole turned image, as torchvision computes it.
// With both Expand and Center, torchvision's result, and this one, is not centred.
//
// Filter is [Nearest], [Bilinear], the default, or [Bicubic]; Border, [Constant] if not given, and Value say what lies
// beyond the border; see [Affine]. The type is kept. float32 equals torchvision up to the rounding of float32, uint8 is the
// same, rounded to the nearest number. Pillow cuts fractions off, and begins the constant half a pixel farther out.
type Rotate struct {
	Angle  float64   `json:"angle,omitzero"`
	Center []float64 `json:"center,omitzero"`
	Expand bool      `json:"expand,omitzero"`
	Filter Filter    `json:"filter,omitzero"`
	Border Border    `json:"border,omitzero"`
	Value  []float32 `json:"value,omitzero"`
}

func (r Rotate) sampling() sampling { return sampling{r.Filter, r.Border, r.Value} }

// OutSpec returns in, with Expand with the height and width that the turned image needs, if in's are known.
func (r Rotate) OutSpec(in tensor.Spec) (tensor.Spec, error) {
	if !within(math.MaxFloat64, r.Angle) {
		return tensor.Spec{}, &tensor.ParamError{Op: "rotate", Param: "angle", Want: "a finite number of degrees", Got: r.Angle}
	}
	if err := checkCenter("rotate", r.Center); err != nil {
		return tensor.Spec{}, err
	}
	if err := r.sampling().check("rotate", in); err != nil {
		return tensor.Spec{}, err
	}
	switch {
	case !r.Expand:
		return in, nil
	case in.H == 0 || in.W == 0:
		return sized("rotate", in, 0, 0)
	}
	h, w := r.expanded(in)
	return sized("rotate", in, h, w)
}

// expanded returns the size of the turned picture. It is torchvision's formula in torchvision's precision, since the last
// bit decides whether there is one more row.
func (r Rotate) expanded(in tensor.Spec) (h, w int) {
	w2, h2 := float32(in.W)*0.5, float32(in.H)*0.5
	var x, y float64
	if len(r.Center) == 2 {
		x, y = r.Center[0]-float64(in.W)*0.5, r.Center[1]-float64(in.H)*0.5
	}
	sin, cos := math.Sincos(radians(r.Angle))
	width := extent(float32(cos), float32(-sin), float32(x-cos*x+sin*y), w2, h2, w2)
	height := extent(float32(sin), float32(cos), float32(y-sin*x-cos*y), w2, h2, h2)
	return max(height, 1), max(width, 1)
}

// extent is how many pixels a·x + b·y + c covers, x in ±w and y in ±h, if counted from −half.
func extent(a, b, c, w, h, half float32) int {
	const unit = float32(1e-4) // keeps what is only rounding from counting as a pixel
	ax, by := float32(a*w), float32(b*h)
	corners := [...]float32{float32(-ax-by) + c, float32(-ax+by) + c, float32(ax+by) + c, float32(ax-by) + c}
	lo, hi := corners[0], corners[0]
	for _, v := range corners {
		lo, hi = min(lo, v), max(hi, v)
	}
	trunc := func(v float32) float64 { return float64(float32(math.Trunc(float64((v+half)/unit))) * unit) }
	return int(math.Ceil(trunc(hi)) - math.Floor(trunc(lo)))
}

// Apply writes the turned src to dst.
func (r Rotate) Apply(dst, src *tensor.Tensor) error {
	out, err := r.OutSpec(src.Spec)
	if err := ready("rotate", dst, src, out, err); err != nil {
		return err
	}
	m := AffineMap{Angle: -r.Angle, Center: r.Center}.Matrix(src.Spec)
	m[0][2] += float64(out.W-src.W) / 2
	m[1][2] += float64(out.H-src.H) / 2
	g, _ := m.inverse()
	warp(dst, src, g, r.sampling())
	return nil
}
