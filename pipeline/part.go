package pipeline

import (
	"image"

	"github.com/saccade-go/saccade/imgproc"
	"github.com/saccade-go/saccade/tensor"
)

// A parter lets the decoder leave out what the first node of a plan, a crop, would cut away.
type parter struct {
	plan  *Plan
	crop  func(tensor.Spec) (imgproc.Crop, bool) // nil: the plan doesn't begin with a crop
	taken bool                                   // the image in work is cut already
}

func newParter(p *Plan) parter {
	t := parter{plan: p}
	if len(p.Nodes) > 0 && p.Nodes[0].plain() {
		t.crop = cropOf(p.Nodes[0].Stage)
	}
	return t
}

// part is asked by the decoder. What isn't as it should be is left to the stages, who have a message for it.
func (t *parter) part(h, w int) image.Rectangle {
	full := t.plan.In
	full.H, full.W = h, w
	if t.plan.acceptSpec(full) != nil {
		return image.Rectangle{}
	}
	c, ok := t.crop(full)
	if !ok {
		return image.Rectangle{}
	}
	if _, err := c.OutSpec(full); err != nil {
		return image.Rectangle{}
	}
	t.taken = true
	return image.Rect(c.X, c.Y, c.X+c.Width, c.Y+c.Height)
}

// cropOf returns what gives the window that a stage cuts out, or nil if it is no crop.
func cropOf(s Stage) func(tensor.Spec) (imgproc.Crop, bool) {
	switch c := s.(type) {
	case imgproc.CenterCrop:
		return c.Crop
	case imgproc.Crop:
		return func(tensor.Spec) (imgproc.Crop, bool) { return c, true }
	}
	return nil
}
