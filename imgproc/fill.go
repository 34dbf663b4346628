package imgproc

import "github.com/saccade-go/saccade/tensor"

// Fill scales and crops an image so that it fills Height×Width, which are required: of the source it takes the largest part
// in the middle that has this aspect ratio, as Pillow's ImageOps.fit does. The part's borders may lie within pixels. Unlike
// [Resize] and [CenterCrop] one after the other it loses nothing to rounding, and unlike [Crop] and Resize the filter sees
// the pixels beyond the part.
//
// Filter is [Bilinear] if not given. Type, space and channels stay. uint8 gives the bytes of Pillow 12, and float32 meets its
// mode F to 2e-7 of the range; the part's borders have single precision as there.
//
// JSON: "fill": {"height": 224, "width": 224}.
type Fill struct {
	Height int    `json:"height,omitzero"`
	Width  int    `json:"width,omitzero"`
	Filter Filter `json:"filter,omitzero"`
}

// OutSpec returns in with the given height and width.
func (f Fill) OutSpec(in tensor.Spec) (tensor.Spec, error) {
	if err := checkFrame("fill", f.Height, f.Width, f.Filter); err != nil {
		return tensor.Spec{}, err
	}
	if err := checkIn("fill", in); err != nil {
		return tensor.Spec{}, err
	}
	return sized("fill", in, f.Height, f.Width)
}

// Apply writes the scaled part of src to dst.
func (f Fill) Apply(dst, src *tensor.Tensor) error {
	out, err := f.OutSpec(src.Spec)
	if err := ready("fill", dst, src, out, err); err != nil {
		return err
	}
	s := f.scaling(src.H, src.W)
	s.w, s.h, s.workers = dst.W, dst.H, 1
	s.image(dst, src)
	return nil
}

// scaling returns how the part of an h×w image is scaled.
func (f Fill) scaling(h, w int) scaling {
	partH, partW := float64(h), float64(w)
	have, want := partW/partH, float64(f.Width)/float64(f.Height)
	switch {
	case have > want:
		partW = float64(want * partH)
	case have < want:
		partH = partW / want
	}
	return scaling{across: middlePart(w, partW, f.Width, f.Filter), down: middlePart(h, partH, f.Height, f.Filter)}
}

// middlePart is the axis on which the middle of in values, span wide, become out. Its ends have single precision.
func middlePart(in int, span float64, out int, f Filter) axis {
	from := float64((float64(in) - span) * 0.5)
	lo, hi := float32(from), float32(from+span)
	return axis{in: in, from: float64(lo), span: float64(hi - lo), out: out, filter: f}
}
