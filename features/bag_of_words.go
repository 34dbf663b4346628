package features

import (
	"math"

	"github.com/saccade-go/saccade/internal/kernel"
	"github.com/saccade-go/saccade/tensor"
)

// BagOfWords counts how often visual words occur in a picture of local descriptors, such as [DenseSIFT] makes (Sivic & Zisserman,
// "Video Google: A Text Retrieval Approach to Object Matching in Videos", 2003; Csurka et al., "Visual Categorization with Bags of
// Keypoints", 2004). It is what [LearnVisualWords] becomes.
//
// With hard assignment a descriptor x counts 1 for the nearest of the K words w, of equals the first. With soft assignment it counts for
// the Nearest nearest words with exp(−Beta·‖x − w‖²), divided by the sum of these (Liu, Wang & Liu, "In Defense of Soft-assignment
// Coding", 2011). A descriptor of zeros counts for none.
//
// Each level n of a spatial pyramid cuts the picture into n×n cells: row y of H is in row ⌊y·n/H⌋ of cells, and columns alike. The result
// has a histogram of K values for each cell, level by level and row by row: Σn²·K values v. Norm scales all of them together:
//
//	l1     v/Σv
//	l2     v/√Σv²
//	power  √(v/Σv), the Hellinger map, which has the Euclidean length 1
//	none   v
//
// A picture without descriptors gives zeros.
//
// The input is float32, with as many channels as a word has values, D, or a multiple: then each place has several descriptors. Its size
// may be unknown. NaN and infinities make all values NaN.
//
// JSON: {"levels": [1, 2, 4], "assignment": "soft", "nearest": 5, "beta": 10, "norm": "power",
// "words": {"shape": [1, K, D], "data": […]}}.
type BagOfWords struct {
	// Levels are the levels of a spatial pyramid: cells each way, from 1 to 64, at most 8 levels. Default [1], the whole picture.
	Levels []int `json:"levels,omitempty"`
	// Assignment is "hard" (default) or "soft".
	Assignment string `json:"assignment,omitempty"`
	// Nearest is to how many words a descriptor is assigned, with soft only. Default 5, at most 64.
	Nearest int `json:"nearest,omitempty"`
	// Beta is how fast soft weights fall off, with soft only. Default 10, which is meant for descriptors of length 1.
	Beta float64 `json:"beta,omitempty"`
	// Norm is "l1" (default), "l2", "power" or "none".
	Norm string `json:"norm,omitempty"`
	// Words is 1×K×D. Required.
	Words tensor.Tensor `json:"words"`
}

const maxNearest = 64

// Arrays returns the learned arrays by the names they have in JSON, for a model file to store and to fill them.
func (b *BagOfWords) Arrays() map[string]*tensor.Tensor {
	return map[string]*tensor.Tensor{"words": &b.Words}
}

func (b *BagOfWords) soft() bool { return b.Assignment == "soft" }

// checkParams reports parameters that make no sense, words aside.
func (b *BagOfWords) checkParams(op string) error {
	if err := pyramidOf(b.Levels).check(op); err != nil {
		return err
	}
	switch b.Assignment {
	case "", "hard", "soft":
	default:
		return &tensor.ParamError{Op: op, Param: "assignment", Want: "hard or soft", Got: b.Assignment}
	}
	switch b.Norm {
	case "", "l1", "l2", "power", "none":
	default:
		return &tensor.ParamError{Op: op, Param: "norm", Want: "l1, l2, power or none", Got: b.Norm}
	}
	switch {
	case b.Nearest < 0 || b.Nearest > maxNearest || b.Nearest != 0 && !b.soft():
		return &tensor.ParamError{Op: op, Param: "nearest", Want: "1 to 64, or 0 for the default, with soft only", Got: b.Nearest}
	case !(b.Beta >= 0) || math.IsInf(b.Beta, 1) || b.Beta != 0 && !b.soft():
		return &tensor.ParamError{Op: op, Param: "beta", Want: "a number above 0, or 0 for the default, with soft only", Got: b.Beta}
	}
	return nil
}

// OutSpec returns a vector of a histogram for each cell.
func (b BagOfWords) OutSpec(in tensor.Spec) (tensor.Spec, error) {
	const op = "bag_of_words"
	if err := b.checkParams(op); err != nil {
		return tensor.Spec{}, err
	}
	if err := checkWords(op, in, &b.Words); err != nil {
		return tensor.Spec{}, err
	}
	return pyramidOf(b.Levels).spec(op, b.Words.H, 1)
}

// checkWords reports words that aren't K vectors, and pictures that don't have descriptors as long as they.
func checkWords(op string, in tensor.Spec, words *tensor.Tensor) error {
	if err := checkArray(op, "words", words.Spec, len(words.F32), tensor.Spec{C: 1, H: words.H, W: words.W}); err != nil {
		return err
	}
	return checkDescriptors(op, in, words.W)
}

// Apply writes the histograms of src into dst.
func (b BagOfWords) Apply(dst, src *tensor.Tensor) error {
	out, err := b.OutSpec(src.Spec)
	if err != nil {
		return err
	}
	if err := checkTensors("bag_of_words", dst, src, out); err != nil {
		return err
	}
	setDefault(&b.Nearest, 5)
	setDefault(&b.Beta, 10)
	levels := pyramidOf(b.Levels)
	reader, book := newDescriptorReader(src, b.Words.W, whole(src.Spec)), newCodebook(&b.Words)
	defer reader.release()
	defer book.release()
	var memory [maxNearest]match
	clear(dst.F32)
	for reader.read() {
		book.compare(&reader)
		for i := range reader.n {
			found := b.assign(&reader, &book, i, &memory)
			cells := levels.cellsOf(int(reader.places[i]), src.H, src.W)
			for _, cell := range cells[:len(levels)] {
				histogram := dst.F32[cell*b.Words.H:][:b.Words.H]
				for _, m := range found {
					histogram[m.word] += m.score
				}
			}
		}
	}
	b.normalise(dst.F32)
	return nil
}

// assign returns the words that descriptor i of the block counts for, and in place of scores their shares.
func (b *BagOfWords) assign(d *descriptorReader, book *codebook, i int, memory *[maxNearest]match) []match {
	switch {
	case !d.finite(i):
		memory[0] = match{0, float32(math.NaN())} // normalisation hands it on to all
		return memory[:1]
	case !b.soft():
		memory[0] = match{book.best(i), 1}
		return memory[:1]
	}
	found := book.nearest(i, memory[:b.Nearest:b.Nearest])
	sum := float32(0)
	for k := len(found) - 1; k >= 0; k-- {
		// Relative to the weight of the nearest one, which comes last, so that the sum isn't 0 where all are far away.
		found[k].score = float32(math.Exp(2 * b.Beta * float64(found[k].score-found[0].score)))
		sum += found[k].score
	}
	for k := range found {
		found[k].score /= sum
	}
	return found
}

// normalise scales the histograms.
func (b *BagOfWords) normalise(v []float32) {
	scale := 1.
	switch b.Norm {
	case "", "l1", "power":
		scale = kernel.Sum(v)
	case "l2":
		scale = math.Sqrt(kernel.SumSquares(v))
	}
	if scale == 0 {
		return
	}
	kernel.Scale(v, v, float32(1/scale))
	if b.Norm == "power" {
		kernel.SquareRoot(v, v, 0)
	}
}
