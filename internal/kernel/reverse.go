package kernel

import (
	"encoding/binary"
	"math/bits"
)

// ReverseUint8 writes src to dst in the opposite order: dst[i] = src[len(dst)−1−i]. Of a row it makes its mirror
// image, of a plane the plane turned by 180°.
func ReverseUint8(dst, src []uint8) {
	src = src[:len(dst)]
	for len(src) >= 8 {
		v := binary.LittleEndian.Uint64(src)
		binary.LittleEndian.PutUint64(dst[len(dst)-8:], bits.ReverseBytes64(v))
		src, dst = src[8:], dst[:len(dst)-8]
	}
	for i, v := range src {
		dst[len(dst)-1-i] = v
	}
}

// ReverseFloat32 is [ReverseUint8] for float32.
func ReverseFloat32(dst, src []float32) {
	src = src[:len(dst)]
	for len(src) >= 4 {
		from, to := (*[4]float32)(src), (*[4]float32)(dst[len(dst)-4:])
		to[3], to[2], to[1], to[0] = from[0], from[1], from[2], from[3]
		src, dst = src[4:], dst[:len(dst)-4]
	}
	for i, v := range src {
		dst[len(dst)-1-i] = v
	}
}
