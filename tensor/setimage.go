package tensor

import (
	"encoding/binary"
	"image"
	"image/color"
)

// setPixels copies the pixels of img, for which t has the right spec. The types that decoders make are taken
// apart directly; setAny does the others.
func (t *Tensor) setPixels(img image.Image) {
	switch img := img.(type) {
	case *image.Gray:
		t.setGray(img)
	case *image.Gray16:
		t.setInterleaved16(img.Pix, img.Stride, 1)
	case *image.YCbCr:
		t.setYCbCr(img)
	case *image.RGBA:
		t.setInterleaved(img.Pix, img.Stride)
		t.divideByAlpha()
	case *image.NRGBA:
		t.setInterleaved(img.Pix, img.Stride)
	case *image.NRGBA64:
		t.setInterleaved16(img.Pix, img.Stride, 4)
	case *image.CMYK:
		t.setCMYK(img)
	case *image.Paletted:
		t.setPaletted(img)
	case *image.RGBA64:
		if t.Space == RGB {
			t.setInterleaved16(img.Pix, img.Stride, 4)
		} else {
			t.setAny(img)
		}
	default:
		t.setAny(img)
	}
}

func (t *Tensor) setGray(img *image.Gray) {
	for y := range t.H {
		copy(t.U8[y*t.W:(y+1)*t.W], img.Pix[y*img.Stride:])
	}
}

// setYCbCr replicates chroma and converts with the formula and the rounding of libjpeg (jdcolor.c),
//
//	R = Y + 1.402 Cr    G = Y − 0.344136 Cb − 0.714136 Cr    B = Y + 1.772 Cb
//
// with Cb and Cr less 128, in 16 bits of fraction.
func (t *Tensor) setYCbCr(img *image.YCbCr) {
	if img.Rect.Min.X < 0 {
		t.setAny(img) // package image groups columns left of 0 in another way; no decoder makes them
		return
	}
	shift := chromaShift(img.SubsampleRatio)
	i := 0
	for y := img.Rect.Min.Y; y < img.Rect.Max.Y; y++ {
		end := i + t.W
		luma := img.Y[img.YOffset(img.Rect.Min.X, y):]
		chroma := img.COffset(img.Rect.Min.X, y)
		first := img.Rect.Min.X & (1<<shift - 1)
		rowYCbCr(t.Plane8(0)[i:end], t.Plane8(1)[i:end], t.Plane8(2)[i:end],
			luma, img.Cb[chroma:], img.Cr[chroma:], first, shift)
		i = end
	}
}

// chromaShift returns the binary logarithm of how many pixels in a row share a chroma sample.
func chromaShift(ratio image.YCbCrSubsampleRatio) int {
	switch ratio {
	case image.YCbCrSubsampleRatio422, image.YCbCrSubsampleRatio420:
		return 1
	case image.YCbCrSubsampleRatio411, image.YCbCrSubsampleRatio410:
		return 2
	}
	return 0
}

// rowYCbCr converts one row; its first pixel is number first of those that share cb[0] and cr[0].
func rowYCbCr(r, g, b, luma, cb, cr []uint8, first, shift int) {
	n := len(r)
	g, b, luma = g[:n], b[:n], luma[:n]
	for x, y := range luma {
		c := (x + first) >> shift
		u, v := int32(cb[c])-128, int32(cr[c])-128
		yy := int32(y)<<16 + 1<<15
		r[x] = clip16(yy + 91881*v)
		g[x] = clip16(yy - 22554*u - 46802*v)
		b[x] = clip16(yy + 116130*u)
	}
}

// clip16 drops 16 bits of fraction and clips to 0..255.
func clip16(v int32) uint8 {
	if uint32(v) < 1<<24 {
		return uint8(v >> 16)
	}
	return uint8(^(v >> 31)) // 0 below, 255 above
}

// setInterleaved takes 4 bytes per pixel apart; the fourth is dropped if t is RGB.
func (t *Tensor) setInterleaved(pix []uint8, stride int) {
	n := t.H * t.W
	for y := range t.H {
		row := pix[y*stride : y*stride+4*t.W]
		for c := range t.C {
			dst := t.U8[c*n+y*t.W : c*n+(y+1)*t.W]
			for x := range dst {
				dst[x] = row[4*x+c]
			}
		}
	}
}

// setInterleaved16 takes big-endian samples of 16 bits apart, channels per pixel; those that t lacks are
// dropped.
func (t *Tensor) setInterleaved16(pix []uint8, stride, channels int) {
	n := t.H * t.W
	for y := range t.H {
		for c := range t.C {
			dst := t.F32[c*n+y*t.W : c*n+(y+1)*t.W]
			at := y*stride + 2*c
			for x := range dst {
				dst[x] = float32(binary.BigEndian.Uint16(pix[at:])) / 65535
				at += 2 * channels
			}
		}
	}
}

// divideByAlpha makes premultiplied RGBA straight, with the rounding of color.NRGBAModel. RGB is left alone.
func (t *Tensor) divideByAlpha() {
	if t.Space != RGBA {
		return
	}
	r, g, b := t.Plane8(0), t.Plane8(1), t.Plane8(2)
	for i, a := range t.Plane8(3) {
		switch a {
		case 255:
		case 0:
			r[i], g[i], b[i] = 0, 0, 0
		default:
			r[i], g[i], b[i] = straight(r[i], a), straight(g[i], a), straight(b[i], a)
		}
	}
}

// straight divides a premultiplied value by alpha, both widened to 16 bits first.
func straight(v, a uint8) uint8 {
	return uint8(uint32(v) * 0x101 * 0xffff / (uint32(a) * 0x101) >> 8)
}

func (t *Tensor) setCMYK(img *image.CMYK) {
	r, g, b := t.Plane8(0), t.Plane8(1), t.Plane8(2)
	i := 0
	for y := range t.H {
		for x := range t.W {
			p := img.Pix[y*img.Stride+4*x:][:4]
			r[i], g[i], b[i] = color.CMYKToRGB(p[0], p[1], p[2], p[3])
			i++
		}
	}
}

func (t *Tensor) setPaletted(img *image.Paletted) {
	var palette [256]color.NRGBA
	for i, c := range img.Palette {
		if c != nil {
			palette[i] = color.NRGBAModel.Convert(c).(color.NRGBA)
		}
	}
	n := t.H * t.W
	for y := range t.H {
		for x, v := range img.Pix[y*img.Stride : y*img.Stride+t.W] {
			c, i := palette[v], y*t.W+x
			t.U8[i], t.U8[n+i], t.U8[2*n+i] = c.R, c.G, c.B
			if t.Space == RGBA {
				t.U8[3*n+i] = c.A
			}
		}
	}
}

// setAny goes pixel by pixel through the color interfaces.
func (t *Tensor) setAny(img image.Image) {
	b := img.Bounds()
	n, i := t.H*t.W, 0
	for y := b.Min.Y; y < b.Max.Y; y++ {
		for x := b.Min.X; x < b.Max.X; x++ {
			if t.DType == Uint8 {
				c := color.NRGBAModel.Convert(img.At(x, y)).(color.NRGBA)
				samples := [4]uint8{c.R, c.G, c.B, c.A}
				for k := range t.C {
					t.U8[k*n+i] = samples[k]
				}
			} else {
				c := color.NRGBA64Model.Convert(img.At(x, y)).(color.NRGBA64)
				samples := [4]uint16{c.R, c.G, c.B, c.A}
				for k := range t.C {
					t.F32[k*n+i] = float32(samples[k]) / 65535
				}
			}
			i++
		}
	}
}
