package imgproc

import (
	"math"

	"github.com/saccade-go/saccade/internal/kernel"
	"github.com/saccade-go/saccade/tensor"
)

// Deskew puts slanted writing upright, bright on black: it shears an image by its own second moments about its centre of
// mass, so that they say nothing of a slant any more, as was done to digits before training (Y. LeCun et al., "Gradient-based
// learning applied to document recognition", 1998, III.A):
//
//	dst[c][y][x] = src[c][y][x + s·(y − H/2)]   s = µ11/µ02, µ11 = Σ v·(x−x̄)·(y−ȳ), µ02 = Σ v·(y−ȳ)²
//
// It is what OpenCV's tutorial on handwritten digits does with moments and warpAffine. Values between two pixels of a row are
// interpolated linearly, and beyond the border is 0. The row H/2 stays where it is, and so does the size. An image of which
// µ02 is less than 0.01 (in units of uint8) stays as it is: an empty one, one with a single bright row, or one with pixels that
// are not finite.
//
// The spec stays. With several channels the moments are those of their sum, without alpha, and all channels are sheared alike.
// uint8 is rounded to the nearest and gives the bytes of OpenCV 5; float32 meets it, and SciPy's affine_transform of order 1, to
// 1e-5. (OpenCV 4 has steps of 1/32 pixel.)
//
// JSON: "deskew".
type Deskew struct{}

// OutSpec returns in.
func (Deskew) OutSpec(in tensor.Spec) (tensor.Spec, error) { return in, checkIn("deskew", in) }

// Apply writes the upright src to dst.
func (d Deskew) Apply(dst, src *tensor.Tensor) error {
	out, err := d.OutSpec(src.Spec)
	if err := ready("deskew", dst, src, out, err); err != nil {
		return err
	}
	s := slant(src)
	if s == 0 {
		dst.CopyFrom(src)
		return nil
	}
	for c := range src.C {
		if src.DType == tensor.Uint8 {
			shearPlane(dst.Plane8(c), src.Plane8(c), src.W, s, mixUint8)
		} else {
			shearPlane(dst.Plane32(c), src.Plane32(c), src.W, s, mixFloat32)
		}
	}
	return nil
}

// slant returns µ11/µ02 of the sum of the colours, 0 if there is nothing to be made upright.
func slant(src *tensor.Tensor) float64 {
	var m massMoments
	least := 0.01
	for c := range colours(src.Spec) {
		if src.DType == tensor.Uint8 {
			m.add8(src.Plane8(c), src.W)
		} else {
			m.add32(src.Plane32(c), src.W)
			least = 0.01 / 255
		}
	}
	mu02 := m.yy - m.y*m.y/m.mass
	s := (m.xy - m.x*m.y/m.mass) / mu02
	if !(m.mass > 0 && mu02 >= least) || math.IsNaN(s) || math.IsInf(s, 0) {
		return 0
	}
	return s
}

// massMoments are sums of values times powers of their places, which are counted from the middle of the image.
type massMoments struct{ mass, x, y, xy, yy float64 }

// addRow adds a row at y of which the values' sum is s and that of values times columns is sx.
func (m *massMoments) addRow(s, sx, y float64) {
	m.mass += s
	m.x += sx
	m.y += y * s
	m.xy += y * sx
	m.yy += y * y * s
}

func (m *massMoments) add8(plane []uint8, w int) {
	h := len(plane) / w
	for y := range h {
		s, sx := uint64(0), uint64(0)
		for x, v := range plane[y*w:][:w] {
			s += uint64(v)
			sx += uint64(v) * uint64(x)
		}
		m.addRow(float64(s), float64(sx)-float64(s)*float64(w/2), float64(y-h/2))
	}
}

func (m *massMoments) add32(plane []float32, w int) {
	h := len(plane) / w
	for y := range h {
		s, sx := 0.0, 0.0
		for x, v := range plane[y*w:][:w] {
			s += float64(v)
			sx += float64(v) * float64(x-w/2)
		}
		m.addRow(s, sx, float64(y-h/2))
	}
}

// shearPlane moves each row by its distance from the middle times slant.
func shearPlane[T uint8 | float32](dst, src []T, w int, slant float64, mix func(dst, a, b []T, t float64)) {
	h := len(src) / w
	for y := range h {
		shearRow(dst[y*w:][:w], src[y*w:][:w], slant*(float64(y)-float64(h)/2), mix)
	}
}

// shearRow writes what lies in src, which is 0 beyond its ends, by so much further to the right. mix writes a·(1−t) + b·t.
func shearRow[T uint8 | float32](dst, src []T, shift float64, mix func(dst, a, b []T, t float64)) {
	clear(dst)
	w := len(src)
	if !(math.Abs(shift) < float64(w)+1) {
		return
	}
	k := int(math.Floor(shift))
	t := shift - float64(k)
	if x := -k - 1; 0 <= x && x < w { // between 0, which dst has now, and the first pixel
		mix(dst[x:x+1], dst[x:x+1], src[:1], t)
	}
	lo, hi := max(-k, 0), min(w-1-k, w)
	if lo < hi {
		mix(dst[lo:hi], src[lo+k:hi+k], src[lo+k+1:hi+k+1], t)
	}
	if x := w - 1 - k; 0 <= x && x < w {
		mix(dst[x:x+1], src[w-1:], dst[x:x+1], t)
	}
}

func mixUint8(dst, a, b []uint8, t float64) {
	const one = 1 << kernel.ResampleBits
	wb := uint32(t*one + 0.5)
	wa := one - wb
	a, b = a[:len(dst)], b[:len(dst)]
	for i := range dst {
		dst[i] = uint8((uint32(a[i])*wa + uint32(b[i])*wb + one/2) >> kernel.ResampleBits)
	}
}

func mixFloat32(dst, a, b []float32, t float64) {
	wa, wb := float32(1-t), float32(t)
	a, b = a[:len(dst)], b[:len(dst)]
	for i := range dst {
		dst[i] = float32(a[i]*wa) + float32(b[i]*wb)
	}
}
