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

// ratioPlacesGeneric begins with number first.
func ratioPlacesGeneric(whole []int32, rest []float32, first int, a, b, c, d, shift float64) {
	rest = rest[:len(whole)]
	for i := range whole {
		at := float64(first + i)
		v := (a+float64(at*b))/(c+float64(at*d)) + shift
		if !(v > -1<<29) {
			v = -1 << 29
		}
		floor := math.Floor(min(v, 1<<29))
		whole[i], rest[i] = int32(floor), float32(min(v, 1<<29)-floor)
	}
}

func mapPlacesGeneric(whole []int32, rest, v []float32, shift float32) {
	rest, v = rest[:len(whole)], v[:len(whole)]
	for i := range whole {
		at := v[i] + shift
		if !(at > -1<<29) {
			at = -1 << 29
		}
		at = min(at, 1<<29)
		floor := float32(math.Floor(float64(at)))
		whole[i], rest[i] = int32(floor), at-floor
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

func cubicWeightsGeneric(w [][4]float32, f []float32) {
	const a = -0.75
	f = f[:len(w)]
	for i := range w {
		x, g := f[i], 1-f[i]
		w0 := a * x * g * g
		w1 := float32((float32((a+2)*x)-(a+3))*x*x) + 1
		w3 := a * g * x * x
		w[i] = [4]float32{w0, w1, 1 - w0 - w1 - w3, w3}
	}
}

func cubicUint8Generic(dst, src []uint8, stride int, x, y []int32, u, v [][4]float32) {
	x, y, u, v = x[:len(dst)], y[:len(dst)], u[:len(dst)], v[:len(dst)]
	for i := range dst {
		sum := square(src[int(y[i]-1)*stride+int(x[i]-1):], stride, &u[i], &v[i])
		dst[i] = uint8(math.Float32bits(min(max(sum, 0), 255) + 1<<23))
	}
}

func cubicFloat32Generic(dst, src []float32, stride int, x, y []int32, u, v [][4]float32) {
	x, y, u, v = x[:len(dst)], y[:len(dst)], u[:len(dst)], v[:len(dst)]
	for i := range dst {
		dst[i] = square(src[int(y[i]-1)*stride+int(x[i]-1):], stride, &u[i], &v[i])
	}
}

// square sums the 16 pixels that begin with src.
func square[T uint8 | float32](src []T, stride int, u, v *[4]float32) float32 {
	p, q, r, s := src[:4], src[stride:][:4], src[2*stride:][:4], src[3*stride:][:4]
	var t [4]float32
	for l := range t {
		t[l] = float32(v[0]*float32(p[l])) + float32(v[1]*float32(q[l])) + float32(v[2]*float32(r[l])) + float32(v[3]*float32(s[l]))
		t[l] *= u[l]
	}
	return (t[0] + t[1]) + (t[2] + t[3])
}

func nearestGeneric[T uint8 | float32](dst, src []T, stride int, x, y []int32) {
	x, y = x[:len(dst)], y[:len(dst)]
	for i := range dst {
		dst[i] = src[int(y[i])*stride+int(x[i])]
	}
}
