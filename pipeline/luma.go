package pipeline

import (
	"github.com/saccade-go/saccade/colorspace"
	"github.com/saccade-go/saccade/imageio"
	"github.com/saccade-go/saccade/internal/kernel"
	"github.com/saccade-go/saccade/tensor"
)

// A lumaTaker stands in for the first node of a plan with Draft, a conversion to gray: it takes the luma plane of a file,
// of which nothing else is decoded. That differs from the gray of RGB by rounding, and where RGB is clipped.
type lumaTaker struct {
	plan  *Plan
	able  bool // the plan has Draft and begins like that
	gray  tensor.Tensor
	taken bool // of the image in work
}

func newLumaTaker(p *Plan) lumaTaker {
	t := lumaTaker{plan: p}
	if p.drafts && len(p.Nodes) > 0 && p.Nodes[0].plain() && p.In.DType == tensor.Uint8 {
		c, ok := p.Nodes[0].Stage.(colorspace.Convert)
		t.able = ok && c.To == tensor.Gray
	}
	return t
}

// LumaAlone says that chroma isn't wanted.
func (t *lumaTaker) LumaAlone() bool { return true }

// BeginPlanes is called by the decoder. What isn't as it should be is left to the stages.
func (t *lumaTaker) BeginPlanes(sizes []imageio.PlaneSize) bool {
	full := t.plan.In
	full.H, full.W = sizes[0].Height, sizes[0].Width
	if t.plan.acceptSpec(full) != nil {
		return false
	}
	t.gray.Reset(tensor.Spec{DType: tensor.Float32, Space: tensor.Gray, C: 1, H: full.H, W: full.W})
	t.taken = true
	return true
}

// TakePlane takes rows of luma.
func (t *lumaTaker) TakePlane(_, y, n int, rows []uint8, stride int) {
	w := t.gray.W
	for i := range n {
		kernel.UnitUint8(t.gray.F32[(y+i)*w:][:w], rows[i*stride:][:w])
	}
}
