package features

import (
	"fmt"
	"math"
	"sync"

	"github.com/saccade-go/saccade/internal/kernel"
	"github.com/saccade-go/saccade/internal/scratch"
	"github.com/saccade-go/saccade/tensor"
)

// GaborEnergy describes texture by the responses of a bank of Gabor filters (B. S. Manjunath and W. Y. Ma, "Texture Features for
// Browsing and Retrieval of Image Data", 1996): for each the mean and the standard deviation of its magnitude. The filters are those of
// scikit-image's skimage.filters.gabor_kernel. For frequency f and direction θ = π·k/Orientations, k from 0 on, a filter is
//
//	g(x, y) = 1/(2πσ²) · exp(−(x² + y²)/(2σ²)) · exp(2πi·f·(x·cos θ + y·sin θ)),  σ = √(ln 2 / 2)/(π·f) · (2^b + 1)/(2^b − 1)
//
// with the bandwidth b, for |x| and |y| up to ⌈max(3σ·|cos θ|, 3σ·|sin θ|, 1)⌉. With θ = 0 it answers to upright stripes. Beyond the
// border the picture is mirrored with its last pixels doubled, as in scipy.ndimage.convolve: b a | a b c | c b. Magnitudes are
// the √(re² + im²) of the picture's convolution with g.
//
// With a Grid of n mean and deviation are those of n×n cells; the filters see the whole picture. Cell (i, j) has the rows
// ⌊i·H/n⌋ ≤ y < ⌊(i+1)·H/n⌋, and for columns alike. The deviation is that of the population.
//
// The vector goes channel by channel, in each through the cells row by row, in each through the frequencies, in each through the
// directions, and has mean and deviation for each: 2·C·n²·len(Frequencies)·Orientations values. uint8 counts as v/255. The picture has a
// known size, of at least one pixel for each cell. As g is the product of a function of x and one of y, the time for a pixel and a
// filter is in proportion to σ. NaN and infinities spread as far as the filters reach.
//
// JSON: {"frequencies": [0.05, 0.1, 0.2, 0.4], "orientations": 6, "bandwidth": 1, "grid": 1}.
type GaborEnergy struct {
	// Frequencies are in waves per pixel, above 0 and at most 0.5, 64 of them at most. Default 0.05, 0.1, 0.2 and 0.4.
	Frequencies []float64 `json:"frequencies,omitempty"`
	// Orientations is the number of directions in 0° to 180°. Default 6, at most 64.
	Orientations int `json:"orientations,omitempty"`
	// Bandwidth is the range of frequencies that a filter answers to, in octaves. Default 1, at most 16.
	Bandwidth float64 `json:"bandwidth,omitempty"`
	// Grid is the number of cells each way. Default 1, at most 256.
	Grid int `json:"grid,omitempty"`
}

const (
	maxBank  = 64   // frequencies, directions
	maxReach = 2047 // pixels of a filter on each side
)

var gaborFrequencies = []float64{0.05, 0.1, 0.2, 0.4}

func (g GaborEnergy) frequencies() []float64 {
	if len(g.Frequencies) == 0 {
		return gaborFrequencies
	}
	return g.Frequencies
}

// sigma returns that of the filters of a frequency.
func (g GaborEnergy) sigma(frequency float64) float64 {
	b := g.Bandwidth
	if b == 0 {
		b = 1
	}
	return math.Sqrt(math.Ln2/2) / math.Pi * (math.Exp2(b) + 1) / (math.Exp2(b) - 1) / frequency
}

// OutSpec returns a vector.
func (g GaborEnergy) OutSpec(in tensor.Spec) (tensor.Spec, error) {
	const op = "gabor_energy"
	if err := g.check(); err != nil {
		return tensor.Spec{}, err
	}
	if err := checkSized(op, in); err != nil {
		return tensor.Spec{}, err
	}
	grid := orDefault(g.Grid, 1)
	if in.H < grid || in.W < grid {
		return tensor.Spec{}, &tensor.SpecError{Op: op, Want: fmt.Sprintf("at least %d×%d pixels, one for each cell", grid, grid), Got: in}
	}
	out := tensor.Spec{DType: tensor.Float32, C: in.C, H: grid * grid, W: 2 * len(g.frequencies()) * orDefault(g.Orientations, 6)}
	if err := out.Check(op); err != nil {
		return tensor.Spec{}, err
	}
	return tensor.VectorSpec(out.Len()), nil
}

