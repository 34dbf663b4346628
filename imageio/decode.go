package imageio

import (
	"image"

	"github.com/saccade-go/saccade/internal/icc"
	"github.com/saccade-go/saccade/internal/scratch"
	"github.com/saccade-go/saccade/tensor"
)

// Decode returns the picture that data, the content of a file, has. The format is recognised by content. The
// error is an *[Error], or a *[tensor.ParamError] for a bad option. Decode is safe for concurrent use.
func Decode(data []byte, opt Options) (*tensor.Tensor, error) {
	t := new(tensor.Tensor)
	if err := DecodeInto(t, data, opt); err != nil {
		return nil, err
	}
	return t, nil
}

// DecodeInto is [Decode] into dst, whose memory is used again if it is large enough. After an error the
// content of dst is not defined.
func DecodeInto(dst *tensor.Tensor, data []byte, opt Options) error {
	if err := opt.Check(); err != nil {
		return err
	}
	src, err := open(data)
	if err != nil {
		return err
	}
	defer src.release()
	if err := admit(src, opt); err != nil {
		return err
	}
	var own colours
	if opt.ICC == Convert {
		if own, err = coloursOf(src); err != nil {
			return &Error{Format: src.head().Format, Stage: "profile", Err: err}
		}
		if own.convert != nil {
			opt.Least, opt.Rows, opt.Planes = nil, nil, nil // they are for pixels as the file has them
		}
	}
	if err := reserve(src, opt); err != nil {
		return err
	}
	if err := decode(dst, src, opt, own.convert); err != nil {
		if stopped := opt.Limits.stopped(); stopped != nil { // foreign decoders have their own words for it
			return &Error{Format: src.head().Format, Stage: "limit", Err: stopped}
		}
		return &Error{Format: src.head().Format, Stage: "decode", Err: err}
	}
	return nil
}

// direct reports whether the decoder's picture is already what opt asks for.
func direct(h *header, opt Options) bool {
	return h.stored(opt) == h.Spec(opt) && !h.Space.HasAlpha() && (opt.IgnoreOrientation || h.Orientation == 1)
}

// decode makes dst what opt asks for. convert is nil if nothing is to be converted.
func decode(dst *tensor.Tensor, src source, opt Options, convert *icc.Transform) error {
	h := src.head()
	if taken, err := givePlanes(src, opt); taken || err != nil {
		return err
	}
	if direct(h, opt) {
		if r, ok := src.(rowSource); ok && opt.Rows != nil && opt.Rows.Begin(h.stored(opt)) {
			return guard(func() error { return r.decodeRows(opt) })
		}
		if err := pixels(dst, src, opt, convert); err != nil {
			return err
		}
		return dst.Expect("decode", h.stored(opt))
	}
	stored := scratch.Tensor(tensor.Spec{})
	defer scratch.PutTensor(stored)
	if err := pixels(stored, src, opt, convert); err != nil {
		return err
	}
	return finish(dst, stored, h, opt)
}

// givePlanes lets opt.Planes take the planes of src, if it has any.
func givePlanes(src source, opt Options) (taken bool, err error) {
	p, ok := src.(planeSource)
	if !ok || opt.Planes == nil || opt.DType != tensor.Uint8 || opt.Alpha == Keep || !opt.IgnoreOrientation && src.head().Orientation != 1 {
		return false, nil
	}
	err = guard(func() (err error) {
		taken, err = p.decodePlanes(opt)
		return err
	})
	return taken, err
}

// pixels decodes src, distrusts the decoder, and converts colours.
func pixels(dst *tensor.Tensor, src source, opt Options, convert *icc.Transform) error {
	if err := guard(func() error { return src.decode(dst, opt) }); err != nil {
		return err
	}
	if err := src.head().expect(dst); err != nil || convert == nil {
		return err
	}
	return toSRGB(dst, convert, opt)
}

// finish brings the stored picture to what opt asks for: colours first, which may save channels, then the
// orientation.
func finish(dst, stored *tensor.Tensor, h *header, opt Options) error {
	if opt.IgnoreOrientation || h.Orientation == 1 {
		return Adapt(dst, stored, opt)
	}
	want := opt.spec(stored.Space)
	if want.Space == stored.Space && want.DType == stored.DType {
		orient(dst, stored, h.Orientation)
		return nil
	}
	adapted := scratch.Tensor(tensor.Spec{})
	defer scratch.PutTensor(adapted)
	if err := Adapt(adapted, stored, opt); err != nil {
		return err
	}
	orient(dst, adapted, h.Orientation)
	return nil
}

// set makes dst the picture that a decoder of the standard library's kind returned. It may write to img.
func (h *header) set(dst *tensor.Tensor, img image.Image, opt Options) error {
	if opt.DType == tensor.Uint8 {
		img = highBytes(img)
	}
	if err := dst.SetImage(img); err != nil {
		return err
	}
	if h.Space == tensor.Gray || h.Space == tensor.GrayAlpha {
		oneGray(dst)
	}
	return nil
}

// highBytes makes an image of 16 bits per channel one of the high bytes, in the same memory.
func highBytes(img image.Image) image.Image {
	switch img := img.(type) {
	case *image.Gray16:
		return &image.Gray{Pix: everySecond(img.Pix), Stride: img.Stride / 2, Rect: img.Rect}
	case *image.RGBA64:
		return &image.RGBA{Pix: everySecond(img.Pix), Stride: img.Stride / 2, Rect: img.Rect}
	case *image.NRGBA64:
		return &image.NRGBA{Pix: everySecond(img.Pix), Stride: img.Stride / 2, Rect: img.Rect}
	}
	return img
}

func everySecond(pix []uint8) []uint8 {
	out := pix[:len(pix)/2]
	for i := range out {
		out[i] = pix[2*i]
	}
	return out
}

// oneGray makes an RGB(A) picture of a gray file, three equal planes, a gray one in the same memory.
func oneGray(t *tensor.Tensor) {
	n := t.H * t.W
	switch t.Space {
	case tensor.RGB:
		t.Reset(tensor.Spec{DType: t.DType, Space: tensor.Gray, C: 1, H: t.H, W: t.W})
	case tensor.RGBA:
		if t.DType == tensor.Uint8 {
			copy(t.U8[n:2*n], t.U8[3*n:])
		} else {
			copy(t.F32[n:2*n], t.F32[3*n:])
		}
		t.Reset(tensor.Spec{DType: t.DType, Space: tensor.GrayAlpha, C: 2, H: t.H, W: t.W})
	}
}
