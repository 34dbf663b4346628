package imgproc

import (
	"fmt"
	"math"
	"strings"

	"github.com/saccade-go/saccade/internal/kernel"
	"github.com/saccade-go/saccade/internal/scratch"
	"github.com/saccade-go/saccade/tensor"
)

// A morphology is the structuring element of Erode, Dilate and those that are made of them, which have these fields, too.
type morphology struct {
	Width, Height int
	Shape         string
	Mask          []string
	Iterations    int
}

// maxElement is the largest side of an element that isn't a rectangle.
const maxElement = 255

func (m morphology) outSpec(op string, in tensor.Spec) (tensor.Spec, error) {
	if err := m.check(op); err != nil {
		return tensor.Spec{}, err
	}
	return in, checkIn(op, in)
}

func (m morphology) check(op string) error {
	refuse := func(param, want string, got any) error {
		return &tensor.ParamError{Op: op, Param: param, Want: want, Got: got}
	}
	if m.Iterations < 0 || m.Iterations > 1000 {
		return refuse("iterations", "a number from 1 to 1000", m.Iterations)
	}
	if m.Mask != nil {
		if m.Width != 0 || m.Height != 0 || m.Shape != "" {
			return refuse("mask", "either mask, or shape, width and height", m.Mask)
		}
		return m.checkMask(op)
	}
	most := maxKernel
	switch m.Shape {
	case "", "rect":
	case "ellipse", "cross":
		most = maxElement
	default:
		return refuse("shape", "rect, ellipse or cross", m.Shape)
	}
	for _, p := range [...]struct {
		name string
		n    int
	}{{"width", m.Width}, {"height", m.Height}} {
		if p.n < 0 || p.n > most {
			return refuse(p.name, fmt.Sprintf("a number of pixels from 1 to %d", most), p.n)
		}
	}
	return nil
}

func (m morphology) checkMask(op string) error {
	any := false
	for _, row := range m.Mask {
		any = any || strings.Contains(row, "1")
		if len(row) != len(m.Mask[0]) || strings.Trim(row, "01") != "" || len(row) > maxElement || len(m.Mask) > maxElement {
			want := fmt.Sprintf("rows of one length of 0 and 1, at most %d×%d", maxElement, maxElement)
			return &tensor.ParamError{Op: op, Param: "mask", Want: want, Got: row}
		}
	}
	if !any {
		return &tensor.ParamError{Op: op, Param: "mask", Want: "a 1", Got: m.Mask}
	}
	return nil
}

func (m morphology) withDefaults() morphology {
	if m.Mask == nil && m.Width == 0 {
		m.Width = 3
	}
	if m.Mask == nil && m.Height == 0 {
		m.Height = 3
	}
	if m.Iterations == 0 {
		m.Iterations = 1
	}
	return m
}

// run writes the element's minimum, or its maximum, over each plane of src to dst, as often as it is iterated. dst isn't src.
func (m morphology) run(dst, src *tensor.Tensor, largest bool) {
	m = m.withDefaults()
	for c := range src.C {
		if src.DType == tensor.Uint8 {
			e := extremum[uint8]{kernel.MinUint8, kernel.TransposeUint8, 255, &scratch.Uint8}
			if largest {
				e.pick, e.neutral = kernel.MaxUint8, 0
			}
			iterate(m, e, dst.Plane8(c), src.Plane8(c), src.H, src.W)
			continue
		}
		e := extremum[float32]{kernel.MinFloat32, kernel.TransposeFloat32, float32(math.Inf(1)), &scratch.Float32}
		if largest {
			e.pick, e.neutral = kernel.MaxFloat32, float32(math.Inf(-1))
		}
		iterate(m, e, dst.Plane32(c), src.Plane32(c), src.H, src.W)
	}
}

func iterate[T uint8 | float32](m morphology, e extremum[T], dst, src []T, h, w int) {
	e.plane(m, dst, src, h, w)
	if m.Iterations == 1 {
		return
	}
	other := e.pool.Get(h * w)
	defer e.pool.Put(other)
	for range m.Iterations - 1 {
		copy(other.S, dst)
		e.plane(m, dst, other.S, h, w)
	}
}

