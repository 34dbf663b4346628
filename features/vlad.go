package features

import (
	"math"

	"github.com/saccade-go/saccade/internal/kernel"
	"github.com/saccade-go/saccade/internal/scratch"
	"github.com/saccade-go/saccade/tensor"
)

// VLAD sums up how local descriptors, such as [DenseSIFT] makes, differ from the visual words that they are nearest to: a vector of
// locally aggregated descriptors (Jégou, Douze, Schmid & Pérez, "Aggregating Local Descriptors into a Compact Image Representation",
// 2010). It is what [LearnVLAD] becomes.
//
// Each of the K words w has v = Σ (x − w) over the descriptors x to which it is the nearest, of equals the first; a descriptor of zeros
// is none. The K·D values are normalised by
//
//	intra  each word's v scaled to the length 1 (Arandjelović & Zisserman, "All about VLAD", 2013), against words that occur in bursts
//	power  sign(v)·√|v|
//	l2     nothing
//
// and then in all three scaled to the length 1. What is 0 everywhere stays so.
//
// Each level n of a spatial pyramid cuts the picture into n×n cells: row y of H is in row ⌊y·n/H⌋ of cells, and columns alike. The result
// has the K·D values, normalised by themselves, of each cell, level by level and row by row: Σn²·K·D values.
//
// The input is float32, with as many channels as a word has values, D, or a multiple: then each place has several descriptors. Its size
// may be unknown. NaN and infinities make all values of cells with them NaN.
//
// JSON: {"levels": [1, 2], "norm": "intra", "words": {"shape": [1, K, D], "data": […]}}.
type VLAD struct {
	// Levels are the levels of a spatial pyramid: cells each way, from 1 to 64, at most 8 levels. Default [1], the whole picture.
	Levels []int `json:"levels,omitempty"`
	// Norm is "intra" (default), "power" or "l2".
	Norm string `json:"norm,omitempty"`
	// Words is 1×K×D. Required.
	Words tensor.Tensor `json:"words"`
}

// Arrays returns the learned arrays by the names they have in JSON, for a model file to store and to fill them.
func (v *VLAD) Arrays() map[string]*tensor.Tensor {
	return map[string]*tensor.Tensor{"words": &v.Words}
}

// checkParams reports parameters that make no sense, words aside.
func (v *VLAD) checkParams(op string) error {
	switch v.Norm {
	case "", "intra", "power", "l2":
		return pyramidOf(v.Levels).check(op)
	}
	return &tensor.ParamError{Op: op, Param: "norm", Want: "intra, power or l2", Got: v.Norm}
}

// OutSpec returns a vector of K·D values for each cell.
func (v VLAD) OutSpec(in tensor.Spec) (tensor.Spec, error) {
	const op = "vlad"
	if err := v.checkParams(op); err != nil {
		return tensor.Spec{}, err
	}
	if err := checkWords(op, in, &v.Words); err != nil {
		return tensor.Spec{}, err
	}
	return pyramidOf(v.Levels).spec(op, v.Words.H, v.Words.W)
}

// Apply writes the sums of src into dst.
func (v VLAD) Apply(dst, src *tensor.Tensor) error {
	out, err := v.OutSpec(src.Spec)
	if err != nil {
		return err
	}
	if err := checkTensors("vlad", dst, src, out); err != nil {
		return err
	}
	words, length, levels := v.Words.H, v.Words.W, pyramidOf(v.Levels)
	reader, book := newDescriptorReader(src, length, whole(src.Spec)), newCodebook(&v.Words)
	defer reader.release()
	defer book.release()
	memory := scratch.Float32.Get(length)
	defer scratch.Float32.Put(memory)
	rest := memory.S
	clear(dst.F32)
	for reader.read() {
		book.compare(&reader)
		for i := range reader.n {
			word := book.best(i)
			kernel.Sub(rest, reader.row(i), book.words.Row(word))
			if !reader.finite(i) {
				rest[0] = float32(math.NaN()) // normalisation hands it on to the whole cell
			}
			cells := levels.cellsOf(int(reader.places[i]), src.H, src.W)
			for _, cell := range cells[:len(levels)] {
				sum := dst.F32[(cell*words+word)*length:][:length]
				kernel.Add(sum, sum, rest)
			}
		}
	}
	for n, rest := words*length, dst.F32; len(rest) > 0; rest = rest[n:] {
		v.normalise(rest[:n])
	}
	return nil
}

// normalise scales the sums of a cell.
func (v *VLAD) normalise(cell []float32) {
	switch v.Norm {
	case "", "intra":
		for n, rest := v.Words.W, cell; len(rest) > 0; rest = rest[n:] {
			unitLength(rest[:n])
		}
	case "power":
		signedSquareRoots(cell, cell)
	}
	unitLength(cell)
}

// unitLength scales v to the length 1, unless it is 0.
func unitLength(v []float32) {
	if sum := kernel.SumSquares(v); sum != 0 {
		kernel.Scale(v, v, float32(1/math.Sqrt(sum)))
	}
}
