package jpeg

import (
	"github.com/saccade-go/saccade/internal/kernel"
	"github.com/saccade-go/saccade/tensor"
)

// An output takes rows of samples to their destination: the planes of a tensor, a function that takes them, or, if planes
// isn't nil, the components as they are.
type output struct {
	model  Model
	luma   bool // only the first component is wanted, as it is
	gray   bool
	dst    [3][]uint8 // of all of the region, or, if take isn't nil, a strip of rows
	first  int        // the row of the picture with which dst begins
	width  int        // of the region
	next   int        // the row of the picture that comes next
	drawn  int        // rows of MCUs up to the one that was transformed last, for members
	planes PlaneTaker
	group  int  // rows of MCUs that planes are given of at a time
	whole  span // rows of MCUs that wait for that
	take   RowTaker

	strip  [3][]uint8
	filled int        // rows of it
	up     [4][]uint8 // rows of the components in the picture's size
	rgb    [3][]uint8 // a row, where the destination is gray
}

func (o *output) toTensor(d *Decoder, dst *tensor.Tensor) {
	o.prepare(d)
	o.inSpace(dst.Space)
	for c := range dst.C {
		o.dst[c] = dst.Plane8(c)
	}
}

// stripRows is how many rows are given at a time: as many as resizing has a kernel for.
const stripRows = 16

func (o *output) toRows(d *Decoder, take RowTaker, space tensor.Space) {
	o.prepare(d)
	o.inSpace(space)
	o.take = take
	for c := range space.Channels() {
		o.strip[c] = resize(o.strip[c], stripRows*o.width)
	}
}

func (o *output) inSpace(space tensor.Space) {
	o.gray = space == tensor.Gray
	o.luma = o.gray && (o.model == ModelGray || o.model == ModelYCbCr)
}

func (o *output) prepare(d *Decoder) {
	o.model, o.planes, o.take, o.luma, o.gray = d.info.Model, nil, nil, false, false
	o.whole, o.filled, o.drawn = span{}, 0, 0
	o.width, o.next, o.first = d.region.Dx(), d.region.Min.Y, d.region.Min.Y
	// A row may begin and end some samples before and after the region, see component.row.
	n := o.width + 4*8
	for i := range o.up {
		o.up[i] = resize(o.up[i], n)
	}
	for i := range o.rgb {
		o.rgb[i] = resize(o.rgb[i], o.width)
	}
}

// needs reports whether the samples of component i are wanted.
func (o *output) needs(i int) bool { return i == 0 || !o.luma }

// emit writes all rows of the picture that are complete when row y of the MCUs is. Interpolation of the last row
// waits for the row below.
func (o *output) emit(d *Decoder, y int) {
	if o.planes != nil {
		o.planeRow(d, y)
		return
	}
	end := (y+1)*d.mcuH - 1
	if y == d.down-1 {
		end = d.height
	}
	end = min(end, d.region.Max.Y)
	if o.take != nil {
		o.strips(d, end)
		return
	}
	for ; o.next < end; o.next++ {
		o.row(d, o.next)
	}
}

// strips fills strips with the rows up to end, and gives those that are full to who takes them.
func (o *output) strips(d *Decoder, end int) {
	for ; o.next < end; o.next++ {
		if o.filled == 0 {
			o.first, o.dst = o.next, o.strip
		}
		o.row(d, o.next)
		if o.filled++; o.filled == stripRows {
			o.giveStrip(d)
		}
	}
}

func (o *output) giveStrip(d *Decoder) {
	o.take.TakeRows(o.first-d.region.Min.Y, o.filled, o.strip, o.width)
	o.filled = 0
}

// flush gives what waits for more rows, as none follow.
func (o *output) flush(d *Decoder) {
	if o.filled > 0 {
		o.giveStrip(d)
	}
	if o.whole.from < o.whole.to {
		o.givePlanes(d)
	}
}

// row writes a row of the picture.
func (o *output) row(d *Decoder, y int) {
	at := (y - o.first) * o.width
	if o.luma {
		copy(o.dst[0][at:at+o.width], o.upsampled(d, 0, y))
		return
	}
	rgb := o.rgb
	if !o.gray {
		for c := range rgb {
			rgb[c] = o.dst[c][at : at+o.width]
		}
	}
	o.convert(d, y, rgb)
	if o.gray {
		luma(o.dst[0][at:at+o.width], rgb)
	}
}

func (o *output) upsampled(d *Decoder, i, y int) []uint8 {
	return d.comps[i].row(o.up[i], y, d.region.Min.X, d.region.Max.X)
}

// convert writes a row in RGB.
func (o *output) convert(d *Decoder, y int, rgb [3][]uint8) {
	first := o.upsampled(d, 0, y)
	if o.model == ModelGray {
		for c := range rgb {
			copy(rgb[c], first)
		}
		return
	}
	second, third := o.upsampled(d, 1, y), o.upsampled(d, 2, y)
	if o.model == ModelYCbCr || o.model == ModelYCCK {
		kernel.YCbCrToRGB(rgb[0], rgb[1], rgb[2], first, second, third)
	} else {
		copy(rgb[0], first)
		copy(rgb[1], second)
		copy(rgb[2], third)
	}
	if d.n == 4 {
		o.ink(rgb, o.upsampled(d, 3, y))
	}
}

// ink multiplies by black. libjpeg's CMYK of YCCK is 255 − RGB.
func (o *output) ink(rgb [3][]uint8, black []uint8) {
	flip := uint8(0)
	if o.model == ModelYCCK {
		flip = 255
	}
	for c := range rgb {
		kernel.MultiplyInk(rgb[c], rgb[c], black, flip)
	}
}

// luma is Rec. 601 luma in 16-bit fixed point.
func luma(dst []uint8, rgb [3][]uint8) {
	n := len(dst)
	r, g, b := rgb[0][:n], rgb[1][:n], rgb[2][:n]
	for i := range dst {
		dst[i] = uint8((19595*uint32(r[i]) + 38470*uint32(g[i]) + 7471*uint32(b[i]) + 32768) >> 16)
	}
}
