package jpeg

import "image"

// Planes is a picture as the file has it: each component with its own size, in the file's colour model. Row y of
// component c is Pix[c][y·Width[c]:][:Width[c]].
type Planes struct {
	Model         Model
	N             int // components: 1, 3 or 4
	Width, Height [4]int
	Pix           [4][]uint8
}

// DecodePlanes makes dst the planes of the file in data; their memory is used again. Of opt, Space and Region have to
// be zero. Errors are those of [Decoder.Decode].
//
// In a scaled picture a subsampled component is scaled less than the others if that gives it their size: at Scale 2
// the planes of a 4:2:0 file are of equal size.
func (d *Decoder) DecodePlanes(dst *Planes, data []byte, opt Options) error {
	if opt.Space != 0 {
		return &OptionError{"Space", "none for planes", opt.Space}
	}
	if opt.Region != (image.Rectangle{}) {
		return &OptionError{"Region", "none for planes", opt.Region}
	}
	if err := d.begin(data, opt); err != nil {
		return err
	}
	dst.Model, dst.N = d.info.Model, d.n
	for i := range dst.Pix {
		dst.Width[i], dst.Height[i] = 0, 0
		if i < d.n {
			dst.Width[i], dst.Height[i] = d.comps[i].width, d.comps[i].height
		}
		dst.Pix[i] = resize(dst.Pix[i], dst.Width[i]*dst.Height[i])
	}
	d.out.prepare(d)
	d.out.planes = dst
	defer d.release()
	return d.scans(data)
}

// copyRows takes the samples of row y of the MCUs.
func (p *Planes) copyRows(d *Decoder, y int) {
	for i := range d.n {
		c := &d.comps[i]
		lines := c.v * c.size
		for at := y * lines; at < min((y+1)*lines, c.height); at++ {
			copy(p.Pix[i][at*c.width:(at+1)*c.width], c.line(at))
		}
	}
}
