package kernel

// transposeTile is the side of the squares in which transposeGeneric goes through a plane: the rows of one square
// on both sides stay in the nearest cache.
const transposeTile = 32

// transposeGeneric is the reference for [TransposeUint8] and [TransposeFloat32].
func transposeGeneric[T uint8 | float32](dst, src []T, h, w int, reverseRows, reverseColumns bool) {
	origin, dx, dy := 0, h, 1
	if reverseRows {
		origin, dx = (w-1)*h, -h
	}
	if reverseColumns {
		origin, dy = origin+h-1, -1
	}
	for y := 0; y < h; y += transposeTile {
		for x := 0; x < w; x += transposeTile {
			transposeSquare(dst, src, w, x, min(x+transposeTile, w), y, min(y+transposeTile, h), origin, dx, dy)
		}
	}
}

func transposeSquare[T uint8 | float32](dst, src []T, w, x0, x1, y0, y1, origin, dx, dy int) {
	for y := y0; y < y1; y++ {
		at := origin + x0*dx + y*dy
		for _, v := range src[y*w+x0 : y*w+x1] {
			dst[at] = v
			at += dx
		}
	}
}
