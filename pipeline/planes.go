package pipeline

import (
	"github.com/saccade-go/saccade/imageio"
	"github.com/saccade-go/saccade/imgproc"
	"github.com/saccade-go/saccade/internal/kernel"
	"github.com/saccade-go/saccade/tensor"
)

// A planeTaker resizes the planes of a drafted picture before they become RGB: chroma is resized from its own size, and
// neither interpolated nor converted in the picture's.
type planeTaker struct {
	resizers [3]imgproc.RowResizer
	runner   *runner
	n        int // planes
	window   imgproc.Crop
	taken    bool // of the image in work
}

// LumaAlone says that chroma is wanted, unless the decoder's options say otherwise.
func (t *planeTaker) LumaAlone() bool { return false }

// BeginPlanes is called by the decoder, after the worker's least. What isn't as it should be is left to the stages.
func (t *planeTaker) BeginPlanes(sizes []imageio.PlaneSize) bool {
	d, full := t.runner.plan.draft, t.runner.full
	if t.runner.plan.acceptSpec(full) != nil {
		return false
	}
	resized, window, ok := d.result(full)
	if !ok {
		return false
	}
	for c, s := range sizes {
		if !t.resizers[c].BeginPlane(d.resize.Filter, s.Height, s.Width, s.Down, s.Across, resized.H, resized.W, window) {
			return false
		}
	}
	t.n, t.window, t.taken = len(sizes), window, true
	return true
}

// TakePlane takes rows of a plane.
func (t *planeTaker) TakePlane(c, y, n int, rows []uint8, stride int) {
	t.resizers[c].TakeRows(y, n, [3][]uint8{rows}, stride)
}

// end makes dst what the first node makes, when all rows have been taken.
func (t *planeTaker) end(dst *tensor.Tensor) {
	space := t.runner.full.Space
	dst.Reset(tensor.Spec{Space: space, C: space.Channels(), H: t.window.Height, W: t.window.Width})
	for c := range t.n {
		t.resizers[c].EndPlane(dst.Plane8(c))
	}
	if t.n == 3 {
		y, cb, cr := dst.Plane8(0), dst.Plane8(1), dst.Plane8(2)
		kernel.YCbCrToRGB(y, cb, cr, y, cb, cr)
	}
}

func (t *planeTaker) cap() (n int) {
	for i := range t.resizers {
		n += t.resizers[i].Cap()
	}
	return n
}
