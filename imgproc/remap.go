package imgproc

import (
	"github.com/saccade-go/saccade/internal/kernel"
	"github.com/saccade-go/saccade/tensor"
)

// Remap takes each pixel of the result from the place in the source that two maps name,
//
//	dst[c][y][x] = src[c] at column X[y][x] of row Y[y][x]
//
// as cv2.remap does: the centre of the source's top left pixel is (0, 0). X and Y are required, of one shape 1×H×W, which is
// that of the result, and finite. Undistorting a camera's pictures is a remap.
//
// Filter is [Nearest], [Bilinear], the default, or [Bicubic]; Border, [Constant] if not given, and Value say what lies
// beyond the border; see [Affine]. The type is kept. OpenCV's values differ a little, as it rounds places to 1/32 of a pixel.
//
// JSON: {"x": {"shape": [1, H, W], "data": […]}, "y": {"shape": [1, H, W], "data": […]}}; a model file stores the maps as
// arrays.
type Remap struct {
	X      tensor.Tensor `json:"x"`
	Y      tensor.Tensor `json:"y"`
	Filter Filter        `json:"filter,omitzero"`
	Border Border        `json:"border,omitzero"`
	Value  []float32     `json:"value,omitzero"`
}

// Arrays returns the maps by the names they have in JSON, for a model file to store and to fill them.
func (r *Remap) Arrays() map[string]*tensor.Tensor {
	return map[string]*tensor.Tensor{"x": &r.X, "y": &r.Y}
}

func (r *Remap) sampling() sampling { return sampling{r.Filter, r.Border, r.Value} }

// OutSpec returns in with the height and width of the maps.
func (r Remap) OutSpec(in tensor.Spec) (tensor.Spec, error) {
	if !isMap(&r.X) {
		return tensor.Spec{}, &tensor.ParamError{Op: "remap", Param: "x", Want: "a float32 array of 1×H×W finite numbers", Got: r.X.Spec}
	}
	if !isMap(&r.Y) || r.Y.H != r.X.H || r.Y.W != r.X.W {
		return tensor.Spec{}, &tensor.ParamError{Op: "remap", Param: "y", Want: "a float32 array of x's shape, of finite numbers", Got: r.Y.Spec}
	}
	if err := r.sampling().check("remap", in); err != nil {
		return tensor.Spec{}, err
	}
	return sized("remap", in, r.X.H, r.X.W)
}

// isMap reports that t is a map of one plane.
func isMap(t *tensor.Tensor) bool {
	return t.Check("remap") == nil && t.Known() && t.DType == tensor.Float32 && t.C == 1 && len(t.F32) == t.Len() &&
		kernel.NotFinite(t.F32) < 0
}

// Apply writes to dst what src has at the places that the maps name.
func (r Remap) Apply(dst, src *tensor.Tensor) error {
	out, err := r.OutSpec(src.Spec)
	if err := ready("remap", dst, src, out, err); err != nil {
		return err
	}
	warp(dst, src, mapGrid{r.X.F32, r.Y.F32, out.W}, r.sampling())
	return nil
}

// A mapGrid has the places of all pixels of a result of the given width.
type mapGrid struct {
	x, y  []float32
	width int
}

func (g mapGrid) place(p *places, x, y, n int) {
	at := y*g.width + x
	kernel.MapPlaces(p.x[:n], p.fx[:n], g.x[at:][:n], float32(p.shift))
	kernel.MapPlaces(p.y[:n], p.fy[:n], g.y[at:][:n], float32(p.shift))
}

func (mapGrid) quick() bool { return false }

func (mapGrid) slope() float64 { return 0 }
