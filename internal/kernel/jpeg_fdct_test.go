package kernel

import (
	"math"
	"math/rand/v2"
	"testing"
)

// TestFDCT8 holds the forward transform against its formula.
func TestFDCT8(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	for n := range 300 {
		var block [64]int16
		for i := range block {
			switch block[i] = int16(r.IntN(256) - 128); n {
			case 0:
				block[i] = -128
			case 1:
				block[i] = 127
			case 2:
				block[i] = int16(-128 + 255*((i+i/8)%2))
			}
		}
		want := dct(&block)
		got := block
		FDCT8(&got)
		for i, v := range got {
			if math.Abs(float64(v)-8*want[i]) > 1.5 {
				t.Fatalf("block %d: coefficient %d is %d/8, want %.2f/8", n, i, v, 8*want[i])
			}
		}
	}
}

// dct is equation A.3.3 of ITU-T T.81.
func dct(block *[64]int16) (out [64]float64) {
	for v := range 8 {
		for u := range 8 {
			sum := 0.0
			for y := range 8 {
				for x := range 8 {
					sum += float64(block[8*y+x]) * math.Cos(float64(2*x+1)*float64(u)*math.Pi/16) * math.Cos(float64(2*y+1)*float64(v)*math.Pi/16)
				}
			}
			for _, k := range []int{u, v} {
				if k == 0 {
					sum /= math.Sqrt2
				}
			}
			out[8*v+u] = sum / 4
		}
	}
	return out
}

func BenchmarkFDCT8(b *testing.B) {
	var block [64]int16
	for b.Loop() {
		FDCT8(&block)
	}
}
