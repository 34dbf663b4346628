package features

import (
	"fmt"
	"math"

	"github.com/saccade-go/saccade/internal/kernel"
	"github.com/saccade-go/saccade/internal/scratch"
	"github.com/saccade-go/saccade/tensor"
)

// DenseSIFT describes the surroundings of each place on a grid by a SIFT descriptor (Lowe, "Distinctive Image Features from
// Scale-Invariant Keypoints", 2004), upright and at one scale or several, with the numbers of VLFeat's vl_dsift and vl_phow. It is
// not a feature vector yet but a picture of descriptors, for [LearnVisualWords], [LearnVLAD] and [LearnFisherVector].
//
//  1. Gradients are central differences, halved, and one-sided on the border. Each pixel's magnitude is shared between the two
//     nearest of 8 orientations, k·45° from the x axis towards the y axis, which points down: linearly, by the angle.
//  2. A descriptor has 4×4 bins, whose centres are Size pixels apart. A pixel counts in a bin with (1 − |u|/Size)·(1 − |v|/Size) for
//     its distance (u, v) from the bin's centre, as long as both are below Size; outside of the picture the outermost gradients go on.
//  3. With the gaussian window it counts with exp(−r²/(2σ²)) too, for the distance r from the descriptor's centre, σ = WindowSize·Size.
//     With the flat one the whole bin is weighted by what that is on average over its pixels, which is faster and nearly as good.
//  4. The 128 values are scaled to the length 1, clipped to 0.2, and scaled again: v / (‖v‖ + 2⁻²³).
//
// Channel (4·by + bx)·8 + k of the result is orientation k of the bin in row by and column bx. With several sizes those of the second
// follow after the first 128, and so on. Row i and column j of the grid is the place with bins in rows i·Step to i·Step + 3·Size, so that
// there are ⌊(H − 1 − 3·Size)/Step⌋ + 1 rows for the largest size, and columns alike. Smaller sizes have the same centres, up to half a
// pixel if some are odd and others even: they begin ⌊3·(largest − Size)/2⌋ later. (vl_phow lets smaller sizes go on to the right and
// below, where larger ones don't fit.)
//
// The input has one channel, uint8 divided by 255, at least 3·Size + 1 pixels each way for the largest size, and at most 1048576 in a
// row. Its size may be unknown. VLFeat computes angles to about 0.01 only; here they are exact, and descriptors within 0.01 of
// VLFeat's. NaN and infinities make descriptors that see them NaN.
//
// vl_phow is JSON: {"step": 2, "sizes": [4, 6, 8, 10], "window": "flat", "window_size": 1.5, "magnification": 6, "contrast": 0.005};
// its square roots, {"root": true}, are often better.
type DenseSIFT struct {
	// Step is the distance of descriptors in pixels, each way. Default 4, at most 65536.
	Step int `json:"step,omitempty"`
	// Sizes are the sizes of bins in pixels, from 1 to 64, at most 16 of them. Default [4].
	Sizes []int `json:"sizes,omitempty"`
	// Window is "gaussian" (default) or "flat".
	Window string `json:"window,omitempty"`
	// WindowSize is the deviation of the window in bins. Default 2.
	WindowSize float64 `json:"window_size,omitempty"`
	// Magnification, if not 0, smooths the picture for each size by a Gaussian with the deviation Size/Magnification, cut off at 4
	// deviations, as if its bins came from a scale space. At least 0.5; Lowe has 3. Default 0.
	Magnification float64 `json:"magnification,omitempty"`
	// Contrast is what the sum of the 128 values, before they are normalised, divided by (3·Size + 1)², has to reach; the others
	// become zeros, which encodings leave out. Default 0.
	Contrast float64 `json:"contrast,omitempty"`
	// Root makes v into √(v/Σv): RootSIFT (Arandjelović & Zisserman, "Three Things Everyone Should Know to Improve Object
	// Retrieval", 2012).
	Root bool `json:"root,omitempty"`
}

const (
	siftBins         = 4 // each way
	siftOrientations = 8
	siftLength       = siftBins * siftBins * siftOrientations

	maxSIFTStep  = 1 << 16
	maxSIFTSize  = 64
	maxSIFTSizes = 16
	maxSIFTWidth = 1 << 20 // which bounds the memory for rows of orientations

	siftClip    = 0.2
	siftEpsilon = 0x1p-23
)

// defaultSIFTSizes aren't changed.
var defaultSIFTSizes = []int{4}

// defaults fills in what is left out.
func (d DenseSIFT) defaults() DenseSIFT {
	setDefault(&d.Step, 4)
	setDefault(&d.Window, "gaussian")
	setDefault(&d.WindowSize, 2)
	if len(d.Sizes) == 0 {
		d.Sizes = defaultSIFTSizes
	}
	return d
}

