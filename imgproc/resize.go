package imgproc

import (
	"math"

	"github.com/saccade-go/saccade/tensor"
)

// Resize scales an image. One of three ways to say the size is required:
//
//   - Shorter: the shorter side becomes n, the other ⌊n·long/short⌋, as torchvision.transforms.Resize(n);
//   - Height and Width: exactly this size;
//   - Height and Width with Fit: the largest size within Height×Width that keeps the aspect ratio, as
//     Pillow's ImageOps.contain: one side is the given one, the other is rounded to the nearest (halves to even)
//     and at least 1. A small image is enlarged.
//
// Filter is [Bilinear] if not given. Pixel centres are at (x+½, y+½); beyond the border the filter is cut off
// and the rest of its weights scaled to sum to 1. A side that keeps its length isn't filtered.
//
// The type, space and channels stay. uint8 gives the same bytes as Pillow up to version 12, as far as it has the filter:
// weights with 22 bits after the point, rows first, then columns, rounded and clipped to 0..255 after each. (Pillow 13
// takes columns first if an image loses more than twice as much height as width.) float32 isn't rounded between; it meets
// Pillow's mode F to 2e-7 of the range and torchvision with antialias=True, whose weights are float32, to 1e-5.
// It isn't clipped, so that Bicubic, Mitchell, Lanczos2 and Lanczos3 can leave the range of the source. [Area] meets OpenCV
// within 1 in uint8 and to 1e-5 in float32; but where one side gets smaller and the other larger, OpenCV doesn't average,
// and we do.
//
// Colours with alpha are multiplied by it before and divided by it after, except by Nearest: in uint8 as
// Pillow does, in float32 with results clipped to 0..1.
//
// NoAntialias, for Bilinear and Bicubic, takes only the two or four nearest pixels of a row, however small the result gets,
// Bicubic with a = −¾, and continues the border's pixels beyond it, as OpenCV's INTER_LINEAR and INTER_CUBIC (to 5e-6 in
// float32, within 1 in uint8, where Bicubic is rounded once, at the end) and torchvision with antialias=False (to 1e-5).
//
// Linear decodes sRGB before (IEC 61966-2-1) and encodes it after, so that light is averaged and not its code: fine
// patterns keep their brightness. It takes gray and RGB, with or without alpha, and any filter but Nearest; uint8 is rounded
// once, at the end.
type Resize struct {
	Shorter     int    `json:"shorter,omitzero"`
	Height      int    `json:"height,omitzero"`
	Width       int    `json:"width,omitzero"`
	Fit         bool   `json:"fit,omitzero"`
	Filter      Filter `json:"filter,omitzero"`
	NoAntialias bool   `json:"no_antialias,omitzero"`
	Linear      bool   `json:"linear,omitzero"`
}

// OutSpec returns in with the new height and width. With Shorter or Fit they are known if both of in are.
func (r Resize) OutSpec(in tensor.Spec) (tensor.Spec, error) {
	if err := r.check(); err != nil {
		return tensor.Spec{}, err
	}
	checkSpec := checkIn
	if r.Linear {
		checkSpec = checkPicture
	}
	if err := checkSpec("resize", in); err != nil {
		return tensor.Spec{}, err
	}
	h, w := r.size(in.H, in.W)
	return sized("resize", in, h, w)
}

// check reports parameters that contradict each other or make no sense.
func (r Resize) check() error {
	if err := checkFilter("resize", r.Filter); err != nil {
		return err
	}
	if f := r.Filter.or(Bilinear); r.NoAntialias && f != Bilinear && f != Bicubic {
		return &tensor.ParamError{Op: "resize", Param: "no_antialias", Want: "the filter bilinear or bicubic with it", Got: r.Filter}
	}
	if r.Linear && r.Filter == Nearest {
		return &tensor.ParamError{Op: "resize", Param: "linear", Want: "a filter that mixes pixels with it", Got: r.Filter}
	}
	return r.checkSize()
}

