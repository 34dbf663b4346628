package imgproc

import (
	"math"
	"sync"

	"github.com/saccade-go/saccade/internal/kernel"
	"github.com/saccade-go/saccade/tensor"
)

// A sampling says how a warp takes values from between the source's pixels, and from beyond its border.
type sampling struct {
	filter Filter // Bilinear if not given
	border Border // Constant if not given
	value  []float32
}

// check reports a filter or border that a warp doesn't have, and values that the border doesn't use or that don't fit
// the picture.
func (s sampling) check(op string, in tensor.Spec) error {
	switch s.filter.or(Bilinear) {
	case Nearest, Bilinear, Bicubic:
	default:
		return &tensor.ParamError{Op: op, Param: "filter", Want: "nearest, bilinear or bicubic", Got: s.filter}
	}
	if err := checkBorder(op, "border", s.border); err != nil {
		return err
	}
	if s.border.or(Constant) != Constant && len(s.value) > 0 {
		return &tensor.ParamError{Op: op, Param: "value", Want: "none with border " + s.border.String(), Got: s.value}
	}
	if !allFinite(s.value) {
		return &tensor.ParamError{Op: op, Param: "value", Want: "finite numbers", Got: s.value}
	}
	if err := checkIn(op, in); err != nil {
		return err
	}
	return checkPadValue(op, s.value, in)
}

// far is how far away a place can be, in pixels; what is farther counts as there, and what isn't a number as far left or far
// above.
const far = 1 << 29

// stretch is how many pixels of a row are looked up together.
const stretch = 256

// places has where a stretch of result pixels is found in the source: x[i] and y[i] are the column and the row of the
// pixel left of and above the place, fx[i] and fy[i] the rest of the way, 0..1. For Nearest, shift is ½ and the pixel is
// the nearest one.
type places struct {
	x, y     [stretch]int32
	fx, fy   [stretch]float32
	shift    float64
	straight bool // the places lie on a line, one after the other

	u, v          [stretch][4]float32 // the weights of columns and rows, for Bicubic
	rows, columns [stretch][4]int32   // where the squares across the border are found
	values        [stretch]float32
}

var placesPool = sync.Pool{New: func() any { return new(places) }}

// A grid knows where the pixels of the result lie in the source, in pixels: the centre of the top left one is (0, 0).
type grid interface {
	// place fills p with the places of the result's pixels (x, y) … (x+n−1, y).
	place(p *places, x, y, n int)
	// quick says that place takes less time than the values. It is better then to stay in one plane, and to call it again
	// for the next.
	quick() bool
	// slope is how many rows of the source a row of the result crosses, for each pixel, where that is known.
	slope() float64
}

// warp writes to each pixel of dst what src has at the place that g says.
func warp[G grid](dst, src *tensor.Tensor, g G, by sampling) {
	p := placesPool.Get().(*places)
	defer placesPool.Put(p)
	p.shift = 0
	if by.filter == Nearest {
		p.shift = 0.5
	}
	together := src.C
	if g.quick() {
		together = 1
	}
	for c := 0; c < src.C; c += together {
		if src.DType == tensor.Uint8 {
			s := newSampler(&sampling8, dst.U8, src.U8, dst.Spec, src.Spec, c, c+together, by)
			warpPlanes(&s, p, g)
		} else {
			s := newSampler(&sampling32, dst.F32, src.F32, dst.Spec, src.Spec, c, c+together, by)
			warpPlanes(&s, p, g)
		}
	}
}

// warpPlanes goes through the result row by row. Where a row crosses many rows of the source, it goes on with the row below
// before the cache has forgotten them; elsewhere processors like long rows better.
func warpPlanes[T uint8 | float32, G grid](s *sampler[T], p *places, g G) {
	rows := 1
	if g.slope() > s.steep {
		rows = 8
	}
	for top := 0; top < s.outH; top += rows {
		for x := 0; x < s.outW; x += stretch {
			n := min(stretch, s.outW-x)
			for y := top; y < min(top+rows, s.outH); y++ {
				p.straight = false
				g.place(p, x, y, n)
				s.sample(y*s.outW+x, p, n)
			}
		}
	}
}

// An affineGrid is (x, y) → (a·x + b·y + c, d·x + e·y + f).
type affineGrid struct{ a, b, c, d, e, f float64 }

// fixedOne is 1 with 32 bits after the binary point.
const fixedOne = 1 << 32

// place counts in fixed point along the stretch, from a beginning that is as exact as float64 has it.
func (g affineGrid) place(p *places, x, y, n int) {
	atX := g.a*float64(x) + g.b*float64(y) + g.c + p.shift
	atY := g.d*float64(x) + g.e*float64(y) + g.f + p.shift
	stepX, stepY := g.a, g.d
	if n == 1 {
		stepX, stepY = 0, 0
	}
	if !near(atX, stepX, n) || !near(atY, stepY, n) {
		kernel.RatioPlaces(p.x[:n], p.fx[:n], atX, stepX, 1, 0, 0)
		kernel.RatioPlaces(p.y[:n], p.fy[:n], atY, stepY, 1, 0, 0)
		return
	}
	p.straight = true
	kernel.LinePlaces(p.x[:n], p.fx[:n], fixed(atX), fixed(stepX))
	kernel.LinePlaces(p.y[:n], p.fy[:n], fixed(atY), fixed(stepY))
}

func (affineGrid) quick() bool { return true }

func (g affineGrid) slope() float64 { return math.Abs(g.d) }

// near reports that all of the stretch fits in fixed point.
func near(at, step float64, n int) bool {
	end := at + step*float64(n-1)
	return at > -far && at < far && end > -far && end < far
}

// fixed returns v·2^32, rounded.
func fixed(v float64) int64 {
	if v < 0 {
		return int64(v*fixedOne - 0.5)
	}
	return int64(v*fixedOne + 0.5)
}
