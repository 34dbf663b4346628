package pipeline

import (
	"reflect"

	"github.com/saccade-go/saccade/imgproc"
	"github.com/saccade-go/saccade/tensor"
)

// A Streamer is a Source whose Load gives what package imageio makes of an encoded image and does nothing to it. Then a
// plan that begins with a resize needn't have the picture: its rows are resized as they are decoded, and Load leaves dst
// alone. For a plan that begins with a crop, only what that leaves is decoded. The bytes are the same.
type Streamer interface {
	Source
	// Streams is never called.
	Streams()
}

// streams reports whether s is a Streamer. It takes no memory.
func streams[S Source](s S) bool {
	if reflect.TypeFor[S]().Kind() == reflect.Interface {
		_, ok := any(s).(Streamer)
		return ok
	}
	_, ok := any((*S)(nil)).(Streamer)
	return ok
}

// rowTaker is where the decoder gives its rows: the first node of a plan, a resize with or without a crop behind it.
type rowTaker struct {
	imgproc.RowResizer
	plan   *Plan
	resize imgproc.Resize
	crop   func(resized tensor.Spec) (imgproc.Crop, bool) // nil: no crop
	able   bool                                           // the plan begins like that
	space  tensor.Space
	taken  bool // of the image in work
}

func newRowTaker(p *Plan) rowTaker {
	t := rowTaker{plan: p}
	if len(p.Nodes) == 0 || !p.Nodes[0].plain() || p.draft != nil {
		return t
	}
	switch s := p.Nodes[0].Stage.(type) {
	case imgproc.Resize:
		t.resize, t.able = s, true
	case window:
		t.resize, t.crop, t.able = s.resize, s.crop, true
	}
	return t
}

// Begin is called by the decoder. What isn't as it should be is left to the stages, who have a message for it.
func (t *rowTaker) Begin(spec tensor.Spec) bool {
	if t.plan.acceptSpec(spec) != nil {
		return false
	}
	resized, err := t.resize.OutSpec(spec)
	if err != nil {
		return false
	}
	crop, ok := imgproc.Crop{Height: resized.H, Width: resized.W}, true
	if t.crop != nil {
		crop, ok = t.crop(resized)
	}
	t.space = spec.Space
	t.taken = ok && t.RowResizer.Begin(t.resize, spec, crop)
	return t.taken
}
