package kernel

import (
	"fmt"
	"math/rand/v2"
	"testing"
)

func TestGatherRows(t *testing.T) {
	onLevels(t, func(t *testing.T) {
		r := rand.New(rand.NewPCG(1, 2))
		for cols := range 140 {
			const n = 5
			src := fillRandoms(r, fenced[float32](fences[0], n*cols, cols%2 == 0))
			rows := []int{4, 0, 0, 3, 4, 1}[:r.IntN(7)]
			dst := fenced[float32](fences[1], len(rows)*cols, cols%2 != 0)
			GatherRows(dst, src, cols, rows)
			for i, from := range rows {
				if j := differ(dst[i*cols:][:cols], src[from*cols:][:cols]); j >= 0 {
					t.Fatalf("%d columns, row %d: value %d is %v, want %v", cols, i, j, dst[i*cols+j], src[from*cols+j])
				}
			}
		}
	})
}

func BenchmarkGatherRows(b *testing.B) {
	const n, cols, batch = 1 << 16, 784, 256
	src, dst, rows := make([]float32, n*cols), make([]float32, batch*cols), rand.New(rand.NewPCG(1, 2)).Perm(n)
	for i := range src {
		src[i] = 1 // so that the memory is there
	}
	b.Run(fmt.Sprintf("batch=%d/cols=%d", batch, cols), func(b *testing.B) {
		benchLevels(b, func(b *testing.B) {
			b.SetBytes(batch * cols * 4)
			for i := 0; b.Loop(); i += batch {
				GatherRows(dst, src, cols, rows[i%n:][:batch])
			}
		})
	})
}
