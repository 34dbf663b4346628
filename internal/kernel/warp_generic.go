package kernel

import "math"

func linePlacesGeneric(whole []int32, rest []float32, at, step int64) {
	const unit = 1. / (1 << 24)
	rest = rest[:len(whole)]
	for i := range whole {
		whole[i], rest[i] = int32(at>>32), float32(int32(uint32(at)>>8))*unit
		at += step
	}
}

func bilinearUint8Generic(dst, src []uint8, stride int, x, y []int32, fx, fy []float32) {
	x, y, fx, fy = x[:len(dst)], y[:len(dst)], fx[:len(dst)], fy[:len(dst)]
	for i := range dst {
		top := src[int(y[i])*stride+int(x[i]):]
		bottom := top[stride:][:2]
		t := between(float32(top[0]), float32(top[1]), fx[i])
		u := between(float32(bottom[0]), float32(bottom[1]), fx[i])
		// Adding 2^23 leaves no place for a fraction: the last byte is the number.
		dst[i] = uint8(math.Float32bits(between(t, u, fy[i]) + 1<<23))
	}
}

func bilinearFloat32Generic(dst, src []float32, stride int, x, y []int32, fx, fy []float32) {
	x, y, fx, fy = x[:len(dst)], y[:len(dst)], fx[:len(dst)], fy[:len(dst)]
	for i := range dst {
		top := src[int(y[i])*stride+int(x[i]):]
		bottom := top[stride:][:2]
		dst[i] = between(between(top[0], top[1], fx[i]), between(bottom[0], bottom[1], fx[i]), fy[i])
	}
}

func between(a, b, f float32) float32 { return a + float32((b-a)*f) }