// check reports parameters that make no sense. Zeros are defaults.
func (g GaborEnergy) check() error {
	for _, p := range [...]struct {
		name       string
		value, max int
	}{{"orientations", g.Orientations, maxBank}, {"grid", g.Grid, maxGrid}} {
		if p.value < 0 || p.value > p.max {
			return g.paramError(p.name, fmt.Sprintf("1 to %d, or 0 for the default", p.max), p.value)
		}
	}
	if !(g.Bandwidth >= 0 && g.Bandwidth <= 16) {
		return g.paramError("bandwidth", "a number of octaves above 0, at most 16, or 0 for the default", g.Bandwidth)
	}
	if len(g.Frequencies) > maxBank {
		return g.paramError("frequencies", fmt.Sprintf("at most %d", maxBank), len(g.Frequencies))
	}
	for i, f := range g.frequencies() {
		if !(f > 0 && f <= 0.5) {
			return g.paramError(fmt.Sprintf("frequencies[%d]", i), "a number of waves per pixel above 0, at most 0.5", f)
		}
		if !(gaborDeviations*g.sigma(f) <= maxReach) {
			return g.paramError(fmt.Sprintf("frequencies[%d]", i), fmt.Sprintf("one whose filter reaches %d pixels at most", maxReach), f)
		}
	}
	return nil
}

func (GaborEnergy) paramError(param, want string, got any) error {
	return &tensor.ParamError{Op: "gabor_energy", Param: param, Want: want, Got: got}
}

// gaborDeviations is how far a filter reaches, in standard deviations along its wave.
const gaborDeviations = 3

// Apply writes means and deviations of src into dst.
func (g GaborEnergy) Apply(dst, src *tensor.Tensor) error {
	out, err := g.OutSpec(src.Spec)
	if err != nil {
		return err
	}
	if err := checkTensors("gabor_energy", dst, src, out); err != nil {
		return err
	}
	n := orDefault(g.Orientations, 6)
	b := newGaborBank(g, src)
	defer b.release()
	for c := range src.C {
		for f, frequency := range g.frequencies() {
			// Directions k and n−k are mirror images and made together.
			for k := 0; 2*k <= n; k++ {
				b.tune(g.sigma(frequency), frequency, k, n)
				b.filterRows(src, c)
				b.filterColumns()
				first := c*b.cells*b.perCell + f*n
				b.write(dst.F32, 0, first+k)
				if b.twins() {
					b.write(dst.F32, 1, first+n-k)
				}
			}
		}
	}
	return nil
}

// A gaborBank filters one picture with g(x, y) = u(x)·v(y), where u and v have even real and odd imaginary parts, and with the mirror
// image of g, whose u is conjugate.
type gaborBank struct {
	height, width int
	grid, cells   int
	perCell       int // filters

	reach            int // of the filter
	across, down     wavelet
	memory           *scratch.Buffer[float32]
	indices          *scratch.Buffer[int32]
	sums             *scratch.Buffer[float64] // Σ magnitude and Σ magnitude² of each cell, for the filter and its mirror image
	real, imag       []float32                // the picture's rows with u
	padded           []float32                // a row and what lies beside it
	rows             [6][]float32             // one row each of what filterColumns makes
	outward, inOrder []int32                  // of the taps: from the middle one on, or from the first one
	beside, above    []int32                  // columns and rows from reach before the first one to reach behind the last one, mirrored
}

// A wavelet is one side of u or v, from the middle on, and all of its imaginary part, which is 0 in the middle.
type wavelet struct {
	even, odd []float32
	real      bool // no imaginary part
}

