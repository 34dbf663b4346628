package kernel

// multiplyGeneric is
//
//	for i := range m {
//		for l := range k {
//			for j := range n {
//				c[i][j] += (alpha * op(a)[i][l]) * b[l][j]
//			}
//		}
//	}
//
// where op(a) is m×k and a is stored k×m if transA, b is k×n and c is m×n. It is the reference for [multiply].
func multiplyGeneric(transA bool, m, n, k int, alpha float32, a []float32, lda int, b []float32, ldb int, c []float32, ldc int) {
	down, right := lda, 1
	if transA {
		down, right = 1, lda
	}
	for i := range m {
		row := c[i*ldc:][:n]
		for l := range k {
			v := alpha * a[i*down+l*right]
			for j, w := range b[l*ldb:][:n] {
				row[j] += float32(v * w) // the conversion keeps the compiler from fusing the two
			}
		}
	}
}
