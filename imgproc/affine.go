package imgproc

import "github.com/saccade-go/saccade/tensor"

// Affine moves each pixel (x, y) of the source to
//
//	(Matrix[0][0]·x + Matrix[0][1]·y + Matrix[0][2], Matrix[1][0]·x + Matrix[1][1]·y + Matrix[1][2])
//
// as cv2.warpAffine does: coordinates count from the centre of the top left pixel, and the matrix is that from the source
// to the result; the stage inverts it and looks up each pixel of the result. Matrix is required and has an inverse.
// [AffineMap] makes it of angles, scale and shifts, as torchvision has them.
//
// Height and Width are those of the result, each as the source's if 0. Filter says how values between pixels come about:
// [Nearest] (halves go right and down), [Bilinear], the default, or [Bicubic] (Keys' function with a = −¾, as OpenCV and
// torch.nn.functional.grid_sample have it, not the a = −½ of [Resize]). The source isn't smoothed before it is made smaller.
// Border, [Constant] if not given, says what lies beyond the border; Value is for Constant only, in the range of the tensor:
// one for each channel, or one for all, 0 if not given. Near the border a value is mixed of pixels inside and outside,
// as by scipy.ndimage.affine_transform in mode grid-constant and by grid_sample. Alpha is a channel as any other.
//
// The type is kept. float32 equals grid_sample with align_corners=False, up to the rounding of float32; uint8 is the same,
// rounded to the nearest number (OpenCV's differs by a level or two, as it rounds places to 1/32 of a pixel). A place
// farther than 2^29 pixels counts as that far.
//
// JSON: {"matrix": [[1, 0, 5], [0, 1, 3]]} moves the picture right by 5 and down by 3.
type Affine struct {
	Matrix AffineMatrix `json:"matrix,omitzero"`
	Height int          `json:"height,omitzero"`
	Width  int          `json:"width,omitzero"`
	Filter Filter       `json:"filter,omitzero"`
	Border Border       `json:"border,omitzero"`
	Value  []float32    `json:"value,omitzero"`
}

func (a Affine) sampling() sampling { return sampling{a.Filter, a.Border, a.Value} }

// OutSpec returns in with Height and Width, as far as these are given.
func (a Affine) OutSpec(in tensor.Spec) (tensor.Spec, error) {
	if _, ok := a.Matrix.inverse(); !ok {
		return tensor.Spec{}, &tensor.ParamError{Op: "affine", Param: "matrix", Want: "a matrix that has an inverse", Got: a.Matrix}
	}
	return warpSpec("affine", in, a.Height, a.Width, a.sampling())
}

// warpSpec returns in with another height and width, where these aren't 0.
func warpSpec(op string, in tensor.Spec, h, w int, s sampling) (tensor.Spec, error) {
	if h < 0 || h > maxSide {
		return tensor.Spec{}, &tensor.ParamError{Op: op, Param: "height", Want: "a size from 1 to 2^30, or 0", Got: h}
	}
	if w < 0 || w > maxSide {
		return tensor.Spec{}, &tensor.ParamError{Op: op, Param: "width", Want: "a size from 1 to 2^30, or 0", Got: w}
	}
	if err := s.check(op, in); err != nil {
		return tensor.Spec{}, err
	}
	if h == 0 {
		h = in.H
	}
	if w == 0 {
		w = in.W
	}
	return sized(op, in, h, w)
}

// Apply writes the moved src to dst.
func (a Affine) Apply(dst, src *tensor.Tensor) error {
	out, err := a.OutSpec(src.Spec)
	if err := ready("affine", dst, src, out, err); err != nil {
		return err
	}
	g, _ := a.Matrix.inverse()
	warp(dst, src, g, a.sampling())
	return nil
}
