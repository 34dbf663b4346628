package main

import (
	"gonum.org/v1/gonum/blas"
	"gonum.org/v1/gonum/blas/gonum"

	"github.com/saccade-go/saccade/bench/internal/harness"
)

var gonumLibrary = library{
	version: func() string { return "gonum " + harness.ModuleVersion("gonum.org/v1/gonum") },
	prepare: func(p *product) (func() error, error) {
		transA, transB := transpose(p.transA), transpose(p.transB)
		return func() error {
			gonum.Implementation{}.Sgemm(transA, transB, p.m, p.n, p.k, 1, p.a, p.lda, p.b, p.ldb, 0, p.c, p.ldc)
			return nil
		}, nil
	},
}

func transpose(yes bool) blas.Transpose {
	if yes {
		return blas.Trans
	}
	return blas.NoTrans
}
