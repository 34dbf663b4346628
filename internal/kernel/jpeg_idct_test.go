package kernel

import (
	"math/rand/v2"
	"slices"
	"testing"
)

// anyBlocks returns blocks of any coefficients, mild ones or not, that keep what last promises.
func anyBlocks(r *rand.Rand, n, size int) (coef []int16, quant [64]uint16, last []uint8) {
	last = make([]uint8, n)
	coef = fenced[int16](fences[0], 64*n, r.IntN(2) == 0)
	clear(coef)
	for i := range quant {
		quant[i] = uint16(1 + r.IntN(size))
	}
	for b := range last {
		last[b] = uint8(r.IntN(64) * r.IntN(2))
		for _, i := range zigzag[:int(last[b])+1] {
			coef[64*b+i] = int16(r.IntN(size) - size/2)
		}
	}
	return coef, quant, last
}

func TestIDCTLevels(t *testing.T) {
	onLevels(t, func(t *testing.T) {
		r := rand.New(rand.NewPCG(12, 12))
		for blocks := range 20 {
			for _, size := range []int{4, 100, 1000, 3000, 65536} {
				for range 4 {
					testIDCT(t, r, blocks, size)
				}
			}
		}
	})
}

func testIDCT(t *testing.T, r *rand.Rand, blocks, size int) {
	t.Helper()
	coef, quant, last := anyBlocks(r, blocks, size)
	for name, k := range map[string]struct {
		side      int
		got, want JPEGBlockFunc
	}{
		"8": {8, IDCTRow8, idctRow8Generic}, "4": {4, IDCTRow4, idctRow4Generic}, "2": {2, IDCTRow2, idctRow2Generic},
	} {
		width := k.side * blocks
		stride := width + r.IntN(20)
		dst := fillBytes(r, fenced[uint8](fences[1], (k.side-1)*stride+width, r.IntN(2) == 0))
		want := slices.Clone(dst)
		k.want(want, stride, coef, &quant, last)
		k.got(dst, stride, coef, &quant, last)
		sameBytes(t, dst, want, "%s×%s, %d blocks of size %d", name, name, blocks, size)
	}
}

func FuzzIDCTLevels(f *testing.F) {
	f.Add(uint64(1), uint8(3), uint16(2000))
	f.Fuzz(func(t *testing.T, seed uint64, blocks uint8, size uint16) {
		r := rand.New(rand.NewPCG(seed, 0))
		fuzzLevels(func() { testIDCT(t, r, int(blocks), max(2, int(size))) })
	})
}