// checkSize reports a size that is said in none of the three ways, or in several.
func (r Resize) checkSize() error {
	switch {
	case r.Shorter == 0 && r.Height == 0 && r.Width == 0:
		return &tensor.ParamError{Op: "resize", Param: "shorter", Want: "shorter, or height and width", Got: 0}
	case r.Shorter == 0:
		if err := checkSide("resize", "height", r.Height); err != nil {
			return err
		}
		return checkSide("resize", "width", r.Width)
	case r.Height != 0:
		return &tensor.ParamError{Op: "resize", Param: "height", Want: "none beside shorter", Got: r.Height}
	case r.Width != 0:
		return &tensor.ParamError{Op: "resize", Param: "width", Want: "none beside shorter", Got: r.Width}
	case r.Fit:
		return &tensor.ParamError{Op: "resize", Param: "fit", Want: "height and width instead of shorter", Got: true}
	}
	return checkSide("resize", "shorter", r.Shorter)
}

// size returns the height and width of the result of an h×w image, 0 if they aren't known.
func (r Resize) size(h, w int) (int, int) {
	switch {
	case r.Shorter == 0 && !r.Fit:
		return r.Height, r.Width
	case h == 0 || w == 0:
		return 0, 0
	case r.Fit:
		return fit(h, w, r.Height, r.Width)
	case w <= h:
		return r.Shorter * h / w, r.Shorter
	}
	return r.Shorter, r.Shorter * w / h
}

// fit returns the largest size within maxH×maxW with the ratio of h and w, rounded as ImageOps.contain does.
func fit(h, w, maxH, maxW int) (int, int) {
	ratio, bound := float64(w)/float64(h), float64(maxW)/float64(maxH)
	switch {
	case ratio > bound:
		return max(1, int(math.RoundToEven(float64(h)/float64(w)*float64(maxW)))), maxW
	case ratio < bound:
		return maxH, max(1, int(math.RoundToEven(ratio*float64(maxH))))
	}
	return maxH, maxW
}

// Apply writes the resized src to dst.
func (r Resize) Apply(dst, src *tensor.Tensor) error { return r.ApplyShared(dst, src, 1) }

// ApplyShared is Apply on up to so many goroutines, for a large image that is alone. The bytes are the same.
func (r Resize) ApplyShared(dst, src *tensor.Tensor, workers int) error {
	out, err := r.OutSpec(src.Spec)
	if err := ready("resize", dst, src, out, err); err != nil {
		return err
	}
	r.apply(dst, src, 0, 0, workers)
	return nil
}

// ApplyWindow writes to dst the part of the result that Crop{X: x, Y: y} would cut out of it, as large as dst is.
// The values are those of Apply followed by the crop, but only they are computed.
func (r Resize) ApplyWindow(dst, src *tensor.Tensor, x, y int) error {
	return r.ApplyWindowShared(dst, src, x, y, 1)
}

// ApplyWindowShared is ApplyWindow on up to so many goroutines.
func (r Resize) ApplyWindowShared(dst, src *tensor.Tensor, x, y, workers int) error {
	out, err := r.OutSpec(src.Spec)
	if err == nil {
		out, err = Crop{X: x, Y: y, Width: dst.W, Height: dst.H}.OutSpec(out)
	}
	if err := ready("resize", dst, src, out, err); err != nil {
		return err
	}
	r.apply(dst, src, x, y, workers)
	return nil
}

func (r Resize) apply(dst, src *tensor.Tensor, x, y, workers int) {
	s := r.scaling(src.H, src.W)
	s.x, s.y, s.w, s.h, s.workers = x, y, dst.W, dst.H, workers
	if r.byFloats(src.Spec) && !s.copies() {
		r.floats(dst, src, s)
		return
	}
	s.image(dst, src)
}

// scaling returns how an h×w image is scaled, without a window.
func (r Resize) scaling(h, w int) scaling {
	outH, outW := r.size(h, w)
	s := scaling{across: whole(w, outW, r.Filter), down: whole(h, outH, r.Filter)}
	s.across.sharp, s.down.sharp = r.NoAntialias, r.NoAntialias
	return s
}

// image scales all planes of an image as they are.
func (s scaling) image(dst, src *tensor.Tensor) {
	if src.DType == tensor.Uint8 {
		resampler8.image(dst.U8, src.U8, src.Spec, s)
	} else {
		resampler32.image(dst.F32, src.F32, src.Spec, s)
	}
}
