package main

import "fmt"

// A product is c = op(a)·op(b) of so many rows, columns and summands; see bench/README.md for the letters.
type product struct {
	title   string
	m, n, k int
	stored  string // NN: both as they are; T: transposed
	cores   []int
}

var (
	one    = []int{1}
	oneTwo = []int{1, 2}
)

// products are those of a perceptron 784-512-10 and of a softmax regression on batches, square ones, and oddities.
var products = []product{
	{"layer 784→512, batch 64", 64, 512, 784, "NT", oneTwo},
	{"its weights' gradient", 512, 784, 64, "TN", oneTwo},
	{"layer 784→512, batch 256", 256, 512, 784, "NT", oneTwo},
	{"its weights' gradient", 512, 784, 256, "TN", oneTwo},
	{"square", 512, 512, 512, "NN", oneTwo},
	{"square", 1024, 1024, 1024, "NN", oneTwo},
	{"layer 784→10, batch 256", 256, 10, 784, "NT", one},
	{"its weights' gradient", 10, 784, 256, "TN", one},
	{"its inputs' gradient, batch 1000", 1000, 784, 10, "NN", one},
	{"layer 784→10, batch 1000", 1000, 10, 784, "NT", one},
	{"layer 784→10, one sample", 1, 10, 784, "NT", one},
	{"dot product", 1, 1, 100000, "NT", one},
	{"tiny", 4, 4, 4, "NN", one},
	{"odd", 37, 53, 71, "NN", one},
}

// size is m×n×k.
func (p *product) size() string { return fmt.Sprintf("%d×%d×%d", p.m, p.n, p.k) }

// name is what workers call the product.
func (p *product) name() string { return fmt.Sprintf("%dx%dx%d-%s", p.m, p.n, p.k, p.stored) }
