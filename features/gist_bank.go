package features

import (
	"math"
	"sync"

	"github.com/saccade-go/saccade/tensor"
)

// A gistKey is all that a gistBank depends on.
type gistKey struct {
	h, w         int
	orientations [maxScales]int
	prefilter    float64
}

func (g GIST) key(in tensor.Spec) gistKey {
	k := gistKey{h: in.H, w: in.W, prefilter: g.Prefilter}
	copy(k.orientations[:], g.orientations())
	if k.prefilter == 0 {
		k.prefilter = 4
	}
	return k
}

// A gistBank has what GIST needs for pictures of h×w: indices and matrices. It doesn't change.
//
// Matrices of transforms have for each complex number, wherever there are some in a row, the real and the imaginary part. Frequencies
// are in order, from −n/2 on.
type gistBank struct {
	h, w int

	square                      int // side, when contrast is made even
	mirroredRow, mirroredColumn []int
	low                         []float32 // square×square

	ny, nx             int       // sides with the extension
	forwardX, forwardY []float32 // w×(nx real, nx imaginary); (ny real, ny imaginary)×2h; the extension folded in
	inverseX, inverseY []float32 // 2nx×(w real, w imaginary); (h real, h imaginary)×2ny; without the extension
	filters            []gistFilter
}

// A gistFilter is a transfer function, divided by ny·nx, where it isn't next to 0: in a rectangle of frequencies.
type gistFilter struct {
	top, left, rows, columns int
	gain                     []float32
}

// gistCut is −ln of what is next to 0.
const gistCut = 18.42

func newGISTBank(k gistKey) *gistBank {
	b := &gistBank{h: k.h, w: k.w, ny: k.h + 2*gistExtension, nx: k.w + 2*gistExtension}
	b.square = max(k.h, k.w) + 2*gistMargin // even, because both sides are
	b.mirroredRow, b.mirroredColumn = b.mirrored(k.h), b.mirrored(k.w)
	b.low = lowPassMatrix(b.square, k.prefilter/math.Sqrt(math.Ln2))
	b.fillForward()
	b.fillInverse()
	for scale, n := range k.orientations {
		for i := range n {
			b.filters = append(b.filters, b.filter(scale, i, n))
		}
	}
	return b
}

// mirrored returns the pixels of a side of n in a side of the square.
func (b *gistBank) mirrored(n int) []int {
	from := make([]int, b.square)
	for i := range from {
		from[i] = mirrored(mirrored(i, n+2*gistMargin)-gistMargin, n)
	}
	return from
}

// lowPassMatrix returns the circulant matrix that multiplies the frequencies f = −n/2, …, n/2−1 of n values by exp(−f²/s²).
func lowPassMatrix(n int, s float64) []float32 {
	cos, _ := circle(n)
	taps := make([]float64, n)
	for d := range taps {
		for f := -n / 2; f < n/2; f++ {
			taps[d] += math.Exp(-float64(f*f)/(s*s)) * cos[(f+n)*d%n] / float64(n)
		}
	}
	matrix := make([]float32, n*n)
	for i := range matrix {
		matrix[i] = float32(taps[(i/n-i%n+n)%n])
	}
	return matrix
}

// circle returns cos and sin of n equal parts of a turn.
func circle(n int) (cos, sin []float64) {
	cos, sin = make([]float64, n), make([]float64, n)
	for i := range n {
		sin[i], cos[i] = math.Sincos(2 * math.Pi * float64(i) / float64(n))
	}
	return cos, sin
}

// fillForward makes exp(−2πi·f·p/n), summed up over all places p of the extended side at which a pixel is found.
func (b *gistBank) fillForward() {
	fold := func(n, side int, put func(f, at int, re, im float64)) {
		cos, sin := circle(n)
		re, im := make([]float64, side), make([]float64, side)
		for f := range n {
			clear(re)
			clear(im)
			for p := range n {
				at, turn := mirrored(p-gistExtension, side), (f+n/2)*p%n // f − n/2, and a whole turn more for each p
				re[at] += cos[turn]
				im[at] -= sin[turn]
			}
			for at := range side {
				put(f, at, re[at], im[at])
			}
		}
	}
	b.forwardX, b.forwardY = make([]float32, b.w*2*b.nx), make([]float32, 2*b.ny*2*b.h)
	fold(b.nx, b.w, func(f, x int, re, im float64) {
		b.forwardX[x*2*b.nx+f], b.forwardX[x*2*b.nx+b.nx+f] = float32(re), float32(im)
	})
	fold(b.ny, b.h, func(f, y int, re, im float64) {
		real, imag := b.forwardY[f*2*b.h+2*y:], b.forwardY[(b.ny+f)*2*b.h+2*y:]
		real[0], real[1] = float32(re), float32(-im)
		imag[0], imag[1] = float32(im), float32(re)
	})
}