// An extremum is the minimum or the maximum on a type. Values outside of the picture are neutral.
type extremum[T uint8 | float32] struct {
	pick      func(dst, a, b []T)
	transpose func(dst, src []T, h, w int, reverseRows, reverseColumns bool)
	neutral   T
	pool      *scratch.Pool[T]
}

func (e extremum[T]) plane(m morphology, dst, src []T, h, w int) {
	if m.Mask == nil && (m.Shape == "" || m.Shape == "rect") {
		e.rectangle(dst, src, h, w, m.Height, m.Width)
		return
	}
	e.element(m, dst, src, h, w)
}

// shortRun is up to which width a rectangle's rows are done by doubling. Longer ones are done as columns.
const shortRun = 16

func (e extremum[T]) rectangle(dst, src []T, h, w, high, wide int) {
	if high > 1 && wide > 1 || wide > shortRun {
		between := e.pool.Get(2 * h * w)
		defer e.pool.Put(between)
		a, b := between.S[:h*w], between.S[h*w:]
		e.columns(a, src, h, w, high)
		if wide <= shortRun {
			e.rows(dst, a, h, w, wide)
			return
		}
		e.transpose(b, a, h, w, false, false)
		e.columns(a, b, w, h, wide)
		e.transpose(dst, a, w, h, false, false)
		return
	}
	if wide > 1 {
		e.rows(dst, src, h, w, wide)
		return
	}
	e.columns(dst, src, h, w, high)
}

// rows takes runs of n values, by doubling: of two runs of 2^k values that overlap.
func (e extremum[T]) rows(dst, src []T, h, w, n int) {
	pitch := w + n - 1
	memory := e.pool.Get(2 * pitch)
	defer e.pool.Put(memory)
	row, next := memory.S[:pitch], memory.S[pitch:]
	anchor := n / 2
	for y := range h {
		fill(row[:anchor], e.neutral)
		copy(row[anchor:], src[y*w:][:w])
		fill(row[anchor+w:], e.neutral)
		size := 1
		for ; 2*size <= n; size *= 2 {
			left := pitch - 2*size + 1
			e.pick(next[:left], row[:left], row[size:][:left])
			row, next = next, row
		}
		e.pick(dst[y*w:][:w], row[:w], row[n-size:][:w])
	}
}

// columns takes runs of n rows (M. van Herk, "A fast algorithm for local minimum and maximum filters on rectangular and
// octagonal kernels", 1992): of what is left of a block of n rows and of what has begun of the next, three rows for each.
func (e extremum[T]) columns(dst, src []T, h, w, n int) {
	if n == 1 {
		copy(dst, src)
		return
	}
	memory := e.pool.Get((n + 2) * w)
	defer e.pool.Put(memory)
	suffix, begun, none := memory.S[:n*w], memory.S[n*w:][:w], memory.S[(n+1)*w:]
	fill(none, e.neutral)
	anchor := n / 2
	row := func(r int) []T {
		if y := r - anchor; y >= 0 && y < h {
			return src[y*w:][:w]
		}
		return none
	}
	for first := 0; first < h; first += n {
		copy(suffix[(n-1)*w:], row(first+n-1))
		for i := n - 2; i >= 0; i-- {
			e.pick(suffix[i*w:][:w], suffix[(i+1)*w:][:w], row(first+i))
		}
		copy(dst[first*w:][:w], suffix)
		for i := 1; i < n && first+i < h; i++ {
			next := row(first + n + i - 1)
			if i == 1 {
				copy(begun, next)
			} else {
				e.pick(begun, begun, next)
			}
			e.pick(dst[(first+i)*w:][:w], suffix[i*w:][:w], begun)
		}
	}
}

// subtract writes a − b, in uint8 not less than 0: where an element has no middle, what is open can be above. dst may be a.
func subtract(dst, a, b *tensor.Tensor) {
	if dst.DType == tensor.Float32 {
		kernel.Sub(dst.F32, a.F32, b.F32)
		return
	}
	from := b.U8[:len(dst.U8)]
	for i, v := range a.U8 {
		dst.U8[i] = v - min(v, from[i])
	}
}
