package autodiff

// An Op is an operation: y is its result, x are what it works on, in the order in which [Graph.Apply] was given them.
type Op interface {
	// Forward writes all of y.Value, which has the size that Apply was told and holds anything. It doesn't change x.
	Forward(y *Node, x []*Node)
	// Backward adds to the gradient of each x that needs one its part by the chain rule,
	//
	//	∂loss/∂x[k] += Σ ∂loss/∂y[i] · ∂y[i]/∂x[k]
	//
	// where ∂loss/∂y is y.Grad. See [Node.GradSum] and [Node.GradBeta]. It is called at most once for each Backward of the
	// graph, after those of all operations on y.
	Backward(y *Node, x []*Node)
}

// Apply returns the result of op, a matrix of rows×cols, on x. All operations of this package are called this way. op
// stays in use until the next pass; it may be kept and given again in each pass, but not twice in the same one if it
// has memory of its own. See [Slot].
func (g *Graph) Apply(op Op, rows, cols int, x ...*Node) *Node {
	if !g.ready("apply", x...) {
		return &g.none
	}
	if err := fits("apply", rows, cols); err != nil {
		return g.fail(err)
	}
	y := g.next(op, x...)
	y.memory.Reset(rows, cols)
	y.Value = y.memory
	op.Forward(y, y.x)
	return y
}

// Slot returns a *T that an operation may use as its [Op] in the next [Graph.Apply]: that of the last pass, with what it
// kept in its fields, if the operation in this place had the same type, otherwise a new one. So operations with memory
// of their own take it once.
func Slot[T any](g *Graph) *T {
	if g.n < len(g.nodes) {
		if op, ok := any(g.nodes[g.n].op).(*T); ok {
			return op
		}
	}
	return new(T)
}
