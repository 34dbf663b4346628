package imgproc

import "github.com/saccade-go/saccade/tensor"

// Erode replaces each value by the smallest under the structuring element: bright parts shrink.
//
// The structuring element is a rectangle of Width×Height pixels, 3 if not given, or with Shape ellipse or cross as
// cv2.getStructuringElement has them; or Mask has it, row by row, as texts of 0 and 1. Its origin is at ⌊Width/2⌋, ⌊Height/2⌋.
// Iterations is how often it is applied, once if not given. Pixels outside of the picture don't take part. The numbers are those of
// cv2.erode. Where all ones of a mask lie outside, the result is 255 in uint8 and +Inf in float32 where
// OpenCV has its largest finite number.
//
// The type stays. All spaces, every channel. The spec stays. Which value comes of a NaN isn't said. For a rectangle the time
// doesn't depend on its size; otherwise it is in proportion to the number of its rows (of the runs of 1 in them).
type Erode struct {
	Width      int      `json:"width,omitzero"`
	Height     int      `json:"height,omitzero"`
	Shape      string   `json:"shape,omitzero"`
	Mask       []string `json:"mask,omitzero"`
	Iterations int      `json:"iterations,omitzero"`
}

// OutSpec returns in.
func (m Erode) OutSpec(in tensor.Spec) (tensor.Spec, error) {
	return morphology(m).outSpec("erode", in)
}

// Apply writes the result on src to dst.
func (m Erode) Apply(dst, src *tensor.Tensor) error {
	out, err := m.OutSpec(src.Spec)
	if err := ready("erode", dst, src, out, err); err != nil {
		return err
	}
	morphology(m).run(dst, src, false)
	return nil
}