// OutSpec returns a picture of 128 channels for each size.
func (d DenseSIFT) OutSpec(in tensor.Spec) (tensor.Spec, error) {
	const op = "dense_sift"
	d = d.defaults()
	if err := d.check(op); err != nil {
		return tensor.Spec{}, err
	}
	if err := in.Check(op); err != nil {
		return tensor.Spec{}, err
	}
	if in.C != 1 {
		return tensor.Spec{}, &tensor.SpecError{Op: op, Want: "one channel (put a convert to gray before it)", Got: in}
	}
	least := 3*d.largest() + 1
	if in.H > 0 && in.H < least || in.W > 0 && in.W < least {
		return tensor.Spec{}, &tensor.SpecError{Op: op, Want: fmt.Sprintf("at least %d×%d pixels", least, least), Got: in}
	}
	if in.W > maxSIFTWidth {
		return tensor.Spec{}, &tensor.SpecError{Op: op, Want: fmt.Sprintf("rows of at most %d pixels", maxSIFTWidth), Got: in}
	}
	out := tensor.Spec{DType: tensor.Float32, C: siftLength * len(d.Sizes), H: d.places(in.H), W: d.places(in.W)}
	return out, out.Check(op)
}

// check reports parameters that make no sense.
func (d DenseSIFT) check(op string) error {
	for _, size := range d.Sizes {
		if size < 1 || size > maxSIFTSize || len(d.Sizes) > maxSIFTSizes {
			return &tensor.ParamError{Op: op, Param: "sizes", Want: "at most 16 numbers from 1 to 64", Got: d.Sizes}
		}
	}
	switch {
	case d.Step < 1 || d.Step > maxSIFTStep:
		return &tensor.ParamError{Op: op, Param: "step", Want: "a number from 1 to 65536", Got: d.Step}
	case d.Window != "gaussian" && d.Window != "flat":
		return &tensor.ParamError{Op: op, Param: "window", Want: "gaussian or flat", Got: d.Window}
	case !(d.WindowSize >= 0.1) || math.IsInf(d.WindowSize, 1):
		return &tensor.ParamError{Op: op, Param: "window_size", Want: "a number from 0.1", Got: d.WindowSize}
	case d.Magnification != 0 && !(d.Magnification >= 0.5) || math.IsInf(d.Magnification, 1):
		return &tensor.ParamError{Op: op, Param: "magnification", Want: "0 or a number from 0.5", Got: d.Magnification}
	case !(d.Contrast >= 0) || math.IsInf(d.Contrast, 1):
		return &tensor.ParamError{Op: op, Param: "contrast", Want: "a number of 0 or more", Got: d.Contrast}
	}
	return nil
}

// largest is the largest size.
func (d DenseSIFT) largest() int {
	n := 0
	for _, size := range d.Sizes {
		n = max(n, size)
	}
	return n
}

// places is how many descriptors lie along n pixels; if n is 0, unknown, so are they.
func (d DenseSIFT) places(n int) int {
	if n == 0 {
		return 0
	}
	return (n-1-3*d.largest())/d.Step + 1
}

// Apply writes the descriptors of src into dst.
func (d DenseSIFT) Apply(dst, src *tensor.Tensor) error {
	out, err := d.OutSpec(src.Spec)
	if err != nil {
		return err
	}
	if err := checkTensors("dense_sift", dst, src, out); err != nil {
		return err
	}
	d = d.defaults()
	pixels := src.F32
	if src.DType == tensor.Uint8 {
		memory := scratch.Float32.Get(src.Len())
		defer scratch.Float32.Put(memory)
		pixels = memory.S
		kernel.UnitUint8(pixels, src.U8)
	}
	n := siftLength * out.H * out.W
	for i, size := range d.Sizes {
		d.describe(dst.F32[i*n:][:n], pixels, size, src.Spec, out)
	}
	return nil
}

// describe writes the descriptors of one size into field.
func (d DenseSIFT) describe(field, pixels []float32, size int, in, out tensor.Spec) {
	if d.Magnification != 0 {
		memory := scratch.Float32.Get(len(pixels))
		defer scratch.Float32.Put(memory)
		smooth(memory.S, pixels, in.W, float64(size)/d.Magnification)
		pixels = memory.S
	}
	s := siftScale{
		DenseSIFT: d, size: size, first: 3 * (d.largest() - size) / 2, rows: out.H, cols: out.W,
		pixels: pixels, h: in.H, w: in.W, padded: in.W + 2*(size-1),
	}
	s.describe(field)
}
