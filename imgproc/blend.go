package imgproc

import "github.com/saccade-go/saccade/tensor"

// luma is torchvision's gray of a pixel, in the range of its values.
func luma(r, g, b float32) float32 {
	return addProduct(addProduct(r*0.2989, g, 0.587), b, 0.114)
}

// blend is factor·v + (1−factor)·other.
func blend(v, other, factor, rest float32) float32 { return addProduct(v*factor, other, rest) }

// meanGray is the mean of a picture's gray: in uint8 each pixel's is cut off behind the decimal point first, as torchvision
// does.
func meanGray(t *tensor.Tensor) float32 {
	n, sum := t.H*t.W, 0.0
	switch {
	case t.DType == tensor.Uint8 && colours(t.Spec) == 1:
		for _, v := range t.U8[:n] {
			sum += float64(v)
		}
	case t.DType == tensor.Uint8:
		r, g, b := t.Plane8(0), t.Plane8(1), t.Plane8(2)
		for i := range r {
			sum += float64(int32(luma(float32(r[i]), float32(g[i]), float32(b[i]))))
		}
	case colours(t.Spec) == 1:
		for _, v := range t.F32[:n] {
			sum += float64(v)
		}
	default:
		r, g, b := t.Plane32(0), t.Plane32(1), t.Plane32(2)
		for i := range r {
			sum += float64(luma(r[i], g[i], b[i]))
		}
	}
	return float32(sum / float64(n))
}
