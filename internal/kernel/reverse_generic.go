package kernel

import (
	"encoding/binary"
	"math/bits"
)

// reverseUint8Generic is the reference for [ReverseUint8].
func reverseUint8Generic(dst, src []uint8) {
	for len(src) >= 8 {
		v := binary.LittleEndian.Uint64(src)
		binary.LittleEndian.PutUint64(dst[len(dst)-8:], bits.ReverseBytes64(v))
		src, dst = src[8:], dst[:len(dst)-8]
	}
	for i, v := range src {
		dst[len(dst)-1-i] = v
	}
}

// reverseFloat32Generic is the reference for [ReverseFloat32].
func reverseFloat32Generic(dst, src []float32) {
	for len(src) >= 4 {
		from, to := (*[4]float32)(src), (*[4]float32)(dst[len(dst)-4:])
		to[3], to[2], to[1], to[0] = from[0], from[1], from[2], from[3]
		src, dst = src[4:], dst[:len(dst)-4]
	}
	for i, v := range src {
		dst[len(dst)-1-i] = v
	}
}
