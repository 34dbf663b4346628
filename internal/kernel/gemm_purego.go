//go:build !amd64 || purego || noasm || gccgo || safe

package kernel

func multiply(transA bool, m, n, k int, alpha float32, a []float32, lda int, b []float32, ldb int, c []float32, ldc int) {
	multiplyGeneric(transA, m, n, k, alpha, a, lda, b, ldb, c, ldc)
}
