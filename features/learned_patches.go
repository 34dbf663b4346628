package features

import (
	"fmt"
	"sync"

	"github.com/saccade-go/saccade/internal/kernel"
	"github.com/saccade-go/saccade/internal/scratch"
	"github.com/saccade-go/saccade/tensor"
)

// LearnedPatches describes a picture by how much its patches are like those of a dictionary, on a grid of cells. It is what
// [LearnPatches] becomes.
//
// Every patch of Size×Size pixels at a distance of Stride, plane by plane and row by row a vector x of P values (uint8 divided by
// 255), is normalised, x ← (x − mean(x))/√(var(x) + NormEps), and whitened, y = Whiten·(x − Mean). Its codes for the K rows d of
// Dictionary are
//
//	triangle        f = max(0, mean over d of ‖y − d‖ − ‖y − d‖)
//	soft_threshold  f = max(0, d·y − Threshold), and K more: max(0, −d·y − Threshold)
//
// The picture is cut into Pool×Pool cells; a patch in row i of n counts in the cells of row ⌊i·Pool/n⌋, and for columns alike.
// The result has, cell by cell in rows, the mean of the codes of a cell's patches: Pool²·K values, or Pool²·2K. A cell without
// patches, in pictures with fewer than Pool of them in a row or column, has zeros.
//
// The input has a known size of at least Size each way and as many channels as what was learned from. The time grows with the
// patches times K·P. NaN makes the codes of patches with it NaN.
type LearnedPatches struct {
	// Size, Stride, Pool, NormEps, Encoding and Threshold are those of LearnPatches, none left out.
	Size      int     `json:"size"`
	Stride    int     `json:"stride"`
	Pool      int     `json:"pool"`
	NormEps   float64 `json:"norm_eps"`
	Encoding  string  `json:"encoding"`
	Threshold float64 `json:"threshold,omitempty"`
	// Mean is P×1×1, Whiten 1×P×P, and Dictionary 1×K×P. Required.
	Mean       tensor.Tensor `json:"mean"`
	Whiten     tensor.Tensor `json:"whiten"`
	Dictionary tensor.Tensor `json:"dictionary"`
}

// Arrays returns the learned arrays by the names they have in JSON, for a model file to store and to fill them.
func (l *LearnedPatches) Arrays() map[string]*tensor.Tensor {
	return map[string]*tensor.Tensor{"mean": &l.Mean, "whiten": &l.Whiten, "dictionary": &l.Dictionary}
}

func (l *LearnedPatches) patches() patches { return patches{l.Size, l.Stride, l.NormEps} }

// atoms is how many patches the dictionary has.
func (l *LearnedPatches) atoms() int { return l.Dictionary.H }

// codes is how many values a cell has.
func (l *LearnedPatches) codes() int {
	if l.Encoding == softThreshold {
		return 2 * l.atoms()
	}
	return l.atoms()
}

// OutSpec returns a vector of Pool² cells' codes.
func (l LearnedPatches) OutSpec(in tensor.Spec) (tensor.Spec, error) {
	const op = "learned_patches"
	if err := l.check(); err != nil {
		return tensor.Spec{}, err
	}
	if err := l.patches().check(op, in); err != nil {
		return tensor.Spec{}, err
	}
	if l.patches().values(in) != l.Mean.C {
		return tensor.Spec{}, &tensor.SpecError{Op: op, Want: fmt.Sprintf("pictures of which a patch has %d values, as when it was fitted", l.Mean.C), Got: in}
	}
	out := tensor.VectorSpec(l.Pool * l.Pool * l.codes())
	return out, out.Check(op)
}

// check reports parameters and arrays that make no sense.
func (l *LearnedPatches) check() error {
	const op = "learned_patches"
	settings := LearnPatches{Size: l.Size, Stride: l.Stride, Pool: l.Pool, NormEps: l.NormEps, Encoding: l.Encoding, Threshold: l.Threshold}
	if err := settings.checkCodes(op); err != nil {
		return err
	}
	n, matrix := l.Mean.C, tensor.Spec{C: 1, H: l.Mean.C, W: l.Mean.C}
	if err := checkArray(op, "mean", l.Mean.Spec, len(l.Mean.F32), tensor.Spec{C: n, H: 1, W: 1}); err != nil {
		return err
	}
	if err := checkArray(op, "whiten", l.Whiten.Spec, len(l.Whiten.F32), matrix); err != nil {
		return err
	}
	matrix.H = l.Dictionary.H
	return checkArray(op, "dictionary", l.Dictionary.Spec, len(l.Dictionary.F32), matrix)
}

// checkArray reports a learned array of so many values that isn't as wanted, or is empty.
func checkArray(op, name string, got tensor.Spec, values int, want tensor.Spec) error {
	want.DType, want.Space = tensor.Float32, got.Space
	if got != want || got.Check(op) != nil || values != got.Len() || values == 0 {
		return &tensor.ParamError{Op: op, Param: name, Want: "a float32 array of " + want.Shape(), Got: got}
	}
	return nil
}

