package features

import (
	"fmt"
	"iter"
	"math"
	"sync"

	"github.com/saccade-go/saccade/internal/kernel"
	"github.com/saccade-go/saccade/internal/scratch"
	"github.com/saccade-go/saccade/tensor"
)

// DCT describes a picture by the low frequencies of its discrete cosine transform (N. Ahmed, T. Natarajan and K. Rao, "Discrete
// Cosine Transform", 1974): the orthonormal two-dimensional DCT-II of each channel, with the numbers of SciPy's
// scipy.fft.dctn(x, norm="ortho"). Of H×W values x
//
//	X[u][v] = s(u, H)·s(v, W) · Σ x[i][j] · cos(π·u·(2i+1)/(2H)) · cos(π·v·(2j+1)/(2W))
//
// where s(0, n) = √(1/n) and s(k, n) = √(2/n) for others. The first of Coefficients is X[0][0], √(H·W) times the mean; the others
// follow in the zigzag order of JPEG: X[0][1], X[1][0], X[2][0], X[1][1], X[0][2], X[0][3] and so on, skipping what H or W is too small
// for.
//
// With a Grid of n the picture is cut into n×n cells, which are transformed each by itself: cell (i, j) has the rows
// ⌊i·H/n⌋ ≤ y < ⌊(i+1)·H/n⌋, and for columns alike. Where cells differ by a pixel, the order is that of the smallest one
// for all.
//
// The vector has C·n²·Coefficients values: channel by channel, in each the cells row by row. uint8 counts as v/255. The picture
// has a known size, and a cell has at least as many pixels as Coefficients asks for. Only the rows and columns that hold
// the coefficients are computed, in float32: the time is in proportion to the pixels times √Coefficients. NaN and infinities make all
// values of their cell NaN.
//
// JSON: {"coefficients": 64, "grid": 1}.
type DCT struct {
	// Coefficients is how many are kept of each cell and channel. Default 64, at most 65 536.
	Coefficients int `json:"coefficients,omitempty"`
	// Grid is the number of cells each way. Default 1, at most 256.
	Grid int `json:"grid,omitempty"`
}

const (
	maxCoefficients = 1 << 16
	maxGrid         = 256
)

// A dctPlan is what follows from a DCT's parameters and its input.
type dctPlan struct {
	coefficients, grid int
	h, w               int // of the smallest cell
	rows, columns      int // of the part of the transform that has the coefficients
}

// OutSpec returns a vector.
func (d DCT) OutSpec(in tensor.Spec) (tensor.Spec, error) {
	_, out, err := d.plan(in)
	return out, err
}

func (d DCT) plan(in tensor.Spec) (dctPlan, tensor.Spec, error) {
	const op = "dct"
	for _, p := range [...]struct {
		name       string
		value, max int
	}{{"coefficients", d.Coefficients, maxCoefficients}, {"grid", d.Grid, maxGrid}} {
		if p.value < 0 || p.value > p.max {
			return dctPlan{}, tensor.Spec{}, &tensor.ParamError{Op: op, Param: p.name, Want: fmt.Sprintf("1 to %d, or 0 for the default", p.max), Got: p.value}
		}
	}
	if err := checkSized(op, in); err != nil {
		return dctPlan{}, tensor.Spec{}, err
	}
	p := dctPlan{coefficients: orDefault(d.Coefficients, 64), grid: orDefault(d.Grid, 1)}
	p.h, p.w = in.H/p.grid, in.W/p.grid
	if p.h*p.w < p.coefficients {
		return p, tensor.Spec{}, &tensor.SpecError{Op: op, Want: fmt.Sprintf("cells of at least %d pixels on a grid of %d×%d", p.coefficients, p.grid, p.grid), Got: in}
	}
	for row, column := range zigzag(p.h, p.w, p.coefficients) {
		p.rows, p.columns = max(p.rows, row+1), max(p.columns, column+1)
	}
	if h, w := ceil(in.H, p.grid), ceil(in.W, p.grid); 2*max(p.rows, p.columns)*(h+w) > tensor.MaxBytes/tensor.Float32.Size() {
		return p, tensor.Spec{}, &tensor.SpecError{Op: op, Want: "sides of which the waves take 2 GiB at most (resize first, or ask for fewer coefficients)", Got: in}
	}
	out := tensor.VectorSpec(in.C * p.grid * p.grid * p.coefficients)
	return p, out, out.Check(op)
}

// zigzag returns the rows and columns of the first n places of h×w in JPEG's order.
func zigzag(h, w, n int) iter.Seq2[int, int] {
	return func(yield func(row, column int) bool) {
		left := n
		for diagonal := 0; left > 0; diagonal++ {
			top, bottom := max(0, diagonal-w+1), min(diagonal, h-1)
			for i := top; i <= bottom && left > 0; i++ {
				row := i // down the odd diagonals
				if diagonal%2 == 0 {
					row = top + bottom - i // and up the even ones
				}
				if !yield(row, diagonal-row) {
					return
				}
				left--
			}
		}
	}
}

// Apply writes the coefficients of src into dst.
func (d DCT) Apply(dst, src *tensor.Tensor) error {
	p, out, err := d.plan(src.Spec)
	if err != nil {
		return err
	}
	if err := checkTensors("dct", dst, src, out); err != nil {
		return err
	}
	t := newCosineTransform(p, src)
	defer t.release()
	perChannel := p.grid * p.grid * p.coefficients
	for c := range src.C {
		t.transformRows(src, c)
		t.transformColumns(dst.F32[c*perChannel:][:perChannel])
	}
	return nil
}

