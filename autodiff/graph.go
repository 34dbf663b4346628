package autodiff

import (
	"github.com/saccade-go/saccade/internal/kernel"
	"github.com/saccade-go/saccade/tensor"
)

// A Graph records the operations of a pass, so that [Graph.Backward] can go through them in reverse. It is for one
// goroutine at a time.
type Graph struct {
	// Training is whether Dropout drops and BatchNorm normalises by its batch. It may change between passes.
	Training bool

	workers    int
	seed, step uint64
	nodes      []*Node // of this pass and, behind them, places of longer ones before it
	n          int     // nodes of this pass
	err        error   // the first of this pass
	none       Node    // the result of what failed

	work    share          // what workers are at
	task    func(part int) // work.part, made once, because a method value takes memory
	each    elementwise    // the one work of its kind
	eachRow rowwise        // and of its
}

// New returns an empty graph whose operations share large work out among so many workers, at least 1. What is computed
// doesn't depend on their number.
func New(workers int) *Graph {
	g := &Graph{workers: max(workers, 1)}
	g.none.graph, g.none.place = g, -1
	g.task = func(part int) { g.work.part(part) }
	return g
}

// Workers returns the number of workers.
func (g *Graph) Workers() int { return g.workers }

// Reset begins the next pass. Nodes of the last one, except Params, are not valid any more: an operation takes the node,
// the memory and the [Op] of the one that was called in its place in the last pass. It forgets the error, too.
func (g *Graph) Reset() { g.n, g.err = 0, nil }

// Seed makes random numbers, those of Dropout, a function of (seed, step) and of the operation's place in the pass. Call
// it for each pass with another step; otherwise each pass draws the same.
func (g *Graph) Seed(seed, step uint64) { g.seed, g.step = seed, step }

// Err returns the first error of this pass: a [*ShapeError], or a [*tensor.ParamError] for a parameter or node that
// makes no sense. After an error operations do nothing.
func (g *Graph) Err() error { return g.err }

// Const returns a leaf without a gradient, which shares value's memory: samples, targets, masks.
func (g *Graph) Const(value tensor.Matrix) *Node {
	if g.err == nil {
		g.err = whole("const", value)
	}
	if g.err != nil {
		return &g.none
	}
	n := g.next(nil)
	n.Value = value
	return n
}

// next takes the next place for the result of op on x.
func (g *Graph) next(op Op, x ...*Node) *Node {
	if g.n == len(g.nodes) {
		g.nodes = append(g.nodes, &Node{graph: g, place: g.n})
	}
	n := g.nodes[g.n]
	g.n++
	n.op, n.x, n.needs, n.written = op, append(n.x[:0], x...), false, false
	for _, a := range x {
		n.needs = n.needs || a.needs
	}
	return n
}

// owns reports whether n is a node of this pass.
func (g *Graph) owns(n *Node) bool {
	return n.graph == g && n.place >= 0 && n.place < g.n
}

// Backward computes the gradients of loss, a 1×1 node of this pass, and returns the pass's first error. It sets Grad of
// every Param that took part in the pass; of one that loss doesn't depend on, to zeros. Gradients of the last pass don't
// matter, so there is nothing to clear between two steps.
func (g *Graph) Backward(loss *Node) error {
	if !g.ready("backward", loss) {
		return g.err
	}
	if loss.Value.Rows != 1 || loss.Value.Cols != 1 {
		g.wrongShape("backward", "a loss of 1×1", loss.shape())
		return g.err
	}
	if !loss.needs || loss.graph == nil {
		g.wrongParam("backward", "loss", "the result of operations on a Param", "one that depends on none")
		return g.err
	}
	g.begin()
	grad, _ := loss.GradBeta()
	grad.Data[0] = 1
	for i := loss.place; i >= 0; i-- {
		if n := g.nodes[i]; n.op != nil && n.written {
			n.op.Backward(n, n.x)
		}
	}
	g.end()
	return nil
}

// begin says of all nodes that no part of their gradient is there.
func (g *Graph) begin() {
	for _, n := range g.nodes[:g.n] {
		n.written = false
		for _, x := range n.x {
			x.written = false
		}
	}
}

// end clears the gradients of Params that got no part.
func (g *Graph) end() {
	for _, n := range g.nodes[:g.n] {
		for _, x := range n.x {
			if x.graph == nil && !x.written {
				x.GradSum()
			}
		}
	}
}

// A share is work in parts that don't depend on each other. Which parts there are must not depend on the number of
// workers.
type share interface{ part(i int) }

// worthwhile is how many values have to be worked on for a second worker to be worth its while.
const worthwhile = 1 << 15

// share works on so many parts, of so many values in all.
func (g *Graph) share(values, parts int, w share) {
	if values < worthwhile {
		for i := range parts {
			w.part(i)
		}
		return
	}
	g.work = w
	kernel.Parallel(parts, g.workers, g.task)
	g.work = nil
}
