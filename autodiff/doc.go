// Package autodiff is reverse-mode automatic differentiation on float32 matrices.
package autodiff
