package imgproc

import (
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
	src            *tensor.Tensor
	c              int       // the channel
	width          int       // of a row in the ring
	rows           []float32 // h rows
	padded         []float32 // a row of the source with what lies beside it
	beside         []int32   // where the values beside a row are found: w/2 on the left, w/2 on the right
	offsets, along []int32   // of the taps: from the beginning of rows, and of padded
	weights        []float32 // of offsets
	next           int       // the row to be put in next, counted from the first one above the picture
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
	indices := scratch.Int32.Get(f.w - 1 + f.h*f.w + f.w)
	defer scratch.Float32.Put(memory)
	defer scratch.Int32.Put(indices)
	r := ring{correlator: f, src: src, c: c, width: src.W}
	if f.taps != nil {
		r.width = n
	}
	r.padded, r.rows, r.weights = memory.S[:n], memory.S[n:][:f.h*r.width], memory.S[(f.h+1)*n:]
	r.beside, r.along, r.offsets = indices.S[:f.w-1], indices.S[f.w-1:][:f.w], indices.S[2*f.w-1:]
	r.begin()
	for y := range src.H {
		for r.next < y+f.h {
			r.put()
		}
		out := row(y)
		offsets, weights := r.at(y)
		if len(weights) == 0 {
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
	for i := range r.along {
		r.along[i] = int32(i)
	}
}

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
	kernel.WeightedSum(to, r.padded, r.along, r.across)
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
