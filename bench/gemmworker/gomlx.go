package main

import (
	"github.com/gomlx/gomlx/backends"
	"github.com/gomlx/gomlx/backends/simplego"
	"github.com/gomlx/gomlx/pkg/core/dtypes"
	"github.com/gomlx/gomlx/pkg/core/shapes"

	"github.com/saccade-go/saccade/bench/internal/harness"
)

// gomlx is GoMLX's backend in Go. A graph with one dot product is compiled once; the result's memory is the backend's.
var gomlx = library{
	version: func() string { return "GoMLX " + harness.ModuleVersion("github.com/gomlx/gomlx") },
	prepare: func(p *product) (func() error, error) {
		b, err := simplego.New("")
		if err != nil {
			return nil, err
		}
		run, err := compile(b, p)
		if err != nil {
			return nil, err
		}
		return execute(b, run, p)
	},
}

// compile returns the program of c = op(a)·op(b): a sum over one axis of a and one of b.
func compile(b backends.Backend, p *product) (backends.Executable, error) {
	builder := b.Builder("product")
	x, err := builder.Parameter("a", shapeOf(p.m, p.k, p.transA), nil)
	if err != nil {
		return nil, err
	}
	y, err := builder.Parameter("b", shapeOf(p.k, p.n, p.transB), nil)
	if err != nil {
		return nil, err
	}
	axisA, axisB := 1, 0
	if p.transA {
		axisA = 0
	}
	if p.transB {
		axisB = 1
	}
	dot, err := builder.DotGeneral(x, []int{axisA}, nil, y, []int{axisB}, nil)
	if err != nil {
		return nil, err
	}
	return builder.Compile([]backends.Op{dot}, nil)
}

// shapeOf is the shape of a matrix as it is stored.
func shapeOf(rows, cols int, transposed bool) shapes.Shape {
	if transposed {
		rows, cols = cols, rows
	}
	return shapes.Make(dtypes.Float32, rows, cols)
}

// execute returns what runs the program. The first time, the result is copied to p.c.
func execute(b backends.Backend, run backends.Executable, p *product) (func() error, error) {
	x, err := b.BufferFromFlatData(0, p.a, shapeOf(p.m, p.k, p.transA))
	if err != nil {
		return nil, err
	}
	y, err := b.BufferFromFlatData(0, p.b, shapeOf(p.k, p.n, p.transB))
	if err != nil {
		return nil, err
	}
	inputs, keep, copied := []backends.Buffer{x, y}, []bool{false, false}, false
	return func() error {
		out, err := run.Execute(inputs, keep, 0)
		if err != nil {
			return err
		}
		if !copied {
			copied = true
			if err := b.BufferToFlatData(out[0], p.c); err != nil {
				return err
			}
		}
		return b.BufferFinalize(out[0])
	}, nil
}
