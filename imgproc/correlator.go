package imgproc

import (
	"slices"

	"github.com/saccade-go/saccade/internal/kernel"
	"github.com/saccade-go/saccade/internal/scratch"
	"github.com/saccade-go/saccade/tensor"
)

// A correlator is a linear filter of Height×Width taps, both odd, with the origin in the middle:
//
//	dst[y][x] = Σ taps[j][i]·src[y+j−Height/2][x+i−Width/2]
//
// in float32. It is either separable, with the factors across and down, so that taps[j][i] = down[j]·across[i], or has all taps.
// It takes as much time for each pixel as it has taps that aren't 0, or, if it is separable, as Height + Width.
type correlator struct {
	across, down []float32
	taps         []float32 // row by row; nil if separable
	h, w         int
	border       Border
	units        bool    // uint8 counts as v/255
	offset       float32 // added to the result
}

// separable returns the filter with these factors. A factor of nil is one tap of 1.
func separable(across, down []float32, border Border, units bool) correlator {
	if across == nil {
		across = one
	}
	if down == nil {
		down = one
	}
	return correlator{across: across, down: down, h: len(down), w: len(across), border: border, units: units}
}

var one = []float32{1}

// A ring has the last h rows of a plane that the filter works on: rows that are filtered across already, or, if it isn't
// separable, rows with what lies beside them.
type ring struct {
	correlator
	src     *tensor.Tensor
	c       int       // the channel
	width   int       // of a row in the ring
	rows    []float32 // h rows
	padded  []float32 // a row of the source with what lies beside it
	beside  []int32   // where the values beside a row are found: w/2 on the left, w/2 on the right
	offsets []int32   // of the taps, from the beginning of rows
	along   []int32   // of the taps in padded, from the middle one on
	inOrder []int32   // of the taps in padded, in their order
	weights []float32 // of offsets
	next    int       // the row to be put in next, counted from the first one above the picture
}

// channel filters channel c of src into dst, H×W values. Values at the border that lie outside are 0 with a constant border.
func (f correlator) channel(dst []float32, src *tensor.Tensor, c int) {
	f.each(src, c, func(y int) []float32 { return dst[y*src.W:][:src.W] }, nil)
}

// bytes filters channel c of src, which is uint8, into dst, rounded, halves to even.
func (f correlator) bytes(dst []uint8, src *tensor.Tensor, c int) {
	row := scratch.Float32.Get(src.W)
	defer scratch.Float32.Put(row)
	f.each(src, c, func(int) []float32 { return row.S }, func(y int, made []float32) {
		kernel.RoundUint8(dst[y*src.W:][:src.W], made)
	})
}

// image filters all channels of src. uint8 stays so.
func (f correlator) image(dst, src *tensor.Tensor) {
	for c := range src.C {
		if dst.DType == tensor.Uint8 {
			f.bytes(dst.Plane8(c), src, c)
		} else {
			f.channel(dst.Plane32(c), src, c)
		}
	}
}

// each makes the rows of channel c, each where row says, and hands them to done.
func (f correlator) each(src *tensor.Tensor, c int, row func(y int) []float32, done func(y int, made []float32)) {
	n := src.W + f.w - 1
	memory := scratch.Float32.Get((f.h+1)*n + f.h*f.w)
	indices := scratch.Int32.Get(f.w - 1 + f.h*f.w + 2*f.w)
	defer scratch.Float32.Put(memory)
	defer scratch.Int32.Put(indices)
	r := ring{correlator: f, src: src, c: c, width: src.W}
	if f.taps != nil {
		r.width = n
	}
	r.padded, r.rows, r.weights = memory.S[:n], memory.S[n:][:f.h*r.width], memory.S[(f.h+1)*n:]
	r.beside, r.along, r.inOrder, r.offsets = indices.S[:f.w-1], indices.S[f.w-1:][:f.w], indices.S[2*f.w-1:][:f.w], indices.S[3*f.w-1:]
	r.begin()
	symmetric := f.taps == nil && isSymmetric(f.down)
	for y := range src.H {
		for r.next < y+f.h {
			r.put()
		}
		out := row(y)
		if symmetric {
			kernel.SymmetricSum(out, r.rows, r.slots(y), f.down[f.h/2:])
		} else if offsets, weights := r.at(y); len(weights) == 0 {
			clear(out)
		} else {
			kernel.WeightedSum(out, r.rows, offsets, weights)
		}
		if f.offset != 0 {
			for x := range out {
				out[x] += f.offset
			}
		}
		if done != nil {
			done(y, out)
		}
	}
}

