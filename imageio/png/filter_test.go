package png

import (
	"bytes"
	"math/rand/v2"
	"testing"

	"github.com/saccade-go/saccade/internal/testdata"
)

// slowPaeth is the predictor as PNG, section 9.4, writes it.
func slowPaeth(a, b, c int) int {
	abs := func(v int) int { return max(v, -v) }
	p := a + b - c
	pa, pb, pc := abs(p-a), abs(p-b), abs(p-c)
	switch {
	case pa <= pb && pa <= pc:
		return a
	case pb <= pc:
		return b
	}
	return c
}

func TestPaeth(t *testing.T) {
	step := 1
	if testdata.Race {
		step = 5 // it makes this slow, and has nothing to find
	}
	for a := 0; a < 256; a += step {
		for b := 0; b < 256; b += step {
			for c := 0; c < 256; c += step {
				if got, want := paeth(a, b, c), slowPaeth(a, b, c); got != want {
					t.Fatalf("%d %d %d: got %d, want %d", a, b, c, got, want)
				}
			}
		}
	}
}

// slowUnfilter is unfilter by its formulas.
func slowUnfilter(filter byte, src, prev []byte, bpp int) []byte {
	dst := make([]byte, len(src))
	for i, v := range src {
		left, above, corner := 0, int(prev[i]), 0
		if i >= bpp {
			left, corner = int(dst[i-bpp]), int(prev[i-bpp])
		}
		dst[i] = v + byte([filters]int{0, left, above, (left + above) / 2, slowPaeth(left, above, corner)}[filter])
	}
	return dst
}

// TestFilters: unfilter follows the formulas at all lengths and touches nothing beyond the overhang; filterRow undoes it.
func TestFilters(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	random := func(n int) []byte {
		b := make([]byte, n)
		for i := range b {
			b[i] = byte(r.Uint32())
		}
		return b
	}
	for filter := range byte(filters) {
		for _, bpp := range []int{1, 2, 3, 4, 6, 8} {
			for pixels := 1; pixels < 40; pixels++ {
				n := pixels * bpp
				src, prev := random(n+overhang), random(n+overhang)
				memory := random(n + 2*overhang)
				guard := bytes.Clone(memory[n+overhang:])
				dst := memory[: n : n+overhang]
				unfilter(filter, dst, src[:n], prev[:n], bpp)
				if !bytes.Equal(dst, slowUnfilter(filter, src[:n], prev, bpp)) {
					t.Fatalf("filter %d, %d pixels of %d bytes: wrong", filter, pixels, bpp)
				}
				if !bytes.Equal(memory[n+overhang:], guard) {
					t.Fatalf("filter %d, %d pixels of %d bytes: wrote beyond the overhang", filter, pixels, bpp)
				}
				back := filterRow(make([]byte, 1+n), filter, dst, prev[:n], bpp)
				if back[0] != filter || !bytes.Equal(back[1:], src[:n]) {
					t.Fatalf("filter %d, %d pixels of %d bytes: not undone", filter, pixels, bpp)
				}
			}
		}
	}
}

// TestBest: of two filters the one with the smaller sum is chosen, and bytes are taken as signed.
func TestBest(t *testing.T) {
	if got := sumAbs([]byte{0, 1, 255, 128, 127}); got != 0+1+1+128+127 {
		t.Errorf("sumAbs: %d", got)
	}
	row, prev := []byte{10, 20, 30, 40}, []byte{10, 20, 30, 41}
	if got := best(make([]byte, 5*filters), row, prev, 1); got[0] != filterUp {
		t.Errorf("chose %v", got)
	}
}
