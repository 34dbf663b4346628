package main

import "fmt"

// A product is c = op(a)·op(b), where op(a) is m×k, op(b) is k×n and op transposes where it says so.
type product struct {
	transA, transB bool
	m, n, k        int
	a, b, c        []float32
	lda, ldb, ldc  int // the distances between rows as they are stored
}

// parseProduct makes the product that a name describes: 64x512x784-NT is m×n×k with b transposed.
func parseProduct(name string) (*product, error) {
	var (
		p    product
		a, b rune
	)
	if _, err := fmt.Sscanf(name, "%dx%dx%d-%c%c", &p.m, &p.n, &p.k, &a, &b); err != nil {
		return nil, fmt.Errorf("product: wanted one like 64x512x784-NT, found %q", name)
	}
	if min(p.m, p.n, p.k) < 1 {
		return nil, fmt.Errorf("product: wanted sizes above 0, found %q", name)
	}
	p.transA, p.transB = a == 'T', b == 'T'
	p.a, p.b, p.c = fractions(p.m*p.k, 2654435761), fractions(p.k*p.n, 2246822519), make([]float32, p.m*p.n)
	p.lda, p.ldb, p.ldc = p.k, p.n, p.n
	if p.transA {
		p.lda = p.m
	}
	if p.transB {
		p.ldb = p.k
	}
	return &p, nil
}

// fractions returns n numbers that look random, multiples of 1/128 in −1..1: sums of products of them are exact in
// float32 whatever their order.
func fractions(n int, factor uint32) []float32 {
	v := make([]float32, n)
	for i := range v {
		v[i] = float32(int(uint32(i)*factor>>24)-128) / 128
	}
	return v
}

// sum returns the sum over c of the elements times numbers 1 to 11 in turn.
func (p *product) sum() float64 {
	s := 0.0
	for i, v := range p.c {
		s += float64(v) * float64(i%11+1)
	}
	return s
}
