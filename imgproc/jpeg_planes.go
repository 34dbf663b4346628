package imgproc

import (
	"github.com/saccade-go/saccade/internal/kernel"
	"github.com/saccade-go/saccade/internal/scratch"
	"github.com/saccade-go/saccade/tensor"
)

// jpegPlanes compresses the planes of a gray or RGB picture, and copies the plane of alpha.
func jpegPlanes(dst, src []uint8, spec tensor.Spec, quality int) {
	n := spec.H * spec.W
	tables := &jpegTables()[quality]
	if colours(spec) == 1 {
		luma := newJPEGPlane(spec.H, spec.W)
		defer luma.free()
		for y := range spec.H {
			copy(luma.row(y), src[y*spec.W:][:spec.W])
		}
		luma.compress(&tables[0])
		for y := range spec.H {
			copy(dst[y*spec.W:][:spec.W], luma.row(y))
		}
		copy(dst[n:], src[n:])
		return
	}
	p := newJPEGPicture(spec.H, spec.W)
	defer p.free()
	p.take(src[:3*n])
	p.luma.compress(&tables[0])
	p.cb.compress(&tables[1])
	p.cr.compress(&tables[1])
	p.give(dst[:3*n])
	copy(dst[3*n:], src[3*n:])
}

// A jpegPlane is h×w samples with room for whole blocks.
type jpegPlane struct {
	h, w   int
	stride int
	memory *scratch.Buffer[uint8]
}

func newJPEGPlane(h, w int) jpegPlane {
	stride := (w + 7) &^ 7
	return jpegPlane{h, w, stride, scratch.Uint8.Get((h + 7) &^ 7 * stride)}
}

func (p *jpegPlane) free() { scratch.Uint8.Put(p.memory) }

// row returns a row with the room behind it.
func (p *jpegPlane) row(y int) []uint8 { return p.memory.S[y*p.stride:][:p.stride] }

// compress makes of the samples what is left of them. Where blocks go beyond the picture, its last column and then its last
// row are repeated; who has filled the columns already says so by a width of whole blocks.
func (p *jpegPlane) compress(t *jpegTable) {
	for y := range p.h {
		row := p.row(y)
		fill(row[p.w:], row[p.w-1])
	}
	for y := p.h; y < (p.h+7)&^7; y++ {
		copy(p.row(y), p.row(p.h-1))
	}
	coef := scratch.Int16.Get(8 * p.stride)
	last := scratch.Uint8.Get(p.stride / 8)
	defer scratch.Int16.Put(coef)
	defer scratch.Uint8.Put(last)
	fill(last.S, 63)
	for y := 0; y < p.h; y += 8 {
		rows := p.memory.S[y*p.stride:][:8*p.stride]
		for x := 0; x < p.stride; x += 8 {
			p.transform(coef.S[8*x:], rows[x:], t)
		}
		kernel.IDCTRow8(rows, p.stride, coef.S, &t.quant, last.S)
	}
}

// transform writes the coefficients of the block at the beginning of samples.
func (p *jpegPlane) transform(coef []int16, samples []uint8, t *jpegTable) {
	var block [64]int16
	for y := range 8 {
		row := samples[y*p.stride:][:8]
		for x, v := range row {
			block[8*y+x] = int16(v) - 128
		}
	}
	kernel.FDCT8(&block)
	t.code(coef, block[:])
}

// A jpegPicture is luma, and chroma at half of the size.
type jpegPicture struct{ luma, cb, cr jpegPlane }

func newJPEGPicture(h, w int) jpegPicture {
	halfH, halfW := (h+1)/2, (w+1)/2
	return jpegPicture{newJPEGPlane(h, w), newJPEGPlane(halfH, halfW), newJPEGPlane(halfH, halfW)}
}

func (p *jpegPicture) free() { p.luma.free(); p.cb.free(); p.cr.free() }

// take converts the planes of an RGB picture. Two rows of chroma become one.
func (p *jpegPicture) take(src []uint8) {
	h, w := p.luma.h, p.luma.w
	n, wide := h*w, 2*p.cb.stride
	memory := scratch.Uint8.Get(4 * wide)
	defer scratch.Uint8.Put(memory)
	for y := 0; y < h; y += 2 {
		for i := range 2 {
			from := min(y+i, h-1) * w
			cb, cr := memory.S[2*i*wide:][:wide], memory.S[(2*i+1)*wide:][:wide]
			luma := p.luma.row(min(y+i, h-1))[:w]
			rgbToYCbCr(luma, cb[:w], cr[:w], src[from:], src[n+from:], src[2*n+from:])
			fill(cb[w:], cb[w-1])
			fill(cr[w:], cr[w-1])
		}
		halve(p.cb.row(y/2), memory.S[:wide], memory.S[2*wide:][:wide])
		halve(p.cr.row(y/2), memory.S[wide:][:wide], memory.S[3*wide:][:wide])
	}
	p.cb.w, p.cr.w = p.cb.stride, p.cr.stride // the columns behind are filled
}

// rgbToYCbCr is libjpeg's conversion in 16 bits behind the binary point.
func rgbToYCbCr(luma, cb, cr, r, g, b []uint8) {
	const half, centre = 1 << 15, 128<<16 + 1<<15 - 1
	n := len(luma)
	cb, cr, r, g, b = cb[:n], cr[:n], r[:n], g[:n], b[:n]
	for i := range luma {
		red, green, blue := int32(r[i]), int32(g[i]), int32(b[i])
		luma[i] = uint8((19595*red + 38470*green + 7471*blue + half) >> 16)
		cb[i] = uint8((-11058*red - 21710*green + 32768*blue + centre) >> 16)
		cr[i] = uint8((32768*red - 27439*green - 5329*blue + centre) >> 16)
	}
}

// halve makes one sample of four. What is lost by rounding alternates.
func halve(dst, above, below []uint8) {
	bias := uint32(1)
	above, below = above[:2*len(dst)], below[:2*len(dst)]
	for i, j := 0, 0; i < len(dst) && j < len(above)-1 && j < len(below)-1; i, j = i+1, j+2 {
		dst[i] = uint8((uint32(above[j]) + uint32(above[j+1]) + uint32(below[j]) + uint32(below[j+1]) + bias) >> 2)
		bias ^= 3
	}
}

// leastTriangle is how wide a plane of chroma is at least that libjpeg doubles by the triangle filter.
const leastTriangle = 3

// give writes the planes of the RGB picture.
func (p *jpegPicture) give(dst []uint8) {
	h, w := p.luma.h, p.luma.w
	n, half := h*w, (w+1)/2
	memory := scratch.Uint8.Get(4 * half)
	defer scratch.Uint8.Put(memory)
	cb, cr := memory.S[:2*half], memory.S[2*half:]
	for y := range h {
		p.cb.double(cb, y)
		p.cr.double(cr, y)
		at := y * w
		kernel.YCbCrToRGB(dst[at:][:w], dst[n+at:][:w], dst[2*n+at:][:w], p.luma.row(y)[:w], cb[:w], cr[:w])
	}
}

// double makes row y of twice the size.
func (p *jpegPlane) double(dst []uint8, y int) {
	near := p.row(y / 2)[:len(dst)/2]
	if len(near) < leastTriangle {
		for i, v := range near {
			dst[2*i], dst[2*i+1] = v, v
		}
		return
	}
	far := y/2 - 1 + y%2*2
	kernel.UpsampleH2V2(dst, near, p.row(min(max(far, 0), p.h-1))[:len(near)])
}
