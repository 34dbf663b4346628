package autodiff

import (
	"fmt"
	"math"

	"github.com/saccade-go/saccade/tensor"
)

// A Node is a matrix that takes part in a computation: a leaf ([Param], [Graph.Const]) or the result of an operation.
type Node struct {
	Value tensor.Matrix
	// Grad is ∂loss/∂Value after [Graph.Backward], of the same shape as Value, if the node needs a gradient. Of
	// results it holds until the next pass; those that the loss doesn't depend on have none.
	Grad tensor.Matrix

	graph  *Graph // nil for a Param
	place  int    // in the graph
	op     Op     // nil for a leaf
	x      []*Node
	memory tensor.Matrix // what Value is for a result; a Const's Value is somebody else's

	needs   bool // a gradient
	written bool // Grad holds a part of this pass's gradient
}

// Param returns a leaf that needs a gradient, for weights that are to be learned. It belongs to no graph and lives as
// long as it is wanted; one graph at a time may use it. It shares value's memory, which only the caller writes to, and
// not between a forward pass and its Backward. Value may be exchanged for another matrix between passes, and so may
// Grad, whose memory is used if it is large enough.
func Param(value tensor.Matrix) *Node { return &Node{Value: value, needs: true} }

// Scalar returns the value of a 1×1 node, such as a loss, and NaN for others.
func (n *Node) Scalar() float64 {
	if len(n.Value.Data) != 1 {
		return math.NaN()
	}
	return float64(n.Value.Data[0])
}

// Graph returns the graph that a result or Const belongs to; an operation asks its y.
func (n *Node) Graph() *Graph { return n.graph }

// NeedsGrad reports whether the node is a Param or depends on one.
func (n *Node) NeedsGrad() bool { return n.needs }

// GradSum returns what an operation's Backward adds its part of ∂loss/∂n to: zeros, or the sum of the parts that other
// operations gave. It is nil if n needs no gradient.
func (n *Node) GradSum() []float32 {
	if !n.needs {
		return nil
	}
	grad, beta := n.GradBeta()
	if beta == 0 {
		clear(grad.Data)
	}
	return grad.Data
}

// GradBeta is for operations that can write faster than add: beta is 0 if they are to write their part of ∂loss/∂n over
// all of grad, whatever it holds, and 1 if they are to add it. It is not for nodes that need no gradient.
func (n *Node) GradBeta() (grad tensor.Matrix, beta float32) {
	if n.written {
		return n.Grad, 1
	}
	n.written = true
	n.Grad.Reset(n.Value.Rows, n.Value.Cols)
	return n.Grad, 0
}

// shape returns the sizes for an error: "3×4".
func (n *Node) shape() string { return fmt.Sprintf("%d×%d", n.Value.Rows, n.Value.Cols) }

func (n *Node) sameShape(m *Node) bool {
	return n.Value.Rows == m.Value.Rows && n.Value.Cols == m.Value.Cols
}
