package features

import (
	"math"
	"math/rand/v2"
	"testing"

	"github.com/saccade-go/saccade/tensor"
)

// TestOrthonormalizeRows: rows that are zero, the same as another, a sum of others, tiny or huge, and as many rows as columns.
func TestOrthonormalizeRows(t *testing.T) {
	for _, size := range [][2]int{{1, 1}, {1, 9}, {3, 3}, {33, 40}, {70, 70}, {100, 300}} {
		r := rand.New(rand.NewPCG(uint64(size[0]), 3))
		m := tensor.NewMatrix(size[0], size[1])
		fillNormal(m.Data, r)
		for i := range m.Rows {
			row := m.Row(i)
			switch {
			case i%7 == 2:
				copy(row, m.Row(i/2))
			case i%7 == 3:
				clear(row)
			case i%7 == 4:
				for j := range row {
					row[j] = m.Row(0)[j] - 3*m.Row(i - 1)[j]
				}
			case i%7 == 5:
				scaleRow(row, 1e-12)
			case i%7 == 6:
				scaleRow(row, 1e12)
			}
		}
		first := append([]float32(nil), m.Row(0)...)
		orthonormalizeRows(m, r)
		for i := range m.Rows {
			for j := range i + 1 {
				dot, want := 0.0, 0.0
				for k, v := range m.Row(i) {
					dot += float64(v) * float64(m.Row(j)[k])
				}
				if i == j {
					want = 1
				}
				if !(math.Abs(dot-want) < 1e-5) {
					t.Fatalf("%v: rows %d and %d have the product %v", size, i, j, dot)
				}
			}
		}
		along := 0.0
		for k, v := range m.Row(0) {
			along += float64(v) * float64(first[k]) / length(first)
		}
		if math.Abs(along-1) > 1e-6 {
			t.Errorf("%v: the first row has turned: %v", size, along)
		}
	}
}

func scaleRow(v []float32, factor float32) {
	for i := range v {
		v[i] *= factor
	}
}

func BenchmarkOrthonormalizeRows(b *testing.B) {
	m, r := tensor.NewMatrix(500, 4000), rand.New(rand.NewPCG(1, 2))
	for b.Loop() {
		fillNormal(m.Data, r)
		orthonormalizeRows(m, r)
	}
}