// A cosineTransform has what the transforms of one picture need.
type cosineTransform struct {
	dctPlan
	height, width int // of the picture
	memory        *scratch.Buffer[float32]
	places        *scratch.Buffer[int32] // of the coefficients, in columns of made
	down, across  waves
	units         []float32 // rows of a plane, if the picture is uint8
	half          []float32 // the rows transformed: height × grid·columns
	made          []float32 // a row of cells transformed: rows × grid·columns
}

// rowsAtATime is how many rows of a uint8 picture are in float32 at a time.
const rowsAtATime = 64

func newCosineTransform(p dctPlan, src *tensor.Tensor) *cosineTransform {
	t := cosineTransforms.Get().(*cosineTransform)
	*t = cosineTransform{dctPlan: p, height: src.H, width: src.W}
	units := 0
	if src.DType == tensor.Uint8 {
		units = min(rowsAtATime, src.H) * src.W
	}
	stride := p.grid * p.columns
	down, across := p.rows*(p.h+ceil(src.H, p.grid)), p.columns*(p.w+ceil(src.W, p.grid))
	t.memory = scratch.Float32.Get(down + across + units + src.H*stride + p.rows*stride)
	rest := t.memory.S
	t.down, rest = newWaves(rest[:down], p.rows, p.h, src.H%p.grid != 0), rest[down:]
	t.across, rest = newWaves(rest[:across], p.columns, p.w, src.W%p.grid != 0), rest[across:]
	t.units, rest = rest[:units], rest[units:]
	t.half, t.made = rest[:src.H*stride], rest[src.H*stride:]
	t.places = scratch.Int32.Get(p.coefficients)
	at := 0
	for row, column := range zigzag(p.h, p.w, p.coefficients) {
		t.places.S[at] = int32(row*stride + column)
		at++
	}
	return t
}

var cosineTransforms = sync.Pool{New: func() any { return new(cosineTransform) }}

func (t *cosineTransform) release() {
	scratch.Float32.Put(t.memory)
	scratch.Int32.Put(t.places)
	*t = cosineTransform{}
	cosineTransforms.Put(t)
}

// transformRows makes half of channel c of src: of each row in each cell the coefficients.
func (t *cosineTransform) transformRows(src *tensor.Tensor, c int) {
	stride := t.grid * t.columns
	for y := 0; y < t.height; y += rowsAtATime {
		n := min(rowsAtATime, t.height-y)
		rows, first := t.units, (c*t.height+y)*t.width
		if src.DType == tensor.Float32 {
			rows = src.F32[first:]
		} else {
			kernel.UnitUint8(rows[:n*t.width], src.U8[first:][:n*t.width])
		}
		for j := range t.grid {
			left, right := span(j, t.grid, t.width)
			w := right - left
			kernel.Gemm(false, true, n, t.columns, w, 1, rows[left:], t.width, t.across.of(w), w, 0, t.half[y*stride+j*t.columns:], stride, 1)
		}
	}
}

// transformColumns writes the coefficients of all cells of half.
func (t *cosineTransform) transformColumns(dst []float32) {
	stride := t.grid * t.columns
	for i := range t.grid {
		top, bottom := span(i, t.grid, t.height)
		h := bottom - top
		kernel.Gemm(false, false, t.rows, stride, h, 1, t.down.of(h), h, t.half[top*stride:], stride, 0, t.made, stride, 1)
		for j := range t.grid {
			cell := t.made[j*t.columns:]
			for k, at := range t.places.S {
				dst[k] = cell[at]
			}
			dst = dst[t.coefficients:]
		}
	}
}

// waves are rows of the matrix of the transform of n values, s(k, n)·cos(π·k·(2i+1)/(2n)) at k·n + i, those of the lowest frequencies;
// and perhaps those for n + 1 values, too.
type waves struct {
	rows [2][]float32
	n    int
}

func newWaves(memory []float32, frequencies, n int, both bool) waves {
	w := waves{n: n}
	w.rows[0], w.rows[1] = memory[:frequencies*n], memory[frequencies*n:]
	fillWaves(w.rows[0], frequencies, n)
	if both {
		fillWaves(w.rows[1], frequencies, n+1)
	}
	return w
}

// of returns the rows for n values.
func (w *waves) of(n int) []float32 { return w.rows[n-w.n] }

func fillWaves(rows []float32, frequencies, n int) {
	table := scratch.Float64.Get(n + 1) // cos(π·t/(2n))
	defer scratch.Float64.Put(table)
	for t := range table.S {
		table.S[t] = math.Cos(math.Pi / 2 * float64(t) / float64(n))
	}
	scale := math.Sqrt(1 / float64(n))
	for k := range frequencies {
		for i := range n {
			rows[k*n+i] = float32(scale * quarterWave(table.S, k*(2*i+1)%(4*n)))
		}
		scale = math.Sqrt(2 / float64(n))
	}
}

// quarterWave returns cos(π·t/(2n)) for t below 4n, given that for t up to n.
func quarterWave(table []float64, t int) float64 {
	n := len(table) - 1
	if t > 2*n {
		t = 4*n - t
	}
	if t > n {
		return -table[2*n-t]
	}
	return table[t]
}
