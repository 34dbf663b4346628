package main

import (
	"fmt"

	"github.com/saccade-go/saccade/bench/internal/harness"

	"github.com/viterin/vek/vek32"
)

// vek multiplies matrices as they are stored, and no transposed ones. A transposed vector is stored as the vector is.
var vek = library{
	version: func() string { return "vek " + harness.ModuleVersion("github.com/viterin/vek") },
	prepare: func(p *product) (func() error, error) {
		if p.transA && min(p.m, p.k) > 1 || p.transB && min(p.k, p.n) > 1 {
			return nil, fmt.Errorf("%w: no transposed matrices", harness.ErrAbsent)
		}
		return func() error {
			vek32.MatMul_Into(p.c, p.a, p.b, p.k)
			return nil
		}, nil
	},
}
