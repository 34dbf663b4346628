package kernel

import "encoding/binary"

// MaxBox is the largest width and height of a box.
const MaxBox = 256

// BoxReduceUint8 makes a row of the means of boxes, width columns of height rows each, which begin at multiples of
// stride in src:
//
//	dst[x] = (Σ src[i·stride+width·x+j] + ⌊n/2⌋) · ⌊2²⁴/n⌋ >> 24   n = width·height; i < height, j < width
//
// as Pillow's Image.reduce does. The reciprocal is cut off, so that where n isn't a power of two a mean that isn't far
// above a half, or a whole number, may come out 1 less than rounded.
func BoxReduceUint8(dst, src []uint8, stride, width, height int) {
	if len(dst) > 0 {
		_ = src[(height-1)*stride+width*len(dst)-1]
		boxReduceUint8(dst, src, stride, width, height)
	}
}

// boxReduceByColumns is [BoxReduceUint8] by way of the sums of columns, for boxes of any size.
func boxReduceByColumns(dst, src []uint8, stride, width, height int) {
	var sums [2 * MaxBox]uint16
	n := uint32(width * height)
	half, reciprocal := n/2, 1<<24/n
	for len(dst) > 0 {
		boxes := min(len(dst), len(sums)/width)
		sumColumnsUint8(sums[:boxes*width], src, stride, height)
		at := 0
		for x := range boxes {
			s := half
			for end := at + width; at < end; at++ {
				s += uint32(sums[at%len(sums)])
			}
			dst[x] = uint8(s * reciprocal >> 24)
		}
		dst, src = dst[boxes:], src[boxes*width:]
	}
}

// sumColumnsUint8Generic adds up the rows of columns, at most MaxBox of them: eight columns at a time in two uint64.
func sumColumnsUint8Generic(sums []uint16, src []uint8, stride, rows int) {
	const bytes = 0x00FF_00FF_00FF_00FF
	x := 0
	for ; x+8 <= len(sums); x += 8 {
		var even, odd uint64
		for i := range rows {
			v := binary.LittleEndian.Uint64(src[i*stride+x:])
			even += v & bytes
			odd += v >> 8 & bytes
		}
		s := (*[8]uint16)(sums[x:])
		for i := range 4 {
			s[2*i], s[2*i+1] = uint16(even>>(16*i)), uint16(odd>>(16*i))
		}
	}
	for ; x < len(sums); x++ {
		sums[x] = 0
		for i := range rows {
			sums[x] += uint16(src[i*stride+x])
		}
	}
}

// BoxReduceFloat32 is [BoxReduceUint8] for float32: sums are float64, row by row from left to right, divided by n and
// rounded once.
func BoxReduceFloat32(dst, src []float32, stride, width, height int) {
	for x := range dst {
		sum := 0.0
		for i := range height {
			for _, v := range src[i*stride+width*x:][:width] {
				sum += float64(v)
			}
		}
		dst[x] = float32(sum / float64(width*height))
	}
}
