package pipeline

import (
	"slices"

	"github.com/saccade-go/saccade/imgproc"
)

// commute puts stages that only move pixels before pointwise ones, where the bytes stay the same: then there are fewer values
// to work on, or bytes to be moved instead of floats, and the pointwise stages are neighbours of others.
func commute(nodes []Node) []Node {
	nodes = slices.Clone(nodes)
	for i := 1; i < len(nodes); i++ {
		for j := i; j > 0 && movesAlone(nodes[:j], nodes[j].Stage) && swap(nodes[j-1:j+1]); j-- {
		}
	}
	return nodes
}

// swap exchanges a pointwise node and the one behind it, which moves pixels. It reports false if the first one isn't
// pointwise.
func swap(pair []Node) bool {
	point, mover := pair[0], pair[1]
	if !point.plain() || !mover.plain() || !isPointwise(point.Stage) {
		return false
	}
	between, err := outSpec(mover.Stage, point.In)
	if err != nil {
		return false
	}
	out, err := outSpec(point.Stage, between)
	if err != nil || out != mover.Out {
		return false
	}
	mover.In, mover.Out, point.In, point.Out = point.In, between, between, out
	mover.Note = "before " + point.Name + ": the same bytes for less work"
	pair[0], pair[1] = mover, point
	return true
}

// movesAlone reports whether each value that a stage makes is one of its input's, of the same channel, wherever it was. A
// CenterCrop that may be larger than what the nodes before it make isn't such a stage, as it pads.
func movesAlone(before []Node, s Stage) bool {
	switch s := s.(type) {
	case imgproc.Crop, imgproc.FlipHorizontal, imgproc.FlipVertical, imgproc.Rotate90, imgproc.Transpose, imgproc.Transverse:
		return true
	case imgproc.CenterCrop:
		h, w := leastSides(before)
		return h >= s.Height && w >= s.Width
	}
	return false
}

// leastSides returns how high and wide the result of nodes is at least.
func leastSides(nodes []Node) (h, w int) {
	for _, n := range nodes {
		resize, ok := n.Stage.(imgproc.Resize)
		switch {
		case n.Out.Known():
			h, w = n.Out.H, n.Out.W
		case ok:
			h, w = resize.Shorter, resize.Shorter
		case !n.plain() || !isPointwise(n.Stage):
			h, w = 0, 0
		}
	}
	return h, w
}
