// Package cluster finds groups of vectors: [KMeans]. Vectors are the rows of a matrix in float32.
package cluster
