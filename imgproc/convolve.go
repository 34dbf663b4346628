package imgproc

import (
	"fmt"
	"math"

	"github.com/saccade-go/saccade/tensor"
)

// Convolve filters with any kernel, given row by row, with an odd number of rows and of columns, and its origin in the middle.
// By default it correlates, as cv2.filter2D, scipy.ndimage.correlate and the layers of networks do:
//
//	dst[y][x] = Offset + Σ Kernel[j][i]·src[y+j−h/2][x+i−w/2]
//
// With Flip the kernel is turned by 180° first, which makes it a convolution, as scipy.ndimage.convolve does. Offset is in the range
// of the tensor. Border is [Reflect] if not given.
//
// The type stays; uint8 is rounded once, halves to even, and clipped. All spaces, every channel. The spec stays. A kernel that
// is the product of a column and a row to float32 rounding is applied as these two: then the time is in proportion to the sum of
// its sides, otherwise to the number of its values other than 0.
type Convolve struct {
	Kernel [][]float32 `json:"kernel,omitzero"`
	Flip   bool        `json:"flip,omitzero"`
	Offset float64     `json:"offset,omitzero"`
	Border Border      `json:"border,omitzero"`
}

// OutSpec returns in.
func (c Convolve) OutSpec(in tensor.Spec) (tensor.Spec, error) {
	if err := c.checkKernel(); err != nil {
		return tensor.Spec{}, err
	}
	if err := checkFinite("convolve", "offset", c.Offset); err != nil {
		return tensor.Spec{}, err
	}
	if err := checkBorder("convolve", "border", c.Border); err != nil {
		return tensor.Spec{}, err
	}
	return in, checkIn("convolve", in)
}

// maxTaps bounds the kernels that aren't separable.
const maxTaps = 1 << 16

func (c Convolve) checkKernel() error {
	refuse := func(want string, got any) error {
		return &tensor.ParamError{Op: "convolve", Param: "kernel", Want: want, Got: got}
	}
	h := len(c.Kernel)
	if h%2 == 0 {
		return refuse("an odd number of rows", h)
	}
	w := len(c.Kernel[0])
	if w%2 == 0 {
		return refuse("an odd number of columns", w)
	}
	if h*w > maxTaps {
		return refuse(fmt.Sprintf("at most %d numbers", maxTaps), fmt.Sprintf("%d×%d", h, w))
	}
	for _, row := range c.Kernel {
		if len(row) != w {
			return refuse("rows of one length", fmt.Sprintf("%d and %d numbers", w, len(row)))
		}
		if !allFinite(row) {
			return refuse("finite numbers", row)
		}
	}
	return nil
}

// Apply writes the filtered src to dst.
func (c Convolve) Apply(dst, src *tensor.Tensor) error {
	out, err := c.OutSpec(src.Spec)
	if err := ready("convolve", dst, src, out, err); err != nil {
		return err
	}
	memory := lendKernel(c.Kernel, c.Flip)
	defer memory.free()
	f := memory.correlator(c.Border.or(filterBorder))
	f.offset = float32(c.Offset)
	f.image(dst, src)
	return nil
}

// factors writes the row and the column whose product taps is, h×w, if there are some, to within float32 rounding of the largest
// value.
func factors(across, down, taps []float32) bool {
	w, largest := len(across), 0
	for i, v := range taps {
		if math.Abs(float64(v)) > math.Abs(float64(taps[largest])) {
			largest = i
		}
	}
	pivot := taps[largest]
	if pivot == 0 {
		clear(across)
		clear(down)
		return true
	}
	copy(across, taps[largest/w*w:][:w])
	for j := range down {
		down[j] = taps[j*w+largest%w] / pivot
	}
	tolerance := math.Abs(float64(pivot)) * 1e-7
	for i, v := range taps {
		if math.Abs(float64(across[i%w])*float64(down[i/w])-float64(v)) > tolerance {
			return false
		}
	}
	return true
}
