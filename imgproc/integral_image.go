package imgproc

import (
	"github.com/saccade-go/saccade/internal/scratch"
	"github.com/saccade-go/saccade/tensor"
)

// IntegralImage adds up all values above and to the left (F. Crow, "Summed-area tables for texture mapping", 1984):
//
//	dst[y][x] = Σ src[j][i]        j < y, i < x
//
// for y from 0 to H and x from 0 to W, so that the first row and the first column are 0, as cv2.integral has it. The sum over a
// rectangle is dst[bottom][right] − dst[top][right] − dst[bottom][left] + dst[top][left].
//
// It gives float32, C×(H+1)×(W+1), of which each value is summed in float64 and rounded once, to 7 digits; [Integral] doesn't round.
// uint8 counts as v/255. All spaces, every channel; the result has the space none.
type IntegralImage struct{}

// OutSpec returns in with a row and a column more, as float32 without a space.
func (IntegralImage) OutSpec(in tensor.Spec) (tensor.Spec, error) {
	out, err := response("integral_image", in)
	if err != nil {
		return tensor.Spec{}, err
	}
	h, w := in.H, in.W
	if h != 0 {
		h++
	}
	if w != 0 {
		w++
	}
	return sized("integral_image", out, h, w)
}

// Apply writes the sums to dst.
func (m IntegralImage) Apply(dst, src *tensor.Tensor) error {
	out, err := m.OutSpec(src.Spec)
	if err := ready("integral_image", dst, src, out, err); err != nil {
		return err
	}
	sums := scratch.Float64.Get(dst.H * dst.W)
	defer scratch.Float64.Put(sums)
	scale := 1 / fullScale(src.DType)
	for c := range src.C {
		integrate(sums.S, src, c)
		to := dst.Plane32(c)
		for i, v := range sums.S {
			to[i] = float32(v * scale)
		}
	}
	return nil
}

// Integral returns the sums of [IntegralImage] for channel c of t, (H+1)×(W+1), of the values as they are: uint8 as 0..255, which is
// exact.
func Integral(t *tensor.Tensor, c int) []float64 {
	sums := make([]float64, (t.H+1)*(t.W+1))
	integrate(sums, t, c)
	return sums
}

func integrate(sums []float64, t *tensor.Tensor, c int) {
	w := t.W + 1
	clear(sums[:w])
	for y := range t.H {
		above, to := sums[y*w:][:w], sums[(y+1)*w:][:w]
		to[0] = 0
		row := 0.0
		if t.DType == tensor.Uint8 {
			for x, v := range t.Plane8(c)[y*t.W:][:t.W] {
				row += float64(v)
				to[x+1] = above[x+1] + row
			}
			continue
		}
		for x, v := range t.Plane32(c)[y*t.W:][:t.W] {
			row += float64(v)
			to[x+1] = above[x+1] + row
		}
	}
}
