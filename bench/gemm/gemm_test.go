package main

import (
	"errors"
	"testing"

	"github.com/saccade-go/saccade/bench/internal/harness"
)

// made is the contest of a product on one core in which the contestants have the given rates.
func made(p *product, rates map[string][]float64) contest {
	c := contest{product: p, cores: 1}
	for _, k := range contestants {
		o := &outcome{worker: &worker{contestant: k, cores: 1}, rates: rates[k.name]}
		if o.rates == nil {
			o.absent = harness.ErrAbsent
		}
		c.outcomes = append(c.outcomes, o)
	}
	return c
}

// everybody gives every product to ours, gonum and the peak, as rounds of which one was disturbed.
func everybody() []contest {
	var all []contest
	for i := range products {
		all = append(all, made(&products[i], map[string][]float64{
			ours: {100, 50, 100}, limit: {110, 55, 110}, rival: {10, 5, 20},
		}))
	}
	return all
}

// Every product that a bar names is there, so that absent never means misspelt.
func TestBarsHaveProducts(t *testing.T) {
	for _, b := range bars(everybody()) {
		if b.Absent {
			t.Errorf("bar %s has no value although everybody took part", b.Name)
		}
	}
}

func TestBarLines(t *testing.T) {
	want := []string{
		"BAR gemm-64x784x512 100 90 ok",
		"BAR gemm-64x784x512-share 0.9091 0.77 ok",
		"BAR gemm-512 100 95 ok",
		"BAR gemm-512-share 0.9091 0.81 ok",
		"BAR gemm-1024 100 95 ok",
		"BAR gemm-1024-share 0.9091 0.81 ok",
		"BAR gemm-vs-gonum 10 1 ok",
	}
	for i, b := range bars(everybody()) {
		if got := b.Line(); got != want[i] {
			t.Errorf("wanted %q, found %q", want[i], got)
		}
	}
}

func TestWorstNamesTheProduct(t *testing.T) {
	all := everybody()
	all[3] = made(&products[3], map[string][]float64{ours: {8, 9, 7}, rival: {10, 10, 10}})
	b := worst(all, rival)
	if want := "ours / gonum where it is least: 512×784×256 TN, cores: 1"; b.Value != 0.8 || b.Absent || b.What != want {
		t.Errorf("wanted 0.8 and %q, found %v", want, b)
	}
	all[5] = made(&products[5], map[string][]float64{ours: {8, 9, 7}})
	if b := worst(all, rival); !b.Absent {
		t.Errorf("wanted an absent bar without one of gonum's products, found %v", b)
	}
}

func TestWhoFindsAnotherSumIsOut(t *testing.T) {
	c := made(&products[0], map[string][]float64{ours: {}, rival: {}, "NumPy": {}})
	sums := []string{"0", "2.5", "2.5", "", "", "2.25", ""}
	for i, o := range c.outcomes {
		if err := c.agrees(sums, i); o.name == "NumPy" && err == nil || o.name == rival && err != nil {
			t.Errorf("%s with sum %q: found %v", o.name, sums[i], err)
		}
	}
	c.outcomes[1].absent = errors.New("ours failed")
	if err := c.agrees(sums, 5); err != nil {
		t.Errorf("without ours nobody is wrong, found %v", err)
	}
}