func (r *ring) begin() {
	half, n := r.w/2, r.src.W
	for i := range half {
		r.beside[i] = int32(r.border.index(i-half, n))
		r.beside[half+i] = int32(r.border.index(n+i, n))
	}
	outwards(r.along, func(i int) int32 { return int32(i) })
	for i := range r.inOrder {
		r.inOrder[i] = int32(i)
	}
}

// outwards fills offsets with those of the taps from the middle on: of the middle, and then of one before and one behind.
func outwards(offsets []int32, of func(i int) int32) {
	half := len(offsets) / 2
	offsets[0] = of(half)
	for k := 1; k <= half; k++ {
		offsets[2*k-1], offsets[2*k] = of(half-k), of(half+k)
	}
}

// slots returns the offsets of the rows for row y of the result, from the middle one on.
func (r *ring) slots(y int) []int32 {
	offsets := r.offsets[:r.h]
	outwards(offsets, func(j int) int32 { return int32((y + j) % r.h * r.width) })
	return offsets
}

func isSymmetric(taps []float32) bool {
	for i, j := 0, len(taps)-1; i < j; i, j = i+1, j-1 {
		if taps[i] != taps[j] {
			return false
		}
	}
	return true
}

// difference is the taps of a derivative.
var difference = []float32{-1, 0, 1}

// put takes the next row of the source in.
func (r *ring) put() {
	y := r.next - r.h/2
	to := r.rows[r.next%r.h*r.width:][:r.width]
	r.next++
	if y < 0 || y >= r.src.H {
		if y = r.border.index(y, r.src.H); y == outside {
			clear(to)
			return
		}
	}
	if r.taps != nil {
		r.load(to, y)
		return
	}
	if r.w == 1 && r.across[0] == 1 {
		r.loadMiddle(to, y)
		return
	}
	r.load(r.padded, y)
	switch {
	case slices.Equal(r.across, difference):
		kernel.Sub(to, r.padded[2:], r.padded)
	case isSymmetric(r.across):
		kernel.SymmetricSum(to, r.padded, r.along, r.across[r.w/2:])
	default:
		kernel.WeightedSum(to, r.padded, r.inOrder, r.across)
	}
}

// load writes row y of the source with what lies beside it.
func (r *ring) load(to []float32, y int) {
	half := r.w / 2
	middle := to[half:][:r.src.W]
	r.loadMiddle(middle, y)
	for i, at := range r.beside {
		v := float32(0)
		if at != outside {
			v = middle[at]
		}
		if i < half {
			to[i] = v
		} else {
			to[r.src.W+i] = v
		}
	}
}

func (r *ring) loadMiddle(to []float32, y int) {
	at := (r.c*r.src.H + y) * r.src.W
	switch {
	case r.src.DType == tensor.Float32:
		copy(to, r.src.F32[at:])
	case r.units:
		kernel.UnitUint8(to, r.src.U8[at:])
	default:
		kernel.FloatUint8(to, r.src.U8[at:])
	}
}

// at returns the offsets of the taps for row y of the result, and their weights. Taps of 0 are left out.
func (r *ring) at(y int) ([]int32, []float32) {
	n := 0
	for j := range r.h {
		slot := int32((y + j) % r.h * r.width)
		if r.taps == nil {
			if r.down[j] != 0 {
				r.offsets[n], r.weights[n] = slot, r.down[j]
				n++
			}
			continue
		}
		for i, v := range r.taps[j*r.w:][:r.w] {
			if v != 0 {
				r.offsets[n], r.weights[n] = slot+int32(i), v
				n++
			}
		}
	}
	return r.offsets[:n], r.weights[:n]
}

// filterBorder is the border of filters where none is given.
const filterBorder = Reflect

// maxKernel is how many taps a filter has at most on a side.
const maxKernel = 4095
