package pipeline

import (
	"math"

	"github.com/saccade-go/saccade/imgproc"
	"github.com/saccade-go/saccade/tensor"
)

// Draft allows a pipeline that begins with a resize to decode JPEG files at a half, a quarter or an eighth of their
// size, if that is still enough for the resize, and to resize luma and chroma as the file has them, before they become RGB.
// A gray result is made of luma alone, and so is what a pipeline that begins with a conversion to gray gets. It takes much
// less time, and pixels differ a little: docs/draft.md has by how much. The size of the result is that of the exact way.
// A resize in linear light or without antialiasing is left as it is.
//
// JSON: "draft": {"min_ratio": 2}.
type Draft struct {
	// MinRatio is how many times as large as the resized picture the decoded one must be at least, in height and in
	// width. 0 means 1, and less than 1 is refused. At 2 the resize still averages, and pixels differ less.
	MinRatio float64 `json:"min_ratio,omitzero"`
}

func (d Draft) check() error {
	if d.MinRatio != 0 && !(d.MinRatio >= 1 && d.MinRatio <= 64) {
		return &tensor.ParamError{Op: "draft", Param: "min_ratio", Want: "a number from 1 to 64", Got: d.MinRatio}
	}
	return nil
}

// A drafting is what a plan needs to know of its first node for Draft.
type drafting struct {
	ratio  float64
	resize imgproc.Resize
	crop   func(resized tensor.Spec) (imgproc.Crop, bool) // nil: no crop behind the resize
	behind Stage                                          // the crop's stage
}

// newDrafting returns nil if the first node isn't a resize or can't be drafted.
func newDrafting(d *Draft, nodes []Node) *drafting {
	if d == nil || len(nodes) == 0 || !nodes[0].plain() {
		return nil
	}
	draft := &drafting{ratio: max(d.MinRatio, 1)}
	switch s := nodes[0].Stage.(type) {
	case imgproc.Resize:
		draft.resize = s
	case window:
		draft.resize, draft.crop, draft.behind = s.resize, s.crop, s.chain[1]
	default:
		return nil
	}
	if draft.resize.Linear || draft.resize.NoAntialias {
		return nil // a smaller picture has averaged already, and not light
	}
	return draft
}

// least returns the smallest picture that may be decoded instead of one of spec full.
func (d *drafting) least(full tensor.Spec) (h, w int) {
	resized, err := d.resize.OutSpec(full)
	if err != nil {
		return full.H, full.W // the run will say what is wrong
	}
	h = int(math.Ceil(d.ratio * float64(resized.H)))
	w = int(math.Ceil(d.ratio * float64(resized.W)))
	return min(h, full.H), min(w, full.W)
}

// result returns the spec that the resize makes of a picture of spec full, and the part of it that the first node leaves. It
// reports false if there is none, or if it has to be padded.
func (d *drafting) result(full tensor.Spec) (resized tensor.Spec, window imgproc.Crop, ok bool) {
	resized, err := d.resize.OutSpec(full)
	if err != nil {
		return resized, window, false
	}
	if d.crop == nil {
		return resized, imgproc.Crop{Height: resized.H, Width: resized.W}, true
	}
	window, ok = d.crop(resized)
	return resized, window, ok
}

// apply makes of src, a smaller picture of one that would have been of spec full, what the first node makes of that,
// on up to so many goroutines.
func (d *drafting) apply(dst, src *tensor.Tensor, full tensor.Spec, workers int) error {
	resized, err := d.resize.OutSpec(full)
	if err != nil {
		return err
	}
	resize := imgproc.Resize{Height: resized.H, Width: resized.W, Filter: d.resize.Filter}
	if d.crop == nil {
		dst.Reset(resized)
		return resize.ApplyShared(dst, src, workers)
	}
	out, err := d.behind.OutSpec(resized)
	if err != nil {
		return err
	}
	dst.Reset(out)
	return resizeWindow(dst, src, resize, d.crop, d.behind, workers)
}
