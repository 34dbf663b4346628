package imgproc

import (
	"github.com/saccade-go/saccade/internal/kernel"
	"github.com/saccade-go/saccade/internal/scratch"
	"github.com/saccade-go/saccade/tensor"
)

// Median replaces each value by the median of Size×Size values around it: cv2.medianBlur, scipy.ndimage.median_filter. Size is
// odd, from 3 to 255; 3 if not given. Border is [Edge] if not given, as in OpenCV; SciPy's is [Symmetric].
//
// The type stays. All spaces, every channel. The spec stays. If there is a NaN among the values, the result is one of the values.
// 3×3 and 5×5 are networks of minima and maxima on whole rows. Otherwise the time doesn't depend on Size in uint8, and is in proportion
// to Size in float32.
type Median struct {
	Size   int    `json:"size,omitzero"`
	Border Border `json:"border,omitzero"`
}

// OutSpec returns in.
func (m Median) OutSpec(in tensor.Spec) (tensor.Spec, error) {
	if err := checkWindow("median", m.Size); err != nil {
		return tensor.Spec{}, err
	}
	if err := checkBorder("median", "border", m.Border); err != nil {
		return tensor.Spec{}, err
	}
	return in, checkIn("median", in)
}

// checkWindow refuses sizes of which there is no window around a pixel, or too large a one.
func checkWindow(op string, size int) error {
	if n := windowSize(size); n < 3 || n > 255 || n%2 == 0 {
		return &tensor.ParamError{Op: op, Param: "size", Want: "an odd number of pixels from 3 to 255", Got: size}
	}
	return nil
}

func windowSize(size int) int {
	if size == 0 {
		return 3
	}
	return size
}

// Apply writes the filtered src to dst.
func (m Median) Apply(dst, src *tensor.Tensor) error {
	out, err := m.OutSpec(src.Spec)
	if err := ready("median", dst, src, out, err); err != nil {
		return err
	}
	n, border := windowSize(m.Size), m.Border.or(Edge)
	for c := range src.C {
		switch h, w := src.H, src.W; {
		case src.DType == tensor.Uint8 && n == 3:
			medianOf9(dst.Plane8(c), src.Plane8(c), h, w, border, &scratch.Uint8, kernel.MedianOf9Uint8)
		case src.DType == tensor.Uint8 && n == 5 && kernel.Level() != "generic": // without vectors the tallies are faster
			medianOf25(dst.Plane8(c), src.Plane8(c), h, w, border, &scratch.Uint8, kernel.MedianOf25Uint8)
		case src.DType == tensor.Uint8:
			rankBytes(dst.Plane8(c), src.Plane8(c), h, w, n, n*n/2, border)
		case n == 3:
			medianOf9(dst.Plane32(c), src.Plane32(c), h, w, border, &scratch.Float32, kernel.MedianOf9Float32)
		case n == 5:
			medianOf25(dst.Plane32(c), src.Plane32(c), h, w, border, &scratch.Float32, kernel.MedianOf25Float32)
		default:
			rankFloats(dst.Plane32(c), src.Plane32(c), h, w, n, n*n/2, border)
		}
	}
	return nil
}

func medianOf9[T uint8 | float32](dst, src []T, h, w int, border Border, pool *scratch.Pool[T], median func(dst, above, here, below []T)) {
	memory := pool.Get(3 * (w + 2))
	defer pool.Put(memory)
	row := func(y int) []T { return memory.S[(y+3)%3*(w+2):][:w+2] }
	for y := -1; y < 1; y++ {
		padRow(row(y), src, y, h, w, 1, border)
	}
	for y := range h {
		padRow(row(y+1), src, y+1, h, w, 1, border)
		median(dst[y*w:][:w], row(y-1), row(y), row(y+1))
	}
}

func medianOf25[T uint8 | float32](dst, src []T, h, w int, border Border, pool *scratch.Pool[T], median func(dst, sorted []T, rows [5][]T)) {
	pitch := w + 4
	memory := pool.Get(10 * pitch)
	defer pool.Put(memory)
	ring, sorted := memory.S[:5*pitch], memory.S[5*pitch:]
	var rows [5][]T
	for i := range rows {
		rows[i] = ring[i*pitch:][:pitch]
	}
	for y := range h {
		padRows(ring, src, y-2, 5, h, w, 2, border, y == 0)
		median(dst[y*w:][:w], sorted, rows)
	}
}

// padRow writes row y of a plane with so many values of what lies beside it on both sides; y may lie outside.
func padRow[T uint8 | float32](to, src []T, y, h, w, radius int, border Border) {
	if y < 0 || y >= h {
		if y = border.index(y, h); y == outside {
			clear(to)
			return
		}
	}
	middle := to[radius:][:w]
	copy(middle, src[y*w:])
	for i := range radius {
		to[i], to[radius+w+i] = 0, 0
		if from := border.index(i-radius, w); from != outside {
			to[i] = middle[from]
		}
		if from := border.index(w+i, w); from != outside {
			to[radius+w+i] = middle[from]
		}
	}
}

// padRows writes the n rows from y on, one behind the other, into a ring of n rows that has those before already; first says
// that it has none.
func padRows[T uint8 | float32](ring, src []T, y, n, h, w, radius int, border Border, first bool) {
	pitch := w + 2*radius
	from := y + n - 1
	if first {
		from = y
	}
	for ; from < y+n; from++ {
		padRow(ring[modulo(from, n)*pitch:][:pitch], src, from, h, w, radius, border)
	}
}
