package autodiff

import (
	"math"

	"github.com/saccade-go/saccade/internal/scratch"
)

// Dropout is, if the graph's Training is on, y = x·m/(1−p) for each value of x (N×C), where m is 0 with probability p and
// otherwise 1 (Srivastava et al. 2014; torch.nn.Dropout): ∂x = ∂y·m/(1−p). If it isn't, y = x. p is in 0..1; with 1, all
// is dropped.
//
// What is dropped depends on [Graph.Seed], on the place among the operations of the pass and on the value's index.
func (g *Graph) Dropout(x *Node, p float64) *Node {
	if !g.ready("dropout", x) {
		return &g.none
	}
	if !(p >= 0 && p <= 1) {
		return g.wrongParam("dropout", "p", "a number in 0..1", p)
	}
	if !g.Training || p == 0 {
		return g.view(x.Value.Rows, x.Value.Cols, x)
	}
	op := Slot[dropout](g)
	op.key = mix(mix(mix(g.seed)+g.step) + uint64(g.n))
	op.below = uint64(math.Round(p * (1 << 32)))
	op.factor = 0
	if p < 1 {
		op.factor = float32(1 / (1 - p))
	}
	return g.Apply(op, x.Value.Rows, x.Value.Cols, x)
}

type dropout struct {
	key    uint64  // of the random numbers
	below  uint64  // what a random number of 32 bits must be below for a value to be dropped
	factor float32 // of those that aren't

	dst, src []float32 // the work at hand
	add      bool      // to dst
}

func (op *dropout) Forward(y *Node, x []*Node) {
	op.drop(y.graph, y.Value.Data, x[0].Value.Data, false)
}

func (op *dropout) Backward(y *Node, x []*Node) {
	if x[0].needs {
		grad, beta := x[0].GradBeta()
		op.drop(y.graph, grad.Data, y.Grad.Data, beta != 0)
	}
}

// drop is dst = src·m/(1−p). The random numbers are drawn again for the gradient, which is faster than to keep them.
func (op *dropout) drop(g *Graph, dst, src []float32, add bool) {
	op.dst, op.src, op.add = dst, src, add
	g.share(len(dst), (len(dst)+chunk-1)/chunk, op)
	op.dst, op.src = nil, nil
}

func (op *dropout) part(i int) {
	dst, src := cut(op.dst, i), cut(op.src, i)
	key := op.key + uint64(i)*(chunk/2)*golden
	if !op.add {
		op.loop(dst, src, key)
		return
	}
	buf := scratch.Float32.Get(len(dst))
	op.loop(buf.S, src, key)
	add(dst, dst, buf.S, 0)
	scratch.Float32.Put(buf)
}

// loop takes 32 random bits for each value, two values at a time.
func (op *dropout) loop(dst, src []float32, key uint64) {
	src = src[:len(dst)]
	i := 0
	for ; i+2 <= len(dst); i += 2 {
		bits := mix(key)
		dst[i] = src[i] * op.mask(bits&math.MaxUint32)
		dst[i+1] = src[i+1] * op.mask(bits>>32)
		key += golden
	}
	if i < len(dst) {
		dst[i] = src[i] * op.mask(mix(key)&math.MaxUint32)
	}
}

func (op *dropout) mask(bits uint64) float32 {
	factor := math.Float32bits(op.factor) // as an integer, which the compiler chooses without a jump
	if bits < op.below {
		factor = 0
	}
	return math.Float32frombits(factor)
}

const golden = 0x9e3779b97f4a7c15 // 2⁶⁴/φ

// mix is the output function of SplitMix64 (Steele, Lea and Flood 2014): applied to multiples of golden, it gives random
// numbers of 64 bits.
func mix(z uint64) uint64 {
	z = (z ^ z>>30) * 0xbf58476d1ce4e5b9
	z = (z ^ z>>27) * 0x94d049bb133111eb
	return z ^ z>>31
}