func newGaborBank(g GaborEnergy, src *tensor.Tensor) *gaborBank {
	b := gaborBanks.Get().(*gaborBank)
	*b = gaborBank{height: src.H, width: src.W, grid: orDefault(g.Grid, 1), perCell: len(g.frequencies()) * orDefault(g.Orientations, 6)}
	b.cells = b.grid * b.grid
	reach := 1
	for _, f := range g.frequencies() {
		reach = max(reach, int(math.Ceil(gaborDeviations*g.sigma(f))))
	}
	taps, pixels := 2*reach+1, src.H*src.W
	b.memory = scratch.Float32.Get(2*pixels + src.W + 2*reach + len(b.rows)*src.W + 2*(reach+1+taps))
	rest := b.memory.S
	next := func(n int) (s []float32) { s, rest = rest[:n], rest[n:]; return s }
	b.real, b.imag, b.padded = next(pixels), next(pixels), next(src.W+2*reach)
	for i := range b.rows {
		b.rows[i] = next(src.W)
	}
	b.across, b.down = wavelet{even: next(reach + 1), odd: next(taps)}, wavelet{even: next(reach + 1), odd: next(taps)}
	b.indices = scratch.Int32.Get(2*taps + src.W + src.H + 4*reach)
	b.outward, b.inOrder = b.indices.S[:taps], b.indices.S[taps:2*taps]
	b.beside, b.above = b.indices.S[2*taps:][:src.W+2*reach], b.indices.S[2*taps+src.W+2*reach:]
	b.sums = scratch.Float64.Get(2 * 2 * b.cells)
	return b
}

var gaborBanks = sync.Pool{New: func() any { return new(gaborBank) }}

func (b *gaborBank) release() {
	scratch.Float32.Put(b.memory)
	scratch.Int32.Put(b.indices)
	scratch.Float64.Put(b.sums)
	*b = gaborBank{}
	gaborBanks.Put(b)
}

// tune makes the filter of direction k of n.
func (b *gaborBank) tune(sigma, frequency float64, k, n int) {
	sin, cos := math.Sincos(math.Pi * float64(k) / float64(n))
	if 2*k == n {
		cos = 0
	}
	b.reach = int(math.Ceil(max(gaborDeviations*sigma*math.Abs(cos), gaborDeviations*sigma*math.Abs(sin), 1)))
	b.across.fill(b.reach, sigma, frequency*cos)
	b.down.fill(b.reach, sigma, frequency*sin)
	for i := range 2*b.reach + 1 {
		b.inOrder[i] = int32(i)
	}
	for i := range b.width + 2*b.reach {
		b.beside[i] = int32(mirrored(i-b.reach, b.width))
	}
	for i := range b.height + 2*b.reach {
		b.above[i] = int32(mirrored(i-b.reach, b.height) * b.width)
	}
}

// twins reports whether the mirror image of the filter is another filter.
func (b *gaborBank) twins() bool { return !b.across.real && !b.down.real }

// fill makes 1/(√(2π)·σ) · exp(−t²/(2σ²) + 2πi·frequency·t) for t from −reach to reach.
func (w *wavelet) fill(reach int, sigma, frequency float64) {
	w.even, w.odd, w.real = w.even[:reach+1], w.odd[:2*reach+1], frequency == 0
	scale := 1 / (math.Sqrt(2*math.Pi) * sigma)
	for t := range reach + 1 {
		bell := scale * math.Exp(-0.5*float64(t)*float64(t)/(sigma*sigma))
		sin, cos := math.Sincos(2 * math.Pi * frequency * float64(t))
		w.even[t] = float32(bell * cos)
		w.odd[reach+t], w.odd[reach-t] = float32(bell*sin), float32(-bell*sin)
	}
}

// mirrored returns where in 0..n−1 the value at i is found, if the values go on as their mirror image, and that as its own.
func mirrored(i, n int) int {
	i %= 2 * n
	if i < 0 {
		i += 2 * n
	}
	return min(i, 2*n-1-i)
}

