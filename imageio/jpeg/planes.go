package jpeg

import (
	"image"

	"github.com/saccade-go/saccade/tensor"
)

// Planes is a picture as the file has it: each component with its own size, in the file's colour model. Row y of
// component c is Pix[c][y·Width[c]:][:Width[c]].
type Planes struct {
	PlaneSizes
	Pix [4][]uint8
}

// PlaneSizes says what planes there are. A sample of plane c is a rectangle of the picture; the picture is Across[c] of them
// wide and Down[c] high, which are less than Width[c] and Height[c] where it ends within a sample.
type PlaneSizes struct {
	Model         Model
	N             int // components: 1, 3 or 4
	Width, Height [4]int
	Across, Down  [4]float64
}

// A PlaneTaker takes the planes of a picture a few rows at a time.
type PlaneTaker interface {
	// BeginPlanes is told which planes come and reports whether they are to be given to TakePlane.
	BeginPlanes(sizes PlaneSizes) bool
	// TakePlane takes n rows from row y of plane c on: row i of them begins at rows[i·stride]. They are valid during the call.
	TakePlane(c, y, n int, rows []uint8, stride int)
}

// DecodePlanes makes dst the planes of the file in data; their memory is used again. Of opt, Space and Region have to
// be zero. Errors are those of [Decoder.Decode].
//
// In a scaled picture a subsampled component is scaled less than the others if that gives it their size: at Scale 2
// the planes of a 4:2:0 file are of equal size.
func (d *Decoder) DecodePlanes(dst *Planes, data []byte, opt Options) error {
	if opt.Space != tensor.None {
		return &OptionError{"Space", "none for planes", opt.Space}
	}
	_, err := d.DecodePlanesTo((*keptPlanes)(dst), data, opt)
	return err
}

// DecodePlanesTo decodes planes as [Decoder.DecodePlanes] does, and gives their rows to take instead of keeping them: each
// row once, several at a time. With Options.Workers they come in any order and from several goroutines. With Options.Space
// Gray there is only the first plane of a file that has luma in it. If take doesn't want them it reports false, and nothing
// is decoded.
func (d *Decoder) DecodePlanesTo(take PlaneTaker, data []byte, opt Options) (taken bool, err error) {
	if opt.Region != (image.Rectangle{}) {
		return false, &OptionError{"Region", "none for planes", opt.Region}
	}
	if err := d.begin(data, opt); err != nil {
		return false, err
	}
	defer d.release()
	d.out.prepare(d)
	if opt.Space == tensor.Gray {
		d.out.inSpace(opt.Space)
	}
	if !take.BeginPlanes(d.planeSizes()) {
		return false, nil
	}
	d.out.planes = take
	d.widen()
	return true, d.scans(data)
}

// planeLines is about how many lines of the first plane are given at a time: for few of them a call isn't worth it.
const planeLines = 32

// widen makes the rings large enough for several rows of MCUs to be given at a time.
func (d *Decoder) widen() {
	d.out.group = max(1, planeLines/d.mcuH)
	for i := range d.n {
		c := &d.comps[i]
		c.rows *= d.out.group
		c.ring = resize(c.ring, c.stride*c.rows)
	}
}

func (d *Decoder) planeSizes() PlaneSizes {
	s, f := PlaneSizes{Model: d.info.Model}, &d.info.frame
	for i := range d.n {
		if c := &d.comps[i]; d.out.needs(i) {
			s.N++
			s.Width[i], s.Height[i] = c.width, c.height
			s.Across[i] = float64(d.info.Width*c.h*c.size) / float64(8*f.maxH)
			s.Down[i] = float64(d.info.Height*c.v*c.size) / float64(8*f.maxV)
		}
	}
	return s
}

// planeRow takes note that row y of the MCUs is complete, and gives it to who takes planes when there are enough.
func (o *output) planeRow(d *Decoder, y int) {
	if o.whole.from == o.whole.to {
		o.whole = span{y, y}
	}
	if o.whole.to = y + 1; o.whole.to%o.group == 0 {
		o.givePlanes(d)
	}
}

// givePlanes gives the rows of MCUs that wait. They are in one piece in the rings, which have twice as many as a group has.
func (o *output) givePlanes(d *Decoder) {
	for i := range d.n {
		c := &d.comps[i]
		lines := c.v * c.size
		at := o.whole.from * lines
		if n := min(o.whole.to*lines, c.height) - at; n > 0 && o.needs(i) {
			o.planes.TakePlane(i, at, n, c.ring[at%c.rows*c.stride:], c.stride)
		}
	}
	o.whole = span{}
}

// keptPlanes keeps the planes that it takes.
type keptPlanes Planes

func (p *keptPlanes) BeginPlanes(sizes PlaneSizes) bool {
	p.PlaneSizes = sizes
	for i := range p.Pix {
		p.Pix[i] = resize(p.Pix[i], p.Width[i]*p.Height[i])
	}
	return true
}

func (p *keptPlanes) TakePlane(c, y, n int, rows []uint8, stride int) {
	for i := range n {
		copy(p.Pix[c][(y+i)*p.Width[c]:][:p.Width[c]], rows[i*stride:])
	}
}
