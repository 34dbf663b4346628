package imageio

import (
	"image"

	"github.com/saccade-go/saccade/tensor"
)

// turned reports whether an orientation exchanges width and height.
func turned(orientation int) bool { return orientation >= 5 }

// orient makes dst the picture src turned upright. The orientations are those of Exif 2.32, tag 274: where
// row 0 and column 0 of the stored picture are in the upright one.
//
//	1 top left (as it is)      5 left top (transposed)
//	2 top right (mirrored)     6 right top (to be turned 90° clockwise)
//	3 bottom right (by 180°)   7 right bottom (transposed on the other diagonal)
//	4 bottom left (flipped)    8 left bottom (to be turned 90° anticlockwise)
func orient(dst, src *tensor.Tensor, orientation int) {
	spec := src.Spec
	if turned(orientation) {
		spec.H, spec.W = src.W, src.H
	}
	dst.Reset(spec)
	g := gatherFor(orientation, src.H, src.W)
	for c := range spec.C {
		if spec.DType == tensor.Uint8 {
			gatherPlane(dst.Plane8(c), src.Plane8(c), spec.W, g)
		} else {
			gatherPlane(dst.Plane32(c), src.Plane32(c), spec.W, g)
		}
	}
}

// A gather says where an upright pixel is stored: at start + y·row + x·column.
type gather struct{ start, row, column int }

// gatherFor returns the gather for a stored picture of h rows of w pixels.
func gatherFor(orientation, h, w int) gather {
	last, lastRow := w-1, (h-1)*w
	switch orientation {
	case 2:
		return gather{last, w, -1}
	case 3:
		return gather{lastRow + last, -w, -1}
	case 4:
		return gather{lastRow, -w, 1}
	case 5:
		return gather{0, 1, w}
	case 6:
		return gather{lastRow, 1, -w}
	case 7:
		return gather{lastRow + last, -1, -w}
	case 8:
		return gather{last, -1, w}
	}
	return gather{0, w, 1}
}

// stored returns where a part of the upright picture is in the stored one, which has h rows of w pixels.
func stored(part image.Rectangle, orientation, h, w int) image.Rectangle {
	g := gatherFor(orientation, h, w)
	at := func(y, x int) image.Rectangle {
		i := g.start + y*g.row + x*g.column
		return image.Rect(i%w, i/w, i%w+1, i/w+1)
	}
	return at(part.Min.Y, part.Min.X).Union(at(part.Max.Y-1, part.Max.X-1))
}

// tile is the side of the squares that gatherPlane works in, so that a transposition stays in the cache.
const tile = 32

// gatherPlane fills dst, rows of w pixels, from src.
func gatherPlane[T uint8 | float32](dst, src []T, w int, g gather) {
	h := len(dst) / w
	switch g.column {
	case 1:
		for y := range h {
			copy(dst[y*w:(y+1)*w], src[g.start+y*g.row:])
		}
	case -1:
		for y := range h {
			end := g.start + y*g.row + 1
			mirrorRow(dst[y*w:(y+1)*w], src[end-w:end])
		}
	default:
		for y := 0; y < h; y += tile {
			for x := 0; x < w; x += tile {
				gatherTile(dst, src, w, g, y, x)
			}
		}
	}
}

func mirrorRow[T uint8 | float32](dst, src []T) {
	src = src[:len(dst)]
	for x := range dst {
		dst[x] = src[len(src)-1-x]
	}
}

// gatherTile fills the square of dst that begins at y0, x0.
func gatherTile[T uint8 | float32](dst, src []T, w int, g gather, y0, x0 int) {
	h := len(dst) / w
	for y := y0; y < min(y0+tile, h); y++ {
		out := dst[y*w+x0 : y*w+min(x0+tile, w)]
		at := g.start + y*g.row + x0*g.column
		for x := range out {
			out[x] = src[at]
			at += g.column
		}
	}
}