// outwards fills to with the members of s from the middle on: of the middle, and then of one before and one behind.
func outwards(to, s []int32) []int32 {
	half := len(s) / 2
	to[0] = s[half]
	for k := 1; k <= half; k++ {
		to[2*k-1], to[2*k] = s[half-k], s[half+k]
	}
	return to[:len(s)]
}

// filterRows makes real and imag of channel c of src.
func (b *gaborBank) filterRows(src *tensor.Tensor, c int) {
	inOrder := b.inOrder[:2*b.reach+1]
	outward := outwards(b.outward, inOrder)
	padded := b.padded[:b.width+2*b.reach]
	for y := range b.height {
		b.pad(padded, src, (c*b.height+y)*b.width)
		kernel.SymmetricSum(b.real[y*b.width:][:b.width], padded, outward, b.across.even)
		if !b.across.real {
			kernel.WeightedSum(b.imag[y*b.width:][:b.width], padded, inOrder, b.across.odd)
		}
	}
}

// pad writes the row of src that begins at first, and what lies beside it.
func (b *gaborBank) pad(to []float32, src *tensor.Tensor, first int) {
	row := to[b.reach:][:b.width]
	if src.DType == tensor.Float32 {
		copy(row, src.F32[first:])
	} else {
		kernel.UnitUint8(row, src.U8[first:][:b.width])
	}
	for i := range b.reach {
		to[i] = row[b.beside[i]]
		to[b.reach+b.width+i] = row[b.beside[b.reach+b.width+i]]
	}
}

// filterColumns makes sums of real and imag.
func (b *gaborBank) filterColumns() {
	clear(b.sums.S)
	evenReal, evenImag, oddReal, oddImag, re, im := b.rows[0], b.rows[1], b.rows[2], b.rows[3], b.rows[4], b.rows[5]
	for _, row := range b.rows[1:4] {
		clear(row)
	}
	for i := range b.grid {
		first, end := span(i, b.grid, b.height)
		for y := first; y < end; y++ {
			inOrder := b.above[y:][:2*b.reach+1]
			outward := outwards(b.outward, inOrder)
			kernel.SymmetricSum(evenReal, b.real, outward, b.down.even)
			if !b.across.real {
				kernel.SymmetricSum(evenImag, b.imag, outward, b.down.even)
			}
			if !b.down.real {
				kernel.WeightedSum(oddReal, b.real, inOrder, b.down.odd)
			}
			if b.twins() {
				kernel.WeightedSum(oddImag, b.imag, inOrder, b.down.odd)
			}
			kernel.Sub(re, evenReal, oddImag)
			kernel.Add(im, oddReal, evenImag)
			b.add(0, i, re, im)
			if b.twins() {
				kernel.Add(re, evenReal, oddImag)
				kernel.Sub(im, oddReal, evenImag)
				b.add(1, i, re, im)
			}
		}
	}
}

// add adds the magnitudes of a row, over re, to the sums of the cells of row i: of the filter, or 1 for its mirror image.
func (b *gaborBank) add(mirror, i int, re, im []float32) {
	kernel.Mul(re, re, re)
	kernel.AddProduct(re, im, im)
	kernel.SquareRoot(re, re, 0)
	sums := b.sums.S[2*(mirror*b.cells+i*b.grid):]
	for j := range b.grid {
		first, end := span(j, b.grid, b.width)
		sums[2*j] += kernel.Sum(re[first:end])
		sums[2*j+1] += kernel.SumSquares(re[first:end])
	}
}

// write puts mean and deviation of all cells where they belong: those of the first cell at filter first.
func (b *gaborBank) write(dst []float32, mirror, first int) {
	for cell := range b.cells {
		top, bottom := span(cell/b.grid, b.grid, b.height)
		left, right := span(cell%b.grid, b.grid, b.width)
		n := float64((bottom - top) * (right - left))
		sums := b.sums.S[2*(mirror*b.cells+cell):][:2]
		mean := sums[0] / n
		to := dst[2*(first+cell*b.perCell):][:2]
		to[0], to[1] = float32(mean), float32(math.Sqrt(max(sums[1]/n-mean*mean, 0)))
	}
}
