package kernel

// TransposeUint8 writes src, a plane of h rows and w columns, to dst with rows and columns exchanged, and then, if
// asked, with the order of dst's w rows or of its h columns reversed:
//
//	dst[X·h+Y] = src[y·w+x]   X = x, or w−1−x with reverseRows;  Y = y, or h−1−y with reverseColumns
//
// reverseRows alone is a quarter turn counter-clockwise, reverseColumns alone a quarter turn clockwise.
func TransposeUint8(dst, src []uint8, h, w int, reverseRows, reverseColumns bool) {
	transposeUint8(dst[:h*w], src[:h*w], h, w, reverseRows, reverseColumns)
}

// TransposeFloat32 is [TransposeUint8] for float32.
func TransposeFloat32(dst, src []float32, h, w int, reverseRows, reverseColumns bool) {
	transposeFloat32(dst[:h*w], src[:h*w], h, w, reverseRows, reverseColumns)
}
