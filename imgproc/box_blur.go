package imgproc

import (
	"math"

	"github.com/saccade-go/saccade/internal/scratch"
	"github.com/saccade-go/saccade/tensor"
)

// BoxBlur replaces each value by the mean of Height×Width values around it: cv2.blur, scipy.ndimage.uniform_filter. Size is
// both, or Width and Height are given; odd numbers. Border is [Reflect] if not given.
//
// The type stays; uint8 is exact and rounded, halves to even. float32 is summed in float64. All spaces, every channel. The spec
// stays. The time doesn't depend on the size.
type BoxBlur struct {
	Size   int    `json:"size,omitzero"`
	Width  int    `json:"width,omitzero"`
	Height int    `json:"height,omitzero"`
	Border Border `json:"border,omitzero"`
}

// OutSpec returns in.
func (b BoxBlur) OutSpec(in tensor.Spec) (tensor.Spec, error) {
	if b.Size != 0 && (b.Width != 0 || b.Height != 0) {
		return tensor.Spec{}, &tensor.ParamError{Op: "box_blur", Param: "size", Want: "either size, or width and height", Got: b.Size}
	}
	w, h := b.sides()
	name := [2]string{"width", "height"}
	if b.Size != 0 || b.Width == 0 && b.Height == 0 {
		name = [2]string{"size", "size"}
	}
	if err := checkOdd("box_blur", name[0], w); err != nil {
		return tensor.Spec{}, err
	}
	if err := checkOdd("box_blur", name[1], h); err != nil {
		return tensor.Spec{}, err
	}
	if err := checkBorder("box_blur", "border", b.Border); err != nil {
		return tensor.Spec{}, err
	}
	return in, checkIn("box_blur", in)
}

func (b BoxBlur) sides() (w, h int) {
	if b.Size != 0 {
		return b.Size, b.Size
	}
	return b.Width, b.Height
}

// Apply writes the smoothed src to dst.
func (b BoxBlur) Apply(dst, src *tensor.Tensor) error {
	out, err := b.OutSpec(src.Spec)
	if err := ready("box_blur", dst, src, out, err); err != nil {
		return err
	}
	w, h := b.sides()
	box := boxSums{w, h, b.Border.or(filterBorder)}
	for c := range src.C {
		if src.DType == tensor.Uint8 {
			box.mean8(dst.Plane8(c), src.Plane8(c), src.H, src.W)
		} else {
			box.mean32(dst.Plane32(c), src.Plane32(c), src.H, src.W)
		}
	}
	return nil
}

// boxSums adds up w×h values around each one. Sums of the columns go down the plane, and a window goes along them.
type boxSums struct {
	w, h   int
	border Border
}

func (b boxSums) mean8(dst, src []uint8, h, w int) {
	columns := scratch.Int32.Get(w) // the sum of a window of 4095×4095 has 33 bits
	defer scratch.Int32.Put(columns)
	scale := 1 / float64(b.w*b.h)
	slideDown(columns.S, src, h, w, b, func(y int) {
		to := dst[y*w:][:w]
		slideAlong(columns.S, b, func(x int, sum int64) {
			to[x] = uint8(math.RoundToEven(float64(sum) * scale))
		})
	})
}

func (b boxSums) mean32(dst, src []float32, h, w int) {
	columns := scratch.Float64.Get(w)
	defer scratch.Float64.Put(columns)
	scale := 1 / float64(b.w*b.h)
	slideDown(columns.S, src, h, w, b, func(y int) {
		to := dst[y*w:][:w]
		slideAlong(columns.S, b, func(x int, sum float64) { to[x] = float32(sum * scale) })
	})
}

// slideDown calls row with the sums of the columns around each row of src.
func slideDown[S int32 | float64, T uint8 | float32](columns []S, src []T, h, w int, b boxSums, row func(y int)) {
	clear(columns)
	half := b.h / 2
	for y := -half; y < half; y++ {
		addRow(columns, src, y, h, w, b.border, 1)
	}
	for y := range h {
		addRow(columns, src, y+half, h, w, b.border, 1)
		row(y)
		addRow(columns, src, y-half, h, w, b.border, -1)
	}
}

// addRow adds a row that may lie outside, or takes it away.
func addRow[S int32 | float64, T uint8 | float32](columns []S, src []T, y, h, w int, border Border, sign S) {
	if y < 0 || y >= h {
		if y = border.index(y, h); y == outside {
			return
		}
	}
	from := src[y*w:][:len(columns)]
	for x, v := range from {
		columns[x] += sign * S(v)
	}
}

// slideAlong calls each with the sum of the columns around each place.
func slideAlong[C int32 | float64, S int64 | float64](columns []C, b boxSums, each func(x int, sum S)) {
	half, w := b.w/2, len(columns)
	at := func(x int) S {
		if x < 0 || x >= w {
			if x = b.border.index(x, w); x == outside {
				return 0
			}
		}
		return S(columns[x])
	}
	sum := S(0)
	for x := -half; x < half; x++ {
		sum += at(x)
	}
	for x := range w {
		sum += at(x + half)
		each(x, sum)
		sum -= at(x - half)
	}
}
