// Package autodiff finds derivatives of what a program computes: reverse-mode automatic differentiation on float32 matrices.
//
// The program writes the forward pass only, as operations on a [Graph]. The graph keeps what was computed from what; from
// the loss, a single number, [Graph.Backward] goes back through the operations, and each of them turns ∂loss/∂y of its
// result into ∂loss/∂x of its operands, by the chain rule. All gradients together take about twice the time of the loss.
//
//	w, b := autodiff.Param(tensor.NewMatrix(10, 784)), autodiff.Param(tensor.NewMatrix(1, 10))
//	g := autodiff.New(runtime.GOMAXPROCS(0))
//	for step := range steps {
//		x, labels := batch(step)
//		g.Reset()
//		loss := g.CrossEntropy(g.Linear(g.Const(x), w, b), labels, 0, nil)
//		if err := g.Backward(loss); err != nil {
//			return err
//		}
//		update(w.Value, w.Grad)
//		update(b.Value, b.Grad)
//	}
//
// # Values
//
// A [Node] is a matrix that takes part: a [Param], whose gradient is wanted and which lives as long as it likes; a
// [Graph.Const], such as the samples; or the result of an operation, which lives until the next [Graph.Reset]. Rows are
// samples, columns are features, and a bias is a row. Gradients that nobody wants, such as those of the samples, aren't
// computed. Values are float32 and rounded as package kernel says; sums over samples are float64.
//
// # Memory
//
// After Reset, the first operation gets the node and the memory that the first one had in the pass before, the second those of
// the second and so on. So a step that looks as the last one allocates nothing, and one that looks different only what is
// larger. Whoever wants to keep a value copies it.
//
// # Errors
//
// Operations don't return errors, since that would hide the formula. The graph keeps the first one, a [*ShapeError] or a
// [*tensor.ParamError]; later operations do nothing, and Backward returns it. NaN and infinities aren't errors: they go
// through to the loss.
//
// # Randomness and training
//
// [Graph.Training] switches what behaves differently in training: [Graph.Dropout] and [Graph.BatchNorm]. What is dropped
// depends on [Graph.Seed] and on the place of the operation in the pass, so a step can be repeated.
//
// # Workers
//
// A graph is for one goroutine, which shares large operations out among so many workers as [New] was told. They change
// nothing about the result, down to the last bit. Several graphs may work at once if they share no Param.
//
// # Operations of one's own
//
// An [Op] has two methods, Forward and Backward; [Graph.Apply] calls it, as it calls all operations of this package. See
// docs/adding-an-operation.md. [Check] holds gradients against differences of values.
package autodiff
