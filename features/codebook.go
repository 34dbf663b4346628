package features

import (
	"math"

	"github.com/saccade-go/saccade/internal/kernel"
	"github.com/saccade-go/saccade/internal/scratch"
	"github.com/saccade-go/saccade/tensor"
)

// A codebook compares descriptors x with visual words w: the score w·x − ‖w‖²/2 is the larger the nearer they are, since
// ‖x − w‖² = ‖x‖² − 2·score.
type codebook struct {
	words  tensor.Matrix
	lent   *scratch.Buffer[float32]
	halves []float32 // −‖w‖²/2
	scores []float32 // of a block of descriptors
}

// newCodebook takes words of 1×K×D.
func newCodebook(words *tensor.Tensor) codebook {
	c := codebook{words: tensor.Matrix{Rows: words.H, Cols: words.W, Data: words.F32}}
	c.lent = scratch.Float32.Get((descriptorsAtATime + 1) * words.H)
	c.halves, c.scores = c.lent.S[:words.H], c.lent.S[words.H:]
	for k := range c.halves {
		c.halves[k] = float32(-kernel.SumSquares(c.words.Row(k)) / 2)
	}
	return c
}

func (c *codebook) release() { scratch.Float32.Put(c.lent) }

// compare computes the scores of a block of descriptors.
func (c *codebook) compare(d *descriptorReader) {
	k, n := c.words.Rows, c.words.Cols
	kernel.Gemm(false, true, d.n, k, n, 1, d.rows, n, c.words.Data, n, 0, c.scores, k, 1)
	kernel.Bias(c.scores[:d.n*k], c.halves)
}

// of returns the scores of descriptor i of the block.
func (c *codebook) of(i int) []float32 { return c.scores[i*c.words.Rows:][:c.words.Rows] }

// best returns the nearest word of descriptor i of the block, of equals the first.
func (c *codebook) best(i int) int {
	best, word := float32(math.Inf(-1)), 0
	for k, v := range c.of(i) {
		if v > best {
			best, word = v, k
		}
	}
	return word
}

// A match is a word that is near a descriptor.
type match struct {
	word  int
	score float32
}

// nearest returns the len(memory) words that are nearest to descriptor i of the block, the nearest one first; fewer, if there are no
// more or scores are NaN.
func (c *codebook) nearest(i int, memory []match) []match {
	found := memory[:0]
	for k, v := range c.of(i) {
		if len(found) == cap(found) && !(v > found[len(found)-1].score) {
			continue
		}
		if v != v {
			continue
		}
		if len(found) < cap(found) {
			found = append(found, match{})
		}
		at := len(found) - 1
		for ; at > 0 && v > found[at-1].score; at-- {
			found[at] = found[at-1]
		}
		found[at] = match{k, v}
	}
	return found
}
