package main

import (
	"errors"
	"math"
	"strings"
	"testing"

	"github.com/saccade-go/saccade/bench/internal/harness"
)

// All libraries multiply the same matrices: their sums are equal to the last bit.
func TestSumsAgree(t *testing.T) {
	for _, name := range []string{"5x7x3-NN", "5x7x3-TN", "5x7x3-NT", "5x7x3-TT", "1x1x1000-NT", "64x96x128-NT", "1x10x100-NT"} {
		want := oracle(t, name)
		for library := range libraries {
			s := server{library: libraries[library]}
			if _, err := s.answer("load", []string{name}); errors.Is(err, harness.ErrAbsent) {
				continue
			} else if err != nil {
				t.Errorf("%s: %s: %v", library, name, err)
				continue
			}
			if library == "peak" {
				continue // whose product is none
			}
			if got := s.product.sum(); got != want {
				t.Errorf("%s: %s: wanted %v, found %v", library, name, want, got)
			}
		}
	}
}

// oracle returns the sum of a product by its definition, in float64.
func oracle(t *testing.T, name string) float64 {
	t.Helper()
	p, err := parseProduct(name)
	if err != nil {
		t.Fatal(err)
	}
	at := func(s []float32, ld, i, j int, transposed bool) float64 {
		if transposed {
			i, j = j, i
		}
		return float64(s[i*ld+j])
	}
	for i := range p.m {
		for j := range p.n {
			s := 0.0
			for l := range p.k {
				s += at(p.a, p.lda, i, l, p.transA) * at(p.b, p.ldb, l, j, p.transB)
			}
			p.c[i*p.n+j] = float32(s)
			if float64(p.c[i*p.n+j]) != s {
				t.Fatalf("%s: %v isn't exact in float32", name, s)
			}
		}
	}
	return p.sum()
}

func TestFractions(t *testing.T) {
	seen := map[float32]bool{}
	for _, v := range fractions(10000, 2654435761) {
		if v < -1 || v >= 1 || v*128 != float32(math.Round(float64(v*128))) {
			t.Fatalf("wanted a multiple of 1/128 in −1..1, found %v", v)
		}
		seen[v] = true
	}
	if len(seen) != 256 {
		t.Errorf("wanted 256 different values, found %d", len(seen))
	}
}

func TestReplies(t *testing.T) {
	s := server{library: saccade}
	for _, tc := range []struct{ command, want string }{
		{"hello", "ok\tthis checkout"},
		{"run 1", "error\t"},
		{"load 2x3", "error\t"},
		{"load 2x0x4-NN", "error\t"},
		{"load 2x3x4-NN", "ok\t48"},
		{"run x", "error\t"},
		{"run 3", "ok\t"},
		{"sum", "ok\t"},
		{"jump", "error\t"},
	} {
		words := strings.Fields(tc.command)
		if got := harness.Reply(s.answer(words[0], words[1:])); !strings.HasPrefix(got, tc.want) {
			t.Errorf("%q: wanted %q, found %q", tc.command, tc.want, got)
		}
	}
}
