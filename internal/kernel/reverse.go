package kernel

// ReverseUint8 writes src to dst in the opposite order: dst[i] = src[len(dst)−1−i]. Of a row it makes its mirror
// image, of a plane the plane turned by 180°.
func ReverseUint8(dst, src []uint8) { reverseUint8(dst, src[:len(dst)]) }

// ReverseFloat32 is [ReverseUint8] for float32.
func ReverseFloat32(dst, src []float32) { reverseFloat32(dst, src[:len(dst)]) }
