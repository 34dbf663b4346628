// Package cluster finds groups of vectors: [KMeans], and [GMM], a mixture of Gaussians. Vectors are the rows of a matrix in float32.
package cluster
