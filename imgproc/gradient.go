package imgproc

import (
	"math"

	"github.com/saccade-go/saccade/internal/scratch"
	"github.com/saccade-go/saccade/tensor"
)

// A gradient is what Sobel, Scharr and Prewitt have in common: differences along one axis, smoothed along the other.
type gradient struct {
	op     string
	smooth [3]float32 // sums to 1 for the default scale
	whole  float32    // by which it becomes the kernel of whole numbers
	axis   string
	raw    bool
	border Border
}

func (g gradient) outSpec(in tensor.Spec) (tensor.Spec, error) {
	switch g.axis {
	case "", "magnitude", "x", "y":
	default:
		return tensor.Spec{}, &tensor.ParamError{Op: g.op, Param: "axis", Want: "x, y or magnitude", Got: g.axis}
	}
	if err := checkBorder(g.op, "border", g.border); err != nil {
		return tensor.Spec{}, err
	}
	return response(g.op, in)
}

// response is the spec of what isn't a picture any more: float32, with the channels of in and no space.
func response(op string, in tensor.Spec) (tensor.Spec, error) {
	if err := checkIn(op, in); err != nil {
		return tensor.Spec{}, err
	}
	in.DType, in.Space = tensor.Float32, tensor.None
	return in, in.Check(op)
}

func (g gradient) apply(dst, src *tensor.Tensor) error {
	out, err := g.outSpec(src.Spec)
	if err := ready(g.op, dst, src, out, err); err != nil {
		return err
	}
	smooth, difference := g.smooth, [3]float32{-1, 0, 1}
	if g.raw {
		for i := range smooth {
			smooth[i] *= g.whole
		}
	}
	border := g.border.or(filterBorder)
	across := separable(difference[:], smooth[:], border, true)
	down := separable(smooth[:], difference[:], border, true)
	for c := range src.C {
		to := dst.Plane32(c)
		switch g.axis {
		case "x":
			across.channel(to, src, c)
		case "y":
			down.channel(to, src, c)
		default:
			g.magnitude(to, src, c, across, down)
		}
	}
	return nil
}

func (g gradient) magnitude(dst []float32, src *tensor.Tensor, c int, across, down correlator) {
	other := scratch.Float32.Get(len(dst))
	defer scratch.Float32.Put(other)
	across.channel(dst, src, c)
	down.channel(other.S, src, c)
	share := float32(0.5)
	if g.raw {
		share = 1
	}
	for i, x := range dst {
		y := other.S[i]
		dst[i] = float32(math.Sqrt(float64((float32(x*x) + float32(y*y)) * share)))
	}
}