// Apply writes the codes of src into dst.
func (l LearnedPatches) Apply(dst, src *tensor.Tensor) error {
	out, err := l.OutSpec(src.Spec)
	if err != nil {
		return err
	}
	if err := checkTensors("learned_patches", dst, src, out); err != nil {
		return err
	}
	e := newPatchEncoder(l, src)
	defer e.release()
	clear(dst.F32)
	for first := 0; first < e.rows; first += e.block {
		n := min(e.block, e.rows-first)
		e.whiten(first, n)
		e.compare(n)
		for i := range n * e.cols {
			row, col := first+i/e.cols, i%e.cols
			cell := row*l.Pool/e.rows*l.Pool + col*l.Pool/e.cols
			e.encode(dst.F32[cell*l.codes():][:l.codes()], i)
		}
	}
	e.average(dst.F32)
	return nil
}

// A patchEncoder has what one picture needs. It takes some rows of patches at a time.
type patchEncoder struct {
	LearnedPatches
	src        *tensor.Tensor
	rows, cols int // of patches
	block      int // rows at a time
	values     int // of a patch

	raw   *scratch.Buffer[float32] // patches, normalised, less the mean
	white *scratch.Buffer[float32] // whitened, each with a 1 behind it
	table *scratch.Buffer[float32] // the dictionary, each atom with a number behind it: see extend
	found *scratch.Buffer[float32] // of each patch with each atom
}

// patchesAtATime is about how many there are in a block: enough for matrix products, few enough for the caches.
const patchesAtATime = 256

func newPatchEncoder(l LearnedPatches, src *tensor.Tensor) *patchEncoder {
	e := patchEncoders.Get().(*patchEncoder)
	*e = patchEncoder{LearnedPatches: l, src: src, values: l.Mean.C}
	e.rows, e.cols = l.patches().places(src.Spec)
	e.block = min(max(patchesAtATime/e.cols, 1), e.rows)
	n := e.block * e.cols
	e.raw, e.white = scratch.Float32.Get(n*e.values), scratch.Float32.Get(n*(e.values+1))
	e.table, e.found = scratch.Float32.Get(l.atoms()*(e.values+1)), scratch.Float32.Get(n*l.atoms())
	e.extend()
	return e
}

var patchEncoders = sync.Pool{New: func() any { return new(patchEncoder) }}

func (e *patchEncoder) release() {
	for _, b := range []*scratch.Buffer[float32]{e.raw, e.white, e.table, e.found} {
		scratch.Float32.Put(b)
	}
	*e = patchEncoder{}
	patchEncoders.Put(e)
}

// extend makes of each atom d what gives, multiplied with a patch y and the 1 behind it, ‖y − d‖² − ‖y‖², or just d·y.
func (e *patchEncoder) extend() {
	for d := range e.atoms() {
		from, to := e.Dictionary.F32[d*e.values:][:e.values], e.table.S[d*(e.values+1):][:e.values+1]
		if e.Encoding == softThreshold {
			copy(to, from)
			to[e.values] = 0
		} else {
			kernel.Scale(to[:e.values], from, -2)
			to[e.values] = float32(kernel.SumSquares(from))
		}
	}
}

// whiten prepares n rows of patches.
func (e *patchEncoder) whiten(first, n int) {
	p := e.patches()
	for i := range n * e.cols {
		patch := e.raw.S[i*e.values:][:e.values]
		p.copy(patch, e.src, (first+i/e.cols)*p.stride, i%e.cols*p.stride)
		p.normalise(patch)
		kernel.Sub(patch, patch, e.Mean.F32)
		e.white.S[i*(e.values+1)+e.values] = 1
	}
	kernel.Gemm(false, true, n*e.cols, e.values, e.values, 1, e.raw.S, e.values, e.Whiten.F32, e.values, 0, e.white.S, e.values+1, 1)
}

// compare multiplies n rows of patches with all atoms.
func (e *patchEncoder) compare(n int) {
	k := e.atoms()
	kernel.Gemm(false, true, n*e.cols, k, e.values+1, 1, e.white.S, e.values+1, e.table.S, e.values+1, 0, e.found.S, k, 1)
}

// encode adds the codes of patch i of the block to those of its cell.
func (e *patchEncoder) encode(cell []float32, i int) {
	k := e.atoms()
	codes := e.found.S[i*k:][:k]
	if e.Encoding == softThreshold {
		limit := float32(e.Threshold)
		kernel.AddAbove(cell[:k], codes, limit)
		kernel.AddBelow(cell[k:], codes, -limit)
		return
	}
	y := e.white.S[i*(e.values+1):][:e.values]
	kernel.SquareRoot(codes, codes, float32(kernel.SumSquares(y)))
	kernel.AddBelow(cell, codes, float32(kernel.Sum(codes)/float64(k)))
}

// average divides the sums of codes by the number of patches of their cells.
func (e *patchEncoder) average(sums []float32) {
	for cell := range e.Pool * e.Pool {
		n := inCell(cell/e.Pool, e.rows, e.Pool) * inCell(cell%e.Pool, e.cols, e.Pool)
		codes := sums[cell*e.codes():][:e.codes()]
		kernel.Scale(codes, codes, 1/float32(max(n, 1)))
	}
}

// inCell is how many of i < n have i·cells/n = cell, rounded down.
func inCell(cell, n, cells int) int {
	return ((cell+1)*n+cells-1)/cells - (cell*n+cells-1)/cells
}