// fillInverse makes exp(2πi·f·p/n) for the places p of the picture itself.
func (b *gistBank) fillInverse() {
	b.inverseX, b.inverseY = make([]float32, 2*b.nx*2*b.w), make([]float32, 2*b.h*2*b.ny)
	cos, sin := circle(b.nx)
	for f := range b.nx {
		real, imag := b.inverseX[2*f*2*b.w:], b.inverseX[(2*f+1)*2*b.w:]
		for x := range b.w {
			turn := (f + b.nx/2) * (x + gistExtension) % b.nx
			real[x], real[b.w+x] = float32(cos[turn]), float32(sin[turn])
			imag[x], imag[b.w+x] = float32(-sin[turn]), float32(cos[turn])
		}
	}
	cos, sin = circle(b.ny)
	for y := range b.h {
		real, imag := b.inverseY[y*2*b.ny:], b.inverseY[(b.h+y)*2*b.ny:]
		for f := range b.ny {
			turn := (f + b.ny/2) * (y + gistExtension) % b.ny
			real[2*f], real[2*f+1] = float32(cos[turn]), float32(-sin[turn])
			imag[2*f], imag[2*f+1] = float32(sin[turn]), float32(cos[turn])
		}
	}
}

// filter makes the transfer function of direction i of n of a scale.
func (b *gistBank) filter(scale, i, n int) gistFilter {
	radius := 0.3 / math.Pow(1.85, float64(scale)) * float64(b.nx)
	narrow := 2 * math.Pi * float64(n*n) / 64
	exponent := func(row, column int) float64 {
		fy, fx := float64(row-b.ny/2), float64(column-b.nx/2)
		away := math.Hypot(fx, fy)/radius - 1
		angle := math.Atan2(fy, fx) + math.Pi*float64(i)/float64(n)
		if angle > math.Pi {
			angle -= 2 * math.Pi
		}
		return 3.5*away*away + narrow*angle*angle
	}
	top, bottom, left, right := b.ny, 0, b.nx, 0
	for y := range b.ny {
		for x := range b.nx {
			if exponent(y, x) < gistCut {
				top, bottom, left, right = min(top, y), max(bottom, y+1), min(left, x), max(right, x+1)
			}
		}
	}
	if top > bottom { // nothing passes
		return gistFilter{}
	}
	f := gistFilter{top: top, left: left, rows: bottom - top, columns: right - left}
	f.gain = make([]float32, f.rows*f.columns)
	for at := range f.gain {
		f.gain[at] = float32(math.Exp(-exponent(top+at/f.columns, left+at%f.columns)) / float64(b.ny*b.nx))
	}
	return f
}

// pass writes the product of the transfer function and the spectrum, whose rows are nx apart: real and imaginary part of each.
func (f *gistFilter) pass(dst, re, im []float32, nx int) {
	for y := range f.rows {
		gain := f.gain[y*f.columns:][:f.columns]
		at := (f.top+y)*nx + f.left
		re, im, row := re[at:][:f.columns], im[at:][:f.columns], dst[y*2*f.columns:][:2*f.columns]
		for x, g := range gain {
			row[2*x], row[2*x+1] = g*re[x], g*im[x]
		}
	}
}

// bytes is about how much memory b has.
func (b *gistBank) bytes() int {
	n := len(b.low) + len(b.forwardX) + len(b.forwardY) + len(b.inverseX) + len(b.inverseY)
	for _, f := range b.filters {
		n += len(f.gain)
	}
	return 4 * n
}

// gistBanks keeps banks for the next picture.
var gistBanks gistCache

type gistCache struct {
	sync.Mutex
	kept  map[gistKey]*gistBank
	bytes int
}

// keptGISTBytes bounds the memory: when there is more, all but the last bank are forgotten.
const keptGISTBytes = 128 << 20

func (c *gistCache) get(k gistKey) *gistBank {
	c.Lock()
	defer c.Unlock()
	if b := c.kept[k]; b != nil {
		return b
	}
	b := newGISTBank(k)
	if c.bytes += b.bytes(); c.kept == nil || c.bytes > keptGISTBytes {
		c.kept, c.bytes = map[gistKey]*gistBank{}, b.bytes()
	}
	c.kept[k] = b
	return b
}
