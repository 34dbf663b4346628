//go:build amd64 && !purego && !noasm && !gccgo && !safe

package kernel

import (
	"gonum.org/v1/gonum/blas"
	"gonum.org/v1/gonum/blas/gonum"
)

// multiply does what multiplyGeneric does, with the same bytes: for a b that isn't transposed, gonum's
// assembly goes over l in order, multiplies and adds one after the other, and rounds each. (For a transposed
// b its order depends on the address of b; that is why Gemm packs.)
func multiply(transA bool, m, n, k int, alpha float32, a []float32, lda int, b []float32, ldb int, c []float32, ldc int) {
	op := blas.NoTrans
	if transA {
		op = blas.Trans
	}
	gonum.Implementation{}.Sgemm(op, blas.NoTrans, m, n, k, alpha, a, lda, b, ldb, 1, c, ldc)
}
