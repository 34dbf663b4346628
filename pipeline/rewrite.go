package pipeline

import (
	"fmt"
	"strings"

	"github.com/saccade-go/saccade/tensor"
)

// A rewriting looks at the nodes from the first on. If it can run n of them, at least two, as one with the same
// bytes, it returns that one.
type rewriting func(nodes []Node) (merged Node, n int)

// rewritings are tried in this order.
var rewritings = []rewriting{mergeWindow, mergeLookup}

// rewrite returns the nodes in the order that takes the least time, with neighbours merged, where that gives the same bytes.
func rewrite(nodes []Node) []Node {
	nodes = commute(nodes)
	for _, r := range rewritings {
		var out []Node
		for len(nodes) > 0 {
			merged, n := r(nodes)
			if n < 2 {
				merged, n = nodes[0], 1
			}
			out, nodes = append(out, merged), nodes[n:]
		}
		nodes = out
	}
	return nodes
}

// plain reports whether the node is a stage that runs always and as it is.
func (n *Node) plain() bool { return n.Stage != nil && n.Random == nil && n.Fitter == nil }

// all returns the numbers of the node's steps.
func (n *Node) all() []int {
	if len(n.numbers) == 0 {
		return []int{n.Number}
	}
	return n.numbers
}

// label writes them: 3, 3–5, or 3, 5 where what is between runs elsewhere.
func (n *Node) label() string {
	all := n.all()
	first, last := all[0], all[len(all)-1]
	switch {
	case len(all) == 1:
		return fmt.Sprint(first)
	case last-first == len(all)-1:
		return fmt.Sprintf("%d–%d", first, last)
	}
	return strings.Trim(strings.ReplaceAll(fmt.Sprint(all), " ", ", "), "[]")
}

// merge returns the node that runs stage instead of all nodes.
func merge(nodes []Node, stage Stage, note string) Node {
	first, last := nodes[0], nodes[len(nodes)-1]
	m := Node{Number: first.Number, Last: last.Last, Name: first.Name, Note: note, In: first.In, Out: last.Out, Stage: stage}
	m.numbers = append(m.numbers, first.all()...)
	for _, n := range nodes[1:] {
		m.numbers = append(m.numbers, n.all()...)
		m.Name += " + " + n.Name
		if n.Note != "" {
			m.Note += "; " + n.Name + " " + n.Note
		}
	}
	return m
}

// chain is several stages in order, with the spec of the first's input. It knows what they make; merged stages
// have it for that.
type chain []Stage

// OutSpec walks the specs.
func (c chain) OutSpec(in tensor.Spec) (tensor.Spec, error) {
	var err error
	for _, s := range c {
		if in, err = s.OutSpec(in); err != nil {
			return in, err
		}
	}
	return in, nil
}

func (c chain) describe() string {
	text := Describe(c[0])
	for _, s := range c[1:] {
		text += " + " + Describe(s)
	}
	return text
}
