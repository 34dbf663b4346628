package main

import (
	"runtime"

	"github.com/saccade-go/saccade/internal/kernel"
)

// saccade is this library's kernel.
var saccade = library{
	version: func() string { return "this checkout, level " + kernel.Level() + ", " + runtime.Version() },
	prepare: func(p *product) (func() error, error) {
		workers := runtime.GOMAXPROCS(0)
		return func() error {
			kernel.Gemm(p.transA, p.transB, p.m, p.n, p.k, 1, p.a, p.lda, p.b, p.ldb, 0, p.c, p.ldc, workers)
			return nil
		}, nil
	},
}
