package imgproc

import (
	"math"

	"github.com/saccade-go/saccade/internal/scratch"
	"github.com/saccade-go/saccade/tensor"
)

// BoxBlur replaces each value by the mean of Height×Width values around it: cv2.blur, scipy.ndimage.uniform_filter. Size is
// both, or Width and Height are given; odd numbers. Border is [Reflect] if not given.
//
// The type stays; uint8 is exact and rounded, halves to even. float32 is summed in float64 by windows that slide, so that a NaN
// or an infinity spoils what lies right of it and below. All spaces, every channel. The spec stays. The time doesn't depend on
// the size.
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
	memory := scratch.Int32.Get(w + b.w - 1)
	defer scratch.Int32.Put(memory)
	const whole = 1 << 52 // a float64 from there on has no room for what is behind the point
	scale := 1 / float64(b.w*b.h)
	columns := memory.S[b.w/2:][:w]
	clear(columns)
	for y := range h {
		slideDown(columns, src, y, h, w, b)
		besides(memory.S, w, b)
		var sum int64 // that of 4095×4095 has 33 bits
		for _, v := range memory.S[:b.w-1] {
			sum += int64(v)
		}
		to, enters, leaves := dst[y*w:][:w], memory.S[b.w-1:][:w], memory.S[:w]
		for x := range to {
			sum += int64(enters[x])
			to[x] = uint8(math.Float64bits(float64(float64(sum)*scale) + whole))
			sum -= int64(leaves[x])
		}
	}
}

func (b boxSums) mean32(dst, src []float32, h, w int) {
	memory := scratch.Float64.Get(w + b.w - 1)
	defer scratch.Float64.Put(memory)
	scale := 1 / float64(b.w*b.h)
	columns := memory.S[b.w/2:][:w]
	clear(columns)
	for y := range h {
		slideDown(columns, src, y, h, w, b)
		besides(memory.S, w, b)
		sum := 0.0
		for _, v := range memory.S[:b.w-1] {
			sum += v
		}
		to, enters, leaves := dst[y*w:][:w], memory.S[b.w-1:][:w], memory.S[:w]
		for x := range to {
			sum += enters[x]
			to[x] = float32(sum * scale)
			sum -= leaves[x]
		}
	}
}

// slideDown makes the sums of the columns around row y of those around the row above, of the first row anew.
func slideDown[S int32 | float64, T uint8 | float32](columns []S, src []T, y, h, w int, b boxSums) {
	half := b.h / 2
	if y == 0 {
		for above := -half; above < half; above++ {
			addRow(columns, rowAt(src, above, h, w, b.border))
		}
	} else {
		subtractRow(columns, rowAt(src, y-half-1, h, w, b.border))
	}
	addRow(columns, rowAt(src, y+half, h, w, b.border))
}

// rowAt returns a row that may lie outside, nil if there are zeros.
func rowAt[T uint8 | float32](src []T, y, h, w int, border Border) []T {
	if y < 0 || y >= h {
		if y = border.index(y, h); y == outside {
			return nil
		}
	}
	return src[y*w:][:w]
}

func addRow[S int32 | float64, T uint8 | float32](columns []S, row []T) {
	columns = columns[:len(row)]
	for x, v := range row {
		columns[x] += S(v)
	}
}

func subtractRow[S int32 | float64, T uint8 | float32](columns []S, row []T) {
	columns = columns[:len(row)]
	for x, v := range row {
		columns[x] -= S(v)
	}
}

// besides fills in what lies beside the w sums of the columns.
func besides[S int32 | float64](sums []S, w int, b boxSums) {
	half := b.w / 2
	columns := sums[half:][:w]
	for i := range half {
		sums[i], sums[half+w+i] = 0, 0
		if at := b.border.index(i-half, w); at != outside {
			sums[i] = columns[at]
		}
		if at := b.border.index(w+i, w); at != outside {
			sums[half+w+i] = columns[at]
		}
	}
}
